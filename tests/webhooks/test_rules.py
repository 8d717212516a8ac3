"""How long is waited, and how a message is signed."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from service.fetching.posted import Posted
from service.webhooks.rules import WAITS, error_of, is_delivered, rest_after, wait_after
from service.webhooks.signing import headers_of, secret_of

FAILED = Posted(500)
MINUTE = timedelta(minutes=1)


def test_the_waits_grow_over_most_of_a_day_and_end():
    waits = [wait_after(attempts, FAILED, 0.5) for attempts in range(1, 8)]
    assert waits == [*WAITS, None]
    assert timedelta(hours=12) < sum(WAITS, timedelta()) < timedelta(days=1)


def test_a_wait_is_jittered_by_a_fifth():
    assert wait_after(2, FAILED, 0) == 4 * MINUTE
    assert wait_after(2, FAILED, 1) == 6 * MINUTE


@pytest.mark.parametrize(
    ("retry_after", "wait"), [(1, 5 * MINUTE), (600, 10 * MINUTE), (10**8, 600 * MINUTE)]
)
def test_a_receiver_may_ask_for_a_longer_wait_up_to_the_longest(retry_after, wait):
    assert wait_after(2, Posted(503, retry_after=retry_after), 0.5) == wait


def test_a_rest_doubles_up_to_five_minutes():
    rests = [rest_after(failures, FAILED).total_seconds() for failures in (1, 2, 3, 7, 10**6)]
    assert rests == [5, 10, 20, 300, 300]


@pytest.mark.parametrize(
    ("posted", "error"),
    [
        (Posted(200), None),
        (Posted(299), None),
        (Posted(302), "The receiver answers 302 Found; redirects are not followed."),
        (Posted(404), "The receiver answers 404 Not Found."),
        (Posted(410), "The receiver answers 410 Gone: it wants no more."),
        (Posted(799), "The receiver answers 799."),
        (Posted(failure="No answer came."), "No answer came."),
    ],
)
def test_only_2xx_is_a_delivery_and_all_else_has_its_sentence(posted, error):
    assert error_of(posted) == error
    assert is_delivered(posted) is (error is None)


def test_a_signature_is_the_one_of_the_convention():
    secret = "whsec_plJ3nmyCDGBKInavdOK15jsl"
    body = b'{"event_type":"ping","data":{"success":true}}'
    headers = headers_of("msg_loFOjxBNrRLzqYUf", 1731705121, body, [secret])
    at = datetime.fromtimestamp(1731705121, UTC)
    signature = Webhook(secret).sign("msg_loFOjxBNrRLzqYUf", at, body.decode())
    assert headers["Webhook-Signature"] == signature
    assert signature == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


def test_a_secret_has_the_form_of_the_convention():
    assert secret_of(bytes(range(32))) == "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

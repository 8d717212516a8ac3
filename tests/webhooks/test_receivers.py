"""Receivers that lead elsewhere, keep silent or are in trouble, and where nothing is posted to."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from service.db import utcnow
from service.errors import Invalid
from service.fetching.posting import check_target, post
from service.models import Delivery, Webhook
from service.settings import Settings
from tests.fetching.hostile import hostile, redirect, reset, response
from tests.webhooks.test_delivering import public

ELSEWHERE = Settings()
OK = b"HTTP/1.1 200 OK\r\n"


def refused(url, **options):
    """Why an address may not be given to a webhook."""
    with pytest.raises(Invalid) as refusal:
        check_target(url, ELSEWHERE, **options)
    return refusal.value.errors["url"][0]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1/", "private network"),
        ("https://[::1]/hook", "private network"),
        ("http://169.254.169.254/latest/meta-data/", "private network"),
        ("http://2130706433/", "Not a web address"),
        ("https://example.org:8443/", "ports 80 and 443"),
        ("https://user:pass@example.org/", "take it out"),
        ("ftp://example.org/", "not ftp"),
        ("example.org/hook", "Not a web address"),
    ],
)
def test_a_webhook_may_not_lead_inside(url, why):
    sentence = refused(url)
    assert why in sentence
    assert "paste" not in sentence


def test_a_name_that_leads_inside_later_is_not_posted_to():
    name = "https://hook.example/?token=s3cret"
    found = iter([["8.8.8.8"], ["10.0.0.7"]])
    answers = []

    def resolver(_host, _port):
        answers.append(next(found))
        return answers[-1]

    check_target(name, ELSEWHERE, resolver=resolver)
    posted = post(name, {}, b"{}", ELSEWHERE, resolver=resolver)
    assert posted.status is None
    assert posted.failure == (
        "hook.example leads into a private network, which this desk does not ask."
    )
    assert answers == [["8.8.8.8"], ["10.0.0.7"]]
    assert "private network" in refused(name, resolver=lambda *_: ["8.8.8.8", "10.0.0.7"])


def test_pages_may_be_off_or_limited_while_webhooks_go_on():
    for settings in (Settings(fetch="off"), Settings(fetch_hosts="elsewhere.example")):
        check_target("https://hook.example/", settings, resolver=lambda *_: ["8.8.8.8"])


@pytest.fixture
def odd():
    with hostile() as server:
        yield server


def ask(odd, answer, seconds=5.0):
    odd.pages["/"] = answer
    return post(odd.url, {"Webhook-Id": "x"}, b"{}", odd.settings(), seconds=seconds)


def test_a_redirect_is_not_followed(odd):
    posted = ask(odd, redirect("/elsewhere", 307))
    assert (posted.status, len(odd.requests)) == (307, 1)


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX: "], ids=["no line", "a header"])
def test_what_drips_is_given_up(odd, start):
    assert ask(odd, odd.drip(start), 0.3).failure == "No answer came within 0.3 seconds."


@pytest.mark.parametrize(
    "answer",
    [
        lambda odd: odd.drip(OK + b"\r\n"),
        lambda odd: odd.flood(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10\r\n" + b"x" * 16),
        lambda odd: response(200, b"", Content_Encoding="br", Content_Length="9000"),
    ],
    ids=["dripping", "without end", "cut off"],
)
def test_of_an_answer_the_head_counts_alone(odd, answer):
    assert ask(odd, answer(odd)).status == 200


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", reset, OK + b": none\r\n\r\n"])
def test_what_is_no_web_server_is_told(odd, answer):
    assert ask(odd, answer).failure.startswith("127.0.0.1 broke off")


def test_headers_without_end_are_broken_off(odd):
    assert ask(odd, odd.flood(OK, b"X: " + b"x" * 1000 + b"\r\n")).status is None
    assert odd.sent < 10_000_000


def test_a_receiver_in_trouble_is_left_alone_and_what_waits_loses_no_attempt(desk, receiver):
    webhook = desk.webhook()
    for _claim in range(3):
        public(desk)
    receiver.answer = lambda _message: 503
    desk.work()
    assert len(receiver.messages) == 1
    assert [d["attempts"] for d in desk.deliveries(webhook).values()] == [0, 0, 1]
    shown = desk.admin.get(f"/webhooks/{webhook['id']}").json
    assert (shown["failures"], shown["pending"]) == (1, 3)
    assert shown["rests_until"] is not None
    receiver.answer = lambda _message: 204
    desk.let_time_pass()
    desk.work()
    assert sorted(receiver.numbers[1:]) == [1, 2, 3]
    shown = desk.admin.get(f"/webhooks/{webhook['id']}").json
    assert (shown["failures"], shown["rests_until"], shown["pending"]) == (0, None, 0)


def test_a_receiver_that_keeps_silent_holds_up_no_other(desk, receiver):
    desk.webhook("&silent")
    desk.webhook("&quick")
    for _claim in range(3):
        public(desk)

    def answer(message):
        if message.path.endswith("silent"):
            receiver.going.wait(20)
        return 204

    receiver.answer = answer
    started = utcnow()
    assert desk.work(seconds=2) == 1
    assert (utcnow() - started).total_seconds() < 19
    came = [message.path.rpartition("&")[2] for message in receiver.messages]
    assert sorted(came) == ["quick", "quick", "quick", "silent"]


def test_a_receiver_that_asks_for_time_is_given_it(desk, receiver):
    desk.webhook()
    public(desk)
    receiver.answer = lambda _message: (429, {"Retry-After": "3600"})
    before = utcnow()
    desk.work()
    with desk.database.reading() as session:
        assert session.scalars(sa.select(Delivery.next_at)).one() - before >= timedelta(hours=1)
        rests_until = session.scalars(sa.select(Webhook.rests_until)).one()
        assert rests_until - before >= timedelta(minutes=5)

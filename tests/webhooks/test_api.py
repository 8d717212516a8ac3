"""Webhooks through the API, by administrators."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from standardwebhooks import Webhook as Verifier

from service.db import utcnow
from service.models import Event, Webhook
from tests.factories import codes
from tests.webhooks.test_delivering import public


def test_a_secret_is_shown_once(desk):
    webhook = desk.webhook(description="The archive")
    assert webhook["secret"].startswith("whsec_")
    path = f"/webhooks/{webhook['id']}"
    shown = desk.admin.get(path)
    assert shown.json == {key: value for key, value in webhook.items() if key != "secret"}
    told = shown.text + desk.admin.get("/webhooks").text
    told += desk.admin.patch(path, {"description": None}).text
    told += desk.admin.get("/webhooks").text
    assert webhook["secret"] not in told
    with desk.database.reading() as session:
        events = repr(session.execute(sa.text("SELECT details FROM events")).all())
    assert webhook["secret"] not in events
    assert "s3cret" not in events, "nor the rest of its address"


def test_a_repeat_of_adding_adds_nothing(desk, receiver):
    body, key = {"url": receiver.url}, {"Idempotency-Key": "a"}
    first = desk.admin.post("/webhooks", body, headers=key)
    again = desk.admin.post("/webhooks", body, headers=key)
    assert (again.status_code, again.json) == (201, first.json)
    assert len(desk.admin.get("/webhooks").json["items"]) == 1


@pytest.mark.parametrize("url", ["http://10.0.0.7/", "http://127.0.0.1/", "gopher://x.example/"])
def test_an_address_inside_is_refused_at_adding_and_at_changing(desk, url):
    webhook = desk.webhook()
    for answer in (
        desk.admin.post("/webhooks", {"url": url}),
        desk.admin.patch(f"/webhooks/{webhook['id']}", {"url": url}),
    ):
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["url"])
    assert desk.admin.get(f"/webhooks/{webhook['id']}").json["url"] == webhook["url"]


def test_what_is_removed_is_gone_and_its_secret_forgotten(desk, receiver):
    webhook = desk.webhook()
    path = f"/webhooks/{webhook['id']}"
    public(desk)
    assert desk.admin.delete(path).status_code == 200
    assert desk.work() == 0
    assert receiver.messages == []
    assert codes(
        [desk.admin.get(path), desk.admin.delete(path), desk.admin.get(f"{path}/deliveries")]
    ) == [404, 404, 404]
    assert desk.admin.get("/webhooks").json["items"] == []
    with desk.database.reading() as session:
        assert session.scalars(sa.select(Webhook.secret)).all() == [None]


def test_a_paused_webhook_goes_on_where_it_stopped(desk, receiver):
    webhook = desk.webhook()
    path = f"/webhooks/{webhook['id']}"
    desk.admin.patch(path, {"active": False})
    public(desk)
    assert desk.work() == 0
    desk.admin.patch(path, {"active": True})
    desk.work()
    assert receiver.numbers == [1]
    desk.admin.delete(path)
    with desk.database.reading() as session:
        told = session.scalars(sa.select(Event).order_by(Event.id)).all()
    told = [event for event in told if event.action.startswith("webhook")]
    assert [event.action for event in told] == [
        "webhook_added",
        "webhook_changed",
        "webhook_changed",
        "webhook_removed",
    ]
    assert {event.details["webhook"] for event in told} == {f"{webhook['id']}, 127.0.0.1"}
    assert told[1].details["fields"] == {"active": [True, False]}


def test_a_replaced_secret_signs_for_a_day_beside_the_new_one(desk, receiver):
    webhook = desk.webhook()
    public(desk)
    answer = desk.admin.post(f"/webhooks/{webhook['id']}/secret")
    assert answer.status_code == 201
    new = answer.json["secret"]
    assert new != webhook["secret"]
    desk.work()
    (message,) = receiver.messages
    for secret in (new, webhook["secret"]):
        Verifier(secret).verify(message.body, message.headers)
    receiver.secrets = dict.fromkeys(receiver.secrets, new)
    with desk.database.transaction() as session:
        session.execute(sa.update(Webhook).values(previous_until=utcnow() - timedelta(seconds=1)))
    public(desk)
    desk.work()
    assert message.headers["webhook-signature"].count("v1,") == 2
    assert receiver.messages[1].headers["webhook-signature"].count("v1,") == 1


def test_deliveries_are_listed_newest_first_by_their_state(desk, receiver):
    webhook = desk.webhook()
    for _claim in range(3):
        public(desk)
    receiver.answer = lambda message: 204 if message.item["number"] == 2 else 400
    desk.work()
    path = f"/webhooks/{webhook['id']}/deliveries"
    assert list(desk.deliveries(webhook)) == [3, 2, 1]
    assert list(desk.deliveries(webhook, state="delivered")) == [2]
    page = desk.admin.get(path, query_string={"state": "pending", "limit": 1}).json
    assert [item["number"] for item in page["items"]] == [3]
    query = {"state": "pending", "limit": 1, "cursor": page["next_cursor"]}
    page = desk.admin.get(path, query_string=query).json
    assert [item["number"] for item in page["items"]] == [1]
    assert page["next_cursor"] is None
    one = desk.admin.get(f"{path}/2").json
    assert one == desk.deliveries(webhook)[2]
    assert codes([desk.admin.get(f"{path}/99"), desk.admin.get("/webhooks/9/deliveries/1")]) == [
        404,
        404,
    ]


def test_what_was_given_up_or_delivered_can_be_sent_again(desk, receiver):
    webhook = desk.webhook()
    public(desk)
    desk.work()
    path = f"/webhooks/{webhook['id']}/deliveries/1"
    answer = desk.admin.post(f"{path}/replay")
    assert answer.status_code == 201
    assert (answer.json["state"], answer.json["attempts"]) == ("pending", 0)
    assert answer.headers["Location"] == f"/api/v1{path}"
    desk.work()
    assert receiver.numbers == [1, 1]
    assert len({message.headers["webhook-id"] for message in receiver.messages}) == 1
    assert desk.admin.get(path).json["state"] == "delivered"


def test_what_waits_for_a_receiver_in_trouble_can_be_sent_at_once(desk, receiver):
    webhook = desk.webhook()
    public(desk)
    receiver.answer = lambda _message: 503
    desk.work()
    receiver.answer = lambda _message: 204
    assert desk.work() == 0
    desk.admin.post(f"/webhooks/{webhook['id']}/deliveries/1/replay")
    desk.work()
    assert receiver.numbers == [1, 1]


def test_what_is_being_sent_is_not_replayed(desk, receiver):
    webhook = desk.webhook()
    public(desk)
    path = f"/webhooks/{webhook['id']}/deliveries/1/replay"
    answers = []

    def answer(_message):
        answers.append(desk.admin.post(path))
        return 204

    receiver.answer = answer
    desk.work()
    assert [(each.status_code, each.json["code"]) for each in answers] == [
        (409, "invalid_transition")
    ]
    assert receiver.numbers == [1]


def test_a_test_is_signed_and_tells_what_was_answered(desk, receiver):
    webhook = desk.webhook()
    path = f"/webhooks/{webhook['id']}/test"
    assert desk.admin.post(path).json == {"delivered": True, "status": 204, "error": None}
    (message,) = receiver.messages
    assert (message.item["kind"], message.item["webhook_id"]) == ("test", webhook["id"])
    receiver.answer = lambda _message: 302
    told = desk.admin.post(path).json
    assert (told["delivered"], told["status"]) == (False, 302)
    assert "redirects are not followed" in told["error"]
    assert desk.deliveries(webhook) == {}

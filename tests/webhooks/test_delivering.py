"""What changed in public is posted: signed, in order, again until it arrives."""

import sqlalchemy as sa
from structlog.testing import capture_logs

from service.db import utcnow
from service.documents.purge import purge_document
from service.models import Delivery, Webhook
from service.permissions import OPERATOR
from service.webhooks import outbox
from service.webhooks.rules import KEPT, WAITS
from service.webhooks.sending import send
from tests.verdicts.test_verdict import retract

MARK = "Quetzalcoatl"


def public(desk, **fields):
    """A public claim with a verdict."""
    claim = desk.claim(visibility="public")
    desk.published(claim, **fields)
    return claim


def show(desk, claim, visibility):
    path = f"/documents/{claim['document_id']}"
    assert desk.reviewer.patch(path, {"visibility": visibility}).status_code == 200


def test_a_change_arrives_as_the_feed_has_it(desk, receiver):
    webhook = desk.webhook()
    public(desk)
    desk.work()
    (message,) = receiver.messages
    (line,) = desk.stranger.get("/changes").json["items"]
    assert message.item == line
    assert message.item["verdict"]["rating"]["code"] == "mostly_true"
    assert message.headers["content-type"] == "application/json"
    assert message.headers["user-agent"].startswith("Claimdesk/")
    (delivery,) = desk.deliveries(webhook).values()
    assert delivery["delivered_at"] is not None
    assert (delivery["state"], delivery["status"], delivery["attempts"]) == ("delivered", 204, 1)
    assert desk.work() == 0


def test_a_webhook_hears_of_what_comes_after_it_or_of_everything(desk, receiver):
    public(desk)
    desk.webhook("&new")
    desk.webhook("&all", from_beginning=True)
    public(desk)
    desk.work()
    came = sorted((message.path[-3:], message.item["number"]) for message in receiver.messages)
    assert came == [("all", 1), ("all", 2), ("new", 2)]


def test_what_was_over_long_ago_leaves_the_log_when_more_comes(desk, receiver):
    receiver.answer = lambda _message: 410
    webhook = desk.webhook()
    for _change in range(3):
        public(desk)
    desk.work()
    receiver.answer = lambda _message: 204
    assert desk.admin.patch(f"/webhooks/{webhook['id']}", {"active": True}).status_code == 200
    desk.work()
    states = {number: each["state"] for number, each in desk.deliveries(webhook).items()}
    assert states == {1: "failed", 2: "delivered", 3: "delivered"}
    with desk.database.transaction() as session:
        old = sa.update(Delivery).where(Delivery.number < 3)
        session.execute(old.values(attempted_at=utcnow() - KEPT))
    desk.work()
    assert desk.deliveries(webhook).keys() == {1, 2, 3}
    public(desk)
    desk.work()
    assert desk.deliveries(webhook).keys() == {3, 4}
    path = f"/webhooks/{webhook['id']}/deliveries"
    assert desk.admin.post(f"{path}/2/replay").status_code == 404
    assert desk.admin.post(f"{path}/3/replay").status_code == 201


def test_what_the_desk_keeps_to_itself_is_never_sent(desk, receiver):
    webhook = desk.webhook()
    kept = desk.claim(f"{MARK} cost 9 million.", title=MARK)
    desk.published(kept, rationale=f"{MARK} says so.")
    desk.published(kept, rationale=f"{MARK} says otherwise.", rating="false")
    retract(desk, kept, f"{MARK} was forged.")
    desk.work()
    assert receiver.messages == []
    public(desk)
    desk.work()
    assert receiver.numbers == [4]
    assert desk.admin.get(f"/webhooks/{webhook['id']}").json["position"] == 4
    with desk.database.reading() as session:
        assert session.scalars(sa.select(Delivery.number)).all() == [4]


def test_showing_hiding_and_retracting_are_told(desk, receiver):
    desk.webhook()
    claim = desk.claim()
    desk.published(claim)
    for act in (
        lambda: show(desk, claim, "public"),
        lambda: show(desk, claim, "desk"),
        lambda: show(desk, claim, "public"),
        lambda: retract(desk, claim, "A forgery."),
    ):
        act()
        desk.work()
    told = [(m.item["kind"], m.item["verdict"] is None) for m in receiver.messages]
    assert told == [
        ("published", False),
        ("hidden", True),
        ("published", False),
        ("retracted", True),
    ]
    assert receiver.messages[-1].item["reason"] == "A forgery."


def test_what_is_sent_is_what_a_stranger_reads_when_it_is_sent(desk, receiver):
    desk.webhook()
    claim = desk.claim(f"{MARK} cost 9 million.", visibility="public")
    desk.published(claim)
    retract(desk, claim, "A forgery.")
    desk.work()
    assert [m.item["kind"] for m in receiver.messages] == ["published", "retracted"]
    assert [m.item["verdict"] for m in receiver.messages] == [None, None]
    assert MARK.encode() not in b"".join(m.body for m in receiver.messages)


def test_what_does_not_arrive_is_sent_again_with_the_same_id_until_it_is_given_up(desk, receiver):
    webhook = desk.webhook()
    public(desk)
    receiver.answer = lambda _message: 500
    for attempt, wait in enumerate(WAITS, 1):
        before = utcnow()
        desk.work()
        with desk.database.reading() as session:
            delivery = session.scalars(sa.select(Delivery)).one()
            assert (delivery.state, delivery.attempts) == ("pending", attempt)
            assert 0.8 * wait <= delivery.next_at - before <= 1.3 * wait
        assert desk.work() == 0, "it waits"
        desk.let_time_pass()
    desk.work()
    (delivery,) = desk.deliveries(webhook, state="failed").values()
    assert (delivery["attempts"], delivery["status"]) == (len(WAITS) + 1, 500)
    assert delivery["error"] == "The receiver answers 500 Internal Server Error."
    desk.let_time_pass()
    assert desk.work() == 0
    assert len(receiver.messages) == len(WAITS) + 1
    assert len({message.headers["webhook-id"] for message in receiver.messages}) == 1


def test_the_changes_of_a_claim_arrive_in_their_order(desk, receiver):
    webhook = desk.webhook()
    claim = public(desk)
    desk.published(claim, rating="false")
    public(desk)
    receiver.answer = lambda message: 500 if message.item["number"] == 1 else 204
    desk.work()
    assert sorted(receiver.numbers) == [1, 3], "the second of the claim waits for its first"
    receiver.answer = lambda _message: 204
    desk.let_time_pass()
    desk.work()
    assert receiver.numbers[2:] == [1, 2]
    assert {d["state"] for d in desk.deliveries(webhook).values()} == {"delivered"}


def test_what_failed_for_good_holds_up_nothing(desk, receiver):
    webhook = desk.webhook()
    claim = public(desk)
    desk.published(claim, rating="false")
    receiver.answer = lambda message: 400 if message.item["number"] == 1 else 204
    for _attempt in range(len(WAITS) + 1):
        assert 2 not in receiver.numbers
        desk.work()
        desk.let_time_pass()
    desk.work()
    assert receiver.numbers[-1] == 2
    states = {number: each["state"] for number, each in desk.deliveries(webhook).items()}
    assert states == {1: "failed", 2: "delivered"}


def test_410_stops_the_webhook_until_somebody_lets_it_go_on(desk, receiver):
    webhook = desk.webhook()
    path = f"/webhooks/{webhook['id']}"
    claim = public(desk)
    desk.published(claim, rating="false")
    receiver.answer = lambda _message: 410
    desk.work()
    stopped = desk.admin.get(path).json
    assert (stopped["active"], stopped["pending"], stopped["failed"]) == (False, 1, 1)
    assert stopped["stopped_because"] == "The receiver answered 410 Gone to change 1."
    public(desk)
    desk.let_time_pass()
    assert desk.work() == 0
    receiver.answer = lambda _message: 204
    going = desk.admin.patch(path, {"active": True}).json
    assert (going["active"], going["stopped_because"]) == (True, None)
    desk.work()
    assert sorted(receiver.numbers) == [1, 2, 3], "nothing of the time in between is lost"


def test_a_crash_between_sending_and_writing_sends_again_with_the_same_id(desk, receiver):
    webhook = desk.webhook()
    public(desk)
    with desk.database.transaction() as session:
        outbox.take_up_changes(session, webhook["id"], utcnow())
    with desk.database.transaction() as session:
        lost = outbox.take(session, webhook["id"], utcnow())
    posted = send(lost.message, desk.settings)
    assert desk.work() == 0, "it is leased"
    desk.let_time_pass()
    receiver.answer = lambda _message: 500
    desk.work()
    first, second = receiver.messages
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    with desk.database.transaction() as session:
        outbox.settle(session, lost, posted, utcnow())
    (delivery,) = desk.deliveries(webhook).values()
    assert (delivery["state"], delivery["attempts"]) == ("pending", 2), "who came late is not heard"


def test_the_log_tells_no_secret_and_no_body(desk, receiver):
    webhook = desk.webhook()
    claim = desk.claim(f"{MARK} cost 9 million.", visibility="public")
    desk.published(claim)
    with capture_logs() as lines:
        desk.work()
    (line,) = [line for line in lines if line["event"] == "webhook"]
    assert line.pop("ms") >= 0
    assert line == {
        "event": "webhook",
        "log_level": "info",
        "webhook_id": webhook["id"],
        "message_id": f"change_{webhook['id']}_1",
        "host": "127.0.0.1",
        "status": 204,
        "error": None,
    }


def test_a_purge_leaves_nothing_of_the_text(desk, receiver):
    desk.webhook()
    claim = desk.claim(f"{MARK} cost 9 million.", visibility="public")
    desk.published(claim)
    receiver.answer = lambda _message: 500
    desk.work()
    with desk.database.transaction() as session:
        purge_document(session, OPERATOR, claim["document_id"], "A court said so.")
    receiver.answer = lambda _message: 204
    desk.let_time_pass()
    desk.work()
    assert [(m.item["kind"], m.item["verdict"]) for m in receiver.messages[1:]] == [
        ("published", None),
        ("retracted", None),
    ]
    with desk.database.reading() as session:
        for table in (Delivery.__table__, Webhook.__table__):
            assert MARK not in repr(session.execute(sa.select(table)).all())

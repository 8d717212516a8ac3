"""Several workers at once send each delivery once, and those of a claim in their order."""

import time
from collections import Counter
from threading import Barrier, Thread

from service.database import Database
from service.db import utcnow
from service.webhooks import outbox
from service.webhooks.delivering import deliver_due
from tests.webhooks.test_delivering import public

WORKERS = 3


def side_by_side(desk, work):
    """Each worker with a database of its own, as processes have."""
    url = desk.database.engine.url.render_as_string(hide_password=False)
    databases = [Database(url) for _worker in range(WORKERS)]
    ready = Barrier(WORKERS)
    failures = []

    def begin(database):
        try:
            ready.wait(10)
            work(database)
        except Exception as error:
            failures.append(error)

    threads = [Thread(target=begin, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for database in databases:
        database.engine.dispose()
    assert failures == []


def test_workers_at_once_send_each_delivery_once_and_in_order(desk, receiver):
    webhooks = [desk.webhook(f"&{number}") for number in range(2)]
    claims = [public(desk) for _claim in range(3)]
    for claim in claims:
        desk.published(claim, rating="false")
        desk.published(claim, rating="mixed")

    def answer(_message):
        time.sleep(0.02)
        return 204

    def work(database):
        until = time.monotonic() + 60
        while any(
            each["state"] != "delivered"
            for webhook in webhooks
            for each in desk.deliveries(webhook).values() or [{"state": "none yet"}]
        ):
            assert time.monotonic() < until
            deliver_due(database, desk.settings)

    receiver.answer = answer
    side_by_side(desk, work)
    sent = Counter(message.headers["webhook-id"] for message in receiver.messages)
    assert set(sent.values()) == {1}
    assert len(sent) == 2 * 9
    for webhook in range(2):
        for claim in claims:
            numbers = [
                message.item["number"]
                for message in receiver.messages
                if message.path.endswith(f"&{webhook}") and message.item["claim_id"] == claim["id"]
            ]
            assert numbers == sorted(numbers)


def test_changes_are_taken_up_once_however_many_do_so(desk, receiver):
    webhook = desk.webhook()
    for _claim in range(3):
        public(desk)

    def work(database):
        for _time in range(5):
            with database.transaction() as session:
                outbox.take_up_changes(session, webhook["id"], utcnow())

    side_by_side(desk, work)
    assert set(desk.deliveries(webhook)) == {1, 2, 3}
    assert desk.admin.get(f"/webhooks/{webhook['id']}").json["position"] == 3

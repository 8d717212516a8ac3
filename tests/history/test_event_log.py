"""The whole event log, as administrators read it: of everything, newest first, with filters."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from service.database import Database
from service.history.queries import list_events
from service.permissions import WHO_MAY, Permission
from service.vocabulary import Action, Role
from tests.factories import Desk, Person


def log(desk: Desk, who: Person | None = None, **filters: Any) -> list[dict[str, Any]]:
    with desk.database.reading() as session:
        viewer = (who or desk.admin).viewer
        return list_events(session, viewer, **({"before": None, "limit": 200} | filters))


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk on which people, tags, documents and claims were touched."""
    desk.published(desk.claim())
    desk.reviewer.post("/tags", {"name": "Bridges", "description": "What spans water."})
    desk.admin.patch(f"/users/{desk.reader.viewer.id}", {"role": "annotator"})
    desk.admin.get("/documents")
    return desk


def test_the_log_has_everything_newest_first(busy: Desk):
    events = log(busy)
    ids = [event["id"] for event in events]
    assert ids == sorted(ids, reverse=True)
    actions = {event["action"] for event in events}
    assert {"user_added", "key_added", "user_changed", "tag_added", "edit_approved"} <= actions
    with busy.database.reading() as session:
        assert len(events) == session.scalar(sa.text("SELECT count(*) FROM events"))


def test_an_event_says_whom_or_what_it_was_done_to(busy: Desk):
    (tag,) = log(busy, action=Action.TAG_ADDED)
    (user,) = log(busy, action=Action.USER_CHANGED)
    assert (tag["about"], tag["user_id"]) == ("Bridges", None)
    assert (user["about"], user["user_id"]) == (None, busy.reader.viewer.id)
    assert user["fields"]["role"] == ["reader", "annotator"]


def test_it_is_filtered_by_action_and_actor(busy: Desk):
    reviewer = busy.reviewer.viewer.id
    assert {event["action"] for event in log(busy, action=Action.USER_ADDED)} == {"user_added"}
    by_reviewer = [event["action"] for event in log(busy, actor_id=reviewer)]
    assert by_reviewer == ["tag_added", "edit_approved"]
    both = log(busy, actor_id=reviewer, action=Action.EDIT_APPROVED)
    assert [event["action"] for event in both] == ["edit_approved"]
    assert log(busy, actor_id=777) == []


def test_it_is_filtered_by_time_from_the_first_moment_until_before_the_last(busy: Desk):
    events = log(busy)
    middle: datetime = events[len(events) // 2]["at"]
    later, earlier = log(busy, since=middle), log(busy, until=middle)
    assert [event["id"] for event in (*later, *earlier)] == [event["id"] for event in events]
    assert later[-1]["at"] >= middle > earlier[0]["at"]
    assert log(busy, since=middle, until=middle) == []
    assert log(busy, since=events[0]["at"] + timedelta(microseconds=1)) == []


def test_it_is_read_page_by_page(busy: Desk):
    whole = log(busy)
    read: list[dict[str, Any]] = []
    while page := log(busy, before=read[-1]["id"] if read else None, limit=3):
        read += page
    assert read == whole


def test_filters_narrow_the_history_of_a_subject_too(busy: Desk):
    (approved,) = log(busy, action=Action.EDIT_APPROVED)
    one = log(busy, claim_id=approved["claim_id"], action=Action.EDIT_APPROVED)
    assert one == [approved]


def test_others_see_no_more_of_it_than_elsewhere(busy: Desk):
    for who in (busy.reviewer, busy.annotator):
        seen = log(busy, who)
        assert all(
            event["document_id"] or (event["actor"] or {}).get("id") == who.viewer.id
            for event in seen
        )
    assert WHO_MAY[Permission.READ_EVENT_LOG] is Role.ADMIN


def test_a_page_of_it_is_a_walk_back_along_the_ids(busy: Desk, database: Database, backend: str):
    """Whatever the filter, no page sorts the log."""
    if backend != "sqlite":
        pytest.skip("an empty table is scanned whatever its indexes")
    sent: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        sent.append((statement, parameters))

    with database.reading() as session:
        connection = session.connection()
        sa.event.listen(connection, "before_cursor_execute", note)
        values = {"before": 1000, "limit": 10, "actor_id": 1, "action": Action.USER_ADDED}
        list_events(session, busy.admin.viewer, **values)
        statement, parameters = sent[0]
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all())
    assert "INTEGER PRIMARY KEY" in plan
    assert "TEMP B-TREE" not in plan

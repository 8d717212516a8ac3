"""The queue of what waits for review: its filters, how many wait, and who waits how long."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from service.db import utcnow
from service.edits import queries
from service.models import Edit
from tests.edits.acts import do, save
from tests.factories import PROPOSAL, Desk, Person


def submitted_before(desk: Desk, edit_id: int, hours: float) -> None:
    """Let the edit wait for so long."""
    with desk.database.transaction() as session:
        long_ago = utcnow() - timedelta(hours=hours)
        session.execute(sa.update(Edit).where(Edit.id == edit_id).values(submitted_at=long_ago))


@pytest.fixture
def edits(desk: Desk) -> dict[str, int]:
    """Edits by name; the first was submitted last."""
    claim, author = desk.claim(), desk.add("annotator")
    new = desk.submitted(claim, author, rating="false", tags=["legal"])
    day_old = desk.submitted(desk.claim(), author, tags=["legal", "causal"])
    week_old = desk.submitted(desk.claim(), author, rating="false")
    asked = do(desk.reviewer, "change-request", desk.submitted(desk.claim(), author), comment="?")
    save(author, asked, rating="mixed", tags=["a secret"])
    draft = desk.draft(claim, **(PROPOSAL | {"tags": ["a secret"]}))
    found = {"new": new, "day": day_old, "week": week_old, "asked": asked, "draft": draft}
    ids = {name: edit.json["id"] for name, edit in found.items()}
    for name, hours in (("day", 25), ("week", 24 * 7 + 1), ("asked", 9000)):
        submitted_before(desk, ids[name], hours)
    desk._people["author"] = author
    return ids


def found(who: Person, query: str, edits: dict[str, int]) -> list[str]:
    """The names of the edits that are listed, in order, read one by one."""
    names, cursor = {number: name for name, number in edits.items()}, ""
    read = []
    while cursor is not None:
        page = who.get(f"/edits?{query}&limit=1{cursor and f'&cursor={cursor}'}").json
        read += [names[edit["id"]] for edit in page["items"]]
        cursor = page["next_cursor"]
    return read


FILTERS = [
    ("state=submitted", ["week", "day", "new"]),
    ("state=submitted&tag=legal", ["day", "new"]),
    ("state=submitted&tag=Legal", []),
    ("state=submitted&rating=false", ["week", "new"]),
    ("state=submitted&rating=false&tag=legal", ["new"]),
    ("rating=no_such_rating", []),
    ("rating=mostly_true", ["asked", "day"]),
    ("state=submitted&waiting_longer_than=1", ["week", "day"]),
    ("state=submitted&waiting_longer_than=24", ["week", "day"]),
    ("state=submitted&waiting_longer_than=168", ["week"]),
    ("state=submitted&waiting_longer_than=8760", []),
    ("waiting_longer_than=24", ["week", "day"]),
    ("state=changes_requested&waiting_longer_than=1", []),
    ("state=submitted&waiting_longer_than=24&tag=causal&rating=mostly_true&stale=false", ["day"]),
]


@pytest.mark.parametrize(("query", "names"), FILTERS)
def test_a_reviewer_filters_the_queue(
    query: str, names: list[str], edits: dict[str, int], desk: Desk
):
    assert found(desk.reviewer, query, edits) == names


@pytest.mark.parametrize(
    ("who", "query", "names"),
    [
        ("author", "tag=a secret", ["asked"]),
        ("annotator", "tag=a secret", ["draft"]),
        ("admin", "tag=a secret", ["draft", "asked"]),
        ("reviewer", "tag=a secret", []),
        ("author", "rating=mixed", ["asked"]),
        ("admin", "rating=mixed", ["asked"]),
        ("reviewer", "rating=mixed", []),
        ("reviewer", "state=changes_requested&rating=mostly_true", ["asked"]),
        ("author", "state=changes_requested&rating=mostly_true", []),
    ],
)
def test_nobody_finds_an_edit_by_a_draft_that_they_may_not_read(
    who: str, query: str, names: list[str], edits: dict[str, int], desk: Desk
):
    assert found(getattr(desk, who, None) or desk._people[who], query, edits) == names


@pytest.mark.parametrize("hours", ["0", "-1", "8761", "1.5", "1e3", "", "a day", "9" * 30])
def test_hours_are_whole_and_within_a_year(hours: str, desk: Desk):
    answer = desk.reviewer.get(f"/edits?waiting_longer_than={hours}")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert set(answer.json["errors"]) == {"waiting_longer_than"}


@pytest.mark.parametrize("query", [f"tag={'a' * 81}", "tag=%00", "rating=%00", "tag="])
def test_an_unusable_word_is_refused(query: str, desk: Desk):
    answer = desk.reviewer.get(f"/edits?{query}")
    assert (answer.status_code, set(answer.json["errors"])) == (422, {query.partition("=")[0]})


def test_how_many_wait_and_in_which_place(edits: dict[str, int], desk: Desk):
    places = {name: place(desk, desk.reviewer, number) for name, number in edits.items()}
    assert places == {"week": 1, "day": 2, "new": 3, "asked": None, "draft": None}
    assert waiting(desk, desk.reviewer) == 3
    do_withdraw = desk._people["author"].post(f"/edits/{edits['week']}/withdrawal")
    assert do_withdraw.status_code == 201
    assert place(desk, desk._people["author"], edits["new"]) == 2
    assert waiting(desk, desk.annotator) == 2


def place(desk: Desk, who: Person, edit_id: int) -> int | None:
    with desk.database.reading() as session:
        return queries.position_in_queue(session, who.viewer, edit_id)


def waiting(desk: Desk, who: Person) -> int:
    with desk.database.reading() as session:
        return queries.count_waiting(session, who.viewer)


def test_what_one_may_not_see_neither_waits_nor_has_a_place(desk: Desk):
    newcomer = desk.add("annotator")
    blind = desk.claim(blind=True)
    first = desk.submitted(blind).json["id"]
    archived = desk.submitted(desk.claim())
    desk.admin.delete(f"/documents/{archived.json['document_id']}")
    mine = desk.submitted(desk.claim(), newcomer).json["id"]
    assert [place(desk, newcomer, edit) for edit in (first, mine, 777)] == [None, 1, None]
    assert [place(desk, desk.reviewer, edit) for edit in (first, mine)] == [1, 2]
    assert place(desk, desk.reviewer, archived.json["id"]) is None
    assert [waiting(desk, who) for who in (newcomer, desk.reviewer)] == [1, 2]


def test_of_two_submitted_in_one_moment_the_first_one_made_is_first(desk: Desk):
    made = [desk.submitted(desk.claim()).json["id"] for _ in range(2)]
    now = utcnow()
    with desk.database.transaction() as session:
        session.execute(sa.update(Edit).values(submitted_at=now))
    assert [place(desk, desk.reviewer, edit) for edit in made] == [1, 2]


def test_counting_ends_where_nobody_reads_on(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    made: list[Any] = [desk.submitted(desk.claim()).json["id"] for _ in range(4)]
    assert waiting(desk, desk.reviewer) == 2
    assert [place(desk, desk.reviewer, edit) for edit in made] == [1, 2, 3, 3]


@pytest.mark.parametrize("asked", ["count", "place"])
def test_counting_is_cheap(asked: str, desk: Desk, count_queries, app):
    edit = desk.submitted(desk.claim()).json["id"]
    with app.extensions["database"].reading() as session, count_queries() as sent:
        if asked == "count":
            assert queries.count_waiting(session, desk.annotator.viewer) == 1
        else:
            assert queries.position_in_queue(session, desk.annotator.viewer, edit) == 1
    assert len(sent) == (1 if asked == "count" else 2)

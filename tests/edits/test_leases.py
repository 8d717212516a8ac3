"""Leases: who looks at what. They tell, and refuse nobody a decision."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from service.database import Database
from service.db import utcnow
from service.edits.leases import LEASE, show_lease, take_lease
from service.models import Lease
from tests.edits.acts import do, look
from tests.factories import PROPOSAL, Desk, Person

NOBODY = {"reviewer": None, "until": None, "yours": False}
A_MINUTE = timedelta(minutes=1)


def path_of(edit: TestResponse) -> str:
    return f"/edits/{edit.json['id']}/lease"


def take(who: Person, edit: TestResponse) -> dict[str, Any]:
    answer = who.post(path_of(edit))
    assert answer.status_code == 201, answer.text
    return answer.json


def give_back(who: Person, edit: TestResponse) -> dict[str, Any]:
    answer = who.delete(path_of(edit))
    assert answer.status_code == 200, answer.text
    return answer.json


def runs_for(desk: Desk, left: timedelta) -> None:
    """Let every lease end so much later than now."""
    with desk.database.transaction() as session:
        session.execute(sa.update(Lease).values(until=utcnow() + left))


def leases(desk: Desk) -> list[tuple[int, int]]:
    """(edit, reviewer) of each that is kept."""
    with desk.database.reading() as session:
        rows = session.execute(sa.select(Lease.edit_id, Lease.reviewer_id))
        return [tuple(row) for row in rows]


def is_whole(lease: dict[str, Any]) -> bool:
    """Whether it has just begun."""
    left = datetime.fromisoformat(lease["until"]) - utcnow()
    return LEASE - A_MINUTE < left <= LEASE


@pytest.fixture
def edit(desk: Desk) -> TestResponse:
    """One that waits for review."""
    return desk.submitted(desk.claim())


def test_a_reviewer_shows_that_they_look_for_twenty_minutes(edit: TestResponse, desk: Desk):
    answer = desk.reviewer.post(path_of(edit))
    assert answer.headers["Location"] == f"/api/v1/edits/{edit.json['id']}"
    lease = answer.json
    assert (lease["edit_id"], lease["yours"]) == (edit.json["id"], True)
    assert lease["reviewer"] == {"id": desk.reviewer.viewer.id, "name": "reviewer"}
    assert is_whole(lease)
    assert timedelta(minutes=20) == LEASE


def test_looking_on_renews_it(edit: TestResponse, desk: Desk):
    take(desk.reviewer, edit)
    runs_for(desk, A_MINUTE)
    assert is_whole(take(desk.reviewer, edit))


def test_who_looks_already_is_not_displaced(edit: TestResponse, desk: Desk):
    first = take(desk.reviewer, edit)
    second = take(desk.admin, edit)
    assert second == first | {"yours": False}


def test_what_has_run_out_counts_for_nothing(edit: TestResponse, desk: Desk):
    take(desk.reviewer, edit)
    runs_for(desk, -A_MINUTE)
    assert look(desk.reviewer, edit)["lease"] is None
    assert give_back(desk.admin, edit)["reviewer"] is None
    lease = take(desk.admin, edit)
    assert (lease["reviewer"]["name"], lease["yours"]) == ("admin", True)


def test_one_gives_ones_own_back_and_nobody_elses(edit: TestResponse, desk: Desk):
    lease = take(desk.reviewer, edit)
    assert give_back(desk.admin, edit) == lease | {"yours": False}
    for _again in range(2):
        assert give_back(desk.reviewer, edit) == NOBODY | {"edit_id": edit.json["id"]}
    assert leases(desk) == []


def test_reviewers_see_who_looks_and_others_do_not(edit: TestResponse, desk: Desk):
    lease = take(desk.reviewer, edit)
    claim = edit.json["claim_id"]
    lists = ("/edits", "/edits?state=submitted", f"/claims/{claim}/edits")
    for who, seen in (
        (desk.reviewer, lease),
        (desk.admin, lease | {"yours": False}),
        (desk.annotator, None),
        (desk.add("annotator"), None),
    ):
        assert look(who, edit)["lease"] == seen
        for path in lists:
            assert [item["lease"] for item in who.get(path).json["items"]] == [seen]


def test_a_lease_is_no_change_and_no_history(edit: TestResponse, desk: Desk):
    history = f"/edits/{edit.json['id']}/history"
    before = desk.reviewer.get(history).json
    take(desk.reviewer, edit)
    give_back(desk.reviewer, edit)
    assert desk.reviewer.get(history).json == before
    assert look(desk.reviewer, edit)["revision"] == edit.json["revision"]


ENDINGS = ["approval", "rejection", "change-request", "withdrawal", "rebase"]


@pytest.mark.parametrize("verb", ENDINGS)
def test_anothers_lease_refuses_no_act_and_ends_with_it(verb: str, desk: Desk):
    other = take(desk.admin, desk.submitted(desk.claim()))
    edit = desk.submitted(claim := desk.claim(), author := desk.add("annotator"))
    take(desk.admin, edit)
    if verb == "rebase":
        desk.published(claim, rating="false")
    by_its_author = verb in ("withdrawal", "rebase")
    body = {"comment": "No."} if verb in ("rejection", "change-request") else {}
    do(author if by_its_author else desk.reviewer, verb, edit, **body)
    assert leases(desk) == [(other["edit_id"], desk.admin.viewer.id)]


REFUSED = [
    ("draft", "reviewer", "404 not_found"),
    ("draft", "admin", "409 invalid_transition"),
    ("changes_requested", "reviewer", "409 invalid_transition"),
    ("withdrawn", "reviewer", "409 invalid_transition"),
    ("approved", "reviewer", "409 already_decided"),
    ("rejected", "reviewer", "409 already_decided"),
    ("archived", "reviewer", "404 not_found"),
    ("archived", "admin", "404 not_found"),
    ("submitted", "its author", "403 own_edit"),
    ("submitted", "annotator", "403 role_missing"),
    ("submitted", "reader", "403 role_missing"),
    ("submitted", "stranger", "401 unauthenticated"),
]


@pytest.mark.parametrize(("state", "who", "refusal"), REFUSED)
def test_a_lease_is_refused(state: str, who: str, refusal: str, desk: Desk):
    author = desk.add("reviewer")
    edit = desk.draft(desk.claim(), author, **PROPOSAL)
    if state != "draft":
        edit = do(author, "submission", edit)
    verbs = {"changes_requested": "change-request", "approved": "approval", "rejected": "rejection"}
    if verb := verbs.get(state):
        do(desk.reviewer, verb, edit, **({} if verb == "approval" else {"comment": "No."}))
    if state == "withdrawn":
        do(author, "withdrawal", edit)
    if state == "archived":
        assert desk.admin.delete(f"/documents/{edit.json['document_id']}").status_code == 200
    person = author if who == "its author" else getattr(desk, who)
    answer = person.post(path_of(edit))
    assert f"{answer.status_code} {answer.json['code']}" == refusal
    assert ("current" in answer.json) == (answer.status_code == 409)
    assert leases(desk) == []


def test_of_two_who_look_at_once_one_holds_it(desk: Desk, database: Database):
    edits = [desk.submitted(claim).json["id"] for claim in desk.claims(desk.document(text()))]
    people = [desk.reviewer.viewer, desk.admin.viewer]

    def look_at(edit_id: int, who: Any, sign: threading.Barrier) -> bool:
        sign.wait()
        with database.transaction() as session:
            take_lease(session, who, edit_id)
            return bool(show_lease(session, who, edit_id)["yours"])

    for edit_id in edits:
        sign = threading.Barrier(2, timeout=60)
        with ThreadPoolExecutor(2) as pool:
            tasks = [pool.submit(look_at, edit_id, who, sign) for who in people]
            assert sorted(task.result(60) for task in tasks) == [False, True]
    assert sorted(edit_id for edit_id, _reviewer in leases(desk)) == edits


def text() -> str:
    return " ".join(f"Bridge {number} cost 9 million." for number in range(8))


def test_a_list_sends_no_more_statements_for_leases(desk: Desk, count_queries):
    edits = [desk.submitted(claim) for claim in desk.claims(desk.document(text()))]

    def ask(held: int) -> int:
        assert desk.admin.get("/edits?state=submitted").status_code == 200
        with count_queries() as sent:
            answer = desk.admin.get("/edits?state=submitted")
        assert len([edit for edit in answer.json["items"] if edit["lease"]]) == held
        return len(sent)

    before = ask(0)
    for edit in edits:
        take(desk.add("reviewer"), edit)
    assert ask(len(edits)) == before

"""Where the work on a claim stands, and that what is kept of it is what would be recomputed.

The random life in tests/edits/test_life.py holds the projection to the same after every step.
"""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from service.claims.queries import compute_status
from service.claims.rules import status_of
from service.models import ClaimStanding
from service.vocabulary import ClaimStatus
from tests.claims.repairing import merge, move, retire, split, undo
from tests.factories import Desk
from tests.verdicts.test_verdict import retract

Claims = dict[str, Any]
TAGS_ONLY = {"rating": None, "rationale": None}


def worked(answer: TestResponse) -> None:
    assert answer.status_code in (200, 201), answer.text


def decide(desk: Desk, decision: str) -> Callable[[Claims], Any]:
    def act(claim: Claims) -> None:
        (edit,) = desk.reviewer.get(f"/claims/{claim['id']}/edits?state=submitted").json["items"]
        worked(
            desk.reviewer.post(
                f"/edits/{edit['id']}/{decision}",
                {"comment": "As said."},
                if_match=f'"{edit["revision"]}.x"',
            )
        )

    return act


def withdraw(desk: Desk) -> Callable[[Claims], Any]:
    def act(claim: Claims) -> None:
        (edit,) = [
            each
            for each in desk.annotator.get(f"/claims/{claim['id']}/edits?mine=true").json["items"]
            if each["state"] in ("draft", "submitted", "changes_requested")
        ]
        worked(desk.annotator.post(f"/edits/{edit['id']}/withdrawal"))

    return act


ACTS: dict[str, Callable[[Desk], Callable[[Claims], Any]]] = {
    "draft": lambda desk: desk.draft,
    "submit": lambda desk: desk.submitted,
    "publish": lambda desk: desk.published,
    "correct": lambda desk: lambda claim: desk.published(claim, rating="false"),
    "tag": lambda desk: lambda claim: desk.published(claim, **TAGS_ONLY),
    "propose another": lambda desk: lambda claim: desk.submitted(claim, rating="mixed"),
    "withdraw": withdraw,
    "reject": lambda desk: decide(desk, "rejection"),
    "ask for changes": lambda desk: decide(desk, "change-request"),
    "approve": lambda desk: decide(desk, "approval"),
    "retract": lambda desk: lambda claim: retract(desk, claim),
    "describe": lambda desk: (
        lambda claim: desk.reviewer.patch(
            f"/documents/{claim['document_id']}", {"title": "Another title"}
        )
    ),
    "retire": lambda desk: lambda claim: worked(retire(desk, claim)),
    "split": lambda desk: lambda claim: worked(split(desk, claim, 3)),
    "bind anew": lambda desk: (
        lambda claim: worked(move(desk, claim, "It cost", "It cost 9 million pounds."))
    ),
    "undo": lambda desk: lambda claim: worked(undo(desk, claim)),
    "archive": lambda desk: lambda claim: desk.admin.delete(f"/documents/{claim['document_id']}"),
}

LIVES = [
    ("", "unchecked"),
    ("describe", "unchecked"),
    ("draft", "in_work"),
    ("submit", "in_work"),
    ("submit, ask for changes", "in_work"),
    ("draft, withdraw", "unchecked"),
    ("submit, withdraw", "unchecked"),
    ("submit, ask for changes, withdraw", "unchecked"),
    ("submit, reject", "unchecked"),
    ("submit, approve", "published"),
    ("tag", "unchecked"),
    ("tag, draft", "in_work"),
    ("tag, publish", "published"),
    ("publish, describe", "published"),
    ("publish, draft", "published_pending"),
    ("publish, propose another", "published_pending"),
    ("publish, propose another, ask for changes", "published_pending"),
    ("publish, propose another, reject", "published"),
    ("publish, propose another, withdraw", "published"),
    ("publish, propose another, approve", "published"),
    ("publish, correct", "published"),
    ("publish, retract", "retracted"),
    ("publish, retract, draft", "in_work"),
    ("publish, retract, draft, withdraw", "retracted"),
    ("publish, retract, tag", "retracted"),
    ("publish, retract, publish", "published"),
    ("publish, propose another, retract", "in_work"),
    ("publish, archive", "retracted"),
    ("split", "unchecked"),
    ("split, draft", "in_work"),
    ("split, undo", "unchecked"),
    ("bind anew, publish", "published"),
    ("publish, retract, bind anew", "retracted"),
    ("retire", "retired"),
    ("retire, undo", "unchecked"),
    ("retire, undo, undo", "retired"),
    ("publish, retract, retire", "retired"),
    ("publish, retract, retire, undo", "retracted"),
]


@pytest.mark.parametrize(("life", "status"), LIVES, ids=[life or "nothing" for life, _ in LIVES])
def test_the_status_of_a_claim_after(life: str, status: str, desk: Desk):
    claim, untouched = desk.claims(desk.document("It cost 9 million pounds. It is red."))
    for act in filter(None, life.split(", ")):
        ACTS[act](desk)(claim)
        with desk.database.reading() as session:
            for standing in session.scalars(sa.select(ClaimStanding)):
                assert standing.status == compute_status(session, standing.claim_id), act
    assert desk.admin.get(f"/claims/{claim['id']}").json["status"] == status
    assert desk.admin.get(f"/claims/{untouched['id']}").json["status"] == "unchecked"
    found = desk.admin.get(f"/documents/{claim['document_id']}/claims?status={status}").json
    assert claim["id"] in [each["id"] for each in found["items"]]


def test_what_became_part_of_another_is_retired(desk: Desk):
    one, two = desk.claims(desk.document("It cost 9 million pounds. It is red."))
    worked(merge(desk, one, two))
    with desk.database.reading() as session:
        standing = {
            each.claim_id: each.status for each in session.scalars(sa.select(ClaimStanding))
        }
        assert standing == {one["id"]: "unchecked", two["id"]: "retired"}
        assert all(status == compute_status(session, each) for each, status in standing.items())


@pytest.mark.parametrize(
    ("verdict", "retracted", "pending", "recheck", "retired", "status"),
    [
        (False, False, False, False, False, ClaimStatus.UNCHECKED),
        (False, False, False, True, False, ClaimStatus.UNCHECKED),
        (False, False, True, False, False, ClaimStatus.IN_WORK),
        (False, True, False, False, False, ClaimStatus.RETRACTED),
        (False, True, True, False, False, ClaimStatus.IN_WORK),
        (True, False, False, False, False, ClaimStatus.PUBLISHED),
        (True, False, True, False, False, ClaimStatus.PUBLISHED_PENDING),
        (True, False, False, True, False, ClaimStatus.NEEDS_RECHECK),
        (True, False, True, True, False, ClaimStatus.NEEDS_RECHECK),
        (False, False, False, False, True, ClaimStatus.RETIRED),
        (False, True, False, False, True, ClaimStatus.RETIRED),
    ],
)
def test_the_status_follows_from_what_stands(
    verdict: bool,
    retracted: bool,
    pending: bool,
    recheck: bool,
    retired: bool,
    status: ClaimStatus,
):
    assert status is status_of(
        has_verdict=verdict,
        was_retracted=retracted,
        has_open_edits=pending,
        needs_recheck=recheck,
        is_retired=retired,
    )

"""The specification of the edit's one state machine: who may do what to an edit in which state.

Each row is a sentence, tried through the API. A row about several states or people stands for all
of them; together the rows say what happens to everyone, in every state, for every action.
"""

from collections import Counter
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories import CITATION, PROPOSAL, Desk, Person

STATES = [
    "draft",
    "submitted",
    "changes_requested",
    "rebased",
    "approved",
    "rejected",
    "withdrawn",
    "withdrawn unsubmitted",
]
AUTHORS = ["its author", "its author, a reviewer", "its author, an admin"]
OTHERS = ["another annotator", "a reviewer", "an admin", "a reader", "a stranger"]

OPEN = "draft | submitted | changes_requested | rebased"
SHOWN = "submitted | changes_requested | approved | rejected | withdrawn"
HIDDEN = "draft | rebased | withdrawn unsubmitted"
DECIDED = "approved | rejected"
WITHDRAWN = "withdrawn | withdrawn unsubmitted"
ANY_STATE = " | ".join(STATES)
ANY_AUTHOR = " | ".join(AUTHORS)
SENIOR_AUTHOR = "its author, a reviewer | its author, an admin"
COLLEAGUE = "another annotator | a reviewer"
ANY_DECISION = "request changes | reject | approve | amend and approve"
PROPOSING = "save | submit | rebase"

# The edit is ..., and ... does: ..., then the edit is ..., or it is refused and stays as it was.
SPECIFICATION = [
    ("draft | rebased", ANY_AUTHOR, "save", "draft"),
    ("changes_requested", ANY_AUTHOR, "save", "changes_requested"),
    ("submitted", ANY_AUTHOR, "save", "409 invalid_transition"),
    ("draft | rebased | changes_requested", ANY_AUTHOR, "submit", "submitted"),
    ("submitted", ANY_AUTHOR, "submit", "409 invalid_transition"),
    (OPEN, ANY_AUTHOR, "rebase", "draft"),
    (DECIDED, ANY_AUTHOR, PROPOSING, "409 already_decided"),
    (WITHDRAWN, ANY_AUTHOR, PROPOSING, "409 invalid_transition"),
    (HIDDEN, COLLEAGUE, PROPOSING, "404 not_found"),
    (SHOWN, COLLEAGUE, PROPOSING, "403 not_author"),
    (ANY_STATE, "an admin", PROPOSING, "403 not_author"),
    (OPEN, f"{ANY_AUTHOR} | an admin", "withdraw", "withdrawn"),
    (DECIDED, f"{ANY_AUTHOR} | an admin", "withdraw", "409 already_decided"),
    (WITHDRAWN, f"{ANY_AUTHOR} | an admin", "withdraw", "409 invalid_transition"),
    (HIDDEN, COLLEAGUE, "withdraw", "404 not_found"),
    (SHOWN, COLLEAGUE, "withdraw", "403 not_author"),
    ("submitted", "a reviewer | an admin", "request changes", "changes_requested"),
    ("submitted", "a reviewer | an admin", "reject", "rejected"),
    ("submitted", "a reviewer | an admin", "approve | amend and approve", "approved"),
    ("changes_requested", "a reviewer | an admin", ANY_DECISION, "409 invalid_transition"),
    (DECIDED, "a reviewer | an admin", ANY_DECISION, "409 already_decided"),
    ("withdrawn", "a reviewer | an admin", ANY_DECISION, "409 invalid_transition"),
    (HIDDEN, "a reviewer", ANY_DECISION, "404 not_found"),
    (HIDDEN, "an admin", ANY_DECISION, "409 invalid_transition"),
    (ANY_STATE, SENIOR_AUTHOR, ANY_DECISION, "403 own_edit"),
    (ANY_STATE, "its author | another annotator", ANY_DECISION, "403 role_missing"),
    (ANY_STATE, "a reader", f"{PROPOSING} | withdraw | {ANY_DECISION}", "403 role_missing"),
    (ANY_STATE, "a stranger", f"{PROPOSING} | withdraw | {ANY_DECISION}", "401 unauthenticated"),
]

ACTIONS: dict[str, Callable[[Person, int, str], TestResponse]] = {
    "save": lambda who, edit, etag: who.patch(
        f"/edits/{edit}", {"rationale": "The new ledger says 8.8."}, if_match=etag
    ),
    "submit": lambda who, edit, etag: who.post(f"/edits/{edit}/submission", if_match=etag),
    "rebase": lambda who, edit, etag: who.post(f"/edits/{edit}/rebase", if_match=etag),
    "withdraw": lambda who, edit, etag: who.post(f"/edits/{edit}/withdrawal"),
    "request changes": lambda who, edit, etag: who.post(
        f"/edits/{edit}/change-request", {"comment": "Which ledger?"}, if_match=etag
    ),
    "reject": lambda who, edit, etag: who.post(
        f"/edits/{edit}/rejection", {"comment": "No ledger says so."}, if_match=etag
    ),
    "approve": lambda who, edit, etag: who.post(f"/edits/{edit}/approval", if_match=etag),
    "amend and approve": lambda who, edit, etag: who.post(
        f"/edits/{edit}/approval", {"rationale": "The ledger of 2026 says 8.9."}, if_match=etag
    ),
}
ON_THE_WAY = {
    "draft": [],
    "submitted": ["submit"],
    "changes_requested": ["submit", "request changes"],
    "rebased": ["submit", "go stale", "rebase"],
    "approved": ["submit", "approve"],
    "rejected": ["submit", "reject"],
    "withdrawn": ["submit", "withdraw"],
    "withdrawn unsubmitted": ["withdraw"],
}
BY_A_REVIEWER = {"request changes", "reject", "approve"}


class Stage:
    """Brings edits into a state, and people to act on them."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.text = desk, iter(range(10_000))
        self._people: dict[str, Person] = {}

    def person(self, name: str) -> Person:
        """Whoever the table calls this."""
        if name == "a stranger":
            return self.desk.stranger
        if name not in self._people:
            role = next(
                (r for r in ("reviewer", "admin", "reader") if name.endswith(r)), "annotator"
            )
            self._people[name] = self.desk.add(role, name=name.replace(",", ""))
        return self._people[name]

    def edit(self, state: str, author: str, *, stale: bool = False) -> int:
        """A new edit of this author on a claim of its own, brought into the state."""
        claim = self.desk.claim(f"Bridge {next(self.text)} cost 9 million pounds.")
        edit = self.desk.draft(claim, self.person(author), **PROPOSAL).json["id"]
        for action in [*ON_THE_WAY[state], *(["go stale"] if stale else [])]:
            if action == "go stale":
                rationale = f"Ledger {next(self.text)} says 9."
                self.desk.published(claim, rating="false", rationale=rationale)
                continue
            who = "the deciding reviewer" if action in BY_A_REVIEWER else author
            answer = ACTIONS[action](self.person(who), edit, self.look(edit).headers["ETag"])
            assert answer.status_code == 201, answer.text
        return edit

    def look(self, edit: int) -> TestResponse:
        """The edit as an administrator sees it, who sees all."""
        return self.person("the looking admin").get(f"/edits/{edit}")


def each(words: str) -> list[str]:
    return words.split(" | ")


def outcome_of(answer: TestResponse) -> str:
    """The edit's state, or status and code of the refusal."""
    if answer.status_code in (200, 201):
        return answer.json["state"]
    return f"{answer.status_code} {answer.json['code']}"


def sentence(row: tuple[str, str, str, str]) -> str:
    states, people, actions, outcome = row
    short = {
        ANY_STATE: "in any state",
        ANY_AUTHOR: "its author (of any role)",
        ANY_DECISION: "decide",
        SHOWN: "seen by all",
        HIDDEN: "never submitted",
    }
    state, who, what = (short.get(words, words) for words in (states, people, actions))
    return f"{state}: {who}: {what}: {outcome}".replace(" | ", " or ")


def test_the_table_says_once_what_happens_to_everyone_in_every_state():
    said = Counter(
        case
        for states, people, actions, _outcome in SPECIFICATION
        for case in product(each(states), each(people), each(actions))
    )
    assert set(said) == set(product(STATES, AUTHORS + OTHERS, ACTIONS))
    assert [case for case, times in said.items() if times > 1] == []


@pytest.mark.parametrize("row", SPECIFICATION, ids=sentence)
def test_an_edit_in_a_state(row: tuple[str, str, str, str], desk: Desk):
    states, people, actions, outcome = row
    stage = Stage(desk)
    for state, who in product(each(states), each(people)):
        author = who if who in AUTHORS else "its author"
        before = None
        for action in each(actions):
            if before is None:
                edit = stage.edit(state, author, stale="rebase" in each(actions))
                before = stage.look(edit)
            answer = ACTIONS[action](stage.person(who), edit, before.headers["ETag"])
            assert outcome_of(answer) == outcome, f"{state}: {who}: {action}: {answer.text}"
            after = stage.look(edit)
            if outcome[0].isdigit():
                assert after.data == before.data, "a refused request changes nothing"
            else:
                assert after.json["state"] == outcome
                assert after.json["revision"] > before.json["revision"]
                before = None  # it moved: the next action begins with another


CREATING = [
    ("an annotator", {}, "draft"),
    ("an annotator", PROPOSAL, "draft"),
    ("an annotator", PROPOSAL | {"submit": True}, "submitted"),
    ("an annotator", {"submit": True}, "422 invalid"),
    ("an annotator", {"rating": "true", "submit": True}, "422 invalid"),
    ("a reviewer", {}, "draft"),
    ("an admin", {}, "draft"),
    ("a reader", {}, "403 role_missing"),
    ("a stranger", {}, "401 unauthenticated"),
]


@pytest.mark.parametrize(("who", "content", "outcome"), CREATING)
def test_creating_an_edit(who: str, content: dict[str, Any], outcome: str, desk: Desk):
    claim = desk.claim()
    answer = Stage(desk).person(who).post(f"/claims/{claim['id']}/edits", content)
    assert outcome_of(answer) == outcome
    if answer.status_code == 201:
        assert answer.headers["Location"] == f"/api/v1/edits/{answer.json['id']}"
        assert answer.json["base_revision"] == claim["revision"]
    assert len(desk.admin.get("/edits").json["items"]) == (answer.status_code == 201)


@pytest.mark.parametrize("first", ["draft", "submitted", "changes_requested", "rebased"])
def test_an_author_has_one_open_edit_of_a_claim(first: str, desk: Desk):
    stage = Stage(desk)
    edit = stage.look(stage.edit(first, "its author")).json
    again = stage.person("its author").post(f"/claims/{edit['claim_id']}/edits", PROPOSAL)
    assert (outcome_of(again), again.json["edit_id"]) == ("409 duplicate", edit["id"])
    other = stage.person("another annotator").post(f"/claims/{edit['claim_id']}/edits", PROPOSAL)
    assert outcome_of(other) == "draft"


@pytest.mark.parametrize("first", ["approved", "rejected", "withdrawn", "withdrawn unsubmitted"])
def test_after_an_edit_is_closed_its_author_may_begin_another(first: str, desk: Desk):
    stage = Stage(desk)
    edit = stage.look(stage.edit(first, "its author")).json
    again = stage.person("its author").post(f"/claims/{edit['claim_id']}/edits")
    assert outcome_of(again) == "draft"


COMPLETENESS = [
    ("nothing at all", {}, {"rating"}),
    ("a rationale alone", {"rationale": "So it is."}, {"rating"}),
    ("citations alone", {"citations": [CITATION]}, {"rating"}),
    ("a rating alone", {"rating": "true"}, {"rationale", "citations"}),
    ("a rating with tags", {"rating": "true", "tags": ["legal"]}, {"rationale", "citations"}),
    (
        "a rating with a value and a rationale",
        {"rating": "false", "rationale": "No."},
        {"citations"},
    ),
    ("a rating and a citation", {"rating": "true", "citations": [CITATION]}, {"rationale"}),
    ("a blank rationale", PROPOSAL | {"rationale": " \n "}, {"rationale"}),
    ("unverifiable without a rationale", {"rating": "unverifiable"}, {"rationale"}),
    ("unverifiable without a citation", {"rating": "unverifiable", "rationale": "Lost."}, None),
    ("not a claim without a citation", {"rating": "not_a_claim", "rationale": "A joke."}, None),
    ("rating, rationale and citation", PROPOSAL | {"tags": []}, None),
    ("a tag alone", {"tags": ["statistic"]}, None),
    ("a tag and a rationale", {"tags": ["statistic"], "rationale": "A number."}, None),
]


@pytest.mark.parametrize(
    ("content", "missing"),
    [row[1:] for row in COMPLETENESS],
    ids=[f"{what} is {'in' if missing else ''}complete" for what, _, missing in COMPLETENESS],
)
def test_what_is_submitted_is_complete(
    content: dict[str, Any], missing: set[str] | None, desk: Desk
):
    draft = desk.draft(desk.claim(), **content)
    answer = desk.annotator.post(
        f"/edits/{draft.json['id']}/submission", if_match=draft.headers["ETag"]
    )
    if missing is None:
        assert outcome_of(answer) == "submitted"
    else:
        assert outcome_of(answer) == "422 invalid"
        assert set(answer.json["errors"]) == missing


NEEDS_IF_MATCH = [action for action in ACTIONS if action != "withdraw"]
BY_THE_AUTHOR = {"save", "submit", "rebase"}
REFUSED_IF_MATCH = [
    (None, "428 if_match_missing"),
    ("", "428 if_match_missing"),
    ("*", "428 if_match_missing"),
    ('"{before}.0123456789"', "412 revision_changed"),
    ('"{after}.0123456789"', "412 revision_changed"),
    ('"an ETag of something else"', "412 revision_changed"),
]


@pytest.mark.parametrize("action", NEEDS_IF_MATCH)
def test_a_decision_says_what_was_on_screen(action: str, desk: Desk):
    stage = Stage(desk)
    state = "draft" if action in BY_THE_AUTHOR else "submitted"
    edit = stage.edit(state, "its author", stale=action == "rebase")
    who = stage.person("its author" if action in BY_THE_AUTHOR else "a reviewer")
    before = stage.look(edit)
    now = before.json["revision"]
    for if_match, outcome in REFUSED_IF_MATCH:
        header = if_match and if_match.format(before=now - 1, after=now + 1)
        assert outcome_of(ACTIONS[action](who, edit, header)) == outcome, if_match
    assert stage.look(edit).data == before.data
    its_revision_among_others = f'"7777.x", "{now}.another-hash"'
    assert ACTIONS[action](who, edit, its_revision_among_others).status_code in (200, 201)


def test_a_withdrawal_may_say_what_was_on_screen_too(desk: Desk):
    draft = desk.draft(desk.claim())
    path = f"/edits/{draft.json['id']}/withdrawal"
    assert outcome_of(desk.annotator.post(path, if_match='"7777.x"')) == "412 revision_changed"
    assert outcome_of(desk.annotator.post(path, if_match="*")) == "428 if_match_missing"
    assert outcome_of(desk.annotator.post(path, if_match=draft.headers["ETag"])) == "withdrawn"


@pytest.mark.parametrize("decision", ["change-request", "rejection"])
@pytest.mark.parametrize(
    "body", [{}, {"comment": None}, {"comment": ""}, {"comment": " \n"}], ids=str
)
def test_who_refuses_an_edit_says_why(decision: str, body: dict[str, Any], desk: Desk):
    edit = desk.submitted(desk.claim())
    path = f"/edits/{edit.json['id']}/{decision}"
    answer = desk.reviewer.post(path, body, if_match=edit.headers["ETag"])
    assert outcome_of(answer) == "422 invalid"
    assert set(answer.json["errors"]) == {"comment"}


SAME_BUT = [
    ({}, "422 invalid"),
    ({"tags": ["Statistic"]}, "422 invalid"),
    ({"citations": [CITATION | {"url": CITATION["url"] + "?utm_source=x#top"}]}, "422 invalid"),
    ({"rationale": "  The ledger says 8.9.\n"}, "422 invalid"),
    ({"rating": "true"}, "submitted"),
    ({"rationale": "The ledger says 8.8."}, "submitted"),
    ({"tags": []}, "submitted"),
    ({"tags": ["statistic", "causal"]}, "submitted"),
    ({"claimant": {"name": "The mayor"}}, "submitted"),
    ({"claim_date": "2026-11-22"}, "submitted"),
    ({"citations": [CITATION | {"stance": "refutes"}]}, "submitted"),
    ({"citations": [CITATION | {"quote": "8.8 million"}]}, "submitted"),
    ({"citations": [CITATION | {"locator": "p. 4"}]}, "submitted"),
]


@pytest.mark.parametrize(("change", "outcome"), SAME_BUT, ids=str)
def test_what_is_submitted_differs_from_what_is_published(
    change: dict[str, Any], outcome: str, desk: Desk
):
    claim = desk.claim()
    desk.published(claim)
    body = PROPOSAL | change | {"submit": True}
    answer = desk.annotator.post(f"/claims/{claim['id']}/edits", body)
    assert outcome_of(answer) == outcome


def test_tags_alone_do_not_replace_a_verdict(desk: Desk):
    claim = desk.claim()
    desk.published(claim)
    draft = desk.draft(claim, tags=["legal"])
    answer = desk.annotator.post(
        f"/edits/{draft.json['id']}/submission", if_match=draft.headers["ETag"]
    )
    assert outcome_of(answer) == "409 has_verdict"
    assert answer.json["current"]["state"] == "draft"


def test_after_a_retraction_tags_alone_may_stand_again(desk: Desk):
    claim = desk.claim()
    desk.published(claim)
    retract(desk, claim)
    assert outcome_of(desk.submitted(claim, rating=None, rationale=None)) == "submitted"


def test_a_stale_edit_is_neither_submitted_nor_approved(desk: Desk):
    claim = desk.claim()
    rival = desk.submitted(claim, desk.add("annotator"))
    draft = desk.draft(claim, author := desk.add("annotator"), **PROPOSAL)
    desk.published(claim)
    approval = desk.reviewer.post(
        f"/edits/{rival.json['id']}/approval", if_match=rival.headers["ETag"]
    )
    submission = author.post(
        f"/edits/{draft.json['id']}/submission", if_match=draft.headers["ETag"]
    )
    assert outcome_of(approval) == outcome_of(submission) == "409 stale_base"
    assert approval.json["current"]["stale"] is True


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_requested", "rebased"])
def test_what_is_not_stale_is_not_rebased(state: str, desk: Desk):
    stage = Stage(desk)
    before = stage.look(edit := stage.edit(state, "its author"))
    answer = ACTIONS["rebase"](stage.person("its author"), edit, before.headers["ETag"])
    assert outcome_of(answer) == "409 invalid_transition"
    assert "nothing to rebase" in answer.json["detail"]
    assert answer.json["current"] == stage.person("its author").get(f"/edits/{edit}").json


@pytest.mark.parametrize(
    ("decision", "state"), [("change-request", "changes_requested"), ("rejection", "rejected")]
)
def test_a_stale_edit_may_still_be_sent_back_or_rejected(decision: str, state: str, desk: Desk):
    claim = desk.claim()
    rival = desk.submitted(claim, desk.add("annotator"))
    desk.published(claim)
    path = f"/edits/{rival.json['id']}/{decision}"
    answer = desk.reviewer.post(path, {"comment": "Begin again."}, if_match=rival.headers["ETag"])
    assert outcome_of(answer) == state


def retract(desk: Desk, claim: dict[str, Any], who: Person | None = None) -> TestResponse:
    on_screen = desk.admin.get(f"/claims/{claim['id']}").headers["ETag"]
    path = f"/claims/{claim['id']}/retraction"
    return (who or desk.reviewer).post(path, {"reason": "A forgery."}, if_match=on_screen)


@pytest.mark.parametrize(
    ("who", "outcome"),
    [
        ("reviewer", "201"),
        ("admin", "201"),
        ("annotator", "403 role_missing"),
        ("reader", "403 role_missing"),
        ("stranger", "401 unauthenticated"),
    ],
)
def test_retracting_a_verdict(who: str, outcome: str, desk: Desk):
    claim = desk.claim()
    desk.published(claim)
    answer = retract(desk, claim, getattr(desk, who))
    refused = "" if answer.status_code == 201 else f" {answer.json['code']}"
    assert f"{answer.status_code}{refused}" == outcome
    verdict = desk.reader.get(f"/claims/{claim['id']}/verdict")
    assert verdict.status_code == (410 if outcome == "201" else 200)


def test_the_author_of_a_verdict_who_reviews_may_retract_it(desk: Desk):
    author = desk.add("reviewer")
    claim = desk.claim()
    desk.published(claim, author=author)
    assert retract(desk, claim, author).status_code == 201


RETRACTIONS = [
    ("without a reason", "published", {}, "now", "422 invalid"),
    ("without If-Match", "published", {"reason": "x"}, None, "428 if_match_missing"),
    ("with a star", "published", {"reason": "x"}, "*", "428 if_match_missing"),
    ("of an older revision", "published", {"reason": "x"}, '"1.x"', "412 revision_changed"),
    ("where nothing was published", "unchecked", {"reason": "x"}, "now", "404 no_verdict"),
    ("where only tags stand", "tags", {"reason": "x"}, "now", "404 no_verdict"),
    ("a second time", "retracted", {"reason": "x"}, "now", "404 no_verdict"),
]


@pytest.mark.parametrize(
    ("stands", "body", "if_match", "outcome"),
    [row[1:] for row in RETRACTIONS],
    ids=[row[0] for row in RETRACTIONS],
)
def test_a_retraction_is_refused(
    stands: str, body: dict[str, Any], if_match: str | None, outcome: str, desk: Desk
):
    claim = desk.claim()
    if stands in ("published", "retracted"):
        desk.published(claim)
    if stands == "retracted":
        retract(desk, claim)
    if stands == "tags":
        desk.published(claim, rating=None, rationale=None, citations=[])
    before = desk.admin.get(f"/claims/{claim['id']}")
    etag = before.headers["ETag"] if if_match == "now" else if_match
    path = f"/claims/{claim['id']}/retraction"
    assert outcome_of(desk.reviewer.post(path, body, if_match=etag)) == outcome
    assert desk.admin.get(f"/claims/{claim['id']}").data == before.data


# Two faults at once: a submission of somebody else's edit to decide, and what is wrong with it.
NOT_JSON = {"data": b"{", "content_type": "application/json"}
NOT_JSON_NOR_SAID_SO = {"data": b"{", "content_type": "text/plain"}
TOO_LARGE = {"data": b" " * ((1 << 20) + 1), "content_type": "text/plain"}
NO_COMMENT = {"json": {}}
COMMENT = {"json": {"comment": "Why?"}}
ORDER = [
    ("a stranger", "missing", TOO_LARGE, None, "401 unauthenticated"),
    ("an annotator", "missing", TOO_LARGE, None, "403 role_missing"),
    ("a reviewer", "missing", TOO_LARGE, None, "404 not_found"),
    ("its author, a reviewer", "approved", TOO_LARGE, None, "403 own_edit"),
    ("a reviewer", "approved", TOO_LARGE, None, "413 too_large"),
    ("a reviewer", "approved", NOT_JSON_NOR_SAID_SO, None, "415 unsupported_media_type"),
    ("a reviewer", "approved", NOT_JSON, None, "400 malformed"),
    ("a reviewer", "approved", NO_COMMENT, None, "422 invalid"),
    ("a reviewer", "approved", COMMENT, None, "428 if_match_missing"),
    ("a reviewer", "approved", COMMENT, '"7777.x"', "409 already_decided"),
    ("a reviewer", "changes_requested", COMMENT, '"7777.x"', "409 invalid_transition"),
    ("a reviewer", "stale", COMMENT, '"7777.x"', "412 revision_changed"),
    ("a reviewer", "stale", COMMENT, "now", "409 stale_base"),
]


@pytest.mark.parametrize(
    ("who", "state", "body", "if_match", "outcome"),
    ORDER,
    ids=[f"{outcome} comes first for {who}" for who, _, _, _, outcome in ORDER],
)
def test_of_several_refusals_the_first_in_the_documented_order_is_given(
    who: str, state: str, body: dict[str, Any], if_match: str | None, outcome: str, desk: Desk
):
    stage = Stage(desk)
    author = who if who in AUTHORS else "its author"
    decision = "rejection"
    if state == "missing":
        edit = 777
    elif state == "stale":
        decision = "approval"
        edit = stage.edit("submitted", author)
        desk.published({"id": stage.look(edit).json["claim_id"]}, rating="false")
    else:
        edit = stage.edit(state, author)
    if if_match == "now":
        if_match = stage.look(edit).headers["ETag"]
    answer = stage.person(who).send("POST", f"/edits/{edit}/{decision}", if_match=if_match, **body)
    assert outcome_of(answer) == outcome

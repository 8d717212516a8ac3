"""People at random on two claims, against a model of what should come of it.

After every step, what the desk shows agrees with the model: the state of every edit, the verdict
and the status of each claim, its history, and the change feed.
"""

from typing import Any, NamedTuple

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from werkzeug.test import TestResponse

from service.claims.queries import compute_status
from service.models import ClaimStanding
from tests.factories import CITATION, Desk, Person


class Content(NamedTuple):
    """What an edit proposes; there is one tag and one source."""

    rating: str | None = None
    rationale: str | None = None
    tags: frozenset[str] = frozenset()
    citations: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        citations = [CITATION for _each in self.citations]
        return self._asdict() | {"tags": list(self.tags), "citations": citations}

    @property
    def is_complete(self) -> bool:
        if self.rating is None:
            return bool(self.tags)
        return self.rationale is not None and bool(self.citations or not VALUES[self.rating])


VALUES = {"false": 1, "unverifiable": None}
TAGGED, CITED = frozenset({"statistic"}), frozenset({CITATION["url"]})
CONTENTS = {
    "nothing": Content(),
    "tags": Content(tags=TAGGED),
    "a rating without a rationale": Content("false", citations=CITED),
    "false": Content("false", "No.", citations=CITED),
    "false with a tag": Content("false", "No.", TAGGED, CITED),
    "unverifiable": Content("unverifiable", "Lost."),
}
RATED = [name for name, content in CONTENTS.items() if content.rating and content.is_complete]
OPEN = {"draft", "submitted", "changes_requested"}
DECISIONS = {
    "approval": ("approved", "edit_approved"),
    "rejection": ("rejected", "edit_rejected"),
    "change-request": ("changes_requested", "changes_requested"),
}


class ModelEdit:
    """An edit as it should be."""

    def __init__(self, author: str, claim: "ModelClaim", content: Content) -> None:
        self.author, self.content = author, content
        self.state, self.submitted = "draft", False
        self.base, self.began_from = claim.revision, claim.published

    def refusal_of_step(self, *possible_from: str) -> str | None:
        if self.state in possible_from:
            return None
        return "already_decided" if self.state in ("approved", "rejected") else "invalid_transition"

    def rebase(self, claim: "ModelClaim") -> list[str]:
        """Answers the fields that both sides changed."""
        conflicts = []
        if claim.published is not None:
            merged = {}
            before, now = self.began_from or Content(), claim.published
            for name in Content._fields:
                base, theirs, mine = (getattr(each, name) for each in (before, now, self.content))
                if isinstance(mine, frozenset):
                    merged[name] = theirs - (base - mine) | (mine - base)
                else:
                    merged[name] = theirs if mine == base else mine
                    conflicts += [name] if len({base, theirs, mine}) == 3 else []
            self.content = Content(**merged)
        self.state, self.submitted = "draft", False
        self.base, self.began_from = claim.revision, claim.published
        return conflicts


class ModelClaim:
    """A claim as it should be."""

    published: Content | None = None

    def __init__(self) -> None:
        self.revision, self.was_retracted = 1, False
        self.edits: dict[int, ModelEdit] = {}
        self.history: list[str] = []

    @property
    def has_verdict(self) -> bool:
        return self.published is not None and self.published.rating is not None

    @property
    def status(self) -> str:
        pending = any(edit.state in OPEN for edit in self.edits.values())
        if self.has_verdict:
            return "published_pending" if pending else "published"
        return "in_work" if pending else "retracted" if self.was_retracted else "unchecked"

    def refusal_of_submission(self, base: int, content: Content) -> str | None:
        if base != self.revision:
            return "stale_base"
        if not content.is_complete:
            return "invalid"
        if content.rating is None and self.has_verdict:
            return "has_verdict"
        return "invalid" if content == self.published else None

    def publish(self, content: Content) -> str | None:
        """Answers the kind of change that the feed tells of."""
        stood = self.has_verdict
        self.published, self.revision = content, self.revision + 1
        if self.has_verdict:
            self.was_retracted = False
            return "corrected" if stood else "published"
        return None


class Life(RuleBasedStateMachine):
    """Annotators A and B and a reviewer R, who annotates too; C is always through at once."""

    desk: Desk
    people: dict[str, Person]

    def end_of_feed(self) -> str:
        page = self.desk.stranger.get("/changes?limit=200").json
        while page["next_cursor"]:
            page = self.desk.stranger.get(f"/changes?limit=200&cursor={page['cursor']}").json
        self.last_number = page["items"][-1]["number"] if page["items"] else 0
        return page["cursor"]

    # What people do

    who = st.sampled_from("AABBR")
    who_writes = st.sampled_from(["its author"] * 4 + ["A", "R"])
    which_claim = st.integers(0, 1)
    which_edit = st.integers(0, 7)
    which_field = st.sampled_from([None, *Content._fields])
    content = st.sampled_from(sorted(CONTENTS)).map(CONTENTS.__getitem__)
    rated = st.sampled_from(sorted(RATED)).map(CONTENTS.__getitem__)
    decision = st.sampled_from(["approval", "approval", "rejection", "change-request"])
    usually = st.integers(0, 9).map(bool)

    @initialize(first=rated, second=rated, mine=content, only=which_field)
    def begin(self, first: Content, second: Content, mine: Content, only: str | None) -> None:
        """The second claim has a life already: what A and B have open there is mostly stale."""
        number = next(self.numbers)
        document = self.desk.document(
            f"Bridge {number} cost 9 million pounds. It opened late.", visibility="public"
        )
        self.document_id = document["id"]
        self.claims = {claim["id"]: ModelClaim() for claim in self.desk.claims(document)}
        self.feed: list[tuple[int, str]] = []
        self.cursor = self.end_of_feed()
        self.publish(1, first)
        self.propose("A", 1, mine, only, False)
        self.propose("B", 1, second, "rationale", True)
        self.publish(1, second)

    @rule(who=who, which=which_claim, content=content | rated, only=which_field, submit=usually)
    def propose(
        self, who: str, which: int, content: Content, only: str | None, submit: bool
    ) -> None:
        claim_id, claim = self.pick_claim(which)
        if only is not None and claim.published is not None:
            content = claim.published._replace(**{only: getattr(content, only)})
        mine = [e for e in claim.edits.values() if e.author == who and e.state in OPEN]
        refusal = "duplicate" if mine else None
        if submit and refusal is None:
            refusal = claim.refusal_of_submission(claim.revision, content)
        body = content.as_json() | {"submit": submit}
        answer = self.people[who].post(f"/claims/{claim_id}/edits", body)
        if self.went_as_expected(answer, refusal):
            edit = claim.edits[answer.json["id"]] = ModelEdit(who, claim, content)
            claim.history.append("edit_created")
            if submit:
                edit.state, edit.submitted = "submitted", True
                claim.history.append("edit_submitted")

    @rule(which=which_claim, content=rated)
    def publish(self, which: int, content: Content) -> None:
        claim_id, claim = self.pick_claim(which)
        refusal = claim.refusal_of_submission(claim.revision, content)
        body = content.as_json() | {"submit": True}
        answer = self.people["C"].post(f"/claims/{claim_id}/edits", body)
        if self.went_as_expected(answer, refusal):
            path = f"/edits/{answer.json['id']}/approval"
            approval = self.people["R"].post(path, if_match=answer.headers["ETag"])
            assert self.went_as_expected(approval, None)
            edit = claim.edits[answer.json["id"]] = ModelEdit("C", claim, content)
            edit.state, edit.submitted = "approved", True
            claim.history += ["edit_created", "edit_submitted", "edit_approved"]
            self.tell(edit, claim.publish(content))

    @precondition(lambda self: self.some_are_open)
    @rule(who=who_writes, which=which_edit, content=content | rated, current=usually)
    def save(self, who: str, which: int, content: Content, current: bool) -> None:
        edit_id, edit, _claim = self.pick_edit(which)
        who = edit.author if who == "its author" else who
        refusal = (
            self.refusal_to_author(who, edit)
            or edit.refusal_of_step("draft", "changes_requested")
            or (None if current else "revision_changed")
        )
        answer = self.people[who].patch(
            f"/edits/{edit_id}", content.as_json(), if_match=self.on_screen(edit_id, current)
        )
        if self.went_as_expected(answer, refusal):
            edit.content = content

    @precondition(lambda self: self.some_are_open)
    @rule(who=who_writes, which=which_edit, current=usually)
    def submit(self, who: str, which: int, current: bool) -> None:
        edit_id, edit, claim = self.pick_edit(which)
        who = edit.author if who == "its author" else who
        refusal = (
            self.refusal_to_author(who, edit)
            or edit.refusal_of_step("draft", "changes_requested")
            or (None if current else "revision_changed")
            or claim.refusal_of_submission(edit.base, edit.content)
        )
        answer = self.people[who].post(
            f"/edits/{edit_id}/submission", if_match=self.on_screen(edit_id, current)
        )
        if self.went_as_expected(answer, refusal):
            edit.state, edit.submitted = "submitted", True
            claim.history.append("edit_submitted")

    @precondition(lambda self: self.some_are_stale)
    @rule(who=who_writes, which=which_edit, current=usually)
    def rebase(self, who: str, which: int, current: bool) -> None:
        edit_id, edit, claim = self.pick_edit(which, "stale")
        who = edit.author if who == "its author" else who
        refusal = (
            self.refusal_to_author(who, edit)
            or edit.refusal_of_step(*OPEN)
            or (None if current else "revision_changed")
            or ("invalid_transition" if edit.base == claim.revision else None)
        )
        answer = self.people[who].post(
            f"/edits/{edit_id}/rebase", if_match=self.on_screen(edit_id, current)
        )
        if self.went_as_expected(answer, refusal):
            assert answer.json["conflicts"] == edit.rebase(claim)
            claim.history.append("edit_rebased")

    @precondition(lambda self: self.some_are_open)
    @rule(who=who_writes, which=which_edit)
    def withdraw(self, who: str, which: int) -> None:
        edit_id, edit, claim = self.pick_edit(which)
        who = edit.author if who == "its author" else who
        refusal = self.refusal_to_author(who, edit) or edit.refusal_of_step(*OPEN)
        answer = self.people[who].post(f"/edits/{edit_id}/withdrawal")
        if self.went_as_expected(answer, refusal):
            edit.state = "withdrawn"
            claim.history.append("edit_withdrawn")

    @precondition(lambda self: self.some_are_open)
    @rule(who=st.sampled_from("RRRRA"), which=which_edit, decision=decision, current=usually)
    def decide(self, who: str, which: int, decision: str, current: bool) -> None:
        edit_id, edit, claim = self.pick_edit(which)
        refusal = (
            (None if who == "R" else "role_missing")
            or ("own_edit" if edit.author == who else None)
            or ("not_found" if not edit.submitted else None)
            or edit.refusal_of_step("submitted")
            or (None if current else "revision_changed")
        )
        if decision == "approval" and edit.base != claim.revision:
            refusal = refusal or "stale_base"
        answer = self.people[who].post(
            f"/edits/{edit_id}/{decision}",
            {"comment": "As said."},
            if_match=self.on_screen(edit_id, current),
        )
        if self.went_as_expected(answer, refusal):
            edit.state, action = DECISIONS[decision]
            claim.history.append(action)
            if decision == "approval":
                self.tell(edit, claim.publish(edit.content))

    @precondition(lambda self: any(claim.revision > 1 for claim in self.claims.values()))
    @rule(who=st.sampled_from("RRRB"), which=which_claim, current=usually)
    def retract(self, who: str, which: int, current: bool) -> None:
        claim_id, claim = self.pick_claim(which)
        refusal = (
            (None if who == "R" else "role_missing")
            or (None if claim.has_verdict else "no_verdict")
            or (None if current else "revision_changed")
        )
        answer = self.people[who].post(
            f"/claims/{claim_id}/retraction",
            {"reason": "A forgery."},
            if_match=f'"{claim.revision if current else claim.revision - 1}.x"',
        )
        if self.went_as_expected(answer, refusal):
            claim.published, claim.was_retracted = None, True
            claim.revision += 1
            claim.history.append("verdict_retracted")
            self.feed.append((claim_id, "retracted"))

    # What the model says of it

    @property
    def edits(self) -> dict[int, ModelEdit]:
        return {i: edit for claim in self.claims.values() for i, edit in claim.edits.items()}

    @property
    def some_are_open(self) -> bool:
        return any(edit.state in OPEN for edit in self.edits.values())

    @property
    def some_are_stale(self) -> bool:
        return any(self.is_stale(edit_id) for edit_id in self.edits)

    def is_stale(self, edit_id: int) -> bool:
        claim = next(claim for claim in self.claims.values() if edit_id in claim.edits)
        return self.edits[edit_id].state in OPEN and self.edits[edit_id].base != claim.revision

    def pick_claim(self, which: int) -> tuple[int, ModelClaim]:
        return list(self.claims.items())[which]

    def pick_edit(self, which: int, first: str = "open") -> tuple[int, ModelEdit, ModelClaim]:
        """One of the edits, with its claim; 0 is the newest one that is open (or stale), if any."""

        def sought(i: int) -> bool:
            return self.is_stale(i) if first == "stale" else self.edits[i].state in OPEN

        order = sorted(self.edits, key=lambda i: (sought(i), i), reverse=True)
        edit_id = order[which % len(order)]
        claim = next(claim for claim in self.claims.values() if edit_id in claim.edits)
        return edit_id, claim.edits[edit_id], claim

    @staticmethod
    def refusal_to_author(who: str, edit: ModelEdit) -> str | None:
        if edit.author == who:
            return None
        return "not_found" if not edit.submitted else "not_author"

    def on_screen(self, edit_id: int, current: bool) -> str:
        revision = self.revisions[edit_id]
        return f'"{revision if current else revision + 1}.x"'

    def tell(self, edit: ModelEdit, kind: str | None) -> None:
        claim_id = next(i for i, claim in self.claims.items() if edit in claim.edits.values())
        if kind is not None:
            self.feed.append((claim_id, kind))

    @staticmethod
    def went_as_expected(answer: TestResponse, refusal: str | None) -> bool:
        code = None if answer.status_code in (200, 201) else answer.json["code"]
        assert code == refusal, f"{answer.request.path}: {answer.text}"
        return code is None

    # What has to agree after every step

    @invariant()
    def edits_agree(self) -> None:
        listed = self.people["admin"].get(f"/edits?document_id={self.document_id}&limit=200").json
        self.revisions = {edit["id"]: edit["revision"] for edit in listed["items"]}
        assert {edit["id"]: (edit["state"], edit["stale"]) for edit in listed["items"]} == {
            edit_id: (edit.state, self.is_stale(edit_id)) for edit_id, edit in self.edits.items()
        }
        for edit in listed["items"]:
            model, proposed = self.edits[edit["id"]].content, edit["proposed"]
            rating = proposed["rating"] and proposed["rating"]["code"]
            assert (rating, proposed["rationale"]) == (model.rating, model.rationale)
            assert set(proposed["tags"]) == model.tags
            assert {citation["url"] for citation in proposed["citations"]} == model.citations

    @invariant()
    def claims_agree(self) -> None:
        listed = self.people["R"].get(f"/documents/{self.document_id}/claims").json["items"]
        for shown, (claim_id, claim) in zip(listed, self.claims.items(), strict=True):
            verdict = self.desk.stranger.get(f"/claims/{claim_id}/verdict")
            assert (shown["status"], shown["revision"]) == (claim.status, claim.revision)
            if claim.published is not None and claim.published.rating:
                rating = verdict.json["rating"]
                assert rating["code"] == claim.published.rating
                assert rating["value"] == VALUES[claim.published.rating]
                assert verdict.json["rationale"] == claim.published.rationale
                assert set(verdict.json["tags"]) == claim.published.tags
                assert shown["verdict"] == verdict.json
            else:
                code = "retracted" if claim.was_retracted else "no_verdict"
                assert (verdict.json["code"], shown["verdict"]) == (code, None)

    @invariant()
    def histories_agree(self) -> None:
        page = self.people["admin"].get(f"/documents/{self.document_id}/history?limit=200").json
        for claim_id, claim in self.claims.items():
            events = [event for event in reversed(page["items"]) if event["claim_id"] == claim_id]
            assert [event["action"] for event in events] == claim.history

    @invariant()
    def the_feed_agrees(self) -> None:
        page = self.desk.stranger.get(f"/changes?limit=200&cursor={self.cursor}").json
        assert [(line["claim_id"], line["kind"]) for line in page["items"]] == self.feed
        first = self.last_number + 1
        numbers = [line["number"] for line in page["items"]]
        assert numbers == list(range(first, first + len(self.feed)))

    @invariant()
    def the_projection_is_what_is_recomputed(self) -> None:
        with self.desk.database.reading() as session:
            for claim_id in self.claims:
                kept = session.get_one(ClaimStanding, claim_id).status
                assert kept == compute_status(session, claim_id)


def test_people_at_random_agree_with_the_model(desk: Desk):
    staff = {
        "A": desk.add("annotator"),
        "B": desk.add("annotator"),
        "C": desk.add("annotator"),
        "R": desk.add("reviewer"),
        "admin": desk.add("admin"),
    }
    texts = iter(range(100_000))

    class LifeOnThisDesk(Life):
        numbers = texts

    LifeOnThisDesk.desk, LifeOnThisDesk.people = desk, staff
    run_state_machine_as_test(
        LifeOnThisDesk,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            # A life of twenty steps is short enough to read, and takes minutes to make shorter.
            phases=[Phase.reuse, Phase.generate],
        ),
    )

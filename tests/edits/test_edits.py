"""Proposals and their review: what is kept, what is shown to whom, and what is frozen."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from service.models import Citation, Source
from tests.edits.acts import assessments, do, look, save, verdict
from tests.factories import CITATION, PROPOSAL, Desk

LONG_AGO = datetime(2020, 2, 29, 12, 0, tzinfo=UTC)
LEDGER, REPORT = CITATION["url"], "https://example.com/report"


# Drafts


def test_an_empty_draft_proposes_nothing_yet(desk: Desk):
    edit = desk.draft(desk.claim()).json
    assert edit["state"] == "draft"
    assert edit["base"] is edit["published"] is edit["review"] is edit["submitted_at"] is None
    proposed = edit["proposed"]
    assert proposed["text"] is proposed["rating"] is proposed["rationale"] is None
    assert proposed["tags"] == proposed["citations"] == []
    assert (edit["differences"], edit["meanwhile"], edit["stale"]) == ({}, None, False)


def test_saving_keeps_what_is_absent(desk: Desk):
    first = desk.draft(desk.claim(), **PROPOSAL, claimant={"name": "The mayor"})
    then = save(desk.annotator, first, rationale="The ledger says 8.8.").json["proposed"]
    assert then == first.json["proposed"] | {"rationale": "The ledger says 8.8."}


@pytest.mark.parametrize(
    ("field", "cleared"),
    [
        ("rating", None),
        ("rationale", None),
        ("claimant", None),
        ("claim_date", None),
        ("tags", []),
        ("citations", []),
    ],
)
def test_saving_null_clears(field: str, cleared: Any, desk: Desk):
    full = PROPOSAL | {"claimant": {"name": "The mayor"}, "claim_date": "2026-11-22"}
    first = desk.draft(desk.claim(), **full)
    then = save(desk.annotator, first, **{field: None}).json["proposed"]
    assert then == first.json["proposed"] | {field: cleared}


def test_every_save_moves_the_revision_and_none_writes_history(desk: Desk):
    edits = [desk.draft(desk.claim())]
    for rationale in ("T", "Th", "The"):
        edits.append(save(desk.annotator, edits[-1], rationale=rationale))
    assert [edit.json["revision"] for edit in edits] == [1, 2, 3, 4]
    history = desk.annotator.get(f"/edits/{edits[0].json['id']}/history").json["items"]
    assert [event["action"] for event in history] == ["edit_created"]


def test_a_save_of_an_older_revision_is_refused_with_what_stands_now(desk: Desk):
    first = desk.draft(desk.claim())
    second = save(desk.annotator, first, rationale="On one device.")
    late = desk.annotator.patch(
        f"/edits/{first.json['id']}",
        {"rationale": "On the other."},
        if_match=first.headers["ETag"],
    )
    assert (late.status_code, late.json["code"]) == (412, "revision_changed")
    assert late.json["current"] == second.json


@pytest.mark.parametrize("who", ["another annotator", "reviewer", "reader", "stranger"])
def test_a_draft_does_not_exist_for_others(who: str, desk: Desk):
    claim = desk.claim()
    edit = desk.draft(claim, **PROPOSAL).json["id"]
    other = desk.add("annotator") if who == "another annotator" else getattr(desk, who)
    expected = {"reader": 403, "stranger": 401}.get(who, 404)
    for path in (f"/edits/{edit}", f"/edits/{edit}/history"):
        assert other.get(path).status_code == expected
    if expected == 404:
        for path in (
            "/edits",
            "/edits?state=draft",
            f"/edits?author={desk.annotator.viewer.id}",
            f"/edits?document_id={claim['document_id']}",
            f"/claims/{claim['id']}/edits",
            f"/claims/{claim['id']}/history",
        ):
            assert other.get(path).json["items"] == [], path
        history = other.get(f"/documents/{claim['document_id']}/history").json["items"]
        assert [event["action"] for event in history] == ["document_added"]


def test_an_administrator_sees_drafts_to_withdraw_them(desk: Desk):
    edit = desk.draft(desk.claim(), **PROPOSAL)
    assert look(desk.admin, edit) == edit.json
    assert do(desk.admin, "withdrawal", edit).json["state"] == "withdrawn"


# Citations


def test_saving_again_keeps_the_time_a_source_was_looked_at(desk: Desk):
    first = desk.draft(desk.claim(), citations=[CITATION])
    with desk.database.transaction() as session:
        session.execute(sa.update(Citation).values(retrieved_at=LONG_AGO))
    same = CITATION | {"url": LEDGER + "?utm_source=x", "locator": "p. 4"}
    new = [CITATION | {"quote": "9.0 million"}, {"url": REPORT, "stance": "context"}]
    then = save(desk.annotator, first, citations=[*new, same]).json["proposed"]["citations"]
    *now, kept = (citation["retrieved_at"] for citation in then)
    assert kept == "2020-02-29T12:00:00Z"
    assert all(time > "2026" for time in now)


def test_what_is_cited_twice_in_the_same_words_is_cited_once(desk: Desk):
    again = CITATION | {"url": "http://EXAMPLE.org/ledger#top"}
    other = CITATION | {"quote": "8.8 million"}
    edit = desk.draft(desk.claim(), citations=[CITATION, other, again]).json
    assert [each["quote"] for each in edit["proposed"]["citations"]] == [
        "8.9 million",
        "8.8 million",
    ]
    assert {each["url"] for each in edit["proposed"]["citations"]} == {LEDGER}
    assert len(desk.annotator.get("/sources").json["items"]) == 1


def test_citations_stay_in_the_order_given(desk: Desk):
    urls = [f"https://example.org/{letter}" for letter in "cab"]
    first = desk.draft(desk.claim(), citations=[{"url": u, "stance": "supports"} for u in urls])
    assert [c["url"] for c in first.json["proposed"]["citations"]] == urls
    turned = [{"url": u, "stance": "supports"} for u in reversed(urls)]
    then = save(desk.annotator, first, citations=turned).json["proposed"]["citations"]
    assert [citation["url"] for citation in then] == urls[::-1]


# Review


def test_what_was_sent_back_is_saved_apart_from_what_was_submitted(desk: Desk):
    edit = desk.submitted(desk.claim())
    asked = do(desk.reviewer, "change-request", edit, comment="Which ledger?")
    assert asked.json["review"]["comment"] == "Which ledger?"
    assert asked.json["review"]["reviewer"]["name"] == "reviewer"
    saved = save(desk.annotator, asked, rationale="The ledger of 2026 says 8.9.")
    assert saved.json["state"] == "changes_requested"
    assert look(desk.annotator, edit)["proposed"]["rationale"] == "The ledger of 2026 says 8.9."
    for other in (desk.reviewer, desk.add("annotator")):
        assert look(other, edit)["proposed"] == edit.json["proposed"]
    submitted, draft = assessments(desk, edit)
    assert submitted["rationale"] == PROPOSAL["rationale"]
    assert draft["submitted_at"] is None


def test_what_is_submitted_again_is_seen_by_all_and_what_was_submitted_first_is_kept(desk: Desk):
    edit = desk.submitted(desk.claim())
    (first,) = assessments(desk, edit)
    asked = do(desk.reviewer, "change-request", edit, comment="Which ledger?")
    saved = save(desk.annotator, asked, rationale="The ledger of 2026 says 8.9.")
    again = do(desk.annotator, "submission", saved)
    assert (again.json["state"], again.json["review"]) == ("submitted", None)
    assert look(desk.reviewer, edit)["proposed"]["rationale"] == "The ledger of 2026 says 8.9."
    kept, second = assessments(desk, edit)
    assert (kept, second["id"]) == (first, again.json["proposed"]["id"])


def test_the_same_may_be_submitted_again(desk: Desk):
    edit = desk.submitted(desk.claim())
    asked = do(desk.reviewer, "change-request", edit, comment="Sure?")
    again = do(desk.annotator, "submission", asked)
    assert again.json["state"] == "submitted"
    assert again.json["proposed"]["rationale"] == edit.json["proposed"]["rationale"]


def test_amending_makes_a_further_assessment_that_names_both_people(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim)
    (before,) = assessments(desk, edit)
    amendments = {
        "rationale": "The ledger of 2026 says 8.9.",
        "tags": ["statistic", "Bridges"],
        "citations": [CITATION, {"url": REPORT, "stance": "context"}],
    }
    approved = do(desk.reviewer, "approval", edit, **amendments, comment="Named the year.")
    submitted, amended = assessments(desk, edit)
    assert submitted == before
    assert (amended["author"]["name"], amended["amended_by"]["name"]) == ("annotator", "reviewer")
    assert approved.json["published"]["id"] == amended["id"] == verdict(desk, claim)["assessment"]
    assert approved.json["review"]["comment"] == "Named the year."
    shown = verdict(desk, claim)
    assert (shown["rationale"], shown["tags"]) == (amendments["rationale"], amendments["tags"])
    assert [citation["url"] for citation in shown["citations"]] == [LEDGER, REPORT]
    assert shown["rating"] == submitted["rating"]


def test_an_amendment_keeps_what_it_does_not_name(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim, claimant={"name": "The mayor"}, claim_date="2026-11-22")
    do(desk.reviewer, "approval", edit, tags=["legal"])
    submitted, amended = assessments(desk, edit)
    for field in ("text", "rating", "rationale", "claimant", "claim_date", "citations"):
        assert amended[field] == submitted[field], field
    assert amended["tags"] == ["legal"]


def test_approving_without_amendments_publishes_what_was_submitted(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim)
    do(desk.reviewer, "approval", edit, comment="Well done.", tags=None)
    (only,) = assessments(desk, edit)
    assert (only["amended_by"], only["id"]) == (None, verdict(desk, claim)["assessment"])


@pytest.mark.parametrize("field", ["rating", "claimant", "claim_date", "text", "submit"])
def test_a_reviewer_does_not_amend(field: str, desk: Desk):
    edit = desk.submitted(desk.claim())
    answer = desk.reviewer.post(
        f"/edits/{edit.json['id']}/approval", {field: "false"}, if_match=edit.headers["ETag"]
    )
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert set(answer.json["errors"]) == {field}
    assert look(desk.reviewer, edit)["state"] == "submitted"


def test_what_is_amended_stays_complete(desk: Desk):
    edit = desk.submitted(desk.claim())
    answer = desk.reviewer.post(
        f"/edits/{edit.json['id']}/approval", {"citations": []}, if_match=edit.headers["ETag"]
    )
    assert (answer.status_code, set(answer.json["errors"])) == (422, {"citations"})
    assert len(assessments(desk, edit)) == 1


def test_an_approval_makes_rivals_stale_and_deletes_none(desk: Desk):
    claim = desk.claim()
    rivals = [
        desk.submitted(claim, desk.add("annotator"), rating=code) for code in ("true", "false")
    ]
    draft = desk.draft(claim, author := desk.add("annotator"), **PROPOSAL)
    desk.published(claim, rating="mixed")
    for rival in rivals:
        shown = look(desk.reviewer, rival)
        assert (shown["state"], shown["stale"]) == ("submitted", True)
        assert shown["proposed"] == rival.json["proposed"]
        assert shown["revision"] == rival.json["revision"]
    assert look(author, draft)["stale"] is True
    assert verdict(desk, claim)["rating"]["code"] == "mixed"


def test_a_retraction_makes_open_edits_stale_too(desk: Desk):
    claim = desk.claim()
    desk.published(claim)
    edit = desk.submitted(claim, rating="false")
    on_screen = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    reason = {"reason": "A forgery."}
    desk.reviewer.post(f"/claims/{claim['id']}/retraction", reason, if_match=on_screen)
    assert look(desk.reviewer, edit)["stale"] is True


def test_what_is_decided_is_not_stale_any_more(desk: Desk):
    claim = desk.claim()
    rejected = do(desk.reviewer, "rejection", desk.submitted(claim), comment="No.")
    approved = desk.published(claim)
    desk.published(claim, rating="false")
    assert [look(desk.reviewer, each)["stale"] for each in (rejected, approved)] == [False, False]


def test_tags_alone_are_published_without_a_verdict(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim, rating=None, rationale=None, citations=[], tags=["legal", "Bridges"])
    shown = desk.reviewer.get(f"/claims/{claim['id']}").json
    assert (shown["tags"], shown["verdict"]) == (["legal", "Bridges"], None)
    assert (shown["status"], shown["revision"]) == ("unchecked", claim["revision"] + 1)
    assert verdict(desk, claim)["code"] == "no_verdict"
    assert desk.admin.get("/changes").json["items"] == []


def test_a_refused_decision_shows_the_edit_as_it_is_now(desk: Desk):
    edit = desk.submitted(desk.claim())
    approved = do(desk.reviewer, "approval", edit)
    late = desk.add("reviewer")
    answer = late.post(
        f"/edits/{edit.json['id']}/rejection", {"comment": "No."}, if_match=edit.headers["ETag"]
    )
    assert (answer.status_code, answer.json["code"]) == (409, "already_decided")
    assert answer.json["current"] == approved.json == look(late, edit)


# What is frozen at submission, and what is not


def test_a_title_given_to_a_source_later_does_not_change_what_was_submitted(desk: Desk):
    untitled, titled = desk.claim(), desk.claim()
    edit = desk.submitted(untitled)
    desk.submitted(titled, citations=[CITATION | {"title": "Ledger"}])
    desk.submitted(titled, desk.add("annotator"), citations=[CITATION | {"title": "Forgery"}])
    with desk.database.reading() as session:
        assert session.scalar(sa.select(Source.title)) == "Ledger", "the first title given stays"
    do(desk.reviewer, "approval", edit)
    (citation,) = verdict(desk, untitled)["citations"]
    assert citation["title"] is None


def test_a_source_that_is_renamed_keeps_its_name_where_it_was_cited(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim, citations=[CITATION | {"title": "Ledger"}])
    with desk.database.transaction() as session:
        session.execute(sa.update(Source).values(title="Forgery", publisher="Forgers"))
    do(desk.reviewer, "approval", edit)
    desk.reviewer.patch(f"/documents/{claim['document_id']}", {"title": "Rendered again"})
    (citation,) = verdict(desk, claim)["citations"]
    assert (citation["title"], citation["publisher"]) == ("Ledger", "example.org")


def test_the_document_is_named_as_it_is_and_the_label_as_it_was(desk: Desk):
    claim = desk.claim(title="Bridge", language="en")
    edit = desk.submitted(claim)
    path = f"/documents/{claim['document_id']}"
    desk.reviewer.patch(path, {"title": "Brücke", "language": "de"})
    do(desk.reviewer, "approval", edit)
    shown = verdict(desk, claim)
    assert shown["document"]["title"] == "Brücke"
    assert shown["rating"]["label"] == "Mostly true"
    desk.reviewer.patch(path, {"title": "Die Brücke"})
    assert verdict(desk, claim)["document"]["title"] == "Die Brücke"


def test_a_draft_is_not_frozen(desk: Desk):
    first = desk.draft(desk.claim(title="Bridge"), **PROPOSAL)
    path = f"/documents/{first.json['document_id']}"
    desk.annotator.patch(path, {"language": "de"})
    submitted = do(desk.annotator, "submission", first)
    assert submitted.json["proposed"]["rating"]["label"] == "Größtenteils richtig"


# What would change


def test_an_edit_shows_base_published_and_proposed_and_what_differs(desk: Desk):
    claim = desk.claim()
    first = desk.published(claim).json["published"]
    report = {"url": REPORT, "stance": "refutes"}
    edit = desk.submitted(
        claim,
        rating="false",
        rationale="The ledger says 8.8.",
        tags=["legal"],
        citations=[report],
        claimant={"name": "The mayor"},
        claim_date="2026-11-22",
    ).json
    assert edit["base"] == edit["published"] == first
    differences = edit["differences"]
    assert set(differences) == {
        *("rating", "claimant", "claim_date", "rationale", "tags", "citations")
    }
    assert differences["rating"] == {
        "before": {"code": "mostly_true", "label": "Mostly true", "value": 4},
        "after": {"code": "false", "label": "False", "value": 1},
    }
    assert differences["claimant"]["after"]["name"] == "The mayor"
    assert differences["claim_date"] == {"before": None, "after": "2026-11-22"}
    assert differences["tags"] == {"added": ["legal"], "removed": ["statistic"]}
    assert [each["url"] for each in differences["citations"]["added"]] == [REPORT]
    assert [each["url"] for each in differences["citations"]["removed"]] == [LEDGER]
    assert differences["rationale"]["words"] == [
        {"kind": "same", "text": "The ledger says 8."},
        {"kind": "removed", "text": "9"},
        {"kind": "added", "text": "8"},
        {"kind": "same", "text": "."},
    ]
    assert edit["meanwhile"] is None


def test_a_stale_edit_shows_what_changed_meanwhile(desk: Desk):
    claim = desk.claim()
    first = desk.published(claim).json["published"]
    rival = desk.submitted(claim, desk.add("annotator"), rating="false")
    second = desk.published(claim, tags=["legal"]).json["published"]
    shown = look(desk.reviewer, rival)
    assert (shown["base"], shown["published"]) == (first, second)
    assert shown["meanwhile"] == {"tags": {"added": ["legal"], "removed": ["statistic"]}}
    assert set(shown["differences"]) == {"rating", "tags"}


def test_an_edit_is_not_modified_until_it_is(desk: Desk):
    edit = desk.draft(desk.claim())
    path = f"/edits/{edit.json['id']}"
    etag = desk.annotator.get(path).headers["ETag"]
    assert etag == edit.headers["ETag"]
    unchanged = desk.annotator.get(path, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    save(desk.annotator, edit, rationale="More.")
    assert desk.annotator.get(path, headers={"If-None-Match": etag}).status_code == 200


# The queue


@pytest.fixture
def queue(desk: Desk) -> dict[str, int]:
    """Edits by name, made in this order; the second was submitted last."""
    one, two = desk.claim(), desk.claim()
    other = desk._people["other"] = desk.add("annotator", name="other")
    late = desk.draft(one, **PROPOSAL)
    edits = {
        "late": late,
        "stale": desk.submitted(two, other),
        "other": desk.submitted(one, other),
        "published": desk.published(two),
        "draft": desk.draft(two, **PROPOSAL),
    }
    do(desk.annotator, "submission", late)
    return {name: edit.json["id"] for name, edit in edits.items()}


FILTERS = [
    ("", ["published", "other", "stale", "late"]),
    ("state=submitted", ["stale", "other", "late"]),
    ("state=approved", ["published"]),
    ("state=rejected", []),
    ("state=draft", []),
    ("document_id={one}", ["other", "late"]),
    ("document_id={one}&state=submitted", ["other", "late"]),
    ("author={author}", ["published", "late"]),
    ("author=777", []),
    ("mine=true", []),
    ("mine=false", ["published", "other", "stale", "late"]),
    ("stale=true", ["stale"]),
    ("stale=false", ["published", "other", "late"]),
    ("state=submitted&stale=false", ["other", "late"]),
    ("state=submitted&author={author}", ["late"]),
]


@pytest.mark.parametrize(("query", "names"), FILTERS, ids=[f[0] or "everything" for f in FILTERS])
def test_a_reviewer_lists_edits(query: str, names: list[str], queue: dict[str, int], desk: Desk):
    one = desk.admin.get(f"/edits/{queue['late']}").json["document_id"]
    query = query.format(one=one, author=desk.annotator.viewer.id)
    found = desk.reviewer.get(f"/edits?{query}").json
    assert [edit["id"] for edit in found["items"]] == [queue[name] for name in names]
    read, cursor = [], None
    while cursor or not read:
        more = f"&cursor={cursor}" if cursor else ""
        page = desk.reviewer.get(f"/edits?{query}&limit=1{more}").json
        read += [edit["id"] for edit in page["items"]]
        cursor = page["next_cursor"]
        if not page["items"]:
            break
    assert read == [queue[name] for name in names], "page by page"


def test_an_author_lists_own_edits_with_drafts(queue: dict[str, int], desk: Desk):
    mine = desk.annotator.get("/edits?mine=true").json["items"]
    assert [edit["id"] for edit in mine] == [queue["draft"], queue["published"], queue["late"]]
    drafts = desk.annotator.get("/edits?state=draft").json["items"]
    assert [edit["id"] for edit in drafts] == [queue["draft"]]


def test_a_claim_lists_its_edits(queue: dict[str, int], desk: Desk):
    claim = desk.admin.get(f"/edits/{queue['late']}").json["claim_id"]
    found = desk.reviewer.get(f"/claims/{claim}/edits").json["items"]
    assert [edit["id"] for edit in found] == [queue["other"], queue["late"]]
    assert desk.reviewer.get("/claims/777/edits").json["code"] == "not_found"


@pytest.mark.parametrize(
    "query", ["state=pending", "author=0", "author=me", "document_id=-1", "stale=perhaps", "x=1"]
)
def test_an_unusable_filter_is_refused(query: str, desk: Desk):
    answer = desk.reviewer.get(f"/edits?{query}")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert set(answer.json["errors"]) == {query.partition("=")[0]}


def test_a_cursor_belongs_to_its_filters(queue: dict[str, int], desk: Desk):
    cursor = desk.reviewer.get("/edits?limit=1").json["next_cursor"]
    other = desk.reviewer.get(f"/edits?limit=1&state=submitted&cursor={cursor}")
    assert (other.status_code, other.json["code"]) == (400, "malformed")

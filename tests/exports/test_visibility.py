"""Nothing reaches anybody through an export that the API hides from them."""

import pytest

from service.exports.catalogue import EXPORTS
from service.exports.tables.events import EVENTS
from tests.exports.reading import fetch, lines
from tests.factories import Desk, Person

MARK = "Quetzalcoatl"
SAID = {
    "rationale": f"{MARK} says 9.",
    "claimant": {"name": MARK, "same_as": f"https://example.org/{MARK}"},
    "tags": [MARK],
    "citations": [
        {
            "url": f"https://{MARK.lower()}.example/ledger",
            "title": f"The ledger of {MARK}",
            "stance": "supports",
            "quote": f"{MARK}: 9",
            "locator": MARK,
        }
    ],
}


def told(person: Person) -> set[str]:
    """The files that have the marker, of those that this person may have."""
    files = {name for name, export in EXPORTS.items() if person.viewer.may(export.table.permission)}
    return {name for name in files if MARK.lower() in fetch(person, name).text.lower()}


@pytest.mark.parametrize("who", ["stranger", "reader"])
def test_a_desk_document_reaches_nobody_outside_the_desk(who: str, desk: Desk):
    text = f"{MARK} cost 9 million."
    desk.published(desk.claim(text, title=MARK, publisher=MARK, author=MARK), **SAID)
    person = getattr(desk, who)
    for name in EXPORTS:
        for answer in (person.get(f"/exports/{name}"), person.browser.get(f"/exports/{name}")):
            assert answer.status_code in (401, 403, 303)
            assert MARK not in answer.text
    assert told(desk.annotator) == {name for name in EXPORTS if EXPORTS[name].table is not EVENTS}
    assert told(desk.admin) == set(EXPORTS)


def test_what_others_made_of_a_blind_claim_does_not_reach_who_has_not_judged_it(desk: Desk):
    claim = desk.claim(blind=True)
    desk.published(claim, **SAID)
    rival, newcomer = desk.add("annotator"), desk.add("annotator")
    desk.submitted(claim, rival, rating="false", **SAID)
    assert told(newcomer) == set()
    assert told(rival) == told(desk.reviewer)
    for noun in ("edits", "fact-checks"):
        assert lines(newcomer, noun) == []
    for filters in ({"tag": MARK}, {"rating": "mostly_true"}, {"status": "published_pending"}):
        assert lines(newcomer, "claims", **filters) == []
        assert lines(rival, "claims", **filters) != []
    (line,) = lines(newcomer, "claims")
    assert (line["status"], line["author"], line["edit_id"]) == ("unchecked", None, None)
    desk.submitted(claim, newcomer, rating="mixed")
    assert told(newcomer) == told(rival)


def test_a_draft_reaches_its_author_and_administrators_alone(desk: Desk):
    claim = desk.claim()
    desk.draft(claim, **SAID)
    for person in (desk.reviewer, desk.add("annotator")):
        assert told(person) == set()
        assert lines(person, "edits") == lines(person, "edits", tag=MARK) == []
    for person in (desk.annotator, desk.admin):
        assert told(person) == {"edits.csv", "edits.jsonl"}
        assert len(lines(person, "edits", tag=MARK)) == 1


def test_of_an_edit_that_came_back_reviewers_see_what_was_submitted(desk: Desk):
    submitted = desk.submitted(desk.claim(), rationale="Before.")
    path = f"/edits/{submitted.json['id']}"
    asked = desk.reviewer.post(
        f"{path}/change-request", {"comment": "Why?"}, if_match=submitted.headers["ETag"]
    )
    assert desk.annotator.patch(path, SAID, if_match=asked.headers["ETag"]).status_code == 200
    assert told(desk.reviewer) == set()
    assert lines(desk.reviewer, "edits")[0]["rationale"] == "Before."
    assert lines(desk.annotator, "edits")[0]["rationale"] == SAID["rationale"]


def test_what_is_in_an_archived_document_reaches_administrators_alone(desk: Desk):
    claim = desk.claim(f"{MARK} cost 9 million.")
    desk.published(claim, **SAID)
    desk.admin.delete(f"/documents/{claim['document_id']}")
    assert told(desk.reviewer) == set()
    assert "claims.csv" in told(desk.admin)


def test_the_event_log_is_for_administrators(desk: Desk):
    for name in ("events.csv", "events.jsonl"):
        refused = desk.reviewer.get(f"/exports/{name}")
        assert (refused.status_code, refused.json["code"]) == (403, "role_missing")
        assert desk.admin.get(f"/exports/{name}").status_code == 200


def test_everybody_has_in_their_files_what_the_lists_show_them(desk: Desk):
    claim = desk.claim(blind=True)
    desk.published(claim)
    desk.submitted(claim, desk.add("annotator"), rating="false")
    desk.draft(desk.claim())
    desk.published(desk.claim(visibility="public"))
    for person in (desk.add("annotator"), desk.annotator, desk.reviewer, desk.admin):
        for noun in ("claims", "edits"):
            shown = person.get(f"/{noun}?limit=200").json["items"]
            assert [line["id"] for line in lines(person, noun)] == [
                item["id"] for item in reversed(shown)
            ]
        shown = person.get("/fact-checks?limit=200").json["items"]
        assert [line["url"] for line in lines(person, "fact-checks")] == [
            item["url"] for item in reversed(shown)
        ]

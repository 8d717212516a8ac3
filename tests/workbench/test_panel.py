"""The panel of the selected claim: who reads it, what it tells, and what it costs."""

import re
from typing import Any

import pytest

from tests.factories import CITATION, Desk, Person, codes
from tests.workbench.reading import FRAGMENT, Form, form, panel, path_of, words

WHO = [
    ("stranger", 302, 401),
    ("reader", 403, 403),
    ("annotator", 200, 200),
    ("reviewer", 200, 200),
    ("admin", 200, 200),
]


@pytest.mark.parametrize(("who", "page", "fragment"), WHO, ids=[who for who, *_ in WHO])
def test_the_workbench_is_for_people_at_the_desk(who: str, page: int, fragment: int, desk: Desk):
    claim = desk.claim(visibility="public")
    browser = getattr(desk, who).browser
    for path in (f"/documents/{claim['document_id']}", path_of(claim)):
        answer = browser.get(path)
        assert answer.status_code in ({302, 303} if page == 302 else {page})
        if page == 302:
            assert answer.location.startswith("/sign-in?next=")
    assert browser.get(path_of(claim), headers=FRAGMENT).status_code == fragment


def test_a_claim_of_another_document_or_of_none_is_not_there(desk: Desk):
    claim, other = desk.claim(), desk.claim()
    browser = desk.annotator.browser
    paths = [
        f"/documents/{claim['document_id']}/claims/{other['id']}",
        f"/documents/{claim['document_id']}/claims/999999",
        f"/documents/999999/claims/{claim['id']}",
        f"/documents/{claim['document_id']}/claims/{'9' * 30}",
        f"/documents/{claim['document_id']}/claims/0",
        "/documents/999999",
    ]
    assert codes(browser.get(path) for path in paths) == [404] * len(paths)
    desk.admin.delete(f"/documents/{claim['document_id']}")
    assert browser.get(path_of(claim)).status_code == 404
    assert desk.admin.browser.get(path_of(claim)).status_code == 200


def test_a_script_gets_the_panel_alone(desk: Desk):
    claim = desk.claim()
    answer = panel(desk.annotator, claim)
    assert answer.text.lstrip().startswith('<section class="panel" id="claim"')
    assert "<html" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]
    whole = desk.annotator.browser.get(path_of(claim))
    assert answer.text.strip() in whole.text


def test_the_panel_says_where_its_claim_stands_and_leads_on(desk: Desk):
    claims = desk.claims(desk.document("One is so. Two is so. Three is so."))
    led = []
    for claim in claims:
        answer = panel(desk.annotator, claim)
        place = re.search(r"Claim \d of \d", words(answer))
        onward = [
            re.search(rf'data-claim="(\d+)"[^>]*rel="{rel}"', answer.text)
            for rel in ("prev", "next")
        ]
        led.append((place and place[0], *(int(each[1]) if each else None for each in onward)))
    one, two, three = (claim["id"] for claim in claims)
    assert led == [
        ("Claim 1 of 3", None, two),
        ("Claim 2 of 3", one, three),
        ("Claim 3 of 3", two, None),
    ]


def test_the_panel_shows_the_verdict_and_what_others_propose(desk: Desk):
    claim = desk.claim()
    desk.published(claim, rating="false", rationale="It was **8**.")
    desk.submitted(claim, desk.add("annotator", name="Ines"), rating="mixed")
    desk.draft(claim, desk.add("annotator", name="Jonas"), rationale="My secret.")
    desk.annotator.post(f"/claims/{claim['id']}/comments", {"text": "Is that so?"})
    said = words(panel(desk.annotator, claim))
    assert "Published False" in said
    assert "Also open Mixed by Ines, waiting 0 min" in said
    assert "Is that so?" in said
    assert "Jonas" not in said
    assert "secret" not in said


def queries_of(who: Person, path: str, count_queries: Any) -> int:
    who.browser.get(path, headers=FRAGMENT)
    with count_queries() as sent:
        assert who.browser.get(path, headers=FRAGMENT).status_code == 200
    return len(sent)


def test_the_panel_costs_as_many_statements_whatever_else_there_is(desk: Desk, count_queries):
    document = desk.document("One is so. Two is so. Three is so.")
    claim, *others = desk.claims(document)
    desk.published(claim)
    desk.submitted(claim, desk.add("annotator"), rating="mixed")
    before = queries_of(desk.annotator, path_of(claim), count_queries)
    assert before == 18
    for each in others:
        desk.published(each, citations=[CITATION, CITATION | {"url": "https://a.example/"}])
        desk.submitted(each, desk.add("annotator"), rating="mixed")
    for number in range(3):
        desk.submitted(desk.claim(), desk.add("annotator"), tags=[f"tag {number}"])
        citation = CITATION | {"url": f"https://example.org/{number}"}
        desk.submitted(claim, desk.add("annotator"), citations=[citation], tags=[f"tag {number}"])
    assert queries_of(desk.annotator, path_of(claim), count_queries) == before


def test_the_whole_page_costs_as_many_statements_for_more_claims(desk: Desk, count_queries):
    counted = []
    for text in ("One is so.", "One is so. " * 30):
        document = desk.document(text)
        desk.published(desk.claims(document)[0])
        path = f"/documents/{document['id']}"
        desk.annotator.browser.get(path)
        with count_queries() as sent:
            desk.annotator.browser.get(path)
        counted.append(len(sent))
    assert counted == [9, 9]


def test_ones_own_draft_is_found_behind_many_edits_of_others(desk: Desk):
    claim = desk.claim()
    desk.draft(claim, rationale="Mine, from long ago.")
    other = desk.add("annotator")
    for _ in range(51):
        edit = desk.submitted(claim, other).get_json()["id"]
        assert other.post(f"/edits/{edit}/withdrawal").status_code == 201
    assert form(desk.annotator, claim)["rationale"] == "Mine, from long ago."


MARK = "Zanzibar"


@pytest.fixture
def blind(desk: Desk) -> dict[str, Any]:
    """A claim of a blind document on which others said a lot."""
    claim = desk.claims(desk.document("It cost 9 million pounds. It is red.", blind=True))[0]
    said = {"rationale": f"{MARK} says so.", "tags": [MARK], "rating": "false"}
    said["citations"] = [CITATION | {"quote": MARK, "url": f"https://{MARK}.example/"}]
    desk.published(claim, **said)
    desk.submitted(claim, desk.add("annotator"), **said | {"rating": "mixed"})
    desk.reviewer.post(f"/claims/{claim['id']}/comments", {"text": f"{MARK}!"})
    return claim


def others_are_shown(who: Person, claim: dict[str, Any]) -> bool:
    """Whether the page tells anything of what others said; it tells all of it, or nothing."""
    whole = who.browser.get(path_of(claim)).text
    main = whole[whole.index("<main") : whole.index("</main>")]
    without_tags = re.sub(r"<datalist id=\"known-tags\">.*?</datalist>", "", main)
    legend = re.sub(r'<details class="legend.*?</details>', "", without_tags, flags=re.S)
    tells = [MARK in legend, "Also open" in legend, "s-pending" in legend, "Published" in legend]
    assert tells in ([True] * 4, [False] * 4)
    assert ("This document is blind" in legend) is not tells[0]
    return tells[0]


def test_in_a_blind_document_one_judges_alone_first(desk: Desk, blind: dict[str, Any]):
    newcomer = desk.add("annotator")
    assert not others_are_shown(newcomer, blind)
    assert Form(newcomer, newcomer.browser.get(path_of(blind))).values == {}
    draft = desk.draft(blind, newcomer, rationale="I think so.")
    assert not others_are_shown(newcomer, blind)
    newcomer.post(f"/edits/{draft.get_json()['id']}/withdrawal")
    assert not others_are_shown(newcomer, blind)
    edit = desk.submitted(blind, newcomer)
    assert others_are_shown(newcomer, blind)
    desk.reviewer.post(
        f"/edits/{edit.get_json()['id']}/rejection",
        {"comment": "No."},
        if_match=edit.headers["ETag"],
    )
    assert "This document is blind" not in words(panel(newcomer, blind))


def test_reviewers_of_a_blind_document_see_all(desk: Desk, blind: dict[str, Any]):
    assert others_are_shown(desk.reviewer, blind)

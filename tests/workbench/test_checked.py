"""What was checked before, in the panel and on an article's page, for who has no script."""

import re
from html import unescape

from werkzeug.test import TestResponse

from tests.factories import PROPOSAL, Desk
from tests.matches.checked import BRIDGE, DAM, TEXT, answer, checked, look_through
from tests.workbench.reading import FRAGMENT, Form, own_edits, panel, path_of, words
from tests.workbench.writing import follow

URL = "https://checks.example.org/bridge"


def section(answer: TestResponse) -> str:
    """The words of the section."""
    found = re.search(r'<details class="more checked".*?\n</details>', answer.text, re.S)
    assert found
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()).replace(" ,", ",")


def shown(desk: Desk, claim: dict) -> TestResponse:
    """The page of a claim with what was checked before."""
    return desk.annotator.browser.get(f"{path_of(claim)}?matches=1")


def answered(desk: Desk, claim: dict, fact_check: int, said: str) -> TestResponse:
    path = f"/claims/{claim['id']}/matches/{fact_check}"
    return desk.annotator.browser.post(path, data={"answer": said})


def test_the_panel_leads_to_what_was_checked_before_and_finds_nothing_itself(desk: Desk):
    checked(desk)
    claim = desk.claim(BRIDGE)
    answer = panel(desk.annotator, claim)
    assert "Half true" not in answer.text
    assert f'data-load="/claims/{claim["id"]}/matches"' in answer.text
    led = desk.annotator.browser.get(f"/claims/{claim['id']}/matches")
    assert led.location == f"{path_of(claim)}?matches=1#matches"


def test_it_says_what_was_checked_by_whom_and_how_sure_that_is(desk: Desk):
    checked(desk, publisher="The Nile Checkers", url=URL)
    answer = desk.annotator.browser.get(
        f"/claims/{desk.claim(BRIDGE)['id']}/matches", headers=FRAGMENT
    )
    assert (
        section(answer)
        .split(" (opens")[0]
        .startswith("Checked before c Half true The Nile Checkers, the same words")
    )
    assert "Half true The Nile Checkers, 22 November 2026 The same words" in section(answer)
    assert f'href="{URL}"' in answer.text


def test_nothing_like_it_is_said(desk: Desk):
    said = section(shown(desk, desk.claim(BRIDGE)))
    assert said == (
        "Checked before c not that we know No fact-check that is known here is like it."
    )


def test_who_is_blind_is_told_so(desk: Desk):
    fact_check = checked(desk)
    [claim] = desk.claims(desk.document(BRIDGE, blind=True))
    said = section(shown(desk, claim))
    assert "This document is blind" in said
    assert "Half true" not in said
    assert answered(desk, claim, fact_check, "confirmed").status_code == 404


def test_an_answer_leads_back_to_the_claim_and_may_be_taken_back(desk: Desk):
    fact_check, claim = checked(desk), desk.claim(BRIDGE)
    page = follow(desk.annotator, answered(desk, claim, fact_check, "rejected"))
    assert "Turned down: it is of another claim." in page.text
    assert "1 turned down" in section(page)
    page = follow(desk.annotator, answered(desk, claim, fact_check, "suggested"))
    assert "Confirm Not the same" in section(page)
    assert answered(desk, claim, fact_check, "maybe").status_code == 400


def test_a_confirmed_one_is_cited_and_nothing_typed_is_lost(desk: Desk):
    fact_check, claim = checked(desk, url=URL, title="What it cost"), desk.claim(BRIDGE)
    assert 'name="take"' not in shown(desk, claim).text
    page = follow(desk.annotator, answered(desk, claim, fact_check, "confirmed"))
    form = Form(desk.annotator, page)
    follow(desk.annotator, form.press("take", f"citation.{fact_check}", rationale="So far."))
    [edit] = own_edits(desk, desk.annotator)
    [cited] = edit["proposed"]["citations"]
    assert (cited["url"], cited["title"], cited["stance"]) == (URL, "What it cost", "context")
    assert cited["publisher"] == "checks.example.org"
    assert (edit["state"], edit["proposed"]["rationale"]) == ("draft", "So far.")
    assert edit["proposed"]["rating"] is None


def test_its_rating_is_taken_over_into_the_draft_and_never_submitted(desk: Desk):
    facts = {"url": URL, "rating_label": "Pants on fire", "rating_value": 1}
    fact_check, claim = checked(desk, **facts), desk.claim(BRIDGE)
    desk.draft(claim, tags=["statistic"], citations=PROPOSAL["citations"])
    page = follow(desk.annotator, answered(desk, claim, fact_check, "confirmed"))
    for _twice in range(2):
        form = Form(desk.annotator, page)
        page = follow(desk.annotator, form.press("take", f"rating.{fact_check}"))
        page = shown(desk, claim)
    [edit] = own_edits(desk, desk.annotator)
    assert (edit["state"], edit["proposed"]["rating"]["code"]) == ("draft", "false")
    cited = [(each["url"], each["stance"]) for each in edit["proposed"]["citations"]]
    assert cited == [(PROPOSAL["citations"][0]["url"], "supports"), (URL, "refutes")]
    assert edit["proposed"]["tags"] == ["statistic"]


def test_what_one_may_not_see_is_not_taken_over(desk: Desk):
    claim = desk.claim(BRIDGE)
    form = Form(desk.annotator, desk.annotator.browser.get(path_of(claim)))
    answer = form.send(form.action, [("revision", ""), ("take", "rating.999")])
    assert answer.status_code == 404
    assert own_edits(desk, desk.annotator) == []


def test_nothing_is_offered_for_an_edit_that_waits(desk: Desk):
    fact_check, claim = checked(desk), desk.claim(BRIDGE)
    answer(desk, claim, fact_check, "confirmed")
    desk.submitted(claim)
    assert 'name="take"' not in shown(desk, claim).text


def test_an_article_says_how_far_the_look_through_it_is_and_lists_what_it_found(desk: Desk):
    checked(desk), checked(desk, DAM, rating_label="Wrong", publisher="Dam Watch")
    document = desk.document(TEXT)
    path, browser = f"/documents/{document['id']}", desk.annotator.browser
    assert "Looking for what was checked before" in words(browser.get(path))
    look_through(desk)
    page = browser.get(path)
    assert "2 of 3 sentences were checked elsewhere. See which" in words(page)
    assert 'href="?order=checked#claim"' in page.text
    listed = words(browser.get(f"{path}?order=checked")).replace(" ,", ",")
    assert (
        f"Checked elsewhere {BRIDGE} Half true The Checkers, the same words {DAM} Wrong" in listed
    )
    assert "2 of them were checked elsewhere" in listed
    first, second, third = desk.claims(document)
    page = browser.get(path)
    assert f'id="next-unchecked" href="{path}/claims/{first["id"]}#claim"' in page.text
    desk.published(first)
    page = browser.get(path)
    assert f'id="next-unchecked" href="{path}/claims/{third["id"]}#claim"' in page.text
    assert second["id"]


def test_an_article_is_looked_through_again_from_its_page(desk: Desk):
    document = desk.document(TEXT)
    checked(desk)
    path, browser = f"/documents/{document['id']}", desk.annotator.browser
    assert "Nothing here is known" in words(browser.get(f"{path}?order=checked"))
    begun = browser.post(f"{path}/matches")
    assert begun.location == f"{path}?order=checked"
    assert "The article is looked through again." in browser.get(begun.location).text
    look_through(desk)
    line = browser.get(f"{path}/matches", headers=FRAGMENT)
    assert words(line) == "1 of 3 sentences was checked elsewhere. See which"
    assert browser.get(f"{path}/matches").location == f"{path}?order=checked"
    checked(desk, DAM)
    assert "1 fact-check came or changed since" not in words(browser.get(path))


def test_after_a_submission_comes_what_was_checked_before(desk: Desk):
    checked(desk, DAM)
    document = desk.document(TEXT)
    look_through(desk)
    first, _second, third = desk.claims(document)
    browser = desk.annotator.browser
    browser.get(f"/documents/{document['id']}?order=checked")
    form = Form(desk.annotator, browser.get(path_of(first)))
    sent = form.press("do", "submit", rating="not_a_claim", rationale="It is none.")
    assert sent.location == path_of(third)

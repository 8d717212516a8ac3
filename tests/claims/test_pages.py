"""The page of a claim and its history: what they say, to whom, and how a verdict is retracted."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import CITATION, PROPOSAL, Desk, Person
from tests.verdicts.test_verdict import FULL, retract

TEXT = "The bridge is red. It cost 9 million pounds. Nobody knows why."
SECRET = "Zanzibar"


def shown(answer: TestResponse) -> str:
    """The words of the page, without markup."""
    body = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def claim_page(who: Person, claim: dict[str, Any], **options: Any) -> TestResponse:
    return who.browser.get(f"/claims/{claim['id']}", **options)


def history_page(who: Person, claim: dict[str, Any], query: str = "") -> TestResponse:
    return who.browser.get(f"/claims/{claim['id']}/history{query}")


def middle_claim(desk: Desk, **fields: Any) -> dict[str, Any]:
    return desk.claims(desk.document(TEXT, **{"visibility": "public", **fields}))[1]


def setting(app: Flask, monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    changed = replace(app.extensions["settings"], **values)
    monkeypatch.setitem(app.extensions, "settings", changed)


WHAT_ONE_SEES = [
    ("unchecked", "public", "stranger", "not checked yet"),
    ("unchecked", "desk", "stranger", "404"),
    ("unchecked", "desk", "reader", "not checked yet"),
    ("unchecked", "desk", "annotator", "not checked yet"),
    ("in work", "public", "stranger", "not checked yet"),
    ("tagged only", "public", "stranger", "not checked yet"),
    ("published", "public", "stranger", "Mostly true means"),
    ("published", "desk", "stranger", "404"),
    ("published", "desk", "reader", "Mostly true means"),
    ("published", "desk", "annotator", "Mostly true means"),
    ("retracted", "public", "stranger", "was retracted on"),
    ("retracted", "desk", "stranger", "404"),
    ("retracted", "desk", "reader", "was retracted on"),
    ("never there", "public", "stranger", "404"),
    ("never there", "public", "reviewer", "404"),
    ("archived", "public", "stranger", "was retracted on"),
    ("archived", "desk", "stranger", "404"),
]


@pytest.mark.parametrize(
    ("state", "visibility", "who", "outcome"),
    WHAT_ONE_SEES,
    ids=[f"{w} sees of a {v} claim {s}: {o}" for s, v, w, o in WHAT_ONE_SEES],
)
def test_a_claim_is_seen(state: str, visibility: str, who: str, outcome: str, desk: Desk):
    claim = middle_claim(desk, visibility=visibility, title="Bridge")
    if state == "in work":
        desk.submitted(claim)
    if state == "tagged only":
        desk.published(claim, rating=None, rationale=None)
    if state in ("published", "retracted", "archived"):
        desk.published(claim)
    if state == "retracted":
        retract(desk, claim)
    if state == "archived":
        desk.admin.delete(f"/documents/{claim['document_id']}")
    if state == "never there":
        claim = {"id": claim["id"] + 100}
    answer = claim_page(getattr(desk, who), claim)
    assert answer.status_code == (404 if outcome == "404" else 200)
    assert outcome in f"{answer.status_code} {shown(answer)}"
    assert answer.content_type == "text/html; charset=utf-8"


def test_a_verdict_is_shown_with_all_that_it_rests_on(desk: Desk):
    claim = middle_claim(
        desk, title="Bridge", url="https://example.org/bridge", publisher="The Ledger"
    )
    desk.published(claim, **FULL)
    answer = claim_page(desk.stranger, claim)
    words = shown(answer)
    for said in (
        "Claimed by The mayor on 1 November 2026.",
        "It cost 9 million pounds.",
        "Mostly true means the main point holds and a detail is missing or imprecise.",
        "Outside the scale stand Unverifiable and Not a claim.",
        "See “page 4” 😀.",
        "Ledger (opens in a new tab) 8.9 million example.org, p. 4",
        "Refutes None found.",
        "The bridge is red. It cost 9 million pounds. Nobody knows why.",
        "statistic Bridges",
        "Bridge The Ledger",
        "Assessed by one person, approved by another.",
    ):
        assert said in words
    assert "<em>ledger</em>" in answer.text
    assert '<a href="https://example.org/bridge" rel="noopener nofollow ugc"' in answer.text
    assert '<a href="https://example.org/mayor" rel="noopener nofollow ugc"' in answer.text
    assert f'href="/articles/{claim["document_id"]}#claim-{claim["id"]}"' in answer.text


def test_the_scale_marks_the_rating_that_was_given(desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim, rating="mostly_false")
    gauge = claim_page(desk.stranger, claim).text.partition('<ol class="gauge"')[2]
    points = re.findall(r"<li class=\"r-(\w+)\"( aria-current)?", gauge.partition("</ol>")[0])
    assert [code for code, _ in points] == ["false", "mostly_false", "mixed", "mostly_true", "true"]
    assert [code for code, here in points if here] == ["mostly_false"]


def test_a_rating_outside_the_scale_is_explained_too(desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim, rating="unverifiable", citations=[])
    answer = claim_page(desk.stranger, claim)
    assert "Unverifiable means what can be found does not tell" in shown(answer)
    assert "None cited." in shown(answer)
    assert "aria-current" not in answer.text.partition('class="gauge"')[2].partition("</ol>")[0]


def test_corrections_are_told_newest_first(desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim, rating="false")
    desk.published(claim, rating="true")
    words = shown(claim_page(desk.stranger, claim)).partition("Corrections")[2]
    assert re.search(r"^ True .* Corrected\. False .* Published\.", words)


def test_a_retracted_verdict_leaves_a_notice_and_no_verdict(desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim, rationale=f"{SECRET} says so.", tags=[SECRET], rating="false")
    retract(desk, claim, "The ledger was forged.")
    answer = claim_page(desk.stranger, claim)
    assert answer.status_code == 200
    assert "It cost 9 million pounds." in shown(answer)
    assert "The ledger was forged." in shown(answer)
    assert SECRET not in answer.text
    assert "gauge" not in answer.text


def test_a_verdict_that_is_published_again_tells_of_its_retraction(desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim)
    retract(desk, claim, "The ledger was forged.")
    desk.published(claim, rating="false")
    words = shown(claim_page(desk.stranger, claim)).partition("Corrections")[2]
    assert re.search(r"False .* Retracted .* The ledger was forged\. Mostly true", words)


@pytest.mark.parametrize("submit", [False, True], ids=["a draft", "an edit that waits"])
@pytest.mark.parametrize("who", ["stranger", "reader", "annotator", "reviewer", "admin"])
def test_nothing_shows_of_what_is_not_published(who: str, submit: bool, desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim)
    author = desk.add("annotator", "author")
    fields = {"rationale": f"{SECRET} says so.", "tags": [SECRET], "rating": "false"}
    desk.draft(claim, author, **(PROPOSAL | fields), submit=submit)
    desk.annotator.post(f"/claims/{claim['id']}/comments", {"text": f"{SECRET}?"})
    assert SECRET not in claim_page(getattr(desk, who), claim).text
    assert "author" not in shown(claim_page(getattr(desk, who), claim))


def test_sentences_that_nobody_judged_do_not_add_up_to_the_article(
    desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    claim = middle_claim(desk, title="Bridge")
    assert "9 million" not in claim_page(desk.stranger, claim).text
    assert "Bridge" in shown(claim_page(desk.stranger, claim))
    assert "9 million" in claim_page(desk.annotator, claim).text
    setting(app, monkeypatch, article_text="full")
    assert "9 million" in claim_page(desk.stranger, claim).text


def test_a_reader_is_not_shown_the_text_of_a_desk_document(
    desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    setting(app, monkeypatch, article_text="full")
    assert "9 million" not in claim_page(desk.reader, middle_claim(desk, visibility="desk")).text


def test_in_a_blind_document_an_annotator_judges_first(desk: Desk):
    claim = middle_claim(desk, blind=True)
    desk.published(claim, rationale=f"{SECRET} says so.", tags=[SECRET], rating="false")
    newcomer = desk.add("annotator")
    for path in (f"/claims/{claim['id']}", f"/claims/{claim['id']}/history"):
        page = newcomer.browser.get(path)
        assert page.status_code == 200
        assert SECRET not in page.text
        assert "r-false" not in page.text.partition("<main")[2]
        assert "Published" not in shown(page)
    desk.submitted(claim, newcomer)
    for path in (f"/claims/{claim['id']}", f"/claims/{claim['id']}/history"):
        assert SECRET in newcomer.browser.get(path).text


def test_the_desk_is_led_on_and_strangers_are_not(desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim)
    onward = [f"/documents/{claim['document_id']}/claims/{claim['id']}", "/history"]
    for path in onward:
        assert path in claim_page(desk.annotator, claim).text
        assert path not in claim_page(desk.stranger, claim).text
        assert path not in claim_page(desk.reader, claim).text


def test_only_reviewers_are_offered_to_retract(desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim)
    for who in ("stranger", "reader", "annotator"):
        assert "/retraction" not in claim_page(getattr(desk, who), claim).text
    for page in (claim_page(desk.reviewer, claim), history_page(desk.reviewer, claim)):
        assert f'action="/claims/{claim["id"]}/retraction"' in page.text
    assert "/retraction" not in history_page(desk.annotator, claim).text


REPORTS = [
    ("", None),
    ("https://desk.example.org/contact", "https://desk.example.org/contact"),
    ("mailto:desk@example.org", "mailto:desk@example.org?subject=An%20error%20in%20claim%20{}"),
    ("mailto:desk@example.org?cc=me@example.org", "cc=me@example.org&amp;subject=An%20error"),
]


@pytest.mark.parametrize(("address", "link"), REPORTS)
def test_an_error_is_reported_where_the_operator_says(
    address: str, link: str | None, desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    setting(app, monkeypatch, report_errors_to=address)
    claim = middle_claim(desk)
    page = claim_page(desk.stranger, claim).text
    assert ("Report an error" in page) is (link is not None)
    assert link is None or link.format(claim["id"]) in page


def test_a_page_names_its_address_where_the_desk_knows_its_own(
    desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    claim = middle_claim(desk)
    assert "canonical" not in claim_page(desk.stranger, claim).text
    setting(app, monkeypatch, public_url="https://desk.example.org")
    link = f'<link rel="canonical" href="https://desk.example.org/claims/{claim["id"]}">'
    page = claim_page(desk.stranger, claim, headers={"Host": "evil.example"}).text
    assert link in page
    assert "evil.example" not in page


def test_a_visitor_has_the_page_cheaply(desk: Desk, count_queries):
    claim = middle_claim(desk)
    for rating in ("false", "true", "mixed"):
        desk.published(claim, rating=rating)
    with count_queries() as sent:
        answer = claim_page(desk.stranger, claim)
    assert len(sent) <= 6, sent
    assert answer.headers["Cache-Control"] == "public, no-cache"
    again = claim_page(desk.stranger, claim, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    retract(desk, claim)
    changed = claim_page(desk.stranger, claim, headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200
    assert claim_page(desk.reader, claim).headers["Cache-Control"] == "private, no-cache"


def test_what_people_typed_does_no_harm(desk: Desk):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>"
    claim = desk.claims(
        desk.document(f"It cost 9 {hostile} pounds.", title=hostile, visibility="public")
    )[0]
    desk.published(
        claim,
        rationale=f"{hostile} [x](javascript:alert(1))",
        claimant={"name": hostile},
        tags=["<b>bold</b>"],
        citations=[CITATION | {"quote": hostile, "title": hostile, "locator": hostile}],
    )
    for page in (claim_page(desk.stranger, claim), history_page(desk.annotator, claim)):
        body = page.text.partition("<main")[2]
        assert page.status_code == 200
        assert "<script" not in body
        assert "<img" not in body
        assert "<b>" not in body
        assert 'href="javascript:' not in body


def retraction(who: Person, claim: dict[str, Any], **fields: Any) -> TestResponse:
    form = {"reason": "The ledger was forged.", "revision": revision(who, claim)} | fields
    return who.browser.post(f"/claims/{claim['id']}/retraction", data=form)


def revision(who: Person, claim: dict[str, Any]) -> str:
    """As the form has it."""
    found = re.search(r'name="revision" value="(\d+)"', claim_page(who, claim).text)
    return found[1] if found else ""


def test_a_reviewer_retracts_a_verdict_from_its_page(desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim)
    answer = retraction(desk.reviewer, claim)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/claims/{claim['id']}")
    page = claim_page(desk.reviewer, claim)
    assert "The verdict is retracted. Its page says so." in page.text
    assert "The ledger was forged." in shown(page)
    assert desk.stranger.get(f"/claims/{claim['id']}/verdict").status_code == 410


REFUSED = [
    ("no reason", {"reason": " "}, 422, "Must not be empty."),
    ("no revision", {"revision": ""}, 422, "revision"),
    ("a revision that is none", {"revision": "x"}, 422, "revision"),
    ("another revision", {"revision": "1"}, 412, "Somebody changed this"),
    ("a reason of 5,001 letters", {"reason": "x" * 5001}, 422, "Longer than 5000 characters."),
    ("a NUL", {"reason": "x\x00"}, 422, "NUL"),
]


@pytest.mark.parametrize(
    ("what", "fields", "status", "sentence"), REFUSED, ids=[what for what, *_ in REFUSED]
)
def test_a_retraction_that_is_refused_comes_back_as_typed(
    what: str, fields: dict[str, Any], status: int, sentence: str, desk: Desk
):
    claim = middle_claim(desk)
    desk.published(claim)
    answer = retraction(desk.reviewer, claim, **fields)
    assert answer.status_code == status
    assert sentence in shown(answer)
    assert '<details class="retract no-print" open>' in answer.text
    typed = answer.text.partition("<textarea")[2].partition("</textarea>")[0]
    assert typed.endswith(fields.get("reason", "The ledger was forged."))
    assert desk.stranger.get(f"/claims/{claim['id']}/verdict").status_code == 200


def test_who_retracts_too_late_sees_what_happened_and_keeps_the_words(desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim)
    seen = revision(desk.reviewer, claim)
    retract(desk, claim, "A forgery.")
    answer = retraction(desk.reviewer, claim, revision=seen, reason="My own reason.")
    assert answer.status_code == 404
    assert "has no verdict" in shown(answer)
    assert "A forgery." in shown(answer)
    assert "My own reason." in shown(answer)


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 401), ("reader", 403), ("annotator", 403)]
)
def test_only_reviewers_retract(who: str, status: int, desk: Desk):
    claim = middle_claim(desk)
    desk.published(claim)
    assert retraction(getattr(desk, who), claim, revision="2").status_code == status
    assert desk.stranger.get(f"/claims/{claim['id']}/verdict").status_code == 200


def test_the_history_of_a_claim_tells_who_did_what_and_why(desk: Desk):
    claim = middle_claim(desk, visibility="desk")
    desk.published(claim, rating="false")
    desk.published(claim, rating="true")
    retract(desk, claim, "The ledger was forged.")
    words = shown(history_page(desk.annotator, claim))
    told = [
        "reviewer retracted the verdict: The ledger was forged.",
        "reviewer approved an edit and published it",
        "Rating False True",
        "annotator submitted an edit",
        "annotator began an edit",
    ]
    places = [words.find(each) for each in told]
    assert -1 not in places
    assert places == sorted(places)


def test_an_earlier_assessment_can_be_proposed_again_through_review(desk: Desk):
    claim = middle_claim(desk)
    for rating in ("false", "true"):
        desk.published(claim, rating=rating)
    page = history_page(desk.annotator, claim)
    offered = re.findall(r'action="(/claims/\d+/earlier/\d+)"', page.text)
    assert len(offered) == 1, "what is published now is not offered"
    assert "until another person has approved it" in shown(page)
    answer = desk.annotator.browser.post(offered[0])
    assert answer.status_code == 303
    drafts = desk.annotator.get(f"/claims/{claim['id']}/edits?state=draft").json["items"]
    assert [each["proposed"]["rating"]["code"] for each in drafts] == ["false"]
    verdict = desk.stranger.get(f"/claims/{claim['id']}/verdict").json
    assert verdict["rating"]["code"] == "true"


def test_a_long_history_is_read_page_by_page(desk: Desk):
    claim = middle_claim(desk)
    for _ in range(26):
        edit = desk.draft(claim, rationale="One more.").json["id"]
        desk.annotator.post(f"/edits/{edit}/withdrawal")
    first = history_page(desk.annotator, claim)
    events = re.findall(r'id="event-(\d+)"', first.text)
    onward = re.search(r'href="([^"]+)" rel="next"', first.text)
    assert len(events) == 50
    assert onward is not None
    second = desk.annotator.browser.get(unescape(onward[1]))
    rest = re.findall(r'id="event-(\d+)"', second.text)
    assert (len(rest), 'rel="next"' in second.text) == (2, False)
    assert events + rest == sorted(events + rest, key=int, reverse=True)
    assert f'<a href="/claims/{claim["id"]}/history">First page</a>' in second.text


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 303), ("reader", 403), ("annotator", 200), ("admin", 200)]
)
def test_a_history_is_for_the_desk(who: str, status: int, desk: Desk):
    assert history_page(getattr(desk, who), middle_claim(desk)).status_code == status


def test_a_damaged_cursor_is_refused(desk: Desk):
    assert history_page(desk.annotator, middle_claim(desk), "?cursor=x").status_code == 400


def test_a_claim_that_is_not_there_has_no_history(desk: Desk):
    assert history_page(desk.annotator, {"id": 777}).status_code == 404

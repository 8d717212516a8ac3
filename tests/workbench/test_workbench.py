"""The workbench: the article with its marks, and the panel of the selected claim."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from service.database import Database
from service.documents.actions import add_document
from service.documents.blocks import Block
from service.documents.cutting import cut
from service.models import Anchor
from service.models import Block as BlockRow
from service.vocabulary import BlockKind
from tests.factories import CITATION, Desk, Person, codes
from tests.verdicts.test_verdict import retract
from tests.workbench.reading import FRAGMENT, Form, blocks_in, form, panel, path_of, words

EVERYTHING = """The 😀 bridge & its <costs>

# What it cost

It cost 9 million pounds.  It is \tred, the mayor says. Nobody knows why.

- It is long.
- It is wide.

> We never saw the "ledger".

The last paragraph is plain."""
HOSTILE = (
    "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7 * 7 }} &amp; \u202e\ufeff"
)


def article(who: Person, document: dict[str, Any]) -> TestResponse:
    answer = who.browser.get(f"/documents/{document['id']}")
    assert answer.status_code == 200, answer.text
    return answer


def mark_in(answer: TestResponse, claim: dict[str, Any]) -> list[tuple[str, str]]:
    """The class and the content of each run of the claim."""
    found = re.findall(
        rf'<a class="claim ([^"]*)"[^>]*data-claim="{claim["id"]}"[^>]*>(.*?)</a>',
        answer.text,
        re.S,
    )
    assert found
    return found


def select(desk: Desk, document: dict[str, Any], text: str, part: str) -> dict[str, Any]:
    start = text.index(part)
    span = {"version": 1, "start": start, "end": start + len(part)}
    answer = desk.annotator.post(f"/documents/{document['id']}/claims", span)
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def test_every_block_is_its_text_to_the_letter(desk: Desk, database: Database):
    document = desk.document(EVERYTHING)
    for claim in desk.claims(document)[::2]:
        desk.published(claim)
    select(desk, document, EVERYTHING, "9 million")
    shown = blocks_in(article(desk.annotator, document))
    with database.reading() as session:
        blocks = session.scalars(sa.select(BlockRow).filter_by(document_id=document["id"])).all()
        kinds = {block.start: block.kind for block in blocks}
        texts = {block.start: EVERYTHING[block.start : block.end] for block in blocks}
    assert {start: text for start, (_tag, text) in shown.items()} == texts
    tags = {kinds[start]: tag for start, (tag, _text) in shown.items()}
    assert tags == {
        "headline": "h1",
        "heading": "h2",
        "paragraph": "p",
        "list_item": "li",
        "quotation": "blockquote",
    }


def add(desk: Desk, text: str, **changes: Any) -> dict[str, Any]:
    """A document that was cut in another way."""
    who, pieces = desk.annotator.viewer, replace(cut(text, "en"), **changes)
    with desk.database.transaction() as session:
        document, _new = add_document(session, who, pieces)
        session.flush()
        return {"id": document.id}


def test_tables_and_captions_keep_their_kind(desk: Desk):
    text = "One is so.\n\nTwo is so."
    blocks = [Block(BlockKind.TABLE, None, 0, 10), Block(BlockKind.CAPTION, None, 12, 22)]
    answer = article(desk.annotator, add(desk, text, blocks=blocks))
    assert blocks_in(answer) == {0: ("p", "One is so."), 12: ("p", "Two is so.")}
    for start, kind in ((0, "table"), (12, "caption")):
        assert f'<p data-start="{start}" class="block-{kind}">' in answer.text


def test_a_list_is_one_list_and_ends(desk: Desk):
    text = article(
        desk.annotator, desk.document("Head\n\n- One is.\n- Two is.\n\nPlain it is.")
    ).text
    inside = text[text.index("<article") : text.index("</article>")]
    assert (inside.count("<ul>"), inside.count("</ul>")) == (1, 1)
    assert inside.index("<ul>") < inside.index("One is.") < inside.index("</ul>")
    assert inside.index("</ul>") < inside.index("Plain it is.")
    text = article(desk.annotator, desk.document("Head\n\n- One is.\n- Two is.")).text
    assert text.count("</ul>") == text.count("<ul>")


def test_offsets_count_code_points(desk: Desk):
    document = desk.document("A 😀 head\n\nIt is 𝄞 so. It is.")
    shown = blocks_in(article(desk.annotator, document))
    assert shown == {0: ("h1", "A 😀 head"), 10: ("p", "It is 𝄞 so. It is.")}


def test_a_mark_is_drawn_in_the_text_for_each_status(desk: Desk):
    text = "One is so. Two is so. Three is so. Four is so. Five is so."
    document = desk.document(text)
    published, pending, in_work, retracted, unchecked = claims = desk.claims(document)
    desk.published(published, rating="false")
    desk.published(pending, rating="mixed")
    desk.submitted(pending, desk.add("annotator"), rating="true")
    desk.draft(in_work)
    desk.published(retracted)
    retract(desk, retracted)
    answer = article(desk.annotator, document)
    drawn = []
    for claim in claims:
        [(classes, content)] = mark_in(answer, claim)
        glyph = re.search(r'href="#([^"]*)"', content)
        said = re.search(r'<span class="vh"> \(([^)]*)\)</span>$', content)
        drawn.append((classes, glyph and glyph[1], said and said[1], 'class="dot"' in content))
    assert drawn == [
        ("s-published r-false claim--short", "r-false", "False", False),
        ("s-pending r-mixed claim--short", "r-mixed", "Mixed, pending edits", True),
        ("s-in_work claim--short", "s-in_work", "in work", False),
        ("s-retracted claim--short", "s-retracted", "retracted", False),
        ("s-unchecked claim--short", None, "unchecked", False),
    ]
    assert "2 published 2 open 1 unchecked" in words(answer)
    assert unchecked["status"] == "unchecked"


@pytest.mark.parametrize(
    "part", ["It cost", "9 million pounds", "it is red."], ids=["first", "within", "last"]
)
def test_a_claim_within_a_claim_leaves_the_other_its_glyph_its_words_and_its_place(
    part: str, desk: Desk
):
    text = "It cost 9 million pounds, and it is red."
    document = desk.document(text)
    [whole] = desk.claims(document)
    desk.published(whole, rating="false")
    inner = select(desk, document, text, part)
    answer = article(desk.annotator, document)
    assert blocks_in(answer) == {0: ("p", text)}
    for claim, glyphs, said in ((whole, 1, "(False)"), (inner, 0, "(unchecked)")):
        runs = mark_in(answer, claim)
        assert answer.text.count(f'id="c{claim["id"]}"') == 1
        assert answer.text.index(f'id="c{claim["id"]}"') == min(
            answer.text.index(f'id="c{claim["id"]}"'),
            answer.text.index(f'data-claim="{claim["id"]}" href'),
        )
        assert sum("claim-mark" in content for _, content in runs) == glyphs
        assert [said in content for _, content in runs] == [False] * (len(runs) - 1) + [True]


def test_orphans_are_listed_below_the_text(desk: Desk, database: Database):
    document = desk.document(EVERYTHING)
    claim = desk.claims(document)[0]
    with database.transaction() as session:
        end = len(EVERYTHING)
        session.execute(
            sa.update(Anchor)
            .where(Anchor.claim_id == claim["id"])
            .values(start=end, end=end, state="orphaned")
        )
    answer = article(desk.annotator, document)
    [(_classes, content)] = mark_in(answer, claim)
    assert content == f"Claim {claim['id']} (unchecked)"
    assert "No longer in the text" in words(answer)
    assert "No longer in the text" not in words(article(desk.annotator, desk.document()))
    total = len(desk.claims(document))
    assert f"Claim {total} of {total}" in words(panel(desk.annotator, claim))


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("en", "ltr"), (None, "auto")]
)
def test_text_has_its_language_and_direction(language: str | None, direction: str, desk: Desk):
    document = desk.document("كلف الجسر تسعة ملايين.", language=language)
    answer = desk.annotator.browser.get(path_of(desk.claims(document)[0]))
    given = f'lang="{language or ""}" dir="{direction}"'
    assert f'<article class="article" id="article" {given}' in answer.text
    assert f'<p class="in-context" {given}>' in answer.text


def test_with_nothing_selected_one_learns_where_to_begin(desk: Desk):
    document = desk.document("One is so. Two is so.")
    first, second = desk.claims(document)
    desk.published(first)
    answer = article(desk.annotator, document)
    assert "Choose a sentence 1 of 2 claims is unchecked." in words(answer)
    begin = re.search(r'href="([^"]*)"[^>]*>Begin with the first unchecked claim', answer.text)
    assert begin
    assert unescape(begin[1]) == f"{path_of(second)}#claim"
    assert "aria-current" not in answer.text[answer.text.index("<article") :]
    desk.published(second)
    assert "Nothing is unchecked here any more." in words(article(desk.annotator, document))


def test_a_document_without_claims_says_so(desk: Desk, database: Database):
    document = desk.document("One is so.")
    with database.transaction() as session:
        session.execute(sa.delete(Anchor))
    answer = article(desk.annotator, document)
    assert blocks_in(answer) == {0: ("p", "One is so.")}
    assert "There is no sentence in this text that could be checked." in words(answer)


def test_a_selected_claim_is_marked_in_the_text(desk: Desk):
    claim, other = desk.claims(desk.document("One is so. Two is so."))
    answer = desk.annotator.browser.get(path_of(other))
    current = re.findall(r'data-claim="(\d+)"[^>]*aria-current="true"', answer.text)
    assert current == [str(other["id"])]
    assert "<title>Claim 2 of 2, Untitled - Claimdesk</title>" in answer.text
    assert claim["id"] != other["id"]


def test_a_hostile_text_title_and_draft_are_only_text(desk: Desk):
    text = f"Head {HOSTILE}\n\nIt cost {HOSTILE} pounds."
    document = desk.document(text, title=HOSTILE[:-3], author="<b>me", publisher="<i>us")
    claim = desk.claims(document)[-1]
    hostile = HOSTILE[:-3]
    desk.draft(claim, rationale=hostile, tags=[hostile[:60]], claimant={"name": hostile})
    desk.submitted(claim, desk.add("annotator"), rationale=hostile)
    answer = desk.annotator.browser.get(path_of(claim))
    shown = "".join(text for _tag, text in blocks_in(answer).values())
    assert HOSTILE in shown
    for forbidden in ("<script>alert", "<img src=x", "<b>me", "<i>us", " 49 "):
        assert forbidden not in answer.text
    assert Form(desk.annotator, answer)["rationale"] == hostile


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
    assert before == 15
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
    assert counted == [5, 5]


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


# Claims of a selection.


def make(who: Person, document_id: int, **data: Any) -> TestResponse:
    return who.browser.post(f"/documents/{document_id}/claims", data=data)


def test_selected_offsets_become_a_claim(desk: Desk):
    claim = desk.claim("It cost 9 million pounds.")
    answer = make(desk.annotator, claim["document_id"], version=1, start=8, end=17)
    assert answer.status_code == 303
    made = desk.claims({"id": claim["document_id"]})[-1]
    assert (made["text"], answer.location) == ("9 million", path_of(made))
    assert "The selected words are a claim" in desk.annotator.browser.get(answer.location).text


REFUSED_SPANS = [
    ({"version": 2, "start": 8, "end": 17}, 409),
    ({"version": 1, "start": 0, "end": 25}, 409),
    ({"version": 1, "start": 8}, 422),
    ({"version": 1, "start": 8, "end": 8}, 422),
    ({"version": 1, "start": 8, "end": 900}, 422),
    ({"version": 1, "start": "x", "end": "y"}, 422),
    ({"version": 1, "start": "-1", "end": "9" * 100}, 422),
    ({"version": 1, "start": "0", "end": "9" * 5000}, 422),
    ({}, 422),
]


@pytest.mark.parametrize(("span", "status"), REFUSED_SPANS)
def test_a_selection_that_cannot_be_one_is_refused(span, status: int, desk: Desk):
    claim = desk.claim("It cost 9 million pounds.")
    answer = make(desk.annotator, claim["document_id"], **span)
    assert (answer.status_code, "text/html" in answer.content_type) == (status, True)
    assert len(desk.claims({"id": claim["document_id"]})) == 1


def test_copied_words_become_a_claim(desk: Desk):
    first, claim = desk.claims(desk.document("It 😀 is. It cost 9 million pounds."))
    given = {"within": claim["id"], "words": " 9 million "}
    answer = make(desk.annotator, claim["document_id"], **given)
    assert answer.status_code == 303
    made = desk.claims({"id": claim["document_id"]})[-1]
    assert (made["text"], made["anchor"]["start"]) == ("9 million", 17)
    assert first["id"] != made["id"]


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ("8 million", 422, "Copy words that stand in the sentence"),
        ("", 422, "Copy words that stand in the sentence"),
        ("a\x00b", 422, "Copy words that stand in the sentence"),
        ("x" * 25_000, 422, "Copy words that stand in the sentence"),
        ("It cost 9 million pounds.", 409, "stands at exactly these words"),
        ('"><script>', 422, "Copy words that stand in the sentence"),
    ],
)
def test_other_words_are_refused_beside_the_field_and_kept(given, status, said, desk: Desk):
    claim = desk.claim("It cost 9 million pounds.")
    answer = make(desk.annotator, claim["document_id"], within=claim["id"], words=given)
    assert answer.status_code == status
    message = re.search(r'id="words-message">(.*?)</p>', answer.text, re.S)
    assert message
    assert said in message[1]
    kept = re.search(r'id="words" name="words"[^>]*? value="([^"]*)"', answer.text)
    assert kept
    assert unescape(kept[1]) == given
    assert "<script>" not in answer.text


@pytest.mark.parametrize("within", ["x", "-1", "0", "999999", "9" * 30, "²", "{other}"])
def test_words_of_no_claim_of_the_document_are_refused(within: str, desk: Desk):
    claim, other = desk.claim(), desk.claim()
    within = within.format(other=other["id"])
    answer = make(desk.annotator, claim["document_id"], within=within, words="It")
    assert answer.status_code in (404, 422)
    assert len(desk.claims({"id": claim["document_id"]})) == 1


# Known sources.


def known(who: Person, **args: Any) -> TestResponse:
    return who.browser.get("/sources/known", query_string=args, headers=FRAGMENT)


def test_a_known_source_fills_in_its_title(desk: Desk):
    url = "https://example.org/ledger"
    desk.submitted(desk.claim(), citations=[CITATION | {"title": 'The "ledger"', "url": url}])
    answer = known(desk.annotator, **{"citations.3.url": f"{url}?utm_source=x"})
    field = re.search(r"<input[^>]*>", answer.text)
    assert field
    assert 'name="citations.3.title"' in field[0]
    assert 'value="The &#34;ledger&#34;"' in field[0]
    assert "readonly" in field[0]
    assert "Known here, from example.org." in answer.text


@pytest.mark.parametrize(
    "url",
    [
        "https://new.example/",
        "",
        "javascript:alert(1)",
        "x" * 5000,
        "a\x00b",
        "https://[::1",
        "%ed",
    ],
)
def test_an_unknown_source_leaves_the_field_open(url: str, desk: Desk):
    answer = known(desk.annotator, **{"citations.0.url": url})
    assert answer.status_code == 200
    assert 'name="citations.0.title"' in answer.text
    assert "readonly" not in answer.text
    assert url == "" or url not in answer.text


@pytest.mark.parametrize(
    "args", [{}, {"url": "x"}, {'citations.0.url"><b>': "x"}, {"citations.9999.url": "x"}]
)
def test_a_question_for_no_source_is_refused(args, desk: Desk):
    assert known(desk.annotator, **args).status_code == 400


def test_known_sources_are_for_people_at_the_desk(desk: Desk):
    people = (desk.stranger, desk.reader)
    assert codes(known(who, **{"citations.0.url": "x"}) for who in people) == [401, 403]


def test_a_link_from_another_site_cannot_make_a_claim(desk: Desk):
    claim = desk.claim("It cost 9 million pounds.")
    answer = desk.annotator.browser.post(
        f"/documents/{claim['document_id']}/claims",
        data={"version": 1, "start": 8, "end": 17},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert len(desk.claims({"id": claim["document_id"]})) == 1

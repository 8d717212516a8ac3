"""The article of the workbench, and the marks of its claims."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from service.database import Database
from service.documents.actions import add_document
from service.documents.intake import Intake
from service.models import Anchor
from service.models import Block as BlockRow
from service.texts.blocks import Block
from service.texts.cutting import cut
from service.vocabulary import BlockKind
from tests.factories import Desk, Person
from tests.verdicts.test_verdict import retract
from tests.workbench.reading import Form, blocks_in, panel, path_of, words

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
        document, _new = add_document(session, who, Intake(pieces, {}))
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
        first = re.search(
            rf'<a [^>]*data-claim="{claim["id"]}"', answer.text[answer.text.index("<art") :]
        )
        assert first
        assert f' id="c{claim["id"]}"' in first[0]
        assert answer.text.count(f' id="c{claim["id"]}"') == 1
        assert sum("claim-mark" in content for _, content in runs) == glyphs
        assert [said in content for _, content in runs] == [False] * (len(runs) - 1) + [True]


def test_orphans_are_listed_below_the_text(desk: Desk, database: Database):
    document = desk.document(EVERYTHING)
    claim = desk.claims(document)[1]
    with database.transaction() as session:
        end = len(EVERYTHING)
        session.execute(
            sa.update(Anchor)
            .where(Anchor.claim_id == claim["id"])
            .values(start=end, end=end, state="orphaned")
        )
    answer = article(desk.annotator, document)
    [(_classes, content)] = mark_in(answer, claim)
    assert content == f'{claim["text"]}<span class="vh"> (unchecked)</span>'
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


def test_the_page_does_not_grow_with_other_documents(desk: Desk):
    path = f"/documents/{desk.document()['id']}"
    alone = desk.annotator.browser.get(path).text
    for number in range(3):
        desk.document(f"Another text, number {number}. It has two sentences.")
    assert desk.annotator.browser.get(path).text == alone

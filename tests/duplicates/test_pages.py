"""What the workbench tells of sentences that stand elsewhere too."""

import re

from tests.duplicates.test_duplicates import BUSES, NEARLY, OTHER, SHOUTED
from tests.factories import Desk, Person
from tests.workbench.reading import panel, path_of, words


def facts(answer) -> str:
    """The words of the facts in a panel."""
    return re.sub(r"\s+", " ", " ".join(re.findall(r"Elsewhere.*?</li>", answer.text, re.DOTALL)))


def article(desk: Desk, document: dict, who: Person | None = None) -> str:
    """The words of the workbench, nothing selected."""
    return words((who or desk.annotator).browser.get(f"/documents/{document['id']}"))


def test_the_panel_shows_the_verdict_on_the_same_sentence_and_leads_there(desk: Desk):
    judged = desk.claim(BUSES, title="Budget & buses")
    desk.published(judged)
    same, _other, nearly = desk.claims(desk.document(f"{SHOUTED} {OTHER}\n\n{NEARLY}"))
    shown = words(panel(desk.annotator, same))
    assert "Elsewhere Mostly true The same sentence stands in Budget & buses" in shown
    assert f'href="{path_of(judged)}#claim"' in panel(desk.annotator, same).text
    shown = panel(desk.annotator, nearly)
    assert "Nearly the same sentence stands in" in facts(shown)
    assert (
        "<del>In fact the </del><ins>The </ins>" in shown.text
    )  # how the words differ from those that were judged


def test_the_panel_shows_the_work_on_the_same_sentence(desk: Desk):
    first, second = desk.claim(f"{BUSES} {OTHER}"), desk.claim(f"{OTHER} {BUSES}")
    here = desk.claims({"id": second["document_id"]})[1]
    desk.draft(first)
    assert "Elsewhere In work The same sentence stands in Untitled" in words(
        panel(desk.annotator, here)
    )


def test_the_article_says_how_many_sentences_are_known_from_others(desk: Desk):
    desk.published(desk.claim(BUSES, title="Budget"))
    document = desk.document(f"{SHOUTED} {OTHER}\n\n{NEARLY}")
    shown = article(desk, document)
    assert "2 sentences known from other documents" in shown
    assert "Mostly true the same in Budget" in shown
    assert "Mostly true nearly the same in Budget" in shown
    assert "known from other" not in article(desk, desk.document(OTHER))
    blind = desk.document(f"{OTHER} {BUSES}", blind=True)
    assert "known from other" not in article(desk, blind)
    assert "1 sentence known from other documents" in article(desk, blind, desk.reviewer)

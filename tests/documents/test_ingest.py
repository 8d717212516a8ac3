"""Texts come in through the API and are kept to the letter, whatever they are made of."""

import re
from collections import Counter
from importlib.resources import files

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from service.database import Database
from service.documents.actions import add_document
from service.documents.intake import Intake
from service.permissions import OPERATOR
from service.texts.cutting import cut
from tests.factories import Desk

SAMPLE = (files("service.documents") / "sample" / "article.txt").read_text(encoding="utf-8")
MARKERS = re.compile(r"(?:\s|>|#{1,6}|[-*•‣⁃–]|\(?\d{1,3}[.)]|\(?[a-z]\))*")
CONTEXT = 32
ROWS_READ = "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'claims'"

fragments = [
    *"a>#…:\t\n\r\x85\u2028\u2029\v\f\x1c\u00a0\u2009\u200b\ufeff😀\u0301é\u202e",
    *["B c. ", "word " * 12, "> ", "- ", "* ", "1. ", "a) ", "# ", "  ", "\n\n", "\r\n", "---"],
    *["“So,” he said. ", "Dr. A. B. Smith ", "3.5 ", "https://a.org/b.c ", "👩‍👩‍👧. ", "ß\u0308"],
]
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300)
structured = st.lists(st.sampled_from(fragments), max_size=40).map("".join)


def read(desk: Desk, text: str) -> tuple[list[dict], list[dict]]:
    """Add the text; its blocks and its claims as the API tells them, after all was checked."""
    answer = desk.annotator.post("/documents", {"text": text})
    if answer.status_code == 422:
        assert set(answer.json["errors"]) == {"text"}
        return [], []
    assert answer.status_code in (200, 201), answer.text
    document = answer.json
    version = desk.annotator.get(f"/documents/{document['id']}/versions/1").json
    claims = desk.claims(document)
    assert version["text"] == text
    assert document["claims_count"] == len(claims) > 0
    check_blocks(text, version["blocks"])
    check_claims(text, version["blocks"], claims)
    return version["blocks"], claims


def check_blocks(text: str, blocks: list[dict]) -> None:
    """Blocks and the gaps between them rebuild the text; gaps hold white space and markers only."""
    rebuilt, position = "", 0
    for block in blocks:
        gap = text[position : block["start"]]
        assert position <= block["start"] < block["end"]
        assert MARKERS.fullmatch(gap), repr(gap)
        rebuilt += gap + text[block["start"] : block["end"]]
        position = block["end"]
    assert rebuilt + text[position:] == text
    assert MARKERS.fullmatch(text[position:])


def check_claims(text: str, blocks: list[dict], claims: list[dict]) -> None:
    """Each claim is its own place in the text, inside one block, with its neighbours around it."""
    position = 0
    for claim in claims:
        anchor = claim["anchor"]
        start, end = anchor["start"], anchor["end"]
        assert position <= start < end <= len(text)
        assert text[start:end] == claim["text"] == claim["text"].strip()
        assert anchor["prefix"] == text[max(0, start - CONTEXT) : start]
        assert anchor["suffix"] == text[end : end + CONTEXT]
        assert (anchor["state"], anchor["version"]) == ("exact", 1)
        (block,) = [each for each in blocks if each["start"] <= start < each["end"]]
        assert end <= block["end"]
        assert block["kind"] == claim["block"] != "heading"
        position = end


def test_any_text_is_kept_to_the_letter(desk: Desk):
    read_any = Counter[bool]()

    @settings(
        max_examples=200,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(texts | structured)
    @example("It is so.\r\nAnd so.")
    @example("\ufeffIt is so.")
    @example("😀" * 40 + " It is so. " + "😀" * 40)
    def every_text(text: str) -> None:
        _blocks, claims = read(desk, text)
        read_any[bool(claims)] += 1

    every_text()
    assert read_any[True] > 100


def test_the_sample_article_gives_41_claims_and_11_headings(desk: Desk):
    blocks, claims = read(desk, SAMPLE)
    assert Counter(claim["block"] for claim in claims) == {
        "headline": 1,
        "list_item": 3,
        "paragraph": 37,
    }
    assert Counter(block["kind"] for block in blocks)["heading"] == 11


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        pytest.param("It is so.\r\nIt is not.", ["It is so.", "It is not."], id="CRLF"),
        pytest.param(
            "It cost 9\u00a0million. It\u202fis\u00a0so.",
            ["It cost 9\u00a0million.", "It\u202fis\u00a0so."],
            id="no-break spaces",
        ),
        pytest.param("It is 😀. It is 👩‍👩‍👧 so.", ["It is 😀.", "It is 👩‍👩‍👧 so."], id="emoji"),
        pytest.param(
            "Cafe\u0301s are so. Café is so.",
            ["Cafe\u0301s are so.", "Café is so."],
            id="combining marks beside their composed form",
        ),
        pytest.param("\ufeffIt is so.", None, id="a byte order mark"),
        pytest.param("\n\n  It is so.  \n\n", ["It is so."], id="white space around"),
        pytest.param("שלום. זה כך.", ["שלום.", "זה כך."], id="right to left"),
        pytest.param("It is so\u200b. It\u00adis so.", None, id="what cannot be seen"),
        pytest.param("\U0010ffff is so. \ue000 too.", None, id="private characters"),
        pytest.param(
            "<b>It</b> is &amp; so.", ["<b>It</b> is &amp; so."], id="what looks like HTML"
        ),
    ],
)
def test_a_text_is_kept_to_the_letter(desk: Desk, text: str, claims: list[str] | None):
    _blocks, found = read(desk, text)
    assert found
    if claims is not None:
        assert [claim["text"] for claim in found] == claims


def test_offsets_count_code_points(desk: Desk):
    _blocks, (first, second) = read(desk, "😀😀 is so. It is so.")
    assert (first["anchor"]["start"], first["anchor"]["end"]) == (0, 9)
    assert second["anchor"]["start"] == 10


def test_a_quotation_of_several_sentences_gives_several_claims(desk: Desk):
    _blocks, claims = read(desk, "> It is so.\n> It was so. It will be.\n")
    assert [claim["text"] for claim in claims] == ["It is so.", "It was so.", "It will be."]
    assert {claim["block"] for claim in claims} == {"quotation"}


def test_a_text_of_2_MiB_comes_in_and_one_byte_more_does_not(desk: Desk):
    sentence = "It cost 9 million pounds in the year before the last one. "
    text = (sentence * (2 * 1024 * 1024 // len(sentence) + 1))[: 2 * 1024 * 1024]
    answer = desk.annotator.post("/documents", {"text": text})
    assert answer.status_code == 201
    assert answer.json["claims_count"] > 30_000
    more = desk.annotator.post("/documents", {"text": text + "."})
    assert (more.status_code, more.json["code"]) == (413, "too_large")


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_long_text_does_not_read_all_claims_for_each_claim(database: Database):
    """As PostgreSQL does whose connection first added claims when there were hardly any."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    with database.transaction() as session:
        for sentences in (20, 2_000):
            text = "".join(f"It cost {sentences + n} pounds. " for n in range(sentences))
            pieces = cut(text, "en")
            add_document(session, OPERATOR, Intake(pieces, {}))
        read = session.scalar(sa.text(ROWS_READ))
    assert read < 20 * 2_000


def test_the_same_text_again_makes_no_claim_twice(desk: Desk):
    read(desk, SAMPLE)
    before = desk.annotator.get("/claims?limit=200").json
    read(desk, SAMPLE)
    assert desk.annotator.get("/claims?limit=200").json == before


def test_the_language_says_how_sentences_end(desk: Desk):
    text = "Am 3. Mai war es so. Dann nicht."
    german = desk.document(text, language="de")
    english = desk.document(text, url="https://example.org/", language="en")
    assert [claim["text"] for claim in desk.claims(german)] == [
        "Am 3. Mai war es so.",
        "Dann nicht.",
    ]
    assert len(desk.claims(english)) >= 2

"""Markdown loses its marks and keeps its blocks."""

from datetime import UTC, datetime

import pytest

from service.errors import Invalid, TooLarge
from service.texts.reading.markdown import MOST_MARKED, read_markdown
from service.vocabulary import BlockKind
from tests.texts.making import blocks_of

HEADLINE, HEADING, PARAGRAPH, ITEM, QUOTATION, TABLE = (
    BlockKind.HEADLINE,
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.QUOTATION,
    BlockKind.TABLE,
)


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        pytest.param(source, blocks, id=sentence)
        for sentence, source, blocks in [
            ("the first heading is the headline", "# Bridge\n\n## Cost\n\nHigh.\n\n# More",
             [(HEADLINE, 1, "Bridge"), (HEADING, 2, "Cost"), (PARAGRAPH, None, "High."),
              (HEADING, 1, "More")]),
            ("only where it is of level 1", "## Bridge\n\nIt is.",
             [(HEADING, 2, "Bridge"), (PARAGRAPH, None, "It is.")]),
            ("headings may be underlined", "Bridge\n===\n\nCost\n---",
             [(HEADLINE, 1, "Bridge"), (HEADING, 2, "Cost")]),
            ("marks within a line are none of the text",
             "It *cost* **nine** ~~ten~~ [million](https://a.example) `pounds` ![](a.png).",
             [(PARAGRAPH, None, "It cost nine ten million pounds .")]),
            ("lines of a paragraph run on", "It cost\nnine million.",
             [(PARAGRAPH, None, "It cost nine million.")]),
            ("without a space in Chinese", "桥梁花费了\n九百万。",
             [(PARAGRAPH, None, "桥梁花费了九百万。")]),
            ("a break that was meant stays", "Roses\\\nare red  \nand<br>so",
             [(PARAGRAPH, None, "Roses\nare red\nand\nso")]),
            ("items have their depth", "- one\n  - two\n\n    more\n- three\n\n1. four",
             [(ITEM, 1, "one"), (ITEM, 2, "two"), (ITEM, 2, "more"), (ITEM, 1, "three"),
              (ITEM, 1, "four")]),
            ("quotations", "> It was\n> cold.\n\nHe left.",
             [(QUOTATION, None, "It was cold."), (PARAGRAPH, None, "He left.")]),
            ("a table has a line a row and tabs between its cells",
             "| year | *cost* |\n|---|---|\n| 2024 | 8 |\n| 2025 | |",
             [(TABLE, None, "year\tcost\n2024\t8\n2025")]),
            ("code is a paragraph, for it may be prose", "It is.\n\n    A poem\n    was here.",
             [(PARAGRAPH, None, "It is."), (PARAGRAPH, None, "A poem\nwas here.")]),
            ("HTML loses its tags, comments and scripts",
             "<div>It <b>is</b> &amp; was.</div>\n\n<!-- no -->\n\n<script>\nx()\n</script>\n",
             [(PARAGRAPH, None, "It is & was.")]),
            ("footnotes lose their numbers", "It cost nine.[^1] Yes.[^n]\n\n[^1]: See there now.",
             [(PARAGRAPH, None, "It cost nine. Yes."), (PARAGRAPH, None, "See there now.")]),
            ("also those that are an address", "It cost nine.[^1]\n\n[^1]: https://a.example",
             [(PARAGRAPH, None, "It cost nine.")]),
            ("a line across is no text", "One.\n\n---\n\nTwo.",
             [(PARAGRAPH, None, "One."), (PARAGRAPH, None, "Two.")]),
        ]
    ],
)  # fmt: skip
def test_blocks(source: str, blocks: list[tuple[BlockKind, int | None, str]]):
    assert blocks_of(read_markdown(source.encode())) == blocks


FRONT = """---
title: "The bridge: a history"
author:
  - A. Smith
  - 'B. Jones'
date: 2026-01-05T10:00:00+01:00
lang: en-GB
tags: [one, two]
---
It is.
"""


def test_a_simple_front_matter_describes_the_text_and_is_none_of_it():
    extract = read_markdown(FRONT.encode())
    assert extract.text == "It is."
    assert extract.described == {
        "title": "The bridge: a history",
        "author": "A. Smith, B. Jones",
        "published_at": datetime(2026, 1, 5, 9, tzinfo=UTC),
        "language": "en-GB",
    }


@pytest.mark.parametrize(
    ("front", "described"),
    [
        pytest.param(front, described, id=sentence)
        for sentence, front, described in [
            ("names in brackets", "authors: [A, 'B']", {"author": "A, B"}),
            ("a day is its first moment", "date: 2026-01-05",
             {"published_at": datetime(2026, 1, 5, tzinfo=UTC)}),
            ("a date that is none is left out", "title: T\ndate: yesterday", {"title": "T"}),
            ("a year that no date has", "title: T\ndate: 0001-01-01", {"title": "T"}),
            ("what is empty is not said", "title:\nauthor: ''", {}),
        ]
    ],
)  # fmt: skip
def test_what_a_front_matter_says(front: str, described: dict[str, object]):
    extract = read_markdown(f"---\n{front}\n---\nIt is.\n".encode())
    assert (extract.text, extract.described) == ("It is.", described)


def test_lines_above_and_below_prose_are_no_front_matter():
    assert read_markdown(b"---\nIt was cold.\n\n---\nIt is.\n").text == "It was cold.\n\nIt is."


def test_the_encoding_may_be_a_guess():
    assert read_markdown("Das „Haus“.".encode("cp1252")).guessed == "Windows-1252"
    assert read_markdown("Мост".encode("cp1251"), "windows-1251").text == "Мост"


@pytest.mark.parametrize("source", [b"", b"\n\n", b"---\n", b"<!-- x -->", b"![a](b.png)"])
def test_a_file_without_text_is_refused(source: bytes):
    with pytest.raises(Invalid, match="no text") as refusal:
        read_markdown(source)
    assert set(refusal.value.errors or {}) == {"file"}


def test_a_file_that_is_too_long_is_refused():
    with pytest.raises(TooLarge, match=str(MOST_MARKED)):
        read_markdown(b"a" * (MOST_MARKED + 1))

"""What counts as a headline, a heading, a paragraph, a list item and a quotation."""

import re
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.texts.blocks import Block, read_blocks
from service.texts.sentences import split_sentences
from service.vocabulary import BlockKind

HEADLINE, HEADING, PARAGRAPH, LIST_ITEM, QUOTATION = (
    BlockKind.HEADLINE,
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.QUOTATION,
)
SAMPLE = (files("service.documents") / "sample" / "article.txt").read_text(encoding="utf-8")
MARKER = re.compile(r"(?:\s|>|#{1,6}|[-*•‣⁃–]|\(?\d{1,3}[.)]|\(?[a-z]\))*")

fragments = [
    *"a>#…:\t\n\r\x85\u2028\u2029\v\f\x1c\u00a0\u2009\u200b\ufeff😀\0",
    *["B c. ", "word " * 12, "> ", "- ", "* ", "1. ", "a) ", "# ", "  ", "\n\n", "\r\n", "---"],
]
nasty_texts = st.lists(st.sampled_from(fragments), max_size=40).map("".join)
any_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | nasty_texts


def blocks_of(text: str) -> list[tuple[BlockKind, str]]:
    return [(block.kind, text[block.start : block.end]) for block in read_blocks(text)]


def levels_of(text: str) -> list[int | None]:
    return [block.level for block in read_blocks(text)]


def test_the_sample_article_has_41_claims_under_11_headings():
    blocks = read_blocks(SAMPLE)
    sentences = Counter[BlockKind]()
    for block in blocks:
        sentences[block.kind] += len(split_sentences(SAMPLE[block.start : block.end], "en"))

    assert Counter(block.kind for block in blocks) == {
        HEADLINE: 1,
        LIST_ITEM: 3,
        HEADING: 11,
        PARAGRAPH: 10,
    }
    assert sentences == {HEADLINE: 1, LIST_ITEM: 3, HEADING: 11, PARAGRAPH: 37}
    assert blocks[0] == Block(HEADLINE, 1, 0, SAMPLE.index("\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing in an empty text"),
        pytest.param(" \n\t\u00a0\u2028", [], id="nothing in white space"),
        pytest.param("It cost 9 million.", [(PARAGRAPH, "It cost 9 million.")], id="one line"),
        pytest.param(
            "Bridge to open\n\nIt cost 9 million. It opens today.",
            [(HEADLINE, "Bridge to open"), (PARAGRAPH, "It cost 9 million. It opens today.")],
            id="a headline above a paragraph",
        ),
        pytest.param(
            "It cost 9 million. It opens today.\nNobody came.",
            [(PARAGRAPH, "It cost 9 million. It opens today."), (PARAGRAPH, "Nobody came.")],
            id="several sentences make no headline",
        ),
        pytest.param(
            "One. Two.\nThe cost\nIt was high.",
            [(PARAGRAPH, "One. Two."), (HEADING, "The cost"), (PARAGRAPH, "It was high.")],
            id="a heading between paragraphs without blank lines",
        ),
        pytest.param(
            "One. Two.\nIt was high.\nThe end",
            [(PARAGRAPH, "One. Two."), (PARAGRAPH, "It was high."), (PARAGRAPH, "The end")],
            id="what nothing follows is no heading",
        ),
        pytest.param(
            "One. Two.\nBread\nMilk\nEggs\nHoney\nThey cost more.",
            [
                (PARAGRAPH, "One. Two."),
                (PARAGRAPH, "Bread"),
                (PARAGRAPH, "Milk"),
                (HEADING, "Eggs"),
                (HEADING, "Honey"),
                (PARAGRAPH, "They cost more."),
            ],
            id="at most two headings in a row",
        ),
        pytest.param(
            "# Bridge\n## Cost\nHigh.\n# More\nNo.",
            [
                (HEADLINE, "Bridge"),
                (HEADING, "Cost"),
                (PARAGRAPH, "High."),
                (HEADING, "More"),
                (PARAGRAPH, "No."),
            ],
            id="headings marked with #",
        ),
        pytest.param(
            "- one\n* two\n• three\n1. four\n2) five\na) six",
            [(LIST_ITEM, word) for word in ("one", "two", "three", "four", "five", "six")],
            id="list items of every marker",
        ),
        pytest.param("-5 degrees", [(PARAGRAPH, "-5 degrees")], id="a minus is no bullet"),
        pytest.param("2019. A year.", [(PARAGRAPH, "2019. A year.")], id="a year is no number"),
        pytest.param(
            "- It was a cold\n  night.\n- Then came day.",
            [(LIST_ITEM, "It was a cold\n  night."), (LIST_ITEM, "Then came day.")],
            id="an indented line goes on with its item",
        ),
        pytest.param(
            "> It was cold.\n> It was dark.\n>\n> It was late.\nHe left.",
            [
                (QUOTATION, "It was cold.\n> It was dark."),
                (QUOTATION, "It was late."),
                (PARAGRAPH, "He left."),
            ],
            id="quoted lines, parted by an empty one",
        ),
        pytest.param(
            "The council decided on Monday to spend nine million pounds on\n"
            "the bridge over the river. The Mayor said that it would be\n"
            "Open by May.\n"
            "The opposition disagrees. It says that the cost will be much\n"
            "higher.",
            [
                (
                    PARAGRAPH,
                    "The council decided on Monday to spend nine million pounds on\n"
                    "the bridge over the river. The Mayor said that it would be\n"
                    "Open by May.",
                ),
                (
                    PARAGRAPH,
                    "The opposition disagrees. It says that the cost will be much\nhigher.",
                ),
            ],
            id="paragraphs wrapped by hand",
        ),
        pytest.param(
            "features\ncontact manager\nevents, activities",
            [
                (PARAGRAPH, "features"),
                (PARAGRAPH, "contact manager"),
                (PARAGRAPH, "events, activities"),
            ],
            id="short lines are not wrapped ones",
        ),
        pytest.param(
            "This is a sentence\ncut off\nin the middle.",
            [(PARAGRAPH, "This is a sentence\ncut off\nin the middle.")],
            id="short lines that are one sentence are",
        ),
        pytest.param(
            "1. Bread 2. Milk\n1) One",
            [(PARAGRAPH, "1. Bread 2. Milk"), (LIST_ITEM, "One")],
            id="a list in one line keeps its markers",
        ),
        pytest.param(
            "हाँ। नहीं।\nपुल।\nवह खुला।",
            [(PARAGRAPH, "हाँ। नहीं।"), (PARAGRAPH, "पुल।"), (PARAGRAPH, "वह खुला।")],
            id="other full stops make no headings",
        ),
        pytest.param(
            "จริงหรือ? จริง! ใช่\nสะพานนี้ราคาเก้าล้าน\nไม่มีใครจ่าย",
            [
                (PARAGRAPH, "จริงหรือ? จริง! ใช่"),
                (PARAGRAPH, "สะพานนี้ราคาเก้าล้าน"),
                (PARAGRAPH, "ไม่มีใครจ่าย"),
            ],
            id="nor does the lack of one where there is none",
        ),
    ],
)
def test_blocks(text, expected):
    assert blocks_of(text) == expected


@pytest.mark.parametrize(
    "line_break",
    ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "\v", "\f", "\n\n", "\r\n\r\n", "\n \u00a0\n"],
    ids=["LF", "CRLF", "CR", "NEL", "LS", "PS", "VT", "FF", "two LF", "two CRLF", "a blank line"],
)
def test_every_line_break_parts_blocks(line_break):
    text = line_break.join(["One. Two.", "- three", "Four. Five."])

    assert blocks_of(text) == [
        (PARAGRAPH, "One. Two."),
        (LIST_ITEM, "three"),
        (PARAGRAPH, "Four. Five."),
    ]


def test_the_level_of_a_list_item_is_its_depth():
    assert levels_of("- a\n  - b\n\n    - c\n  - d\n- e\n\nText. More.\n  - f") == [
        *(1, 2, 3, 2, 1),
        None,
        1,
    ]


def test_the_level_of_a_heading_is_its_number_of_marks():
    assert levels_of("One. Two.\n### Three\nFour.\n# Five\nSix.") == [None, 3, None, 1, None]


@settings(deadline=None)
@given(any_texts)
def test_blocks_and_the_gaps_between_them_rebuild_the_text(text):
    position = 0
    for block in read_blocks(text):
        assert position <= block.start < block.end <= len(text)
        assert MARKER.fullmatch(text, position, block.start)
        body = text[block.start : block.end]
        assert body == body.strip()
        position = block.end
    assert MARKER.fullmatch(text, position)


@settings(deadline=None)
@given(any_texts)
def test_only_the_first_block_is_a_headline(text):
    assert HEADLINE not in [block.kind for block in read_blocks(text)[1:]]


@pytest.mark.parametrize("unit", ["> ", "\n", "- ", "a", " \r\n", "#", "> a\n", "1. ", ">\n"])
def test_a_text_of_two_mebibytes_of_one_thing_is_read(unit):
    text = (unit * 2**21)[: 2**21]

    assert len(read_blocks(text)) <= 1

"""PDF files: lines on pages become paragraphs again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.errors import Invalid, TooLarge
from service.texts.reading.pdf import MOST_PAGES, read_pdf
from service.vocabulary import BlockKind
from tests.texts.making import blocks_of, numbered, pdf, stream_of

HEADLINE, HEADING, PARAGRAPH, ITEM = (
    BlockKind.HEADLINE,
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
)
PRINTED = (Path(__file__).parent / "files" / "printed.pdf").read_bytes()
"""Printed by a browser: a headline, a heading, a list, two columns, indented paragraphs and, on
five pages, what browsers write at their edges."""

TOP, PITCH = 550, 14


def column(*lines: str, left: float = 50, top: float = TOP, size: float = 11):
    """Lines one below the other. One that begins with spaces is indented; an empty one is a gap."""
    return [
        (left + 4 * (len(text) - len(text.lstrip())), top - PITCH * number, size, text.strip())
        for number, text in enumerate(lines)
        if text
    ]


def text_of(*pages) -> str:
    return read_pdf(pdf(pages)).text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        pytest.param(lines, text, id=sentence)
        for sentence, lines, text in [
            ("lines run on",
             ["The council decided on Monday to", "spend nine million on the bridge."],
             "The council decided on Monday to spend nine million on the bridge."),
            ("a gap parts paragraphs",
             ["It cost nine million.", "", "The council met."],
             "It cost nine million.\n\nThe council met."),
            ("so does a first line that is indented",
             ["   The council decided on Monday to", "spend nine million on the new bridge.",
              "   Nobody came to the opening of it.", "The bridge was closed on the same day."],
             "The council decided on Monday to spend nine million on the new bridge.\n\n"
             "Nobody came to the opening of it. The bridge was closed on the same day."),
            ("so does the end of a sentence with room behind it",
             ["The council decided on Monday to", "spend nine.", "Nobody came to the opening."],
             "The council decided on Monday to spend nine.\n\nNobody came to the opening."),
            ("but not one without room",
             ["The council decided to spend it all.", "Nobody came."],
             "The council decided to spend it all. Nobody came."),
            ("a hyphen at the end of a line is none of the word",
             ["The extra-", "ordinary bridge."], "The extraordinary bridge."),
            ("but if the text has the word with it",
             ["A well-known man met a well-", "known woman."],
             "A well-known man met a well-known woman."),
            ("or what follows begins with a capital", ["The Anglo-", "Saxon bridge."],
             "The Anglo-Saxon bridge."),
            ("items of a list",
             ["They bought:", "• bread and a lot of things", "   of which nobody knows", "• milk"],
             "They bought:\n\n• bread and a lot of things of which nobody knows\n\n• milk"),
        ]
    ],
)  # fmt: skip
def test_lines_become_paragraphs(lines: list[str], text: str):
    assert text_of(column(*lines)) == text


def test_a_sentence_goes_on_in_the_next_column():
    left = column("The council decided on", "Monday to spend nine", top=100)
    right = column("million on a bridge.", left=220)
    assert text_of(left + right) == (
        "The council decided on Monday to spend nine million on a bridge."
    )


def test_a_sentence_goes_on_on_the_next_page_behind_a_note():
    note = column("1 As the ledger says.", top=60, size=8)
    assert text_of(
        column("The council decided on Monday to spend", "nine") + note,
        column("million on the bridge over the", "river. Nobody came."),
    ) == (
        "The council decided on Monday to spend nine million on the bridge over the river."
        " Nobody came.\n\n"
        "1 As the ledger says."
    )


def test_a_sentence_at_its_end_does_not():
    assert text_of(column("It is."), column("it was.")) == "It is.\n\nit was."


def test_what_comes_again_at_the_edges_of_pages_is_left_out():
    words = ["One", "Two", "Three", "Four"]
    pages = [
        [
            *column(f"The Post, page {number}", top=580, size=8),
            *column(f"{word} is first.", "It is so.", f"{word} is last."),
            *column(f"- {number} -", top=20, size=8),
        ]
        for number, word in enumerate(words, 1)
    ]
    assert text_of(*pages) == "\n\n".join(
        f"{word} is first. It is so. {word} is last." for word in words
    )


def test_page_numbers_are_left_out_of_two_pages_too():
    pages = [
        column(f"{word}.") + column(str(number), top=20) for number, word in [(1, "A"), (2, "B")]
    ]
    assert text_of(*pages) == "A.\n\nB."


def test_larger_letters_make_headings():
    page = [
        *column("The bridge", "of the town", size=20),
        *column("It cost nine million pounds, which is a lot of money.", top=490),
        *column("1. What it costs", top=460, size=15),
        *column("Nobody knows what it costs in the end.", top=430),
    ]
    assert blocks_of(read_pdf(pdf([page]))) == [
        (HEADLINE, 1, "The bridge of the town"),
        (PARAGRAPH, None, "It cost nine million pounds, which is a lot of money."),
        (HEADING, 2, "1. What it costs"),
        (PARAGRAPH, None, "Nobody knows what it costs in the end."),
    ]


def test_a_page_that_a_browser_printed():
    blocks = blocks_of(read_pdf(PRINTED))
    assert [kind for kind, _level, _text in blocks[:4]] == [HEADLINE, PARAGRAPH, HEADING, PARAGRAPH]
    assert blocks[0][2] == "Bridge costs rise to nine million pounds, the council says"
    assert blocks[1][2].endswith("in the afternoon. The well-known engineer said no.")
    text = "\n".join(text for _kind, _level, text in blocks)
    assert "file:" not in text
    # Each of 24 paragraphs is one, also those that a page break parts.
    assert [text for _kind, _level, text in blocks[-24:]] == [
        f"Paragraph {number} tells that the bridge was seen by {number * 7} people on the day of"
        " the opening. They came from far away and stayed until the evening, when the lights went"
        " on. Then they left, and nobody said a word about the nine million pounds."
        for number in range(1, 25)
    ]


@pytest.mark.parametrize(
    ("info", "described"),
    [
        pytest.param(info, described, id=sentence)
        for sentence, info, described in [
            ("what it says of itself",
             {"Title": "Bridge", "Author": "A. Smith", "CreationDate": "D:20260105100000+01'00'"},
             {"title": "Bridge", "author": "A. Smith",
              "published_at": datetime(2026, 1, 5, 9, tzinfo=UTC)}),
            ("a day", {"CreationDate": "D:20260105"},
             {"published_at": datetime(2026, 1, 5, tzinfo=UTC)}),
            ("no date", {"CreationDate": "D:20261305"}, {}),
            ("no date at all", {"CreationDate": "yesterday"}, {}),
            ("the title of a program", {"Title": "Microsoft Word - bridge.doc"}, {}),
            ("the name of a file", {"Title": "bridge_final.indd"}, {}),
            ("the name of an account", {"Author": "Administrator"}, {}),
            ("when a browser printed it",
             {"Title": "Bridge", "Producer": "Skia/PDF m1", "CreationDate": "D:20260105"},
             {"title": "Bridge"}),
        ]
    ],
)  # fmt: skip
def test_what_describes_it(info: dict[str, str], described: dict[str, object]):
    assert read_pdf(pdf([column("It is.")], info)).described == described


PICTURE = stream_of(
    b"\x00", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8"
    b" /ColorSpace /DeviceGray",
)  # fmt: skip


def scan(words: bytes) -> bytes:
    """A picture of a page, below some words."""
    shown = b"q 400 0 0 600 0 0 cm /I Do Q BT /F 8 Tf 10 10 Td (%b) Tj ET" % words
    return numbered([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 4 0 R /Resources"
        b" << /XObject << /I 5 0 R >> /Font << /F 6 0 R >> >> >>",
        stream_of(shown), PICTURE,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ])  # fmt: skip


LOCKED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
    f" /O <{'00' * 32}> /U <{'00' * 32}> >> /ID [<00> <00>]"
)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param(raw, says, id=sentence)
        for sentence, raw, says in [
            ("nothing", b"", "no PDF"),
            ("a text", b"It is.", "no PDF"),
            ("the beginning of one", PRINTED[:2000], "no PDF"),
            ("a scan", scan(b""), "it is a scan. Run it through OCR"),
            ("a scan with the name of a program", scan(b"Made by a scanner"), "it is a scan"),
            ("an empty page", pdf([[]]), "no text layer"),
            ("a protected one", pdf([column("It is.")], None, LOCKED), "password"),
        ]
    ],
)
def test_what_has_no_text_is_refused(raw: bytes, says: str):
    with pytest.raises(Invalid, match=says) as refusal:
        read_pdf(raw)
    assert set(refusal.value.errors or {}) == {"file"}


def test_a_picture_beside_a_text_makes_no_scan():
    words = b"It cost nine million pounds, which is a lot of money for a bridge."
    assert read_pdf(scan(words)).text == words.decode()


def test_a_pdf_of_too_many_pages_is_refused():
    with pytest.raises(TooLarge, match=str(MOST_PAGES)):
        read_pdf(pdf([[]] * (MOST_PAGES + 1)))

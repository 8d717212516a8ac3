"""Reads PDF files that have a text layer. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from ctypes import c_double
from datetime import datetime
from statistics import median
from typing import Any

from service.errors import Refusal, TooLarge
from service.texts.blocks import Block, read_blocks
from service.texts.extract import Extract
from service.texts.limits import MOST_TEXT
from service.texts.pieces import Piece, write
from service.texts.reading.decoding import refused
from service.texts.reading.joining import HYPHEN, Line, Paragraph, body_size, join, without_edges
from service.texts.reading.properties import author_in, moment_in, title_in
from service.vocabulary import BlockKind

MOST_PAGES = 500

FEW_LETTERS = 50
"""On a page with no more of them beside a picture, the picture is what one reads."""

MOST_UNKNOWN = 0.3
"""The share of letters of which a PDF may not say which they are."""

LARGER = 1.15
"""How much larger than most letters those of a heading are."""

LONGEST_HEADING = 200

SCAN = "This PDF has no text layer: it is a scan. Run it through OCR, or paste the text."

_DATE = re.compile(
    r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-]\d\d)'?(\d\d)?)?.*", re.S
)
_PRINTED = re.compile(r"Skia/PDF|Mozilla/|wkhtmltopdf", re.I)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
              0xFB06: "st"}  # fmt: skip
_BREAKS = frozenset({10, 13})
_SPACES = frozenset({0, 9, 32, 0xA0})
_HYPHENS = frozenset({0x02, 0xFFFE})  # as pdfium tells of a hyphen at the end of a line
_BULLETS = frozenset({0xF0A7, 0xF0B7, 0xF06E})  # of the fonts Symbol and Wingdings


def read_pdf(raw: bytes, _charset: str | None = None) -> Extract:
    """The text of a PDF: its lines joined into paragraphs, without what runs at the edges of pages.

    Headings are what is set larger. Raises Invalid for a scan, a protected or damaged file, and
    TooLarge.
    """
    import pypdfium2  # late: it is loaded where a file is read

    try:
        document = pypdfium2.PdfDocument(raw)
        lines = without_edges(list(_lines(document)))
        said = _said(document.get_metadata_dict())
    except Refusal:
        raise
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise refused("This PDF is protected by a password. Save it without one.") from None
        raise refused("This is no PDF, or it is damaged.") from error
    text, blocks = _read(join(lines), body_size(lines))
    if not text:
        raise refused(SCAN)
    return Extract(text, blocks, **said)


def _read(paragraphs: list[Paragraph], body: float) -> tuple[str, list[Block]]:
    """The text and its blocks: those that its wording shows, and headings in larger letters."""
    large = [each.size > LARGER * body and len(each.text) <= LONGEST_HEADING for each in paragraphs]
    sizes = {round(each.size) for each, is_large in zip(paragraphs, large, strict=True) if is_large}
    levels = {size: level for level, size in enumerate(sorted(sizes, reverse=True), 1)}
    text, spans = write(
        Piece(BlockKind.HEADING, min(levels[round(each.size)], 6), each.text)
        if is_large
        else Piece(BlockKind.PARAGRAPH, None, each.text)
        for each, is_large in zip(paragraphs, large, strict=True)
    )
    starts = [span.start for span in spans]
    plain = (
        block
        for block in read_blocks(text)
        if spans[bisect_right(starts, block.start) - 1].kind is BlockKind.PARAGRAPH
    )
    headings = (span for span in spans if span.kind is not BlockKind.PARAGRAPH)
    return text, sorted([*headings, *plain], key=lambda block: block.start)


def _lines(document: Any) -> Iterator[Line]:
    """The lines of all pages, in the order in which the file has them."""
    if len(document) > MOST_PAGES:
        raise TooLarge(f"This PDF has {len(document)} pages; {MOST_PAGES} is the most.")
    scans = letters = 0
    for number in range(len(document)):
        page = document[number]
        lines = list(_on_page(page, number))
        found = sum(len(line.text) for line in lines)
        letters += found
        if letters > MOST_TEXT:
            raise TooLarge(f"The text of this PDF has more than {MOST_TEXT} characters.")
        scans += found <= FEW_LETTERS and _has_picture(page)
        page.close()
        yield from lines
    if scans > len(document) / 2:
        raise refused(SCAN)


def _on_page(page: Any, number: int) -> Iterator[Line]:
    from pypdfium2 import raw

    shown = page.get_textpage()
    codes = [raw.FPDFText_GetUnicode(shown, index) for index in range(shown.count_chars())]
    unknown = sum(code == 0 or code == 0xFFFD or 0xE000 <= code <= 0xF8FF for code in codes)
    if unknown > max(20, MOST_UNKNOWN * len(codes)):
        raise refused(
            "This PDF does not say which letters it shows. Run it through OCR, or paste the text."
        )
    start = 0
    for index, code in enumerate([*codes, 10]):
        if code in _BREAKS or code in _HYPHENS:
            seen = [each for each in range(start, index) if codes[each] not in _SPACES]
            for on_line in _parted(shown, seen):
                text = "".join(map(_letter, codes[on_line[0] : on_line[-1] + 1])).strip()
                if text:
                    is_broken = code in _HYPHENS and on_line[-1] == seen[-1]
                    yield _line(shown, number, text + HYPHEN * is_broken, on_line)
            start = index + 1
    shown.close()


def _parted(shown: Any, seen: list[int]) -> Iterator[list[int]]:
    """Characters that stand on one line.

    pdfium keeps a line of one letter with the line above it, however far that is.
    """
    start = 0
    if seen and abs(_base(shown, seen[0]) - _base(shown, seen[-1])) > _height(shown, seen[0]):
        bases = [_base(shown, each) for each in seen]
        for number in range(1, len(seen)):
            if abs(bases[number] - bases[number - 1]) > _height(shown, seen[number]):
                yield seen[start:number]
                start = number
    if seen:
        yield seen[start:]


def _letter(code: int) -> str:
    if code in _BULLETS:
        return "•"
    return _LIGATURES.get(code) or (chr(code) if code >= 32 and code < 0x110000 else " ")


def _line(shown: Any, page: int, text: str, seen: list[int]) -> Line:
    left = shown.get_charbox(seen[0], loose=True)[0]
    right = shown.get_charbox(seen[-1], loose=True)[2]
    size = median(_height(shown, seen[each]) for each in (0, len(seen) // 2, -1))
    return Line(page, text, left, right, _base(shown, seen[-1]), size)


def _base(shown: Any, index: int) -> float:
    """What a character stands on, in points from the bottom of the page."""
    from pypdfium2 import raw

    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(shown, index, x, y)
    return y.value


def _height(shown: Any, index: int) -> float:
    """How high the characters of its font can be, in points."""
    _left, bottom, _right, top = shown.get_charbox(index, loose=True)
    return float(top - bottom)


def _has_picture(page: Any) -> bool:
    from pypdfium2 import raw

    return any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _said(told: dict[str, str]) -> dict[str, Any]:
    """What a PDF says of itself; the moment when a browser printed it is not its date."""
    printed = _PRINTED.search(f"{told.get('Creator')} {told.get('Producer')}")
    return {
        "title": title_in(told.get("Title")),
        "author": author_in(told.get("Author")),
        "published_at": None if printed else _moment(told.get("CreationDate") or ""),
    }


def _moment(written: str) -> datetime | None:
    """A date such as D:20260102100000+01'00'."""
    match = _DATE.fullmatch(written)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone, more = match.groups("00")
    zone = "" if zone == "00" else f"{zone}:{more}"
    day, month = (each if each != "00" else "01" for each in (day, month))
    return moment_in(f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")

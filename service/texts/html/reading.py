"""Reads the article of a web page: its text in blocks, and what the page says of itself. Pure."""

import logging
import re
from dataclasses import replace
from typing import Any

from lxml import etree, html

from service.errors import Invalid, TooLarge
from service.texts.extract import Extract
from service.texts.html.charsets import decode_page
from service.texts.html.leads import find_lead
from service.texts.html.metadata import describe
from service.texts.html.preparing import Marks, part_blocks, prepare, without_controls, without_junk
from service.texts.html.titles import words
from service.texts.html.tree import read_tree
from service.texts.pieces import Piece, write
from service.texts.reading.decoding import refused
from service.vocabulary import BlockKind

NO_TEXT = "This page has no readable text; it may need scripts. Paste the text instead."
TOO_DEEP = "The elements of this page are nested too deeply to be read. Paste the text instead."
TOO_MUCH_MARKUP = "This page has more markup than can be read. Paste the text instead."
UNREADABLE = "This page cannot be read. Paste the text instead."

MOST_TAGS = 100_000
"""Several times as many as long articles have; reading as many takes seconds."""

MOST_CONTROLS = 0.01
"""The share of characters in a page that no text has."""

LONGEST_NOTICE = 300
"""In code points. A text as short as this that asks for scripts is no article."""

HEADLINE_AMONG = 6
"""How many blocks from the top may repeat the headline."""

_ASKS_FOR_SCRIPTS = re.compile(r"java-?script|\bloading\b", re.IGNORECASE)


def read_html(raw: bytes, charset: str | None = None) -> Extract:
    """The article of a page, without navigation, comments and advertising.

    `charset` is what came beside it, as in an HTTP header. Raises Invalid, at the field `file`, for
    a page without readable text. Fetches nothing.
    """
    try:
        return _read(raw, charset)
    except (Invalid, TooLarge):
        raise
    except Exception:  # whatever a hostile page may do to the libraries
        raise refused(UNREADABLE) from None


def _read(raw: bytes, charset: str | None) -> Extract:
    source, guessed = decode_page(raw, charset)
    plain = without_controls(source)
    if len(source) - len(plain) > MOST_CONTROLS * len(source):
        raise refused(NO_TEXT)  # a picture, or another file
    page = _parsed(without_junk(plain))
    description, summaries = describe(page)
    lead = find_lead(page, description.title, summaries)
    has_scripts = page.find(".//script") is not None
    marks = prepare(page, source)
    pieces = _restored(_main(page, marks), marks)
    if not _has_text(pieces, has_scripts):
        raise refused(NO_TEXT)
    text, blocks = write(_with_top(pieces, description.title, lead))
    return replace(description, text=text, blocks=blocks, guessed=guessed)


def _parsed(source: str) -> Any:
    if source.count("<") > MOST_TAGS:
        raise refused(TOO_MUCH_MARKUP)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    try:
        page = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        raise refused(NO_TEXT) from None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise refused(TOO_DEEP)
    part_blocks(page)
    return page


def _main(page: Any, marks: Marks) -> list[Piece]:
    from trafilatura.core import bare_extraction  # late: it loads much

    for name in ("trafilatura", "htmldate", "justext", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    document = bare_extraction(page, include_comments=False)
    body = getattr(document, "body", None)
    return [] if body is None else read_tree(body, marks.signs)


def _restored(pieces: list[Piece], marks: Marks) -> list[Piece]:
    restored = (replace(piece, text=marks.restored(piece.text).strip()) for piece in pieces)
    return [piece for piece in restored if piece.text]


def _has_text(pieces: list[Piece], has_scripts: bool) -> bool:
    text = " ".join(piece.text for piece in pieces)
    if has_scripts and len(text) <= LONGEST_NOTICE and _ASKS_FOR_SCRIPTS.search(text):
        return False
    return any(char.isalpha() for char in text)


def _with_top(pieces: list[Piece], headline: str | None, lead: str | None) -> list[Piece]:
    """The headline first, and not a second time near the top; then the lead, if it is missing."""
    rest = [
        piece
        for place, piece in enumerate(pieces)
        if place >= HEADLINE_AMONG or not _repeats(piece, headline)
    ]
    if lead and words(lead) not in words(" ".join(piece.text for piece in pieces)):
        rest.insert(0, Piece(BlockKind.PARAGRAPH, None, lead))
    return [Piece(BlockKind.HEADLINE, 1, headline), *rest] if headline else rest


def _repeats(piece: Piece, headline: str | None) -> bool:
    kinds = (BlockKind.HEADING, BlockKind.PARAGRAPH)
    return bool(headline) and piece.kind in kinds and words(piece.text) == words(headline or "")

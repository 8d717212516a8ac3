"""Reads Word files (.docx). Pure."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from service.errors import Refusal, TooLarge
from service.texts.extract import Extract
from service.texts.pieces import Piece, table, write
from service.texts.reading.decoding import refused
from service.texts.reading.properties import author_in, title_in
from service.vocabulary import BlockKind

MOST_UNPACKED = 100 * 1024 * 1024
MOST_MARKUP = 32 * 1024 * 1024
"""Bytes of all that is in the file, and of what in it is XML."""

MOST_PARTS = 5000

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TYPES = [mark.encode(codec) for mark in ("<!DOCTYPE", "<!ENTITY")
          for codec in ("ascii", "utf-16-le", "utf-16-be")]  # fmt: skip

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

# What holds no text of the article: what was struck out or moved away, how it is pronounced.
_NO_TEXT = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "rt", "pPr", "sectPr"))
_BREAKS = frozenset(f"{_W}{name}" for name in ("br", "cr"))

_HEADING = re.compile(r"heading ([1-9])")
_LIST = re.compile(r"list (?:bullet|number)(?: ([1-9]))?")
_NO_PART = re.compile(r"toc( heading| \d)|table of (contents|figures|authorities)|index \d")
_QUOTES = frozenset({"quote", "intense quote", "block text", "quotations"})
_PARAGRAPH = (BlockKind.PARAGRAPH, None)

MOST_BASES = 20
"""Styles that a style may be based on, one upon the other."""

Sort = tuple[BlockKind, int | None]
"""The kind and the level of a block."""


def read_word(raw: bytes, _charset: str | None = None) -> Extract:
    """The text of a Word file: its paragraphs by their styles, and its tables.

    Text boxes stand behind the paragraph that they hang on. Footnotes, comments, headers, footers
    and what was struck out are left out. Where no paragraph has a style that says what it is, the
    blocks are to be found in the text. When it was begun is not when it was published, so it has no
    date. Raises Invalid or TooLarge.
    """
    _check(raw)
    from docx import Document  # late: it is loaded where a file is read

    try:
        document = Document(BytesIO(raw))
        text, blocks = write(_Walk(document).pieces(document.element.body))
        properties = document.core_properties
        said: dict[str, Any] = {
            "title": title_in(properties.title),
            "author": author_in(properties.author),
            "language": properties.language or None,
        }
    except Refusal:
        raise
    except Exception as error:  # whatever a library says of a broken file
        raise refused("This Word file is damaged: Word may be able to repair it.") from error
    if not text:
        raise refused("There is no text in this Word file.")
    plain = all(block.kind is BlockKind.PARAGRAPH for block in blocks)
    return Extract(text, None if plain else blocks, **said)


def _check(raw: bytes) -> None:
    """Raise Invalid or TooLarge for what is not to be opened."""
    if raw.startswith(_OLD):
        if _ENCRYPTED in raw:
            raise refused("This file is protected by a password. Save it without one.")
        raise refused("This is a file of an old Word (.doc). Save it as .docx.")
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            _check_parts(archive)
    except Refusal:
        raise
    except Exception as error:  # as many kinds as there are ways to be broken
        raise refused("This is no Word file (.docx), or it is damaged.") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    markup = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    for found, most in ((parts, MOST_UNPACKED), (markup, MOST_MARKUP)):
        if sum(part.file_size for part in found) > most:
            raise TooLarge(f"Unpacked, this file has more than {most >> 20} MiB.")
    if len(parts) > MOST_PARTS:
        raise TooLarge(f"This file has {len(parts)} parts; {MOST_PARTS} is the most.")
    if any(part.flag_bits & 1 for part in parts):
        raise refused("This file is protected by a password. Save it without one.")
    for part in markup:
        if any(mark in archive.read(part) for mark in _TYPES):
            raise refused("This file defines entities of its own, which no Word file does.")


class _Walk:
    """Through the body of a document, with its styles at hand."""

    def __init__(self, document: Any) -> None:
        styles = {style.styleId: style for style in document.styles.element.style_lst}
        self.sorts = {name: _sort_of(style, styles) for name, style in styles.items()}

    def pieces(self, parent: Any) -> Iterator[Piece]:
        """The blocks of a body, a cell or a text box, in order."""
        for element in parent:
            if element.tag == f"{_W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element)
            elif isinstance(element.tag, str) and element.tag not in _NO_TEXT:
                yield from self.pieces(element)

    def _paragraph(self, paragraph: Any) -> Iterator[Piece]:
        words: list[str] = []
        boxes: list[Any] = []
        waiting = [iter(paragraph)]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
            elif element.tag == f"{_W}txbxContent":
                boxes.append(element)
            elif element.tag in _NO_TEXT or element.tag == _FALLBACK or _is_hidden(element):
                continue
            else:
                words.append(_said(element))
                waiting.append(iter(element))
        sort = self._sort(paragraph)
        if sort is not None:
            yield Piece(*sort, "".join(words))
        for box in boxes:
            yield from self.pieces(box)

    def _table(self, element: Any) -> Iterator[Piece]:
        """A table with several columns; what lays out a page is what stands in its cells."""
        rows = [
            [list(self.pieces(cell)) for cell in row.iterchildren(f"{_W}tc")]
            for row in element.iterchildren(f"{_W}tr")
        ]
        if any(len(row) > 1 for row in rows):
            yield table([[" ".join(piece.text for piece in cell) for cell in row] for row in rows])
        else:
            for row in rows:
                for cell in row:
                    yield from cell

    def _sort(self, paragraph: Any) -> Sort | None:
        """What a paragraph is; None for one of the table of contents."""
        own = paragraph.pPr
        if own is None:
            return _PARAGRAPH
        sort = self.sorts.get(own.pStyle.val, _PARAGRAPH) if own.pStyle is not None else _PARAGRAPH
        if own.numPr is not None and sort and sort[0] in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            return _listed(own.numPr)
        return sort


def _sort_of(style: Any, styles: dict[str, Any]) -> Sort | None:
    """What a style makes of a paragraph, by its own name or that of a style it is based on."""
    for _ in range(MOST_BASES):
        name = (style.name_val or "").lower()
        if name == "title":
            return BlockKind.HEADING, 1
        if match := _HEADING.fullmatch(name):
            return BlockKind.HEADING, min(int(match[1]), 6)
        if match := _LIST.fullmatch(name):
            return BlockKind.LIST_ITEM, int(match[1] or 1)
        if _NO_PART.fullmatch(name):
            return None
        if name == "caption":
            return BlockKind.CAPTION, None
        if name in _QUOTES:
            return BlockKind.QUOTATION, None
        if style.pPr is not None and style.pPr.numPr is not None:
            return _listed(style.pPr.numPr)
        if (base := style.basedOn_val) not in styles:
            break
        style = styles[base]
    return _PARAGRAPH


def _listed(numbering: Any) -> Sort:
    """An item at its depth, from 1; number 0 is no list."""
    if numbering.numId is not None and numbering.numId.val == 0:
        return _PARAGRAPH
    return BlockKind.LIST_ITEM, 1 + (numbering.ilvl.val if numbering.ilvl is not None else 0)


def _said(element: Any) -> str:
    if element.tag in (f"{_W}t", _MATHS):
        return element.text or ""
    if element.tag in _BREAKS:
        return "\n"
    if element.tag == f"{_W}tab":
        return " "
    return "-" if element.tag == f"{_W}noBreakHyphen" else ""


def _is_hidden(element: Any) -> bool:
    properties = element.find(f"{_W}rPr") if element.tag == f"{_W}r" else None
    return properties is not None and properties.find(f"{_W}vanish") is not None

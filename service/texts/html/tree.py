"""Writes the tree of an extracted page as a text of blocks. Pure.

The tree is trafilatura's: `p`, `head`, `list` and `item`, `quote`, `code`, `table`, `row` and
`cell`, `lb` for a line break, and what runs inside a line. Whatever else stands in it parts blocks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from service.texts.pieces import Piece
from service.vocabulary import BlockKind

SHORT_LINE = 60
"""In code points. Lines that are all this short are verse or an address, and stay lines."""

LONGEST_CELL = 200
"""In code points. A table with longer cells only lays out a page."""

_INLINE = {"hi", "ref", "del", "graphic", "span", "a", "b", "i", "em", "strong", "sub", "sup", "u"}
_LINES = {"p", "head", "hi", "ref", "del"}
_CELLS = {"cell", "td", "th"}
_BLANK_LINES = re.compile(r"\n\s*\n\s*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Signs:
    """Three characters that stand nowhere else in the page: two are around its captions, and one is
    where a paragraph ends within its element."""

    opening: str
    closing: str
    parting: str

    @property
    def around(self) -> re.Pattern[str]:
        """A whole caption, in a group."""
        return re.compile(f"({self.opening}[^{self.opening}{self.closing}]*{self.closing})")


def read_tree(body: Any, signs: Signs) -> list[Piece]:
    """The blocks of an extracted tree, in order; none is empty or has white space at its ends."""
    pieces: list[Piece] = []
    contexts: list[tuple[BlockKind, int | None]] = [(BlockKind.PARAGRAPH, None)]
    line: list[str] = []

    def end_block() -> None:
        if whole := "".join(line).strip():
            pieces.extend(_pieces(whole, *contexts[-1], signs))
        line.clear()

    depth = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        inline = element is not body and _is_inline(element)
        if event == "start":
            if tag == "table" and not inline:
                end_block()
                pieces.extend(_table(element, signs))
                walk.skip_subtree()
                continue
            if not inline:
                end_block()
                depth += tag == "list"
                contexts.append(_context(element, depth, contexts[-1]))
            elif tag == "lb":
                line.append("\n")
            line.append(_SPACE.sub(" ", element.text or ""))
        else:
            if not inline and tag != "table":
                end_block()
                contexts.pop()
                depth -= tag == "list"
            if element is not body:
                line.append(_SPACE.sub(" ", element.tail or ""))
    return pieces


def _is_inline(element: Any) -> bool:
    if element.tag == "lb" or element.tag in _INLINE:
        return True
    parent = element.getparent()
    if element.tag == "code":
        return parent is not None and parent.tag != "body"
    return element.tag == "quote" and parent is not None and parent.tag in _LINES


def _context(
    element: Any, depth: int, around: tuple[BlockKind, int | None]
) -> tuple[BlockKind, int | None]:
    match element.tag:
        case "head":
            rend = element.get("rend") or "h2"
            return BlockKind.HEADING, int(rend[1]) if rend[1:2] in set("123456") else 2
        case "item":
            return BlockKind.LIST_ITEM, max(depth, 1)
        case "quote":
            return BlockKind.QUOTATION, None
    return around


def _pieces(line: str, kind: BlockKind, level: int | None, signs: Signs) -> Iterator[Piece]:
    for number, part in enumerate(signs.around.split(line)):
        plain = part.replace(signs.opening, "").replace(signs.closing, "")
        plain = plain.replace(signs.parting, "\n\n")
        for paragraph in _BLANK_LINES.split(plain.strip()):
            if text := _lines(paragraph):
                is_caption = number % 2 == 1
                yield (
                    Piece(BlockKind.CAPTION, None, text) if is_caption else Piece(kind, level, text)
                )


def _lines(paragraph: str) -> str:
    lines = [stripped for each in paragraph.split("\n") if (stripped := " ".join(each.split()))]
    return ("\n" if all(len(line) <= SHORT_LINE for line in lines) else " ").join(lines)


def _table(table: Any, signs: Signs) -> list[Piece]:
    """A table as one block, a line for each row and a tab between two cells; what only looks like
    one, because it lays out a page, as what stands in its cells."""
    rows = [
        [read_tree(cell, signs) for cell in row if cell.tag in _CELLS]
        for row in table.iterchildren("row", "tr")
    ]
    texts = [
        [" ".join(word for piece in cell for word in piece.text.split()) for cell in row]
        for row in rows
    ]
    if any(sum(map(bool, row)) > 1 for row in texts) and all(
        len(text) <= LONGEST_CELL for row in texts for text in row
    ):
        lines = ("\t".join(row).rstrip() for row in texts if any(row))
        return [Piece(BlockKind.TABLE, None, "\n".join(lines).strip())]
    return [piece for row in rows for cell in row for piece in cell]

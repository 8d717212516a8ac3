"""Makes a text of pieces that a reader found one after the other. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from service.texts.blocks import Block
from service.vocabulary import BlockKind

# No text has them, nor has it half a surrogate pair.
_JUNK = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before it has its place in the text. Its line breaks are `\\n`."""

    kind: BlockKind
    level: int | None
    text: str


def table(rows: Iterable[Iterable[str]]) -> Piece:
    """A table: a line for each row, a tab between two cells."""
    lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
    return Piece(BlockKind.TABLE, None, "\n".join(lines))


def write(pieces: Iterable[Piece]) -> tuple[str, list[Block]]:
    """The text that the pieces make, with single spaces, parted by blank lines, and its blocks.

    What comes first as a heading of level 1 is the headline; no later piece is one.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for piece in pieces:
        kind, level, text = piece.kind, piece.level, _tidied(piece)
        if not text:
            continue
        if not blocks and kind is BlockKind.HEADING and level == 1:
            kind = BlockKind.HEADLINE
        elif blocks and kind is BlockKind.HEADLINE:
            kind = BlockKind.HEADING
        end = position + len(text)
        blocks.append(Block(kind, level, position, end))
        texts.append(text)
        position = end + 2
    return "\n\n".join(texts), blocks


def _tidied(piece: Piece) -> str:
    """Its text with single spaces, none at the ends of its lines, and no empty lines."""
    lines = _JUNK.sub("", piece.text).split("\n")
    if piece.kind is BlockKind.TABLE:
        return "\n".join(line.rstrip() for line in lines if line.strip()).strip()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def one_line(lines: Iterable[str]) -> str:
    """Lines that run on, as one: parted by spaces, but for scripts that part no words by them."""
    joined: list[str] = []
    kept = [line for line in lines if line]
    for line, following in pairwise(kept):
        joined.append(line)
        if not (_is_ideographic(line[-1]) and _is_ideographic(following[0])):
            joined.append(" ")
    return "".join([*joined, *kept[-1:]])


def _is_ideographic(char: str) -> bool:
    """Whether it is of Chinese or Japanese; Korean parts its words."""
    return unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"

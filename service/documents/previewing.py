"""How a text was cut, to be looked at before it is added. Pure."""

from dataclasses import dataclass

from service.texts.cutting import STRUCTURE, Cut
from service.vocabulary import BlockKind

MOST_SHOWN = 200
"""Claims that a preview shows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence with its number, or a heading, which has none."""

    kind: BlockKind
    text: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """How many claims and headings a text has, and its first pieces in reading order."""

    claims: int
    headings: int
    pieces: list[Piece]
    left_out: int


def preview_of(cut: Cut) -> Preview:
    """The preview of a text that is cut."""
    headings = [block for block in cut.blocks if block.kind in STRUCTURE]
    shown = cut.claims[:MOST_SHOWN]
    left_out = len(cut.claims) - len(shown)
    end = shown[-1].end if left_out else len(cut.text)
    pieces = [
        (span.start, Piece(span.block, cut.text[span.start : span.end], number))
        for number, span in enumerate(shown, 1)
    ] + [
        (block.start, Piece(block.kind, cut.text[block.start : block.end], None))
        for block in headings
        if block.start < end
    ]
    pieces.sort(key=lambda each: each[0])
    return Preview(len(cut.claims), len(headings), [piece for _start, piece in pieces], left_out)

"""What a text would become, to be looked at before it is saved. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from service.assessments.differences import words
from service.texts.cutting import STRUCTURE, Cut
from service.vocabulary import BlockKind

MOST_SHOWN = 200
"""Claims that a preview shows, and of a difference those of each kind."""

FOUND = {
    "title": "Title",
    "author": "Author",
    "publisher": "Publisher",
    "published_at": "Published on",
    "language": "Language",
    "url": "Address",
}
"""What a page or a file may say of itself."""

STATES = {
    "changed": "changed",
    "orphaned": "no longer found",
    "new": "new",
    "moved": "moved",
    "exact": "unchanged",
}
"""What becomes of claims, what matters most first, and how it is said of a number of them."""

_IN_A_SENTENCE = ("exact", "moved", "changed", "orphaned", "new")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence with its number, or a heading, which has none."""

    kind: BlockKind
    text: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says of itself, and what was typed instead, which counts."""

    name: str
    label: str
    value: Any
    typed: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """How many claims and headings a text has, its first pieces in reading order, and what it says
    of itself, with the labels of what it does not say."""

    claims: int
    headings: int
    pieces: list[Piece]
    left_out: int
    found: list[Found]
    missing: list[str]


def preview_of(cut: Cut, described: Mapping[str, Any], typed: Mapping[str, str]) -> Preview:
    """The preview of a text that is cut, which is described so, as fields were typed."""
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
    found = list(_found({"title": cut.headline, **described}, typed))
    said = {each.name for each in found}
    missing = [label for name, label in FOUND.items() if name not in said and not typed.get(name)]
    return Preview(
        len(cut.claims),
        len(headings),
        [piece for _start, piece in pieces],
        left_out,
        found,
        missing,
    )


def _found(described: Mapping[str, Any], typed: Mapping[str, str]) -> Iterator[Found]:
    for name, label in FOUND.items():
        value = described.get(name)
        if value:
            own = typed.get(name)
            yield Found(name, label, value, own if own and own != str(value) else None)


class Line(Protocol):
    """What a new text makes of a claim, as versions.py tells it."""

    @property
    def state(self) -> str:
        """One of STATES."""

    @property
    def before(self) -> str | None:
        """Its wording until now."""

    @property
    def after(self) -> str | None:
        """What stands in its place."""


@dataclass(frozen=True, slots=True)
class Group:
    """The claims of which the same becomes: how many, and the first of them, each with its runs of
    words where they differ."""

    state: str
    count: int
    lines: list[tuple[Any, list[dict[str, str]]]]

    @property
    def left_out(self) -> int:
        """How many more there are."""
        return self.count - len(self.lines)


def groups_of(lines: Sequence[Line]) -> list[Group]:
    """The lines by what becomes of them, what matters most first."""
    groups = []
    for state in STATES:
        here = [line for line in lines if line.state == state]
        if here:
            shown = [(line, _runs(line)) for line in here[:MOST_SHOWN]]
            groups.append(Group(state, len(here), shown))
    return groups


def _runs(line: Line) -> list[dict[str, str]]:
    return words(line.before or "", line.after or "") if line.state == "changed" else []


def counts_said(counts: Mapping[str, int]) -> str:
    """How many claims stay as they are and so on, without what there is none of."""
    said = [f"{counts[state]:,} {STATES[state]}" for state in _IN_A_SENTENCE if counts.get(state)]
    return ", ".join(said) + "." if said else ""

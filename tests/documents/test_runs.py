"""A block is cut into runs of characters, each under the shortest claim that covers it."""

from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.runs import runs


class Block(NamedTuple):
    start: int
    end: int
    kind: str = "paragraph"
    level: int | None = None


class Mark(NamedTuple):
    name: str
    start: int
    end: int


TEXT = "It cost 9 million pounds, and it is red."
SENTENCE = Mark("sentence", 0, 40)
PART = Mark("part", 8, 17)

CUTS: list[tuple[str, list[Mark], list[tuple[str, str | None]]]] = [
    ("no claim is one run", [], [(TEXT, None)]),
    ("a claim over all is one run", [SENTENCE], [(TEXT, "sentence")]),
    (
        "a claim inside another interrupts it",
        [SENTENCE, PART],
        [
            ("It cost ", "sentence"),
            ("9 million", "part"),
            (" pounds, and it is red.", "sentence"),
        ],
    ),
    (
        "their order does not matter",
        [PART, SENTENCE],
        [
            ("It cost ", "sentence"),
            ("9 million", "part"),
            (" pounds, and it is red.", "sentence"),
        ],
    ),
    (
        "between claims nothing is marked",
        [PART, Mark("red", 36, 39)],
        [
            ("It cost ", None),
            ("9 million", "part"),
            (" pounds, and it is ", None),
            ("red", "red"),
            (".", None),
        ],
    ),
    (
        "where two claims cross, the shorter one wins",
        [Mark("short", 0, 7), Mark("long", 3, 40)],
        [("It cost", "short"), (TEXT[7:], "long")],
    ),
    ("an orphan, which has no span, is left out", [Mark("orphan", 5, 5)], [(TEXT, None)]),
]


@pytest.mark.parametrize(("what", "marks", "cut"), CUTS, ids=[what for what, *_ in CUTS])
def test_a_block_is_cut(what: str, marks: list[Mark], cut: list[tuple[str, str | None]]):
    (block,) = runs(TEXT, [Block(0, 40)], marks)
    assert [(TEXT[s:e], mark and mark.name) for s, e, mark in block["runs"]] == cut


def test_a_block_keeps_what_it_is():
    text = "Bridges\n\nIt is red."
    blocks = [Block(0, 7, "headline", 1), Block(9, 19)]
    assert runs(text, blocks, [Mark("red", 9, 19)]) == [
        {"kind": "headline", "level": 1, "start": 0, "end": 7, "runs": [(0, 7, None)]},
        {
            "kind": "paragraph",
            "level": None,
            "start": 9,
            "end": 19,
            "runs": [(9, 19, Mark("red", 9, 19))],
        },
    ]


@st.composite
def marked_texts(draw: Any) -> tuple[str, list[Block], list[Mark]]:
    """Any text with any blocks in order and any marks, empty, crossing and equal ones too."""
    text = draw(st.text(max_size=40))
    place = st.integers(0, len(text))
    spans = st.lists(st.tuples(place, place).map(sorted), max_size=8)
    borders = sorted(draw(st.sets(place, max_size=8)))
    blocks = [Block(s, e) for s, e in pairwise(borders)]
    marks = [Mark(f"m{n}", s, e) for n, (s, e) in enumerate(draw(spans))]
    return text, blocks, marks


@given(marked_texts())
def test_the_runs_of_a_block_are_its_text_and_each_is_under_the_shortest_claim(
    given_text: tuple[str, list[Block], list[Mark]],
):
    text, blocks, marks = given_text
    cut = runs(text, blocks, marks)
    assert [(each["start"], each["end"]) for each in cut] == [(b.start, b.end) for b in blocks]
    for block, made in zip(blocks, cut, strict=True):
        assert "".join(text[s:e] for s, e, _ in made["runs"]) == text[block.start : block.end]
        assert all(s < e for s, e, _ in made["runs"])
        for start, end, mark in made["runs"]:
            for place in range(start, end):
                over = [each for each in marks if each.start <= place < each.end]
                shortest = min((each.end - each.start for each in over), default=None)
                assert (mark.end - mark.start if mark else None) == shortest
                assert mark is None or mark in over


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.data())
def test_every_claim_appears_where_claims_nest(lengths: list[int], data: Any):
    """Sentences, each with at most one shorter part inside."""
    marks, place = [], 0
    for length in lengths:
        marks.append(Mark(f"sentence{place}", place, place + length))
        if length > 1:
            start = data.draw(st.integers(place, place + length - 1))
            end = data.draw(st.integers(start + 1, place + length))
            if end - start < length:
                marks.append(Mark(f"part{place}", start, end))
        place += length
    (block,) = runs("x" * place, [Block(0, place)], marks)
    assert {mark for _, _, mark in block["runs"]} == set(marks)

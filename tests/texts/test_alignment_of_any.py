"""What holds for the claims of any text that changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import Invalid
from service.texts.alignment.aligning import Placed, Standing, align
from service.texts.cutting import cut
from service.vocabulary import AnchorState

EXACT, MOVED, CHANGED, ORPHANED = "exact", "moved", "changed", "orphaned"
NEW = "new"

fragments = st.sampled_from(
    [
        *["It rained.", "He left.", "He left.", "The bridge cost 9 million pounds.", "Yes!"],
        *["The bridge cost 12 million pounds, he said.", "It was cold; the crowd left at noon."],
        *["the crowd", "Dr. Li came.", "???", "雨が降った。橋は閉鎖された。", "A", "\n", "\n\n"],
        *["- ", "😀", "\"He left.\" she said.", "Bridge closed"],
    ]
)  # fmt: skip
texts = st.lists(fragments, min_size=1, max_size=14).map(" ".join)


def is_text(text: str) -> bool:
    """Whether it has a sentence."""
    try:
        return bool(cut(text, "en").claims)
    except Invalid:
        return False


@st.composite
def standings(draw: st.DrawFn, text: str) -> list[Standing]:
    """Some sentences, words within and over them, and orphans; of some, another wording."""
    sentences = [(span.start, span.end) for span in cut(text, "en").claims]
    spans = set(draw(st.lists(st.sampled_from(sentences), max_size=len(sentences))))
    places = st.integers(0, len(text))
    for left, right in draw(st.lists(st.tuples(places, places), max_size=5)):
        start, end = min(left, right), max(left, right)
        if words := text[start:end].strip():
            start += len(text[start:end]) - len(text[start:end].lstrip())
            spans.add((start, start + len(words)))
    claims = [
        Standing(number, draw(st.just(text[start:end]) | fragments), start, end)
        for number, (start, end) in enumerate(sorted(spans), start=1)
    ]
    for wording in draw(st.lists(fragments, max_size=2)):
        claims.append(Standing(len(claims) + 1, wording, len(text), len(text)))
    return draw(st.permutations(claims))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_claim_and_every_sentence_is_accounted_for(data: st.DataObject):
    old, text = data.draw(texts.filter(is_text)), data.draw(texts.filter(is_text))
    claims = data.draw(standings(old))
    new = cut(text, "en")

    placed = align(old, claims, new)

    assert sorted(item.id for item in placed if item.id) == sorted(claim.id for claim in claims)
    assert placed == align(old, list(reversed(claims)), new)
    wordings = {claim.id: claim.wording for claim in claims}
    standing = [item for item in placed if item.state is not AnchorState.ORPHANED]
    spans = [(item.start, item.end) for item in standing]
    assert spans == sorted(set(spans))
    assert placed[: len(standing)] == standing
    for item in placed:
        words = text[item.start : item.end]
        if item.state is AnchorState.ORPHANED:
            assert item.start == item.end == len(text)
            continue
        assert 0 <= item.start < item.end <= len(text)
        assert words.strip() == words
        if item.id:
            assert (item.state is AnchorState.CHANGED) == (words != wordings[item.id])
    sentences = {(span.start, span.end) for span in new.claims}
    assert {(item.start, item.end) for item in placed if item.id is None} <= sentences
    for start, end in sentences:
        assert any(left < end and start < right for left, right in spans)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_same_text_leaves_every_claim_where_it_is(data: st.DataObject):
    text = data.draw(texts.filter(is_text))
    claims = [claim for claim in data.draw(standings(text)) if claim.start < claim.end]

    placed = align(text, claims, cut(text, "en"))

    assert {item.id: (item.start, item.end) for item in placed if item.id} == {
        claim.id: (claim.start, claim.end) for claim in claims
    }
    assert AnchorState.MOVED not in {item.state for item in placed}


MANY = 2_000
NUMBERED = [
    f"In {1000 + number} the town of Ulm{number} sold {number} trams." for number in range(MANY)
]
OTHERS = [f"Nobody from Bonn{number} ever found duck {number * 7} again." for number in range(MANY)]


@pytest.mark.parametrize(
    ("old", "new", "fate"),
    [
        pytest.param(NUMBERED, NUMBERED, {EXACT: MANY}, id="the same"),
        pytest.param(
            ["It rained."] * MANY,
            ["It rained."] * (MANY + 9),
            {EXACT: MANY, NEW: 9},
            id="identical",
        ),
        pytest.param(NUMBERED, NUMBERED[::-1], {EXACT: 1, MOVED: MANY - 1}, id="reversed"),
        pytest.param(NUMBERED, OTHERS, {ORPHANED: MANY, NEW: MANY}, id="all different"),
        pytest.param(
            NUMBERED,
            [text.replace("sold", "bought") for text in NUMBERED],
            {CHANGED: MANY},
            id="all reworded",
        ),
        pytest.param(
            NUMBERED,
            [text for pair in zip(OTHERS, NUMBERED, strict=True) for text in pair],
            {EXACT: MANY, NEW: MANY},
            id="one of two new",
        ),
    ],
)
def test_of_2000_claims_each_meets_its_fate(old: list[str], new: list[str], fate: dict[str, int]):
    before, after = cut(" ".join(old), "en"), cut(" ".join(new), "en")
    claims = [
        Standing(number, before.text[span.start : span.end], span.start, span.end)
        for number, span in enumerate(before.claims, start=1)
    ]
    assert (len(before.claims), len(after.claims)) == (len(old), len(new))

    assert tally(align(before.text, claims, after)) == fate


def tally(placed: list[Placed]) -> dict[str, int]:
    """How many came to which fate."""
    counts: dict[str, int] = {}
    for item in placed:
        state = item.state.value if item.id else NEW
        counts[state] = counts.get(state, 0) + 1
    return counts

"""The part of a text in which the words stand, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.search.analysis import terms_of
from service.search.excerpts import LONGEST, excerpt_of


def marked(text: str, query: str, stemmer: str = "english") -> str:
    """The excerpt, its marks in brackets."""
    pieces = excerpt_of(text, terms_of([query], stemmer), stemmer).pieces
    return "".join(f"[{piece}]" if is_marked else piece for piece, is_marked in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Bridges, bridge's and BRIDGE.", "bridge", "[Bridges], [bridge]'s and [BRIDGE]."),
        ("It cost 1,000,000.", "1000000", "It cost [1,000,000]."),
        ("Die Brücken über die Elbe", "brucken", "Die [Brücken] über die Elbe"),
        ("疫苗导致自闭症", "自闭症", "疫苗导致[自闭症]"),
        ("One\nline\tof it", "line", "One [line] of it"),
        ("Nothing here", "bridge", "Nothing here"),
        ("", "bridge", ""),
    ],
)
def test_words_are_marked_in_all_their_forms(text: str, query: str, expected: str):
    assert marked(text, query, "german" if "Elbe" in text else "english") == expected


def test_of_a_long_text_the_part_with_most_of_the_words_is_shown():
    text = f"{'Sand and water. ' * 60}A bridge. {'Sand and water. ' * 60}The bridge fell over. End."
    shown = marked(text, "fallen bridge fell")
    assert shown.startswith("…")
    assert shown.endswith("The [bridge] [fell] over. End.")


@given(st.text(max_size=600), st.text(max_size=20))
def test_spans_stand_in_order_within_the_text(text: str, query: str):
    excerpt = excerpt_of(text, terms_of([query, text[:50]], "english"), "english")
    places = [place for span in excerpt.spans for place in span]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(excerpt.text) for start, end in excerpt.spans)
    assert len(excerpt.text) <= LONGEST + 2
    assert "".join(piece for piece, _is_marked in excerpt.pieces) == excerpt.text

"""What differs between two assessments, field by field, and texts word by word."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.assessments.differences import compare, words
from service.models import Assessment, AssessmentTag, Citation
from service.vocabulary import Stance

LONGEST_RATIONALE = 20_000


def assessment(tags: str = "", citations: str = "", **fields: Any) -> Assessment:
    """An assessment with these tags and citations of these letters' pages."""
    return Assessment(
        tags=[AssessmentTag(name=name) for name in tags.split()],
        citations=[
            Citation(url=f"https://{letter}.example", stance=Stance.SUPPORTS)
            for letter in citations
        ],
        **fields,
    )


def urls(citations: list[dict[str, Any]]) -> list[str]:
    return [citation["url"] for citation in citations]


FULL = {
    "text": "It cost 9 million pounds.",
    "rating_code": "true",
    "rating_label": "True",
    "rating_value": 5,
    "rationale": "So it is.",
    "claimant_name": "The mayor",
    "claim_date": date(2026, 11, 22),
    "tags": "a b",
    "citations": "xy",
}


@pytest.mark.parametrize(
    "one", [None, assessment(), assessment(**FULL)], ids=["no", "empty", "full"]
)
def test_nothing_differs_from_itself(one: Assessment | None):
    assert compare(one, one) == {}


def test_an_empty_assessment_says_as_little_as_none():
    assert compare(None, assessment()) == {}


def test_the_first_assessment_of_a_claim_brings_everything_but_the_wording():
    differences = compare(None, assessment(**FULL))
    assert set(differences) == {
        "rating",
        "claimant",
        "claim_date",
        "rationale",
        "tags",
        "citations",
    }
    assert differences["rating"]["before"] is None
    assert differences["claimant"]["after"] == {"name": "The mayor", "same_as": None}
    assert differences["claim_date"] == {"before": None, "after": date(2026, 11, 22)}
    assert differences["rationale"] == {"words": [{"kind": "added", "text": "So it is."}]}
    assert differences["tags"] == {"added": ["a", "b"], "removed": []}
    assert urls(differences["citations"]["added"]) == ["https://x.example", "https://y.example"]


def test_to_take_an_assessment_away_takes_everything():
    differences = compare(assessment(**FULL), None)
    assert differences["rating"]["after"] is None
    assert differences["tags"] == {"added": [], "removed": ["a", "b"]}
    assert differences["rationale"] == {"words": [{"kind": "removed", "text": "So it is."}]}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rating_code": "false", "rating_value": 1}, "rating"),
        ({"rating_label": "Right"}, "rating"),
        ({"claimant_name": "The clerk"}, "claimant"),
        ({"claimant_same_as": "https://example.org/mayor"}, "claimant"),
        ({"claim_date": None}, "claim_date"),
        ({"text": "It cost 8 million pounds."}, "text"),
        ({"rationale": None}, "rationale"),
        ({"tags": "b c"}, "tags"),
        ({"citations": "yz"}, "citations"),
    ],
    ids=str,
)
def test_only_what_differs_is_told(change: dict[str, Any], field: str):
    assert set(compare(assessment(**FULL), assessment(**(FULL | change)))) == {field}


def test_sets_differ_by_what_was_added_and_removed():
    differences = compare(
        assessment(**FULL), assessment(**(FULL | {"tags": "b c", "citations": "yz"}))
    )
    assert differences["tags"] == {"added": ["c"], "removed": ["a"]}
    assert urls(differences["citations"]["added"]) == ["https://z.example"]
    assert urls(differences["citations"]["removed"]) == ["https://x.example"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("", "So it is.", "+So it is."),
        ("So it is.", "", "-So it is."),
        ("It cost 9 million.", "It cost 8 million.", "=It cost |-9 |+8 |=million."),
        ("It cost 9.", "It cost 9!", "=It cost 9|-.|+!"),
        ("one two three", "one three", "=one |-two |=three"),
        ("one three", "one two three", "=one |+two |=three"),
        ("Straße", "Strasse", "-Straße|+Strasse"),
        ("a b", "a  b", "-a |+a  |=b"),
    ],
)
def test_texts_differ_word_by_word(before: str, after: str, expected: str):
    signs = {"same": "=", "removed": "-", "added": "+"}
    assert "|".join(signs[run["kind"]] + run["text"] for run in words(before, after)) == expected


few_words = st.lists(st.sampled_from(["a", "b", " ", "\n", "!", "é", "😀"]), max_size=30)
texts = st.text(max_size=60) | few_words.map("".join)


@given(before=texts, after=texts)
def test_what_is_the_same_with_what_was_removed_is_the_old_text_and_with_what_was_added_the_new(
    before: str, after: str
):
    check_runs(before, after)


def check_runs(before: str, after: str) -> None:
    """Both texts are whole in what differs."""
    runs = words(before, after)
    assert "".join(run["text"] for run in runs if run["kind"] != "added") == before
    assert "".join(run["text"] for run in runs if run["kind"] != "removed") == after
    assert all(run["text"] for run in runs)


HOSTILE = {
    "one word again and again": ("a " * 10_000, "a " * 9_998 + "b"),
    "one word between others": ("a b " * 4_999 + "c", "d " + "a c b " * 3_333),
    "no word in common": (
        " ".join(f"a{number}" for number in range(316)),
        " ".join(f"b{number}" for number in range(316)),
    ),
    "every sign a word": ("!?" * 300 + "x", "y" + "?.!" * 200),
    "words of two letters": ("a " * 300 + "x", "y" + " a b" * 150),
}


@pytest.mark.parametrize(("before", "after"), HOSTILE.values(), ids=HOSTILE)
def test_so_are_they_of_texts_that_are_too_much_to_compare(before: str, after: str):
    assert max(len(before), len(after)) <= LONGEST_RATIONALE
    check_runs(before, after)

"""What a rating means, where it stands on its scale, and the words around a sentence."""

from types import SimpleNamespace
from typing import Any

import pytest

from service.claims.explaining import explain, gauge, words_after, words_before

AROUND = [
    ("The bridge is red. ", "The bridge is red."),
    ("", ""),
    ("y far beyond its own borders. A b", "… far beyond its own borders. A b"),
    ("Bridges\n\n", ""),
    ("x" * 32, "… " + "x" * 32),
    ("Bridges\n- ", ""),
]


@pytest.mark.parametrize(("prefix", "words"), AROUND)
def test_words_before_begin_with_a_whole_word(prefix: str, words: str):
    assert words_before(prefix) == words


@pytest.mark.parametrize(("prefix", "words"), AROUND)
def test_words_after_end_with_a_whole_word(prefix: str, words: str):
    assert words_after(prefix[::-1]) == words[::-1]


def rating(code: str, value: int | None, **labels: str) -> Any:
    return SimpleNamespace(code=code, value=value, labels={"en": code, **labels})


SCALE = [rating("yes", 5, de="ja"), rating("no", 1), rating("who_knows", None)]


def test_the_scale_goes_from_false_to_true_in_the_language_of_the_document():
    given = {"code": "yes", "label": "ja", "value": 5}
    points, outside = gauge(SCALE, given, "de-AT")
    assert [(point["label"], point["here"]) for point in points] == [("no", False), ("ja", True)]
    assert outside == ["who_knows"]


def test_a_rating_that_the_scale_has_lost_stands_on_it_by_its_value():
    given = {"code": "half", "label": "Half", "value": 3}
    points, _ = gauge(SCALE, given, None)
    assert [(point["label"], point["here"]) for point in points] == [
        ("no", False),
        ("Half", True),
        ("yes", False),
    ]


def test_a_rating_without_a_value_stands_outside():
    given = {"code": "unclear", "label": "Unclear", "value": None}
    points, outside = gauge(SCALE, given, "en")
    assert [point["here"] for point in points] == [False, False]
    assert outside == ["who_knows", "Unclear"]


@pytest.mark.parametrize("value", [1, 2, 3, 4, 5])
def test_each_value_means_something_else(value: int):
    means = [explain({"code": "a", "value": each}) for each in (1, 2, 3, 4, 5)]
    assert len(set(means)) == 5
    assert explain({"code": "b", "value": value}) == means[value - 1]


def test_a_rating_of_ones_own_without_a_value_says_so():
    assert explain({"code": "a", "value": None}) == "no value on the scale was given"

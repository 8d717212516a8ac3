"""How a claim is drawn: class, glyph and words say the same, for every status and rating."""

from types import SimpleNamespace
from typing import Any

import pytest

from service.vocabulary import ClaimStatus
from service.workbench.marks import Mark, mark_of


def mark(status: str, code: str | None = None, value: int | None = None, **more: Any) -> Mark:
    label = code and code.replace("_", " ").capitalize()
    row = {
        "id": 7,
        "start": 0,
        "end": 100,
        "rating_code": code,
        "rating_label": label,
        "rating_value": value,
        "status": ClaimStatus(status),
        "checkworthiness": None,
    }
    return mark_of(SimpleNamespace(**(row | more)))


DRAWN = [
    ("unchecked", None, None, "s-unchecked", "", False, "unchecked"),
    ("in_work", None, None, "s-in_work", "s-in_work", False, "in work"),
    ("published", "true", 5, "s-published r-true", "r-true", False, "True"),
    (
        "published",
        "mostly_true",
        4,
        "s-published r-mostly_true",
        "r-mostly_true",
        False,
        "Mostly true",
    ),
    ("published", "mixed", 3, "s-published r-mixed", "r-mixed", False, "Mixed"),
    (
        "published",
        "mostly_false",
        2,
        "s-published r-mostly_false",
        "r-mostly_false",
        False,
        "Mostly false",
    ),
    ("published", "false", 1, "s-published r-false", "r-false", False, "False"),
    (
        "published",
        "unverifiable",
        None,
        "s-published r-unverifiable",
        "r-unverifiable",
        False,
        "Unverifiable",
    ),
    (
        "published",
        "not_a_claim",
        None,
        "s-published r-not_a_claim",
        "r-not_a_claim",
        False,
        "Not a claim",
    ),
    ("published", None, None, "s-published", "s-published", False, "published"),
    ("published_pending", "false", 1, "s-pending r-false", "r-false", True, "False, pending edits"),
    ("published_pending", None, None, "s-pending", "s-pending", True, "published pending"),
    ("needs_recheck", "false", 1, "s-recheck", "s-recheck", False, "False, needs recheck"),
    ("needs_recheck", None, None, "s-recheck", "s-recheck", False, "needs recheck"),
    ("retracted", None, None, "s-retracted", "s-retracted", False, "retracted"),
    ("retracted", "false", 1, "s-retracted", "s-retracted", False, "retracted"),
]


@pytest.mark.parametrize(
    ("status", "code", "value", "classes", "glyph", "dot", "words"),
    DRAWN,
    ids=[f"{status} {code}" for status, code, *_ in DRAWN],
)
def test_a_claim_is_drawn(status, code, value, classes, glyph, dot, words):
    drawn = mark(status, code, value)
    assert (drawn.classes, drawn.glyph, drawn.dot, drawn.words) == (classes, glyph, dot, words)


@pytest.mark.parametrize(
    ("value", "looks_like"), [(5, "true"), (4, "mostly_true"), (1, "false"), (None, "unverifiable")]
)
def test_a_rating_of_another_scale_looks_like_its_value(value: int | None, looks_like: str):
    drawn = mark("published", "pants_on_fire", value)
    assert (drawn.glyph, drawn.words) == (f"r-{looks_like}", "Pants on fire")


def test_work_is_left_where_nothing_stands():
    left = [status for status in ClaimStatus if mark(status).is_left]
    assert left == [ClaimStatus.UNCHECKED, ClaimStatus.RETRACTED]


def test_every_status_differs_from_every_other_by_shape():
    glyphs = [mark(status).glyph for status in ClaimStatus]
    assert len(set(glyphs)) == len(ClaimStatus)


@pytest.mark.parametrize(("length", "is_short"), [(1, True), (55, True), (56, False)])
def test_the_glyph_of_a_short_claim_leaves_room_for_the_next(length: int, is_short: bool):
    assert mark("unchecked", end=length).is_short is is_short

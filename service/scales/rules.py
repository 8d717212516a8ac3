"""What a rating is called, and what may be done to one. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Never

from service.errors import Conflict, Invalid

if TYPE_CHECKING:
    from service.models import Rating

FALLBACK = "en"
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
"""Begins small: labels are looked for by the base language in small letters."""

LONGEST_LABEL = 80
MOST_LABELS = 30

AVERITEC_LABELS = (
    "Supported",
    "Refuted",
    "Conflicting Evidence/Cherrypicking",
    "Not Enough Evidence",
)


def label_in(labels: Mapping[str, str], language: str | None) -> str:
    """The label in the language (BCP-47), or in its base language, or in English."""
    base = (language or FALLBACK).partition("-")[0].lower()
    return labels.get(language or "") or labels.get(base) or labels[FALLBACK]


def check_code(code: str) -> None:
    """Raise Invalid for a code that no rating can have."""
    if not CODE.fullmatch(code):
        _refuse("code", "Use up to 40 small letters, digits and _, with a letter first.")


def check_labels(labels: Mapping[str, str]) -> None:
    """Raise Invalid, which names the language, unless a rating can be called that."""
    if len(labels) > MOST_LABELS:
        _refuse("labels", f"More than {MOST_LABELS} labels.")
    for language, label in labels.items():
        if not LANGUAGE.fullmatch(language):
            _refuse(f"labels.{language}", "Not a language tag such as en or pt-BR.")
        if not 1 <= len(label.strip()) <= LONGEST_LABEL:
            _refuse(f"labels.{language}", f"A label has 1 to {LONGEST_LABEL} characters.")
    if FALLBACK not in labels:
        _refuse(f"labels.{FALLBACK}", "The English label has to stay: others fall back to it.")


def check_retirable(ratings: "Iterable[Rating]") -> None:
    """Raise Conflict when only one of a scale's ratings can still be used."""
    if sum(rating.retired_at is None for rating in ratings) < 2:
        raise Conflict(
            "This is the last rating that can be used. Add another one first.",
            code="invalid_transition",
        )


def check_position(position: int, count: int) -> None:
    """Raise Invalid unless a scale of so many ratings has this place."""
    if not 0 <= position < count:
        _refuse("position", f"The scale has the places 0 to {count - 1}.")


def _refuse(field: str, sentence: str) -> Never:
    raise Invalid(f"{field}: {sentence}", errors={field: [sentence]})


def in_row(ratings: "Iterable[Rating]") -> "list[Rating]":
    """Ratings as one chooses from them: from false to true, then those without a value.

    Of the default scale the number of the place is the value, so that a digit says it.
    """
    return sorted(ratings, key=lambda rating: (rating.value is None, rating.value or 0))

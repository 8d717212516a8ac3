"""How much a sentence is worth checking, by a model, and why. Pure."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from service.checkworthiness.features import Features, features, is_telling, kind_of
from service.checkworthiness.lexicon import KINDS
from service.checkworthiness.model import Model, Part

DECISION = 0.5
"""From this score on, a sentence is worth checking."""

MOST_REASONS = 3

TYPICAL = 40
"""Features of an English sentence of usual length: of a longer one, each counts less."""

_LEAST_KNOWN = 0.5
"""The share of a sentence's words that the model has to know to judge by words."""

_LEAST_MOVE = 0.1
"""What moves a sentence by less is no reason."""

_MANY_NAMES = frozenset({"name:2", "name:3", "name:5"})
"""They tell little in a language that may write all nouns with a capital."""

_LONG, _SHORT = 22, 8
"""Words from which on a sentence is called long, and up to which short."""


class Judged(NamedTuple):
    """A score from 0 to 1, and what speaks for it most, in a few words each."""

    score: float
    reasons: list[str]


class Basis(NamedTuple):
    """What a sentence is judged by: a part of the model, the features that count, what each weighs,
    and how much of that counts."""

    part: Part
    names: list[str]
    weights: list[float]
    scale: float
    is_english: bool


def score(model: Model, sentence: str) -> float:
    """How much a sentence is worth checking, from 0 to 1; one without words is not."""
    shown = features(sentence)
    return _score(basis_of(model, shown)) if shown.words else 0.0


def scores(model: Model, sentences: Iterable[str]) -> dict[str, float]:
    """The score of each different sentence."""
    return {sentence: score(model, sentence) for sentence in dict.fromkeys(sentences)}


def judge(model: Model, sentence: str) -> Judged:
    """The score and its reasons: what tells this sentence from an average one, and has it judged
    as it is."""
    shown = features(sentence)
    if not shown.words:
        return Judged(0.0, ["no words"])
    basis = basis_of(model, shown)
    result = _score(basis)
    return Judged(result, _reasons(basis, shown, 1 if result >= DECISION else -1))


def basis_of(model: Model, shown: Features) -> Basis:
    """Words count where the model knows most of them: then it is English. Else they do not."""
    known = [word for word in shown.words if word in model.english.weights]
    is_english = len(known) >= _LEAST_KNOWN * len(shown.words)
    part = model.english if is_english else model.free
    names, scale = names_in_english(shown) if is_english else names_in_any_language(shown)
    get = part.weights.get
    return Basis(part, names, [get(name, 0.0) for name in names], scale, is_english)


def names_in_english(shown: Features) -> tuple[list[str], float]:
    """The features of an English sentence that count, and how much each does."""
    names = shown.free + shown.english + shown.terms
    return names, math.sqrt(TYPICAL / max(len(names), 1))


def names_in_any_language(shown: Features) -> tuple[list[str], float]:
    """The features of a sentence that count in whatever language, and how much each does."""
    return [name for name in shown.free if name not in _MANY_NAMES], 1.0


def _score(basis: Basis) -> float:
    margin = basis.part.bias + basis.scale * sum(basis.weights)
    return round(1 / (1 + math.exp(-max(min(margin, 50.0), -50.0))), 4)


def _reasons(basis: Basis, shown: Features, sign: int) -> list[str]:
    """What can be said of those that move the sentence most up (sign 1) or down (-1)."""
    present = {kind_of(name) for name in (*shown.free, *shown.english)}
    reasons: list[str] = []
    for move, kind, term in sorted(_moves(basis), key=lambda each: -sign * each[0]):
        if sign * move < _LEAST_MOVE or len(reasons) == MOST_REASONS:
            break
        said = _said(kind, kind in present, basis, shown) if kind else f"says “{term}”"
        if said:
            reasons.append(said)
    return reasons


def _moves(basis: Basis) -> list[tuple[float, str, str]]:
    """How far each kind moves a sentence, and the term of no kind that moves it most up and most
    down: the distance, the kind, the term."""
    moved = {kind: -average for kind, average in basis.part.averages.items()}
    terms = [(0.0, "")]
    for name, weight in zip(basis.names, basis.weights, strict=True):
        if weight:
            if kind := kind_of(name):
                moved[kind] = moved.get(kind, 0.0) + basis.scale * weight
            elif is_telling(name):
                terms.append((weight, name))
    kinds = [(move, kind, "") for kind, move in moved.items()]
    return kinds + [(basis.scale * by, "", term) for by, term in (min(terms), max(terms)) if term]


def _said(kind: str, is_present: bool, basis: Basis, shown: Features) -> str | None:
    """What is true of the sentence, in words. Only in English it shows what a sentence lacks."""
    if kind == "length":
        is_present, is_absent = shown.size >= _LONG, shown.size <= _SHORT
    else:
        is_absent = not is_present and basis.is_english
    if is_present:
        return KINDS[kind].present
    return KINDS[kind].absent if is_absent else None

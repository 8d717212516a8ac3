"""How likely a fact-check is about the same as a sentence, by a model, and why. Pure."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from service.matching.model import Chances, Model
from service.matching.signals import Signals

SURE = 0.99
"""The most that a fact-check in other words can come to."""

SHORT, UNSURE = 5, 0.4
"""A sentence of fewer words is soon a part of some claim: so it says no more than that of one of
which it has but a small part."""

MOST_REASONS = 3
FURTHEST = 5.0
"""Margins further ahead or behind count as this."""

_MOSTLY, _PARTLY = 0.75, 0.4
_CLOSE = 3 - math.log1p(31)
"""The signal of two days that are a month apart."""


class Judged(NamedTuple):
    """What signals come to, and how likely that is right: from 0 to `SURE`, in the same order."""

    margin: float
    chance: float


def margins(weights: Mapping[str, float], all_signals: Sequence[Signals]) -> list[float]:
    """What the signals of each candidate come to."""
    return [
        sum(weight * signals.get(name, 0.0) for name, weight in weights.items())
        for signals in all_signals
    ]


def leads(found: Sequence[float]) -> list[float]:
    """How far each margin is ahead of the best other one; a single one as far as counts."""
    best, second = [*sorted(found, reverse=True), -math.inf, -math.inf][:2]
    ahead = (each - (second if each == best else best) for each in found)
    return [max(-FURTHEST, min(FURTHEST, each)) for each in ahead]


def judge(model: Model, all_signals: Sequence[Signals]) -> list[Judged]:
    """The margin and the chance of each candidate of a sentence."""
    found = margins(model.weights, all_signals)
    return [
        Judged(margin, _chance(model.chances, margin, lead))
        for margin, lead in zip(found, leads(found), strict=True)
    ]


def tempered(chance: float, signals: Signals, words: int) -> float:
    """How likely it is after all, of a sentence of so many words."""
    says_little = words < SHORT and signals["claim share"] < _PARTLY
    return min(chance, UNSURE) if says_little else chance


def reasons(signals: Signals) -> list[str]:
    """What is true of a sentence and a fact-check, in a few words each: what says most first."""
    holds = {
        "nearly the same words": signals["claim share"] >= _MOSTLY,
        "same speaker": signals["same speaker"] > 0,
        "same figures": signals["same figures"] > 0 and not signals["figures missing"],
        "same names": signals["same names"] > 0 and not signals["names missing"],
        "words of the title": signals["title share"] >= _MOSTLY,
        "about the same time": signals["near in time"] >= _CLOSE and _is_known(signals),
        "other figures": signals["other figures"] > 0,
        "only one denies it": signals["denial differs"] > 0 and signals["claim share"] >= _PARTLY,
        "many of the same words": _PARTLY <= signals["claim share"] < _MOSTLY,
    }
    said = [reason for reason, is_true in holds.items() if is_true]
    return said[:MOST_REASONS] or ["some of the same words"]


def _is_known(signals: Signals) -> bool:
    """Whether both days are known: else the signal is exactly 0, as of no two whole days."""
    return signals["near in time"] != 0


def _chance(chances: Chances, margin: float, lead: float) -> float:
    odds = chances.bias + chances.margin * margin + chances.lead * lead
    chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
    return round(min(chance, SURE), 4)

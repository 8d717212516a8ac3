"""Trains a model further on what a desk answered, and tells whether it got better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np

from service.learning.comparing import FEWEST, Compared
from service.learning.folding import FOLDS
from service.learning.measures import average_precision
from service.matching.fitting import fit_chances
from service.matching.model import Chances, Model
from service.matching.scoring import judge, leads, margins
from service.matching.signals import Signals
from service.matching.training import Example, weigh, weights_held_out

LIKELY = 0.5
"""What nobody answered may be right from this chance on. Below it, it counts as wrong."""

FLATTEST = 0.1
"""However little the answers go with the order, a better place means a better chance."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A claim, the signals of its candidates, and what was answered of each: None for nothing.

    `document` is held out as a whole.
    """

    signals: Sequence[Signals]
    answers: Sequence[bool | None]
    document: str


@dataclass(frozen=True, slots=True)
class Outcome(Compared):
    """What came of it: `claims` are those with a confirmed match among others."""

    confirmed: int
    rejected: int
    claims: int
    documents: int

    @property
    def sentence(self) -> str:
        """What came of it, for a person."""
        size = (
            f"{self.confirmed} confirmed and {self.rejected} rejected matches;"
            f" {self.claims} claims with a confirmed one among others,"
            f" in {self.documents} documents"
        )
        return self.told(size, "such claims")


def retrain(
    answered: Sequence[Answered], base: Model, provenance: list[str]
) -> tuple[Model, Outcome]:
    """The model that ranks as the answers say, if it ranks better; else the base itself."""
    examples = list(_examples(answered, base))
    said = [answer for each in answered for answer in each.answers]
    documents = len({each.group for each in examples})
    outcome = Outcome(said.count(True), said.count(False), len(examples), documents)
    if len(examples) < FEWEST or documents < FOLDS:
        return base, outcome
    before = [margins(base.weights, each.signals) for each in examples]
    held_out = weights_held_out(examples, base.weights)
    after = [margins(held_out[each.group], each.signals) for each in examples]
    outcome = replace(
        outcome, before=_precision(examples, before), after=_precision(examples, after)
    )
    if not outcome.is_better:
        return base, outcome
    weights = weigh(examples, base.weights)
    chances, steep = _chances(
        answered, [held_out.get(each.document, weights) for each in answered], base
    )
    steeper = {name: round(each * steep, 4) for name, each in weights.items()}
    return Model(provenance, chances, steeper), outcome


def _examples(answered: Iterable[Answered], base: Model) -> Iterable[Example]:
    """What can be told of the order: what is right where something else is not.

    Of several fact-checks of the same, people confirm one. So what nobody answered is left out if
    it seems right to the base.
    """
    for each in answered:
        known = [
            (signals, answer is True)
            for signals, answer, judged in zip(
                each.signals, each.answers, judge(base, each.signals), strict=True
            )
            if answer is not None or judged.chance < LIKELY
        ]
        labels = [label for _signals, label in known]
        if any(labels) and not all(labels):
            yield Example([signals for signals, _label in known], labels, each.document)


def _precision(examples: Sequence[Example], found: Sequence[Sequence[float]]) -> float:
    """Mean average precision of the candidates of each claim."""
    return fmean(
        average_precision(each.labels, each_found)
        for each, each_found in zip(examples, found, strict=True)
    )


def _chances(
    answered: Sequence[Answered], weights: Sequence[dict[str, float]], base: Model
) -> tuple[Chances, float]:
    """Chances that are as the answers say, by the weights for each; and how steep to make those.

    People answer what seems likely: of what nobody answered, the base tells how likely it is. With
    weights as steep as those of the base, meaning counts beside words as it did.
    """
    rows: list[tuple[float, float]] = []
    labels: list[float] = []
    for each, without in zip(answered, weights, strict=True):
        found = margins(without, each.signals)
        rows += [
            (1.0, base.chances.margin * margin + base.chances.lead * lead)
            for margin, lead in zip(found, leads(found), strict=True)
        ]
        labels += [
            judged.chance if answer is None else float(answer)
            for answer, judged in zip(each.answers, judge(base, each.signals), strict=True)
        ]
    bias, slope = fit_chances(np.array(rows), np.array(labels), np.ones(len(rows))).tolist()
    return replace(base.chances, bias=round(bias, 4)), max(slope, FLATTEST)

"""Weighs beside the words what sentences mean, where there are embeddings. Pure.

Cosines of one model lie all between 0.6 and 0.9, those of another between 0 and 1. So a cosine
counts by how far it stands out among the nearest: the same weights do for every model.
"""

import math
from collections.abc import Sequence
from statistics import fmean, pstdev

from service.matching.model import Model, shipped
from service.matching.scoring import MOST_REASONS, reasons
from service.matching.signals import Signals

NEAREST = 30
"""Fact-checks that are looked at for being nearest in meaning."""

STANDS_OUT = 2.0
"""Deviations from the mean of the nearest."""

MEANING = "much the same meaning"
_EASED = 2.0


def as_shipped(model: Model, found: Sequence[float]) -> list[float]:
    """Margins by words as high as the model of the program would have them for the same chance.

    The weights of meaning were trained beside that one.
    """
    lift = (model.chances.bias - shipped().chances.bias) / shipped().chances.margin
    return [margin + lift for margin in found]


def meant(
    by_words: Sequence[float], ids: Sequence[int], near: Sequence[tuple[int, float]]
) -> list[Signals]:
    """The signals of each candidate, of its margin by words and of the nearest with their cosines.

    Those that are not among the nearest count as the furthest of these.
    """
    cosines = dict(near)
    mean, deviation = fmean(cosines.values()), pstdev(cosines.values())
    least, best = min(cosines.values()), max(by_words, default=0.0)
    return [
        {
            "words": margin,
            "near the best in words": math.exp((margin - best) / _EASED),
            "meaning": (cosines.get(id_, least) - mean) / max(deviation, 1e-6),
        }
        for margin, id_ in zip(by_words, ids, strict=True)
    ]


def reasons_with_meaning(signals: Signals, by_both: Signals) -> list[str]:
    """What is true of a sentence and a fact-check in their words, and whether by meaning too."""
    shares_words = signals["sentence share"] > 0
    said = reasons(signals) if shares_words else []
    if by_both["meaning"] >= STANDS_OUT or not shares_words:
        said = [MEANING if by_both["meaning"] >= STANDS_OUT else "a similar meaning", *said]
    return said[:MOST_REASONS]

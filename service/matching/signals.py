"""What speaks for and against a fact-check being about the same as a sentence. Pure.

Each signal is a number that a person can understand; the model weighs them. What a word tells is
its weight in the index, the rarer the more: sums of weights are "said" or "missing", and shares of
them lie between 0 and 1.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.matching.texts import Text
from service.search.analysis import terms_of

LONGEST_BODY = 2_000
"""Characters of a rationale that are looked at."""

_K1, _B = 1.2, 0.75
"""As a search weighs words: see search/ranking.py."""

_WORDS_OF_CLAIM, _WORDS_OF_TITLE = 14.0, 9.0
"""About as long as they usually are."""

Signals = dict[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence that is looked up, and what is known of who said it and when."""

    text: str
    speaker: str | None = None
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What is seen of a fact-check: how well its words fit (BM25), its texts, whose claim it is,
    and when that was made or else reviewed."""

    bm25: float
    claim: Text
    title: Text
    body: Text
    claimant: str | None
    on: date | None


def signals_of(
    asked: Asked, checked: Sequence[Checked], weights: Mapping[str, float]
) -> list[Signals]:
    """The signals of each candidate; `weights` say how much a term tells."""
    sentences: dict[str, Text] = {}
    for each in checked:
        stemmer = each.claim.stemmer
        if stemmer not in sentences:
            sentences[stemmer] = Text.of(asked.text, stemmer)
    return [
        _in_words(sentences[each.claim.stemmer], each, weights)
        | _in_particular(sentences[each.claim.stemmer], each, weights)
        | _around(asked, each)
        for each in checked
    ]


def _in_words(sentence: Text, each: Checked, weights: Mapping[str, float]) -> Signals:
    """How far the words are the same."""
    claim, title, words = each.claim, each.title, sentence.words
    both = claim.words | title.words
    common = [weights.get(term, 0.0) for term in both & words]
    said, missing = _worth(claim.words & words, weights), _worth(claim.words - words, weights)
    title_said = _worth(title.words & words, weights)
    title_missing = _worth(title.words - words, weights)
    pairs = claim.pairs | title.pairs
    return {
        "bm25": each.bm25,
        "claim bm25": _bm25(claim, words, weights, _WORDS_OF_CLAIM),
        "title bm25": _bm25(title, words, weights, _WORDS_OF_TITLE),
        "claim missing": missing,
        "title missing": title_missing,
        "claim share": said / max(said + missing, 1e-9),
        "title share": title_said / max(title_said + title_missing, 1e-9),
        "sentence share": math.fsum(common) / max(_worth(words, weights), 1e-9),
        "best part": max((_worth(part & both, weights) for part in sentence.parts), default=0.0),
        "body": _worth((each.body.words - both) & words, weights),
        "rarest word": max(common, default=0.0),
        "rare words": math.fsum([weight * weight for weight in common]) / 10,
        "neighbours": len(pairs & sentence.pairs) / max(1, len(pairs)),
        "letters of claim": _met(claim.grams, sentence.grams),
        "letters of title": _met(title.grams, sentence.grams),
        "title length": math.log1p(len(title.terms)),
    }


def _in_particular(sentence: Text, each: Checked, weights: Mapping[str, float]) -> Signals:
    """Whether figures, years, names and denials agree."""
    claim, title = each.claim, each.title
    figures = claim.figures | title.figures
    agreeing = figures & sentence.figures
    return {
        "same figures": float(bool(agreeing)),
        "figures missing": float(len(claim.figures - sentence.figures)),
        "other figures": float(bool(figures and sentence.figures and not agreeing)),
        "same year": float(bool(claim.years & sentence.years)),
        "years missing": float(bool(claim.years - sentence.years)),
        "same names": _worth((claim.names | title.names) & sentence.words, weights),
        "names missing": _worth(claim.names - sentence.words, weights),
        "denial differs": float(claim.denies != sentence.denies),
    }


def _around(asked: Asked, each: Checked) -> Signals:
    """Who said it, and when; where that is not known it says nothing."""
    signals = {"same speaker": 0.0, "other speaker": 0.0, "near in time": 0.0}
    if asked.speaker and each.claimant:
        is_same = is_same_person(asked.speaker, each.claimant)
        signals["same speaker" if is_same else "other speaker"] = 1.0
    if asked.said_on and each.on:
        signals["near in time"] = 3 - math.log1p(abs((asked.said_on - each.on).days))
    return signals


def is_same_person(one: str, other: str) -> bool:
    """Whether two names have a word in common that is longer than an initial."""
    ours, theirs = (
        {term for term in terms_of((name,), "") if len(term) > 2} for name in (one, other)
    )
    return bool(ours & theirs)


def _worth(terms: Iterable[str], weights: Mapping[str, float]) -> float:
    # Not `sum`, which depends on the order, and that of a set depends on the process.
    return math.fsum([weights.get(term, 0.0) for term in terms])


def _bm25(text: Text, words: frozenset[str], weights: Mapping[str, float], average: float) -> float:
    length = _K1 * (1 - _B + _B * len(text.terms) / average)
    return sum(
        weights.get(term, 0.0) * n * (_K1 + 1) / (n + length)
        for term, n in text.counts.items()
        if term in words
    )


def _met(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / max(1, min(len(part), len(whole)))

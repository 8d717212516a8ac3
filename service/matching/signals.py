"""What speaks for and against a fact-check being about the same as a sentence. Pure.

Each signal is a number that a person can understand; the model weighs them. What a word tells is
its weight in the index, the rarer the more: sums of weights are "said" or "missing", and shares of
them lie between 0 and 1.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

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
    """What is looked up and the words of each sentence in it, by the stemmer of each language that
    they are compared in; and what is known of who said it and when."""

    texts: Mapping[str, Text]
    parts: Mapping[str, Sequence[frozenset[str]]]
    speaker: str | None = None
    said_on: date | None = None


class Checked(NamedTuple):
    """What is seen of a fact-check: whose claim it is, `on` when that was made or else reviewed,
    and its texts. `claim_id` and `said` are those of its row."""

    id: int
    claim_id: int | None
    said: str
    claim: Text
    title: Text
    body: frozenset[str]
    claimant: str | None
    on: date | None


def signals_of(
    asked: Asked,
    checked: Sequence[Checked],
    bm25: Sequence[float],
    weights: Mapping[str, float],
) -> list[Signals]:
    """The signals of each candidate; `bm25` says how well the words of each fit, and `weights` how
    much a term tells."""
    worth = {stemmer: _worth(text.words, weights) for stemmer, text in asked.texts.items()}
    found = []
    for each, fits in zip(checked, bm25, strict=True):
        stemmer = each.claim.stemmer
        sentence = asked.texts[stemmer]
        signals = {"bm25": fits}
        signals |= _in_words(sentence, each, weights, worth[stemmer])
        signals |= _in_parts(asked.parts[stemmer], each, weights)
        found.append(signals | _in_particular(sentence, each, weights) | _around(asked, each))
    return found


def _in_words(sentence: Text, each: Checked, weights: Mapping[str, float], worth: float) -> Signals:
    """How far the words are the same; `worth` is what those of the sentence tell."""
    claim, title, words = each.claim, each.title, sentence.words
    claim_said, title_said = claim.words & words, title.words & words
    common = [weights[term] for term in claim_said | title_said]
    said, missing = _worth(claim_said, weights), _worth(claim.words - words, weights)
    of_title, title_missing = _worth(title_said, weights), _worth(title.words - words, weights)
    both, pairs = claim.words | title.words, claim.pairs | title.pairs
    return {
        "claim bm25": _bm25(claim, claim_said, weights, _WORDS_OF_CLAIM),
        "title bm25": _bm25(title, title_said, weights, _WORDS_OF_TITLE),
        "claim missing": missing,
        "title missing": title_missing,
        "claim share": said / max(said + missing, 1e-9),
        "title share": of_title / max(of_title + title_missing, 1e-9),
        "sentence share": math.fsum(common) / max(worth, 1e-9),
        "body": _worth((each.body & words) - both, weights),
        "rarest word": max(common, default=0.0),
        "rare words": math.fsum([weight * weight for weight in common]) / 10,
        "neighbours": len(pairs & sentence.pairs) / max(1, len(pairs)),
        "letters of claim": _met(claim.grams, sentence.grams),
        "letters of title": _met(title.grams, sentence.grams),
        "title length": math.log1p(len(title.terms)),
    }


def _in_parts(
    parts: Sequence[frozenset[str]], each: Checked, weights: Mapping[str, float]
) -> Signals:
    both = each.claim.words | each.title.words
    return {"best part": max((_worth(part & both, weights) for part in parts), default=0.0)}


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


def _bm25(text: Text, said: frozenset[str], weights: Mapping[str, float], average: float) -> float:
    """By those of its words that are said."""
    length = _K1 * (1 - _B + _B * len(text.terms) / average)
    times = [(term, text.terms.count(term)) for term in said]
    return math.fsum([weights[term] * n * (_K1 + 1) / (n + length) for term, n in times])


def _met(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / max(1, min(len(part), len(whole)))

"""Texts made to take long: as claims that are aligned, rationales, texts to search, languages.

Tests look at what becomes of them, and here it is how long that takes, by processor time.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from bench.stage import Stage
from bench.table import Line, at_most
from service.assessments.differences import words
from service.http.markdown import markdown
from service.search.analysis import terms_of
from service.texts.alignment.aligning import Standing, align
from service.texts.cutting import cut
from service.texts.languages import choose_language

RATIONALE = 20_000
"""Characters of the longest rationale."""

PIECES = (
    *("[", "*", "_", "`", "~", "> ", "- ", "1. ", "<", "![", "[a](", "**a ", "&", "\\"),
    *("a]", "*a_b"),
)
UNITS = ("a.", "aB", "#aB", "1,", "\u0301", "a/", "http", "'s", "漢", "x")

MANY = 2_000
FACTS = [
    f"In {1000 + number} the town of Ulm{number} sold {number} trams." for number in range(MANY)
]
OTHERS = [f"Nobody from Bonn{number} ever found duck {number * 7} again." for number in range(MANY)]
UPDATES = {
    "the same": (FACTS, FACTS),
    "identical": (["It rained."] * MANY, ["It rained."] * (MANY + 9)),
    "reversed": (FACTS, FACTS[::-1]),
    "all different": (FACTS, OTHERS),
    "all reworded": (FACTS, [text.replace("sold", "bought") for text in FACTS]),
    "one of two new": (FACTS, [text for pair in zip(OTHERS, FACTS, strict=True) for text in pair]),
}
REWRITTEN = {
    "one word again and again": ("a " * 10_000, "a " * 9_998 + "b"),
    "one word between others": ("a b " * 4_999 + "c", "d " + "a c b " * 3_333),
    "no word in common": (
        " ".join(f"a{number}" for number in range(316)),
        " ".join(f"b{number}" for number in range(316)),
    ),
    "every sign a word": ("!?" * 300 + "x", "y" + "?.!" * 200),
    "words of two letters": ("a " * 300 + "x", "y" + " a b" * 150),
}

Work = Callable[[], object]


@dataclass(frozen=True)
class Reading:
    """What is done with some texts, and the milliseconds that each may take."""

    what: str
    most_ms: int
    works: Mapping[str, Work]


def run(stage: Stage) -> list[Line]:
    """The slowest text of each kind."""
    return [_line(stage, reading) for reading in _readings()]


def _readings() -> list[Reading]:
    german = "Die Brücke über den Fluss kostete 9 Mio. Euro. Niemand zahlte. " * 20_000
    return [
        Reading(
            f"a text of {MANY:,} claims is updated",
            2_000,
            {name: _aligning(old, new) for name, (old, new) in UPDATES.items()},
        ),
        Reading(
            "the longest rationale is shown",
            2_000,
            {piece: _showing((piece * RATIONALE)[:RATIONALE]) for piece in PIECES},
        ),
        Reading(
            "two rationales are compared",  # a page of history compares up to 200
            100,
            {name: _comparing(*texts) for name, texts in REWRITTEN.items()},
        ),
        Reading("terms of a megabyte", 500, {unit: _analysing(unit * 500_000) for unit in UNITS}),
        Reading(
            "the language of a megabyte", 20, {"German": lambda: choose_language(german, "en")}
        ),
    ]


def _aligning(old: list[str], new: list[str]) -> Work:
    before, after = cut(" ".join(old), "en"), cut(" ".join(new), "en")
    claims = [
        Standing(number, before.text[span.start : span.end], span.start, span.end)
        for number, span in enumerate(before.claims, start=1)
    ]
    return lambda: align(before.text, claims, after)


def _showing(text: str) -> Work:
    return lambda: markdown(text)


def _comparing(before: str, after: str) -> Work:
    return lambda: words(before, after)


def _analysing(text: str) -> Work:
    return lambda: terms_of([text], "english")


def _line(stage: Stage, reading: Reading) -> Line:
    stage.say(f"Hostile: {reading.what}")
    took = {
        name: median(_milliseconds(work) for _ in range(stage.runs))
        for name, work in reading.works.items()
    }
    slowest = max(took, key=lambda name: took[name])
    return Line(
        f"hostile: {reading.what}",
        cpu=f"{took[slowest] * 1000:,.0f}",
        ratios=f"slowest: {slowest}",
        goal=at_most(took[slowest], reading.most_ms, f"CPU < {reading.most_ms:,} ms"),
    )


def _milliseconds(work: Work) -> float:
    """What it takes of the processor, whatever others do on the machine."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000

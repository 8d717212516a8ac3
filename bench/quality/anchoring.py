"""How well claims keep to their sentences while articles are edited, version after version."""

import random
import time
from collections import Counter

from bench.quality.desk import Desk, Json
from bench.quality.histories import ENDED, FILES, FOLDER, SEED, History, articles_of, histories
from bench.quality.table import Line, skipped
from service.texts.alignment.aligning import Standing, align
from service.texts.cutting import cut

VERSIONS = 5
SENTENCES = 2_100
"""A few of them are one to the desk."""


def run(desk: Desk) -> list[Line]:
    """Edit the articles through the desk and judge each anchor of each version."""
    if not FOLDER.exists():
        return [skipped("anchoring")]
    counts: Counter[str] = Counter()
    for history in histories():
        document = desk.add(text=history.text, language="en")
        judge = Judge(counts)
        judge.see(history, desk.claims(document["id"]))
        for _ in range(VERSIONS):
            history.edit()
            desk.update(document["id"], text=history.text)
            judge.see(history, desk.claims(document["id"]))
    return [*lines_of(counts), Line(*_speed(), "", "", "under 2 s")]


def lines_of(counts: Counter[str]) -> list[Line]:
    """The table's lines from what the judge counted."""

    def share(*names: str, of: tuple[str, ...]) -> str:
        whole = sum(counts[name] for name in of)
        return f"{sum(counts[name] for name in names) / max(1, whole):.2%}"

    there = tuple(f"there {name}" for name in ("exact", "moved", "changed", "orphaned", "wrong"))
    surely = counts["wrong exact"] + counts["wrong moved"]
    kept = share("there exact", "there moved", "there changed", of=there)
    lost = share("there orphaned", of=there)
    wrong = counts["wrong changed"]
    changed = f"{wrong / max(1, wrong + counts['there changed']):.2%}"
    total = sum(counts[name] for name in there)
    return [
        Line(f"claims kept right, of {total}", kept, share("verbatim", of=there), "", ">= 97 %"),
        Line("exact or moved on another sentence", str(surely), "", "", "0"),
        Line("exact or moved on an identical twin", str(counts["wrong twin"])),
        Line("changed on another sentence", changed, "", "", "<= 2 %"),
        Line("orphaned, though there", lost, "", "", "<= 3 %"),
    ]


class Judge:
    """Knows of each claim of a document which sentence it came from, and counts where it stands."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts
        self._origins: dict[int, frozenset[int]] = {}
        self._wordings: dict[int, str] = {}
        self._orphans: set[int] = set()
        self._twins: Counter[str] = Counter()

    def see(self, history: History, claims: list[Json]) -> None:
        """Judge the anchors of a version. Claims seen first are taken to stand right."""
        there = frozenset().union(*(sentence.origins for sentence in history.sentences))
        free = Counter(sentence.text for sentence in history.sentences)
        for claim in claims:
            start, end, state = (claim["anchor"][name] for name in ("start", "end", "state"))
            number = claim["id"]
            stands = history.origins(start, end) if start < end else frozenset()
            if number not in self._origins:
                self._origins[number], self._wordings[number] = stands, claim["text"]
                continue
            origins = self._origins[number]
            is_right = bool(origins & stands)
            if state == "orphaned" and number in self._orphans:
                continue  # counted when it was lost
            self._orphans.discard(number)
            if state == "orphaned":
                self._orphans.add(number)
                self._counts["there orphaned" if origins & there else "gone orphaned"] += 1
            elif is_right:
                self._counts[f"there {state}"] += 1
            else:
                is_twin = state != "changed" and self._twins[self._wordings[number]] > 1
                self._counts["wrong twin" if is_twin else f"wrong {state}"] += 1
                self._counts["there wrong" if origins & there else "gone wrong"] += 1
                self._origins[number] = stands  # it is that sentence's claim from now on
            if origins & there and free[self._wordings[number]] > 0:
                free[self._wordings[number]] -= 1
                self._counts["verbatim"] += 1
            self._wordings[number] = claim["text"]
        self._twins = Counter(sentence.text for sentence in history.sentences)


def _speed() -> tuple[str, str]:
    """How long it takes to align two texts of 2,000 sentences, of which a quarter are edited."""
    rng = random.Random(SEED)
    articles = (article for name in FILES for article in articles_of(name))
    texts = [
        text for article in articles for each in article for text in each if ENDED.search(text)
    ]
    chosen = rng.choices(texts, k=SENTENCES)
    history = History([chosen[at : at + 5] for at in range(0, SENTENCES, 5)], texts, rng)
    old = cut(history.text, "en")
    claims = [
        Standing(number, old.text[span.start : span.end], span.start, span.end)
        for number, span in enumerate(old.claims)
    ]
    history.edit()
    new = cut(history.text, "en")
    began = time.perf_counter()
    align(old.text, claims, new)
    seconds = time.perf_counter() - began
    return f"aligning two texts of {len(claims)} sentences", f"{seconds:.2f} s"

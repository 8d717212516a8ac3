"""Many fact-checks of other publishers, from a seed, of words that are as common as words are.

How often a word comes follows from its place among the words (Zipf's law), so that a search meets
some words in every second text and most in a few.
"""

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate, product
from typing import Any

from bench.contents import AT
from bench.loading import load
from service.database import Database
from service.search import index
from service.search.normalising import text_key

SEED = 2026
WORDS = 40_000
SITES = 40
AT_ONCE = 5_000
ADDED = 100_000
"""Their ids come after this, and those of verdicts before it."""

_SYLLABLES = [a + b for a, b in product("bdfgklmnprstvz", "aeiou")]


class Language:
    """Words from a seed, and texts of them."""

    def __init__(self) -> None:
        self.rng = random.Random(SEED)
        pairs = ("".join(each) for each in product(_SYLLABLES, repeat=3))
        every = list(pairs)
        self.words = self.rng.sample(every, WORDS)
        self.weights = list(accumulate(1 / (place + 3) for place in range(WORDS)))

    def text(self, least: int, most: int) -> str:
        """A sentence of so many words."""
        total = self.weights[-1]
        chosen = (
            self.words[min(bisect(self.weights, self.rng.random() * total), WORDS - 1)]
            for _ in range(self.rng.randint(least, most))
        )
        return " ".join(chosen).capitalize() + "."

    def query(self, text: str) -> str:
        """1 to 8 words of a text, as they stand there."""
        words = text.rstrip(".").split()
        length = self.rng.randint(1, min(8, len(words)))
        first = self.rng.randint(0, len(words) - length)
        return " ".join(words[first : first + length])


def fill(database: Database, number: int, language: Language) -> list[str]:
    """Add so many to a migrated database; the texts of some, all over them."""
    some = []
    for first in range(1, number + 1, AT_ONCE):
        rows = list(_rows(first, min(first + AT_ONCE, number + 1), language))
        load(database, {"fact_checks": rows})
        entries = [
            index.Entry(row["id"], row["text"], row["title"], row["claimant"], "en") for row in rows
        ]
        with database.transaction() as session:
            index.put(session, entries)
        some += [row["text"] for row in rows[:: max(1, number // 1_000)]]
    return some


def _rows(first: int, end: int, language: Language) -> Iterator[dict[str, Any]]:
    for number in range(first, end):
        text = language.text(8, 24)
        site = f"publisher-{number % SITES}.example.org"
        yield {
            "id": ADDED + number,
            "public": True,
            "etag": f"{number:x}",
            "published_at": AT,
            "updated_at": AT,
            "reviewed_at": AT,
            "newest_on": AT[:10],
            "text": text,
            "text_key": text_key(text),
            "title": language.text(5, 12),
            "claimant": language.text(1, 2).rstrip("."),
            "language": "en",
            "rating_label": "False",
            "rating_value": 1,
            "url": f"https://{site}/reviews/{number}",
            "publisher": f"Publisher {number % SITES}",
            "site": site,
            "identity": number.to_bytes(12, "big"),
            "detail": b'{"appearances": []}',
        }

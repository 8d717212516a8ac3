"""The texts of the scene, and what its people say."""

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

FERRY_TITLE = "The ferry pays for itself within four years"
FERRY = f"""{FERRY_TITLE}

The electric ferry was bought in 2021 for 9 million pounds. It carries 400 passengers and 48 cars.
The harbour board says that it saves 1.2 million litres of diesel a year.

What the board promised

- The fares stay as they are until 2027.
- Nobody loses a job.

“We have never had a cleaner harbour,” the mayor said."""

ARABIC = """الميناء الجديد يوفر نصف الوقود

اشترت المدينة العبارة الكهربائية في عام 2021 بتسعة ملايين. \
تحمل العبارة أربعمئة راكب وثماني وأربعين سيارة. \
وقال مجلس الميناء إنها توفر نصف الوقود كل عام.

لم ترتفع أسعار التذاكر منذ عامين. وسوف تبقى كما هي حتى نهاية العام القادم."""

_LONG = (
    "The report says that the board, "
    + ", ".join(
        f"after meeting {number} of its long and well attended series" for number in range(58)
    )
    + ", agreed."
)
LONG = f"""{_LONG}

A short one stands beside it.

{"Donaudampfschifffahrtsgesellschaftskapitän" * 5}

{"x" * 200}

The last line is short again."""

MANY = "\n\n".join(
    " ".join(
        f"In minute {number} the board heard that {number * 7} of {number * 9} berths were let."
        for number in range(first, first + 10)
    )
    for first in range(1, 1501, 10)
)

BLIND = """The library opens at eight. It has 40,000 books and lends half of them each year.
The roof was mended in 2019."""

_PAGE = b"<!doctype html><title>What was fetched</title>" + b" " * 40_000
SNAPSHOT: dict[str, Any] = {
    "url": "https://news.example.org/ukraine-talks?from=the-front-page",
    "fetched_at": datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
    "media_type": "text/html",
    "headers": [["content-type", "text/html; charset=utf-8"]],
    "hash": sha256(_PAGE).digest(),
    "size": len(_PAGE),
    "body": zlib.compress(_PAGE),
}

TRAM = """The tram is late

The new tram cost 40 million euros. It opens in May 2027. The mayor said that No. 5 is red. By our
reporters. The council voted for it in March.

Two firms made offers. Nobody else was asked, critics say."""
TRAM_NOW = (
    TRAM.replace("40 million", "48 million")
    .replace("No. 5 is red", "line No. 5 will be green")
    .replace(" The council voted for it in March.", "")
    + " A court will decide next year."
)

TEXTS = {
    "untouched": FERRY,
    "rtl": ARABIC,
    "long": LONG,
    "many": MANY,
    "blind": BLIND,
    "updated": TRAM,
}


def echo(said: Sequence[str]) -> str:
    """A text that says again what another one said, to the letter and nearly."""
    return f"{said[0]}\n\nIn short: {said[6]} Nobody doubts it.\n\nOnce more, {said[9]}"


RATIONALE = """The interview says it in these words, and the broadcaster’s transcript has them too.

*What is left open* is whether both sides agreed; neither statement says so."""
CORRECTION = """The interview says it in these words, but the broadcaster’s transcript has others.

*What is left open* is whether both sides agreed; one statement denies it:

- the ministry, on Monday,
- and [its spokesman](https://news.example.org/spokesman), a day later."""
SAID: dict[str, Any] = {
    "tags": ["statistic", "security guarantees"],
    "claimant": {"name": "Mike Waltz", "same_as": "https://www.wikidata.org/wiki/Q4883"},
    "citations": [
        {
            "url": "https://news.example.org/interview",
            "title": "Waltz: Europe must own this conflict",
            "stance": "supports",
            "quote": "They have to own this conflict, as we said from the first day.",
            "locator": "minute 4",
        },
        {
            "url": "https://agency.example.com/wire/1288",
            "title": "No date for talks, ministry says",
            "stance": "refutes",
            "quote": "There is no date, and there was no invitation.",
        },
        {
            "url": "https://archive.example.net/guarantees.pdf",
            "title": "Security guarantees since 1994: an overview",
            "stance": "context",
            "locator": "p. 12",
        },
    ],
}
RIVALS = (("ines", "mostly_true"), ("jonas", "unverifiable"))
COMMENTS = (
    ("ines", "The transcript has another date than the article. Which one counts?"),
    ("jonas", "The one of the broadcast. The article was written a day later."),
)

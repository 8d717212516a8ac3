"""Sentences of which others found what was checked before: CheckThat!'s, and the Known Lies.

They are for research and no part of the project; only weights that were trained on them are.
"""

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from service.search.normalising import text_key

DATA = Path(__file__).parents[2] / "shared" / "data"
TWEETS_2020 = DATA / "claim-matching-checkthat2020-t2" / "dev"
TWEETS_2022 = DATA / "claim-matching-checkthat2022-2a" / "dev"
DEBATES_2022 = DATA / "claim-matching-checkthat2022-2b" / "dev"
KNOWN_LIES = DATA / "claim-matching-known-lie-politifact" / "dev"
POLITIFACT = DATA / "fact-checks-politifact" / "politifact_19250.jsonl.gz"
TRANSCRIPTS = DATA / "checkworthiness-checkthat2020-t5" / "dev"
FOLDERS = (TWEETS_2020, TWEETS_2022, DEBATES_2022, KNOWN_LIES, POLITIFACT.parent, TRANSCRIPTS)

SNOPES_SITE, POLITIFACT_SITE = "https://www.snopes.com", "https://www.politifact.com"
_STATED = re.compile(r"on (\w+ \d{1,2}, \d{4})")
_PUBLISHED = re.compile(r"/(\d{4})/(\w{3})/(\d{1,2})/")


@dataclass(frozen=True, slots=True)
class Published:
    """A fact-check of a collection; its key is what judgements name, and its URL ends in it."""

    key: str
    url: str
    claim: str
    title: str | None = None
    body: str | None = None
    claimant: str | None = None
    claim_date: date | None = None
    reviewed_on: date | None = None

    def claim_review(self) -> dict[str, Any]:
        """As ClaimReview, which the importer reads."""
        said = {
            "@type": "Claim",
            "author": {"@type": "Person", "name": self.claimant},
            "datePublished": self.claim_date and self.claim_date.isoformat(),
        }
        return {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": self.url,
            "claimReviewed": self.claim,
            "name": self.title,
            "reviewBody": self.body,
            "datePublished": self.reviewed_on and self.reviewed_on.isoformat(),
            "author": {"@type": "Organization", "name": "A publisher", "url": self.url[:24]},
            "itemReviewed": said if self.claimant or self.claim_date else None,
            "inLanguage": "en",
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the keys of what was checked of it, and who said it when, if that is known."""

    text: str
    keys: frozenset[str]
    speaker: str | None = None
    said_on: date | None = None


@cache
def snopes_of_2020() -> list[Published]:
    """Without dates, and without addresses: those here are made up."""
    return [
        Published(key, f"{SNOPES_SITE}/2020/{key}", claim, title)
        for key, claim, title in _rows(TWEETS_2020 / "verified_claims.docs.tsv")[1:]
    ]


@cache
def snopes_of_2022() -> list[Published]:
    """With the subtitle as the body, and the day of the review."""
    found = []
    with (TWEETS_2022 / "vclaims_snopes.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            key = row["vclaim_id"]
            url = f"{SNOPES_SITE}/fact-check/{key.removeprefix('vclaim-sno-')}/"
            day = _day(row["date"], "%d %B %Y")
            found.append(
                Published(key, url, row["vclaim"], row["title"], row["subtitle"], reviewed_on=day)
            )
    return found


@cache
def politifact() -> list[Published]:
    """With claimants, and the days of claim and review."""
    found = []
    with gzip.open(POLITIFACT, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            stated, published = _STATED.search(row["date"]), _PUBLISHED.search(row["url"])
            found.append(
                Published(
                    row["vclaim_id"],
                    POLITIFACT_SITE + row["url"],
                    row["vclaim"],
                    row["title"],
                    claimant=row["speaker"],
                    claim_date=_day(stated[1], "%B %d, %Y") if stated else None,
                    reviewed_on=_day(" ".join(published.groups()), "%Y %b %d")
                    if published
                    else None,
                )
            )
    return found


def tweets_of_2020(part: str) -> list[Sentence]:
    """Those of a part, `train` or `dev`."""
    texts = {row[0]: row[1] for row in _rows(TWEETS_2020 / f"{part}.tweets.queries.tsv")[1:]}
    return _judged(texts, TWEETS_2020 / f"{part}.tweet-vclaim-pairs.qrels")


def tweets_of_2022(part: str) -> list[Sentence]:
    """Those of a part. Its train part has the dev part of 2020 in it, which is left out."""
    texts = {row[0]: row[1] for row in _rows(TWEETS_2022 / "train-dev.queries.tsv")}
    found = _judged(texts, TWEETS_2022 / f"{part}.qrels.tsv")
    held_out = {each.text for each in tweets_of_2020("dev")} if part == "train" else ()
    return [each for each in found if each.text not in held_out]


def debate_sentences(part: str, *, with_speaker: bool = False) -> list[Sentence]:
    """Those of a part; if asked for, with who said them and when, as the transcripts tell."""
    texts = {row[0]: row[1] for row in _rows(DEBATES_2022 / "train-dev.queries.tsv")}
    path = DEBATES_2022 / f"{part}.qrels.tsv"
    found = _judged(texts, path)
    if not with_speaker:
        return found
    return [
        Sentence(each.text, each.keys, *_said(name))
        for each, name in zip(found, _names(path, texts), strict=True)
    ]


def unchecked_sentences(every: int) -> Iterator[Sentence]:
    """Each so-manieth sentence of the debates of the train part of which nothing is known."""
    known = {row[0] for row in _rows(DEBATES_2022 / "train-dev.queries.tsv")}
    for debate in sorted(trained_debates()):
        lies = known_lies(debate)
        for number, (speaker, text) in sorted(transcript(debate).items()):
            is_known = number in lies or f"{debate}_{number:04}" in known
            if number % every == 0 and not is_known:
                yield Sentence(text, frozenset(), speaker, _day(debate[:8], "%Y%m%d"))


def trained_debates() -> set[str]:
    """The debates of which sentences are in the train part."""
    return {name.rpartition("_")[0] for name, _key in _judgements(DEBATES_2022 / "train.qrels.tsv")}


@cache
def transcript(debate: str) -> dict[int, tuple[str, str]]:
    """Who said what, by line; nothing where the transcript is not here."""
    path = TRANSCRIPTS / f"{debate}.tsv"
    if not path.exists():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {int(row[0]): (row[1], row[2]) for row in rows}


def known_lies(debate: str) -> dict[int, set[str]]:
    """The addresses of the fact-checks of each line of a transcript that is a Known Lie.

    The lines are found by their words: of the numbers that are given, two in five are of others.
    """
    path = KNOWN_LIES / f"{debate}.csv"
    if not path.exists():
        return {}
    urls: dict[bytes, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            urls[text_key(_mended(row["sentence"]))].add(row["verified_claim_url"])
    keys = {number: text_key(text) for number, (_speaker, text) in transcript(debate).items()}
    return {number: urls[key] for number, key in keys.items() if key in urls}


def _mended(text: str) -> str:
    """What was written in UTF-8 and read as if in Mac OS Roman."""
    try:
        return text.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return text


def _said(name: str) -> tuple[str | None, date | None]:
    debate, _, number = name.rpartition("_")
    speaker, _text = transcript(debate).get(int(number), (None, ""))
    return speaker, _day(debate[:8], "%Y%m%d")


def _names(path: Path, texts: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(row[0] for row in _judgements(path) if row[0] in texts))


def _judged(texts: dict[str, str], path: Path) -> list[Sentence]:
    keys: dict[str, set[str]] = {name: set() for name in _names(path, texts)}
    for name, key in _judgements(path):
        if name in keys:
            keys[name].add(key)
    return [Sentence(texts[name], frozenset(found)) for name, found in keys.items()]


def _judgements(path: Path) -> list[tuple[str, str]]:
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], row[2]) for row in rows if len(row) > 2]


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007
    except ValueError:
        return None

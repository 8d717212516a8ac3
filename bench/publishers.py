"""Real fact-checks of other publishers to import, and what each file says, read independently.

They are no part of the project: what is absent is skipped, and said to be.
"""

import csv
import gzip
import io
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.quality.desk import DATA

Row = dict[str, Any]
ARCHIVE = re.compile(r"https?://web\.archive\.org/web/\d+/")


@dataclass(frozen=True)
class Source:
    """A file, how it is sent, and how to read what its rows say without the program."""

    name: str
    path: Path
    media_type: str
    read: Callable[[bytes], Sequence[Row]]
    claim: str
    label: str | None
    address: str
    base: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, str | None] = field(default_factory=dict)
    """What its labels mean on our scale, where the file tells all of them."""

    def content(self) -> bytes:
        """The file, unpacked."""
        raw = self.path.read_bytes()
        return gzip.decompress(raw) if self.path.suffix == ".gz" else raw

    def said(self, row: Row) -> tuple[str, str | None]:
        """The publisher's site and the words of the rating, if it is rated."""
        url = ARCHIVE.sub("", row[self.address] if self.address != "vclaim_id" else self.base)
        host = urlsplit(url).hostname or urlsplit(self.base).hostname or ""
        label = row[self.label].strip() if self.label else None
        return host.removeprefix("www."), label or None

    def same(self, row: Row) -> tuple[str, str]:
        """What two rows share that are the same record: the address, and the letters and digits."""
        folded = unicodedata.normalize("NFKC", row[self.claim]).casefold()
        address = re.sub(r"[?#].*", "", row[self.address]).replace("http://", "https://")
        return address, "".join(re.findall(r"\w", folded))


def _table(raw: bytes) -> Sequence[Row]:
    return list(csv.DictReader(io.StringIO(raw.decode(), newline=""), delimiter="\t"))


def _lines(raw: bytes) -> Sequence[Row]:
    return [json.loads(line) for line in raw.splitlines()]


POLITIFACT = "https://www.politifact.com"
SNOPES = "https://www.snopes.com/fact-check/"
SOURCES = (
    Source(
        "FACTCK.BR",
        DATA / "fact-checks-factck-br/FACTCKBR.tsv",
        "text/tab-separated-values",
        _table,
        "claimReviewed",
        "alternativeName",
        "URL",
        parameters={
            "language": "pt",
            "mapping": [
                "url=URL",
                "claim=claimReviewed",
                "rating.label=alternativeName",
                "rating.number=ratingValue",
                "rating.best=bestRating",
                "reviewed_at=datePublished",
                "rationale=reviewBody",
            ],
        },
    ),
    Source(
        "PolitiFact",
        DATA / "fact-checks-politifact/politifact_19250.jsonl.gz",
        "application/x-ndjson",
        _lines,
        "vclaim",
        "truth_label",
        "url",
        POLITIFACT,
        parameters={
            "publisher": "PolitiFact",
            "base_url": POLITIFACT,
            "language": "en",
            "mapping": [
                "claim=vclaim",
                "claimant=speaker",
                "rating.label=truth_label",
                "claim_date=date",
            ],
        },
        codes={
            "true": "true",
            "mostly-true": "mostly_true",
            "half-true": "mixed",
            "barely-true": "mostly_false",
            "false": "false",
            "pants-fire": "false",
            "full-flop": None,
            "half-flip": None,
            "no-flip": None,
        },
    ),
    Source(
        "Snopes",
        DATA / "claim-matching-checkthat2022-2a/dev/vclaims_snopes.jsonl",
        "application/x-ndjson",
        _lines,
        "vclaim",
        None,
        "vclaim_id",
        SNOPES,
        parameters={
            "publisher": "Snopes",
            "base_url": SNOPES,
            "language": "en",
            "mapping": ["claim=vclaim", "id=vclaim_id", "reviewed_at=date"],
        },
    ),
    Source(
        "AVeriTeC",
        DATA / "fact-checks-averitec/dev/dev.json",
        "application/json",
        json.loads,
        "claim",
        "label",
        "fact_checking_article",
        parameters={"language": "en"},
        codes={
            "Supported": "true",
            "Refuted": "false",
            "Conflicting Evidence/Cherrypicking": "mixed",
            "Not Enough Evidence": "unverifiable",
        },
    ),
)

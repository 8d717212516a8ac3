"""What an import is told of its file, and what its records have in common. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.errors import Invalid
from service.formats.claimdesk.reading import FIELDS
from service.vocabulary import ImportFormat

MOST_BYTES = 512 << 20
"""Of a file, after decoding."""

MOST_OF_NAME = 200
"""Characters of a file's name that are kept: its end, which tells most."""

FORMATS: Mapping[str, ImportFormat] = {
    "application/ld+json": ImportFormat.JSON,
    "application/json": ImportFormat.JSON,
    "application/x-ndjson": ImportFormat.JSON_LINES,
    "application/jsonl": ImportFormat.JSON_LINES,
    "text/csv": ImportFormat.CSV,
    "text/tab-separated-values": ImportFormat.TSV,
}
"""The formats by the media types of bodies."""

ENDINGS: Mapping[str, ImportFormat] = {
    "json": ImportFormat.JSON,
    "jsonld": ImportFormat.JSON,
    "jsonl": ImportFormat.JSON_LINES,
    "ndjson": ImportFormat.JSON_LINES,
    "csv": ImportFormat.CSV,
    "tsv": ImportFormat.TSV,
}
"""The formats by the ends of files' names."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What whoever imports says of a file and of all its records.

    `file` is its name, where it had one, by which people know the import again.
    `publisher`, `site` and `language` count for records that do not tell theirs; `base_url` makes
    relative addresses whole, and addresses of ids. `mapping` has the names of columns by FIELDS.
    """

    format: ImportFormat
    file: str | None = None
    publisher: str | None = None
    site: str | None = None
    base_url: str | None = None
    language: str | None = None
    delimiter: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As a job keeps them."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in told.items() if value}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Parameters":
        """From what a job keeps."""
        return cls(**{**kept, "format": ImportFormat(kept["format"])})


def format_of(name: str) -> ImportFormat | None:
    """The format of a file by its name, also of one that is packed with gzip."""
    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    return ENDINGS.get(ending)


def kept_name(name: str) -> str:
    """The name of a file as a job keeps it: the end, if it is long, and nothing unprintable."""
    return "".join(letter for letter in name if letter.isprintable())[-MOST_OF_NAME:]


def mapping_of(pairs: list[str]) -> dict[str, str]:
    """`["claim=Text", "url=Link"]` as names of columns by field. Raises Invalid."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        name, sign, column = pair.partition("=")
        if not sign or not column.strip():
            raise _refused(f"{pair} is not a field and its column, such as claim=Text.")
        if name.strip() not in FIELDS:
            raise _refused(f"There is no field {name.strip()}; there are {', '.join(FIELDS)}.")
        if name.strip() in mapping:
            raise _refused(f"{name.strip()} has two columns.")
        mapping[name.strip()] = column.strip()
    return mapping


def _refused(sentence: str) -> Invalid:
    return Invalid(f"mapping: {sentence}", errors={"mapping": [sentence]})

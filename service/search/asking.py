"""What a query asks for: words, "phrases", beginnings*, -what is not wanted, and fields. Pure.

Every text is a query. What is no operator is a word, and what has no words asks for nothing: so
there is nothing to get wrong.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

FIELDS = frozenset({"publisher", "rating", "speaker", "tag", "language"})
"""What may stand before a colon. Any other word there is a word."""

LONGEST_QUERY = 10_000
"""Characters that are read."""

MOST_PARTS = 30
"""Phrases, beginnings, fields and what is not wanted: the first ones of each."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = re.compile(
    r"(?P<minus>(?<!\S)-)?"
    r"(?:(?P<field>[A-Za-z]{1,20}):(?=\S))?"
    r'(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))'
)


class Wording(NamedTuple):
    """Words in a row; where it `begins` only, the last of them may go on."""

    text: str
    begins: bool = False


class Field(NamedTuple):
    """That something has this value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that is read. Of `words` and `beginnings`, any may be missing in what it finds."""

    words: str
    beginnings: list[Wording]
    phrases: list[Wording]
    unwanted: list[Wording]
    unwanted_phrases: list[Wording]
    fields: list[Field]
    unwanted_fields: list[Field]

    @property
    def is_of_fields_alone(self) -> bool:
        """Whether no word is wanted."""
        return not (self.words or self.beginnings or self.phrases)


def read_query(text: str, *, is_typed: bool = False) -> Asked:
    """What a text asks for; while it `is_typed`, its last word may go on."""
    text = text[:LONGEST_QUERY].translate(_QUOTES)
    words: list[str] = []
    names = ("beginnings", "phrases", "unwanted", "unwanted_phrases")
    wordings: dict[str, list[Wording]] = {name: [] for name in names}
    fields: dict[bool, list[Field]] = {True: [], False: []}
    for part in _PART.finditer(text):
        minus, name, quoted, bare = part.group("minus", "field", "quoted", "bare")
        value = bare or quoted or ""
        if name and name.lower() in FIELDS and value.strip():
            fields[bool(minus)].append(Field(name.lower(), value))
            continue
        if name:
            words.append(name)
        begins = bool(bare) and (value.endswith("*") or (is_typed and part.end() == len(text)))
        wording = Wording(value, begins)
        if minus:
            wordings["unwanted" if quoted is None else "unwanted_phrases"].append(wording)
        elif quoted is not None:
            wordings["phrases"].append(wording)
        elif begins:
            wordings["beginnings"].append(wording)
        else:
            words.append(value)
    bounded = {name: parts[:MOST_PARTS] for name, parts in wordings.items()}
    return Asked(
        " ".join(words),
        **bounded,
        fields=fields[False][:MOST_PARTS],
        unwanted_fields=fields[True][:MOST_PARTS],
    )

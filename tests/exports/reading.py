"""Reads exported files as anybody would."""

import csv
import io
import json
from typing import Any

from werkzeug.test import TestResponse

from tests.factories import Person

csv.field_size_limit(1 << 24)


def fetch(person: Person, name: str, **filters: Any) -> TestResponse:
    """The file of this name."""
    answer = person.get(f"/exports/{name}", query_string=filters)
    assert answer.status_code == 200, answer.text
    return answer


def lines(person: Person, noun: str, **filters: Any) -> list[dict[str, Any]]:
    """The lines of `<noun>.jsonl`."""
    raw = fetch(person, f"{noun}.jsonl", **filters).data
    return [json.loads(line) for line in raw.splitlines()]


def rows(person: Person, noun: str, **filters: Any) -> list[dict[str, str]]:
    """The rows of `<noun>.csv`, by the names in its first row."""
    raw = fetch(person, f"{noun}.csv", **filters).data
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def at(line: dict[str, Any], name: str) -> Any:
    """The value of a column in a line; null where an object on the way is."""
    value: Any = line
    for part in name.split("."):
        value = None if value is None else value[part]
    return value

"""The dictionary of fields in the documentation is that of the code, and the values are so."""

import re
from pathlib import Path
from typing import Any

import pytest

from service.exports.catalogue import EXPORTS
from service.exports.tables.claims import CLAIMS
from service.exports.tables.edits import EDITS
from service.exports.tables.events import EVENTS
from service.exports.tables.fact_checks import FACT_CHECKS
from service.exports.tables.table import Table
from service.formats.averitec.writing import QUESTIONS
from service.formats.columns import Kind
from service.history.actions import record
from service.permissions import OPERATOR
from service.vocabulary import Action
from tests.exports.reading import at, fetch, lines
from tests.exports.test_contents import ARTICLE, SAID
from tests.factories import Desk

PAGE = (Path(__file__).parents[2] / "docs/exporting.md").read_text()
TABLES = (CLAIMS, EDITS, FACT_CHECKS, EVENTS)
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
IS: dict[Kind, Any] = {
    Kind.TEXT: lambda value: isinstance(value, str),
    Kind.NUMBER: lambda value: type(value) in (int, float),
    Kind.YES_NO: lambda value: isinstance(value, bool),
    Kind.DAY: lambda value: re.fullmatch(r"\d{4}-\d\d-\d\d", value),
    Kind.INSTANT: lambda value: re.fullmatch(INSTANT, value),
    Kind.LIST: lambda value: isinstance(value, list),
    Kind.OBJECT: lambda value: isinstance(value, dict),
}


def cells_of(heading: str) -> list[list[str]]:
    """The rows of the tables below a heading of the page, without the marks of code."""
    (section,) = re.findall(rf"^{heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| `.*\|$", section, re.MULTILINE)
    return [[cell.strip().replace("`", "") for cell in row.strip("|").split("|")] for row in rows]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.noun)
def test_every_field_has_its_line_with_its_type(table: Table):
    documented = [
        (name, kind) for name, kind, _meaning in cells_of(f"## {table.noun.capitalize()}")
    ]
    assert documented == [(column.name, column.kind) for column in table.columns]


def test_every_file_has_its_line_with_its_filters():
    documented: dict[str, set[str]] = {}
    filters = ""
    for files, _what, told in cells_of("# Exporting"):
        filters = filters if told == "the same" else told
        documented |= {file: set(filters.split(", ")) for file in files.split(", ")}
    assert documented == {name: set(export.table.filters) for name, export in EXPORTS.items()}


def test_averitec_has_the_fields_and_questions_that_are_documented(desk: Desk):
    desk.published(desk.claim())
    cells = dict(cells_of("## AVeriTeC"))
    assert {name: cells[stance] for stance in QUESTIONS for name in [stance]} == QUESTIONS
    (line,) = fetch(desk.annotator, "averitec.json").json
    assert list(line) == [name for name in cells if name not in set(QUESTIONS)]


def test_every_field_has_a_value_of_its_type(desk: Desk):
    fill(desk)
    for table in TABLES:
        found = lines(desk.admin, table.noun)
        assert {column.path[0] for column in table.columns} == found[0].keys()
        for column in table.columns:
            values = [at(line, column.name) for line in found]
            told = [value for value in values if value is not None]
            assert told, f"no {column.name} to look at"
            assert all(IS[column.kind](value) for value in told), column


def fill(desk: Desk) -> None:
    """Something for every field to say."""
    claim = desk.claim("It cost 9 million pounds.", visibility="public", **ARTICLE)
    first = desk.submitted(claim, **SAID)
    path = f"/edits/{first.json['id']}/approval"
    amended = {"comment": "Plainer.", "rationale": "Because."}
    assert desk.reviewer.post(path, amended, if_match=first.headers["ETag"]).status_code == 201
    corrected = desk.claim()
    desk.published(corrected)
    desk.submitted(corrected, rating="mixed")
    desk.reviewer.post("/tags", {"name": "water", "description": "Of water."})
    desk.reviewer.patch(f"/documents/{claim['document_id']}", {"language": "de"})
    with desk.database.transaction() as session:
        record(session, OPERATOR, Action.IMPORT_STARTED, job_id=1)

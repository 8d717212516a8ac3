"""What docs/importing.md lists is what the program has."""

from pathlib import Path

from service.formats.claimdesk.reading import FIELDS
from service.imports.rules import FORMATS
from service.imports.schemas import ImportArgs
from service.vocabulary import Fault
from tests.test_docs import table_rows

PAGE = Path(__file__).parents[2] / "docs/importing.md"


def words(cells: list[str]) -> set[str]:
    """What stands between the commas of some cells."""
    return {word.strip() for cell in cells for word in cell.split(",")}


def test_every_reason_has_its_line():
    rows = table_rows(PAGE, "code", "why", "what to do")
    assert [code for code, *_ in rows] == [fault.value for fault in Fault]
    assert all(all(cells) for cells in rows)


def test_every_field_of_a_mapping_has_its_line():
    assert words([field for field, _what in table_rows(PAGE, "field", "what")]) == set(FIELDS)


def test_every_parameter_has_its_line():
    rows = table_rows(PAGE, "parameter", "option", "what")
    assert {name for name, *_ in rows} == set(ImportArgs().fields)


def test_every_media_type_has_its_line():
    rows = table_rows(PAGE, "what", "media type", "file")
    assert words([kind for _what, kind, _file in rows]) == set(FORMATS)

"""Any text is a harmless cell, and comes back from it."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.formats.csv.cells import cell_of, text_of

DANGEROUS = "=+-@\t\r\n＝＋－＠"
texts = st.text() | st.text(alphabet=f"'{DANGEROUS}a", max_size=8)


@given(texts)
def test_any_text_comes_back_and_begins_with_nothing_dangerous(text: str):
    cell = cell_of(text)
    assert text_of(cell) == text
    assert not cell.startswith(tuple(DANGEROUS))


@given(texts, texts)
def test_two_texts_are_two_cells(one: str, other: str):
    assert (cell_of(one) == cell_of(other)) == (one == other)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (date(2026, 1, 2), "2026-01-02"),
        (date(7, 1, 2), "0007-01-02"),
        (datetime(2026, 1, 2, 3, 4, 5, 678, UTC), "2026-01-02T03:04:05Z"),
        (datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=2))), "2026-01-02T01:00:00Z"),
        (["=1", "é"], '["=1","é"]'),
        ({"at": date(2026, 1, 2)}, '{"at":"2026-01-02"}'),
    ],
)
def test_a_value_as_a_cell(value: object, cell: str):
    assert cell_of(value) == cell

"""A value as a cell, and the text of a cell again, to the letter. Pure.

A spreadsheet takes a cell that begins with one of `=+-@`, with their wide forms, or with a tab or a
line break for a formula, and may run what a stranger wrote. So such a text is written with an
apostrophe before it. So is one that begins with apostrophes and then one of these: taking one
apostrophe away from what looks like that always gives back what was there.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

import orjson

from service.formats.json_streams import OPTIONS

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def cell_of(value: Any) -> str:
    """A value as a cell: null is empty, lists and objects are JSON, instants are UTC with Z."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    return orjson.dumps(value, option=OPTIONS).decode()


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def text_of(cell: str) -> str:
    """The text that was written as this cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell

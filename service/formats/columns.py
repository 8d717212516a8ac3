"""The columns of what is exported: what each is called, and what it holds. Pure."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a column holds, in the words of the documentation; a null is an empty cell."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "true or false"
    DAY = "day"
    INSTANT = "instant"
    LIST = "list"
    OBJECT = "object"


class Column(NamedTuple):
    """A column: its name, whose dots lead into objects (`rating.label`), and what it holds."""

    name: str
    kind: Kind

    @property
    def path(self) -> list[str]:
        """Where its value stands in a line of JSON."""
        return self.name.split(".")

"""What every table that is exported has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from service.formats.columns import Column
from service.permissions import Permission, Viewer
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and for which rows: the filters that were given, by name."""

    viewer: Viewer
    settings: Settings
    filters: Mapping[str, Any]


Rows = Sequence[tuple[int, dict[str, Any]]]
"""Ids in their order, each with its row as JSON has it."""

Read = Callable[[Session, Asked, int, int], Rows]
"""The next rows that exist for whoever asks: after the one with this id, and at most so many."""


@dataclass(frozen=True, slots=True)
class Table:
    """A noun that is exported: its columns, the names of its filters, and who may have it."""

    noun: str
    columns: tuple[Column, ...]
    filters: tuple[str, ...]
    read: Read
    permission: Permission = Permission.EXPORT

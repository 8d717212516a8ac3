"""The index of fact-checks: which of them have which terms. Written in the row's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.models import FactCheck


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of one fact-check."""

    id: int
    text: str
    title: str | None
    claimant: str | None
    language: str | None

    @classmethod
    def of(cls, row: FactCheck) -> "Entry":
        """The entry of a row that stands."""
        return cls(row.id, row.text or "", row.title, row.claimant, row.language)


def put(session: Session, entries: Iterable[Entry]) -> None:
    """Index these, in the place of what was indexed of them before."""


def drop(session: Session, ids: Sequence[int]) -> None:
    """Let nothing find these any more."""

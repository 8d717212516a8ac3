"""The index of fact-checks: which of them have which terms. Written in the row's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.models import FactCheck
from service.search import entries as written
from service.search.analysis import stemmer_of, terms_of
from service.search.tables import FACT_CHECKS


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
    made = {}
    for entry in entries:
        stemmer = stemmer_of(entry.language)
        terms = terms_of((entry.text, entry.title, entry.claimant), stemmer)
        made[entry.id] = written.Made(terms, stemmer)
    written.replace(session, FACT_CHECKS, made)


def drop(session: Session, ids: Sequence[int]) -> None:
    """Let nothing find these any more."""
    written.replace(session, FACT_CHECKS, dict.fromkeys(ids))


def take_turn(session: Session) -> None:
    """Let nobody else write an index until this commits: for whoever reads first what to write."""
    written.take_turn(session)


def forget(session: Session) -> None:
    """Leave nothing on the disk of what was indexed and is not any more."""
    written.compact(session, FACT_CHECKS)

"""The work of an import: its rows are read, and written batch by batch."""

import zlib
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from service.formats.incoming import Unusable
from service.imports.reading import Rejected, read_row, rows_of
from service.imports.rules import Parameters
from service.imports.valuing import give_meanings
from service.jobs.queries import get_job
from service.jobs.working import Batch, Work
from service.permissions import Viewer
from service.verdicts.foreign import Imported, Outcome
from service.verdicts.imported import take_turn, write_imported
from service.vocabulary import Fault

ROWS_AT_ONCE, BYTES_AT_ONCE = 500, 8 << 20
"""What is read, written and forgotten together; more would keep other writers waiting."""

ROWS_BETWEEN_SIGNS = 20_000
"""Rows that are only passed over before the worker says that it is still there."""

Numbered = list[tuple[int, Imported | Rejected]]

DUPLICATE = Unusable(
    Fault.DUPLICATE_IN_FILE,
    "A row before it has the same publisher, address and claim, and that one counts.",
)


def run_import(work: Work) -> None:
    """Read the file from the row where the import stands, and write its records."""
    given = Parameters.of(work.parameters)
    with work.database.reading() as session:
        actor = Viewer(get_job(session, work.job_id).created_by_id)
    with work.open() as file:
        for rows in _batches(work, file, given):
            with work.batch() as batch:
                if 0 < file.share_read < 1:
                    batch.total = round(rows[-1][0] / file.share_read)
                _write(batch, actor, rows)


def _batches(work: Work, file: BinaryIO, given: Parameters) -> Iterator[Numbered]:
    """The rows that nobody dealt with yet, by their numbers from 1; few enough to write at once."""
    rows, batch, size = enumerate(rows_of(file, given), 1), Numbered(), 0
    for number, row in rows:
        if number <= work.done:
            if number % ROWS_BETWEEN_SIGNS == 0:
                work.renew()
            continue
        read, length = read_row(row, given, work.settings.base_url)
        batch.append((number, read))
        size += length
        if len(batch) == ROWS_AT_ONCE or size > BYTES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _write(batch: Batch, actor: Viewer, rows: Numbered) -> None:
    records = [read for _number, read in rows if isinstance(read, Imported)]
    take_turn(batch.session)
    give_meanings(batch.session, records)
    outcomes = iter(write_imported(batch.session, actor, batch.job_id, records))
    counts = Counter[str]()
    for number, read in rows:
        if isinstance(read, Rejected):
            _reject(batch, number, read.why, read.raw)
            continue
        outcome = next(outcomes)
        if outcome is Outcome.REPEATED:
            _reject(batch, number, DUPLICATE, _raw(read))
        elif outcome is Outcome.OWN:
            reason = f"This desk published it itself, as claim {read.own_claim_id}."
            _reject(batch, number, Unusable(Fault.OWN_FACT_CHECK, reason), _raw(read))
        else:
            counts[outcome] += 1
    batch.count(**counts)


def _reject(batch: Batch, number: int, why: Unusable, raw: str) -> None:
    batch.reject(number, why.fault, why.reason, raw)


def _raw(record: Imported) -> str:
    return zlib.decompress(record.raw).decode()

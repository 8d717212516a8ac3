"""Starting imports, and deciding what rating words mean. None commits."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from service.db import utcnow
from service.history.actions import record
from service.imports.queries import get_word
from service.imports.rules import Parameters
from service.jobs.actions import add_job
from service.models import Job, RatingWord
from service.permissions import Viewer
from service.scales.queries import get_rating
from service.verdicts.imported import revalue, take_turn
from service.vocabulary import Action, JobKind


def start_import(
    session: Session, actor: Viewer, given: Parameters, pieces: Iterable[bytes]
) -> Job:
    """Put the import of a file in the queue; `pieces` are as `pieces_of` cuts it."""
    job = add_job(session, actor, JobKind.IMPORT, given.as_json(), pieces)
    record(session, actor, Action.IMPORT_STARTED, job_id=job.id)
    return job


def change_rating_word(
    session: Session, actor: Viewer, word_id: int, code: str | None
) -> tuple[RatingWord, int]:
    """Let a word of other publishers mean a rating of ours, or none; how many fact-checks changed.

    Raises NotFound for a word, and Invalid for a code, that there is not.
    """
    take_turn(session)
    word = get_word(session, word_id)
    if word.code == code and (code is not None or word.decided_at is not None):
        return word, 0
    word.decided_at = utcnow()
    value = get_rating(session, code).value if code is not None else None
    before, word.code = word.code, code
    changed = revalue(session, site=word.site, key=word.key, code=code, value=value)
    record(
        session,
        actor,
        Action.RATING_WORD_CHANGED,
        word=f"{word.word} ({word.site})" if word.site else word.word,
        fields={"meaning": [before, code], "fact_checks_changed": [0, changed]},
    )
    return word, changed

"""What people answered, as that from which the ranking of fact-checks learns."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.fact_checks.record import standing
from service.matches.queries import queries_of
from service.matching.looking import Look, Looking
from service.matching.retraining import Answered
from service.models import Match
from service.search.normalising import text_key
from service.vocabulary import MatchState

AT_ONCE = 300
"""Claims that are looked up together."""


def answered(session: Session) -> Iterator[Answered]:
    """Each claim of which something was answered, in the wording that was judged.

    Beside what was answered stand the candidates that the words bring in. The same words are left
    out: they come first without being weighed. So is a fact-check that does not stand any more, or
    says something else than was judged.
    """
    said = _answers(session)
    asked = list(said)
    for first in range(0, len(asked), AT_ONCE):
        here = asked[first : first + AT_ONCE]
        queries = queries_of(session, [claim_id for claim_id, _wording, _document in here])
        looking = Looking(session, (standing(),))
        for claim_id, wording, document_id in here:
            answers = said[claim_id, wording, document_id]
            looks = looking.at(replace(queries[claim_id], text=wording), list(answers))
            kept = [each for each in looks if _counts(each, claim_id, wording, answers)]
            found = [answers.get(each.checked.id, (None, None))[0] for each in kept]
            if any(answer is not None for answer in found):
                yield Answered([each.signals for each in kept], found, str(document_id))


Answers = dict[int, tuple[bool, str | None]]
"""Whether each fact-check is of the claim, and what it said then."""


def _answers(session: Session) -> dict[tuple[int, str, int], Answers]:
    """By claim, wording and document. A purge takes its answers with it."""
    query = (
        sa.select(
            Match.claim_id,
            Match.claim_text,
            Match.document_id,
            Match.fact_check_id,
            Match.fact_check_text,
            Match.state,
        )
        .where(Match.state != MatchState.SUGGESTED)
        .order_by(Match.claim_id, Match.id)
    )
    found: dict[tuple[int, str, int], Answers] = defaultdict(dict)
    for row in session.execute(query):
        key = (row.claim_id, row.claim_text, row.document_id)
        found[key][row.fact_check_id] = (row.state is MatchState.CONFIRMED, row.fact_check_text)
    return found


def _counts(look: Look, claim_id: int, wording: str, answers: Answers) -> bool:
    id_, claim_id_of_ours, said = look.checked[:3]
    if claim_id_of_ours == claim_id or text_key(said) == text_key(wording):
        return False
    return id_ not in answers or said == answers[id_][1]

"""What of an article and of one of its claims was checked before, as the workbench shows it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from service.edits.queries import find_open_edit
from service.edits.rules import SAVEABLE
from service.fact_checks.queries import get_fact_check
from service.matches.listing import checked_before, count_newer, find_run, list_checked
from service.matches.queries import check_match, is_blinded, list_matches
from service.matches.rules import LIKELY, WORTH_SHOWING, in_words
from service.models import Retirement
from service.permissions import Viewer
from service.scales.queries import usable_ratings
from service.settings import Settings
from service.vocabulary import OPEN_JOBS, MatchState
from service.workbench.marks import Mark
from service.workbench.onward import taken_first
from service.workbench.rules import CHECKED, Content, taken_over

MOST_SHOWN = 3
"""Suggestions for a claim; what was confirmed or rejected is shown beside them."""

MOST_LISTED = 50
"""Claims that were checked before, of one article."""


def of_article(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    document_id: int,
    marks: Sequence[Mark],
    order: str,
) -> dict[str, Any]:
    """The ids of the claims that were checked before, how far the look for them is, and what comes
    first of the claims in this order, with a `rank` that is the higher the sooner; where that is
    what was checked, a list of it.
    """
    shown = show_run(session, viewer, document_id)
    first = taken_first(marks, order, shown["checked"])
    rank = {mark.id: len(first) - place for place, mark in enumerate(first)}
    shown |= {"first": first, "rank": rank, "in_words": in_words}
    if order == CHECKED:
        found = (session, viewer, settings, document_id)
        shown["listed"] = list_checked(*found, min_score=LIKELY, limit=MOST_LISTED)
        run = shown["run"]
        shown["newer"] = count_newer(session, viewer, run) if run else 0
    return shown


def show_run(session: Session, viewer: Viewer, document_id: int) -> dict[str, Any]:
    """How far the newest look through an article is, and which claims were checked before."""
    run = find_run(session, document_id)
    checked = checked_before(session, viewer, document_id)
    is_open = run is not None and run.job.state in OPEN_JOBS
    return {"run": run, "is_looking": is_open, "checked": checked}


def of_claim(session: Session, viewer: Viewer, settings: Settings, claim_id: int) -> dict[str, Any]:
    """What may have checked a claim before, by what was answered, and whether it can be taken over
    into one's draft. `best` is what to tell in a line: confirmed, or else likely."""
    found = list_matches(session, viewer, settings, claim_id, limit=MOST_SHOWN)
    by_state = {state: [each for each in found if each.state is state] for state in MatchState}
    confirmed = by_state[MatchState.CONFIRMED]
    # Once one is confirmed, what is only perhaps the same is of no use.
    least = LIKELY if confirmed else WORTH_SHOWING
    suggested = [each for each in by_state[MatchState.SUGGESTED] if each.score >= least]
    likely = [each for each in suggested if each.score >= LIKELY]
    edit = find_open_edit(session, claim_id, viewer.id)
    is_retired = session.get(Retirement, claim_id) is not None
    return {
        "confirmed": confirmed,
        "suggested": suggested,
        "rejected": by_state[MatchState.REJECTED],
        "best": next(iter([*confirmed, *likely]), None),
        "in_words": in_words,
        "is_blinded": is_blinded(session, viewer, claim_id),
        "is_writable": not is_retired and (edit is None or edit.state in SAVEABLE),
    }


def take_over(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    claim_id: int,
    fact_check_id: int,
    content: Content,
    *,
    with_rating: bool,
) -> Content:
    """What somebody wrote, with a fact-check cited in it, and its rating too if asked.

    Raises NotFound as `check_match` does.
    """
    check_match(session, viewer, claim_id, fact_check_id)
    record = get_fact_check(session, viewer, settings, fact_check_id)
    ratings = {each.code: each.value for each in usable_ratings(session)}
    return taken_over(content, record, ratings if with_rating else None)

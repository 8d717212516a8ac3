"""Looking sentences up, for everyone."""

from typing import Any

from flask import Response

from service.fact_checks import queries
from service.fact_checks.rules import SAME_WORDS, as_json, shown
from service.http.answers import done
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, changes_nothing, refuses
from service.http.limits import limited
from service.http.pages import settings
from service.http.transactions import database, reading
from service.matching.finding import Query, match
from service.matching.schemas import Lookup, LookupAnswer
from service.permissions import STRANGER, Permission
from service.search.normalising import text_key

bp = ApiBlueprint("matching", __name__, url_prefix="/api/v1", description="What was checked before")

Matches = list[dict[str, Any]]


@bp.post("/lookup")
@requires(Permission.READ_PUBLISHED)
@limited
@refuses(429)
@changes_nothing
@bp.arguments(Lookup())  # made once: a schema costs more than what it reads here
@bp.response(200, LookupAnswer)
def look_up(body: dict[str, Any]) -> Response:
    """What was published about each of up to 100 sentences, in the order asked, best first."""
    sentences = list(dict.fromkeys(body["sentences"]))
    limit, least = body["limit"], body.get("min_score")
    found = _same_words(sentences, limit)
    if least != 1:
        short_of = [sentence for sentence in sentences if len(found[sentence]) < limit]
        found |= _similar(short_of, limit, least)
    results = [{"sentence": sentence, "matches": found[sentence]} for sentence in body["sentences"]]
    return done({"results": results})


def _same_words(sentences: list[str], limit: int) -> dict[str, Matches]:
    """The newest fact-checks of exactly each sentence."""
    keys = [text_key(sentence) for sentence in sentences]
    if viewer() is STRANGER:
        asked = ({"key": key, "limit": limit} for key in keys)
        rows = database().read_each(queries.PUBLIC_WITH_SAME_WORDS, asked)
        found = [[as_json(shown(row, settings())) for row in each] for each in rows]
    else:
        with reading() as session:
            found = [
                [
                    as_json(record)
                    for record in queries.same_words(session, viewer(), settings(), key, limit)
                ]
                for key in keys
            ]
    return {
        sentence: [{"score": 1.0, "reasons": [SAME_WORDS], "fact_check": each} for each in same]
        for sentence, same in zip(sentences, found, strict=True)
    }


def _similar(sentences: list[str], limit: int, least: float | None) -> dict[str, Matches]:
    """The fact-checks that answer each sentence best, in the same words or in others."""
    if not sentences:
        return {}
    asked = [Query(sentence) for sentence in sentences]
    with reading() as session:
        found = match(session, viewer(), settings(), asked, limit=limit, min_score=least)
    return {
        sentence: [
            {"score": each.score, "reasons": each.reasons, "fact_check": as_json(each.record)}
            for each in matches
        ]
        for sentence, matches in zip(sentences, found, strict=True)
    }

"""How much sentences are worth checking, for everyone."""

from typing import Any

from flask import Response

from service.checkworthiness.queries import model_in_use
from service.checkworthiness.schemas import Scores, Sentences
from service.checkworthiness.scoring import judge
from service.http.answers import done
from service.http.auth import requires
from service.http.blueprints import ApiBlueprint, changes_nothing, refuses
from service.http.limits import limited
from service.http.transactions import reading
from service.permissions import Permission

bp = ApiBlueprint(
    "checkworthiness", __name__, url_prefix="/api/v1", description="What to check first"
)


@bp.post("/checkworthiness")
@requires(Permission.READ_PUBLISHED)
@limited
@refuses(429)
@changes_nothing
@bp.arguments(Sentences)
@bp.response(200, Scores)
def score_sentences(body: dict[str, Any]) -> Response:
    """Score up to 1,000 sentences, each by itself: in the order asked, and why in a few words."""
    with reading() as session:
        model = model_in_use(session)
    judged = {sentence: judge(model, sentence) for sentence in dict.fromkeys(body["sentences"])}
    results = [
        {"text": sentence, "score": judged[sentence].score, "reasons": judged[sentence].reasons}
        for sentence in body["sentences"]
    ]
    return done({"results": results})

"""The shapes of matches."""

from marshmallow import fields, validate

from service.assessments.schemas import PersonShape
from service.http.bodies import Shape
from service.http.fields import Id, Instant
from service.http.paging import PageArgs, page_of
from service.jobs.schemas import JobShape
from service.matches.rules import MOST_MATCHES
from service.matching.schemas import MatchShape
from service.vocabulary import MatchState

ANSWER = [MatchState.CONFIRMED, MatchState.REJECTED]
NO_ANSWER = f"Must be one of: {', '.join(ANSWER)}."


class MatchesArgs(Shape):
    """How many suggestions."""

    limit = fields.Integer(load_default=5, validate=validate.Range(min=1, max=MOST_MATCHES))


class NewAnswer(Shape):
    """Whether the fact-check is of the same claim."""

    answer = fields.Enum(
        MatchState,
        by_value=True,
        required=True,
        validate=validate.OneOf(ANSWER),
        error_messages={"unknown": NO_ANSWER},
    )


class ClaimMatchShape(MatchShape):
    """A fact-check that may have checked a claim before, and what somebody said to that."""

    answer = fields.Enum(
        MatchState,
        by_value=True,
        allow_none=True,
        validate=validate.OneOf(ANSWER),
        metadata={"description": "Null: it is only suggested."},
    )
    answered_by = fields.Nested(PersonShape, allow_none=True)
    answered_at = Instant(allow_none=True)


class ClaimMatchesShape(Shape):
    """What may have checked a claim before: confirmed, suggested, and last what was rejected."""

    items = fields.List(fields.Nested(ClaimMatchShape), required=True)


class DocumentMatchesArgs(PageArgs):
    """Which claims: those that are answered at least so likely. What was confirmed always is."""

    min_score = fields.Float(load_default=0.0, validate=validate.Range(min=0, max=1))


class CheckedClaimShape(ClaimMatchShape):
    """A claim and the fact-check that answers it best."""

    claim_id = Id()
    text = fields.String(metadata={"description": "The wording of the claim."})


class DocumentMatchesShape(page_of(CheckedClaimShape)):  # type: ignore[misc]
    """Claims that may have been checked before, and the job that looked for that last."""

    job = fields.Nested(JobShape, required=True, allow_none=True)

"""The shapes of verdicts and changes.

What is served is rendered by rules.py; tests hold it to these.
"""

from marshmallow import fields

from service.assessments.schemas import CitationShape, ClaimantShape, GivenRatingShape
from service.http.bodies import Shape
from service.http.fields import Day, Id, Instant
from service.vocabulary import AnchorState, ChangeKind


class VerdictDocumentShape(Shape):
    """The document of a verdict."""

    id = Id()
    title = fields.String(allow_none=True)
    url = fields.String(allow_none=True)


class AnchorShape(Shape):
    """Where a claim stands: code points of a version, end exclusive."""

    version = fields.Integer()
    start = fields.Integer()
    end = fields.Integer()
    prefix = fields.String()
    suffix = fields.String()
    state = fields.Enum(AnchorState, by_value=True)


class VerdictShape(Shape):
    """The published verdict on a claim."""

    claim_id = Id()
    text = fields.String(metadata={"description": "The wording that was judged."})
    rating = fields.Nested(GivenRatingShape)
    rationale = fields.String(metadata={"description": "Markdown."})
    claimant = fields.Nested(ClaimantShape, allow_none=True)
    claim_date = Day(allow_none=True)
    tags = fields.List(fields.String())
    citations = fields.List(fields.Nested(CitationShape))
    document = fields.Nested(VerdictDocumentShape)
    anchor = fields.Nested(AnchorShape)
    assessment = Id()
    needs_recheck = fields.Boolean()
    published_at = Instant()
    updated_at = Instant()


class ChangeShape(Shape):
    """One line of the change feed."""

    number = Id()
    kind = fields.Enum(ChangeKind, by_value=True)
    claim_id = Id()
    fact_check_id = Id()
    at = Instant()
    reason = fields.String(allow_none=True)
    verdict = fields.Nested(
        VerdictShape, allow_none=True, metadata={"description": "As it is now."}
    )


class ChangePage(Shape):
    """A page of the change feed."""

    items = fields.List(fields.Nested(ChangeShape), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "Null at the end of the feed."}
    )
    cursor = fields.String(
        required=True, metadata={"description": "To come back with, at the end of the feed too."}
    )

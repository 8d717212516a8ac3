"""The shapes of duplicates."""

from marshmallow import fields

from service.assessments.schemas import GivenRatingShape
from service.http.bodies import Shape
from service.http.fields import Id
from service.http.paging import page_of
from service.vocabulary import ClaimStatus


class DuplicateShape(Shape):
    """A claim of another document, of the same sentence or nearly."""

    claim_id = Id()
    document_id = Id()
    title = fields.String(
        allow_none=True, metadata={"description": "The title of its document, if it has one."}
    )
    text = fields.String(
        metadata={"description": "Its wording; where it has a verdict, the one that was judged."}
    )
    likeness = fields.Float(
        metadata={
            "description": "1: the same but for case, spaces and punctuation; else the share of"
            " three words in a row that both have, from 0.5 on."
        }
    )
    status = fields.Enum(ClaimStatus, by_value=True)
    rating = fields.Nested(
        GivenRatingShape, allow_none=True, metadata={"description": "Null: it has no verdict."}
    )


class DuplicatesShape(Shape):
    """Where else a sentence stands: first where it has a verdict, then where it has none."""

    items = fields.List(fields.Nested(DuplicateShape), required=True)


class KnownClaimShape(Shape):
    """A claim whose sentence was judged in other documents."""

    claim_id = Id()
    text = fields.String(metadata={"description": "The wording of the claim."})
    duplicates = fields.List(fields.Nested(DuplicateShape))


KnownClaimPage = page_of(KnownClaimShape)

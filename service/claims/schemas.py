"""The shapes of claims: queries.py builds what is served, and tests hold it to these."""

from marshmallow import fields, validate

from service.http.bodies import Shape
from service.http.fields import Id, Text
from service.http.paging import PageArgs
from service.http.searching import SearchArgs, searched_page_of
from service.tags.rules import LONGEST_TAG
from service.verdicts.schemas import AnchorShape, VerdictShape
from service.vocabulary import BlockKind, ClaimStatus

LONGEST_REASON = 5000
MOST_CUTS = 100
MOST_MERGED = 20


class ClaimShape(Shape):
    """What is checked."""

    id = Id()
    document_id = Id()
    text = fields.String(metadata={"description": "The wording, to the letter."})
    block = fields.Enum(BlockKind, by_value=True)
    anchor = fields.Nested(AnchorShape)
    status = fields.Enum(ClaimStatus, by_value=True)
    revision = fields.Integer(
        metadata={"description": "Moves with the wording and the published assessment."}
    )
    tags = fields.List(fields.String())
    checkworthiness = fields.Float(
        allow_none=True,
        metadata={"description": "From 0 to 1; from 0.5 on, it is worth checking."},
    )
    verdict = fields.Nested(VerdictShape, allow_none=True)


ClaimPage = searched_page_of(ClaimShape)


class ClaimArgs(PageArgs):
    """Which claims to list."""

    status = fields.Enum(ClaimStatus, by_value=True)
    tag = Text(LONGEST_TAG, metadata={"description": "A tag of the published assessment."})
    rating = Text(40, metadata={"description": "A rating's code."})
    checkworthy = fields.Boolean(
        metadata={"description": "Whether they are worth checking: from a score of 0.5 on."}
    )


class FoundClaimArgs(ClaimArgs, SearchArgs):
    """Which claims of all documents to list."""


class NewClaim(Shape):
    """The words to make a claim of: code points of the newest version, end exclusive."""

    version = Id(required=True, metadata={"description": "The version they were selected in."})
    start = fields.Integer(strict=True, required=True, validate=validate.Range(min=0))
    end = fields.Integer(strict=True, required=True, validate=validate.Range(min=1))


class Pieces(Shape):
    """What a claim was split into, in reading order."""

    items = fields.List(fields.Nested(ClaimShape))


class Splitting(Shape):
    """Where to cut a claim: code points of the newest version, each strictly inside the claim."""

    version = Id(required=True, metadata={"description": "The version they are counted in."})
    at = fields.List(
        fields.Integer(strict=True, validate=validate.Range(min=0)),
        required=True,
        validate=validate.Length(min=1, max=MOST_CUTS),
    )


class Merging(Shape):
    """Neighbours that are one claim, in the newest version."""

    version = Id(required=True, metadata={"description": "The version they stand in."})
    claims = fields.List(Id(), required=True, validate=validate.Length(min=2, max=MOST_MERGED))


class Retiring(Shape):
    """Nothing needs to be said."""


class Undoing(Shape):
    """Nothing needs to be said."""

    event = Id(metadata={"description": "The repair that was on screen, by its event's id."})


class Retraction(Shape):
    """Why a verdict is taken back."""

    reason = Text(LONGEST_REASON, lines=True, required=True)

"""The shapes of comments."""

from marshmallow import fields

from service.assessments.schemas import PersonShape
from service.http.bodies import Shape
from service.http.fields import Id, Instant, Text
from service.http.paging import page_of

LONGEST_COMMENT = 5_000


class NewComment(Shape):
    """What to say, as plain text."""

    text = Text(LONGEST_COMMENT, lines=True, required=True)


class CommentShape(Shape):
    """What somebody said about a claim, or about one edit of it."""

    id = Id()
    claim_id = Id()
    edit_id = Id(
        allow_none=True, metadata={"description": "Null: it is about the claim as a whole."}
    )
    author = fields.Nested(PersonShape)
    text = fields.String(metadata={"description": "Plain text, which may have lines."})
    created_at = Instant()


CommentPage = page_of(CommentShape)

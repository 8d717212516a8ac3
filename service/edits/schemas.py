"""The shapes of edits: queries.py builds what is served, and tests hold it to these."""

from marshmallow import fields, validate

from service.assessments.schemas import AssessmentShape, DifferencesShape, PersonShape
from service.edits.rules import MOST_CITATIONS
from service.http.bodies import Shape
from service.http.fields import Day, Id, Instant, Text, YesOrNo
from service.http.paging import PageArgs, page_of
from service.sources.rules import LONGEST_TITLE
from service.sources.schemas import Url
from service.tags.rules import LONGEST_TAG, MOST_TAGS
from service.tags.schemas import TagName
from service.vocabulary import EditState, Stance

LONGEST_RATIONALE = 20_000
LONGEST_QUOTE = 5_000
LONGEST_COMMENT = 5_000
LONGEST_NAME = 300


class NewCitation(Shape):
    """A source to use: its URL, what it says of the claim, and where."""

    url = Url(required=True)
    title = Text(LONGEST_TITLE, allow_none=True)
    stance = fields.Enum(Stance, by_value=True, required=True)
    quote = Text(LONGEST_QUOTE, lines=True, allow_none=True)
    locator = Text(200, allow_none=True)


class Claimant(Shape):
    """Who made the claim."""

    name = Text(LONGEST_NAME, required=True)
    same_as = Url(allow_none=True)


class Amendments(Shape):
    """What a reviewer may mend while approving."""

    rationale = Text(LONGEST_RATIONALE, lines=True, allow_none=True)
    tags = fields.List(TagName(), validate=validate.Length(max=MOST_TAGS), allow_none=True)
    citations = fields.List(
        fields.Nested(NewCitation), validate=validate.Length(max=MOST_CITATIONS), allow_none=True
    )


class Proposal(Amendments):
    """The assessment that a claim should have; every field may come later."""

    rating = Text(40, allow_none=True, metadata={"description": "A rating's code."})
    claimant = fields.Nested(Claimant, allow_none=True)
    claim_date = Day(allow_none=True)


class NewEdit(Proposal):
    """A proposal, as a draft or submitted at once."""

    submit = YesOrNo(load_default=False)


class Approval(Amendments):
    """A decision to publish, with what it mends."""

    comment = Text(LONGEST_COMMENT, lines=True, allow_none=True)


class Comment(Shape):
    """Why, for the author to read."""

    comment = Text(LONGEST_COMMENT, lines=True, required=True)


class Nothing(Shape):
    """No field: the address says it all."""


class ReviewShape(Shape):
    """Who decided, when, and with what comment."""

    reviewer = fields.Nested(PersonShape)
    reviewed_at = Instant()
    comment = fields.String(allow_none=True)


class LeaseShape(Shape):
    """Which reviewer looks at an edit, and until when that counts. It forbids nobody anything."""

    edit_id = Id()
    reviewer = fields.Nested(PersonShape, allow_none=True)
    until = Instant(allow_none=True)
    yours = fields.Boolean()


class EditSummaryShape(Shape):
    """A proposal: this claim should have this assessment."""

    id = Id()
    claim_id = Id()
    document_id = Id()
    author = fields.Nested(PersonShape)
    state = fields.Enum(EditState, by_value=True)
    revision = fields.Integer()
    stale = fields.Boolean(metadata={"description": "The claim has changed since it began."})
    base_revision = fields.Integer()
    base = fields.Nested(AssessmentShape, allow_none=True)
    published = fields.Nested(AssessmentShape, allow_none=True)
    proposed = fields.Nested(AssessmentShape, allow_none=True)
    review = fields.Nested(ReviewShape, allow_none=True)
    lease = fields.Nested(
        LeaseShape, allow_none=True, metadata={"description": "Shown to reviewers."}
    )
    created_at = Instant()
    submitted_at = Instant(allow_none=True)
    updated_at = Instant()


EditPage = page_of(EditSummaryShape)


class EditShape(EditSummaryShape):
    """An edit with what it would change of what is published now."""

    wording = fields.String(
        metadata={"description": "What stands in the text now; `proposed.text` is what was judged."}
    )
    differences = fields.Nested(DifferencesShape)
    meanwhile = fields.Nested(
        DifferencesShape,
        allow_none=True,
        metadata={"description": "What changed since a stale edit began."},
    )


class RebasedShape(EditShape):
    """An edit brought onto what is published now."""

    conflicts = fields.List(
        fields.String(),
        metadata={"description": "Fields that both sides changed: the author's was kept."},
    )


class EditArgs(PageArgs):
    """Which edits to list."""

    state = fields.Enum(EditState, by_value=True)
    document_id = Id(strict=False)
    author = Id(strict=False, metadata={"description": "The id of a user."})
    mine = fields.Boolean()
    stale = fields.Boolean()
    tag = Text(LONGEST_TAG, metadata={"description": "A tag of what is proposed."})
    rating = Text(40, metadata={"description": "The code of the rating that is proposed."})
    waiting_longer_than = fields.Integer(
        validate=validate.Range(min=1, max=8760),
        metadata={"description": "Hours since it was submitted; of those that wait for review."},
    )

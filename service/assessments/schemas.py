"""The shapes of assessments as they go out."""

from marshmallow import fields

from service.http.bodies import Shape
from service.http.fields import Day, Id, Instant
from service.vocabulary import Stance


class PersonShape(Shape):
    """Somebody, as others see them."""

    id = Id()
    name = fields.String()


class GivenRatingShape(Shape):
    """A rating as it was called at submission. Nearer 5 is truer; null says neither."""

    code = fields.String()
    label = fields.String(allow_none=True)
    value = fields.Integer(allow_none=True)


class ClaimantShape(Shape):
    """Who made the claim."""

    name = fields.String()
    same_as = fields.String(allow_none=True)


class CitationShape(Shape):
    """A source with what it says of the claim."""

    url = fields.String()
    title = fields.String(allow_none=True)
    publisher = fields.String()
    stance = fields.Enum(Stance, by_value=True)
    quote = fields.String(allow_none=True)
    locator = fields.String(allow_none=True)
    retrieved_at = Instant()
    archived_url = fields.String(allow_none=True)


class AssessmentShape(Shape):
    """One complete content for a claim. A draft has no wording and no label yet."""

    id = Id()
    text = fields.String(allow_none=True)
    rating = fields.Nested(GivenRatingShape, allow_none=True)
    rationale = fields.String(allow_none=True, metadata={"description": "Markdown."})
    claimant = fields.Nested(ClaimantShape, allow_none=True)
    claim_date = Day(allow_none=True)
    tags = fields.List(fields.String())
    citations = fields.List(fields.Nested(CitationShape))
    author = fields.Nested(PersonShape)
    amended_by = fields.Nested(PersonShape, allow_none=True)
    created_at = Instant()
    submitted_at = Instant(allow_none=True)


class WordsShape(Shape):
    """A run of words in a text difference."""

    kind = fields.String(metadata={"enum": ["same", "removed", "added"]})
    text = fields.String()


class TextDifferenceShape(Shape):
    """How a text changed, word by word."""

    words = fields.List(fields.Nested(WordsShape))


class RatingDifferenceShape(Shape):
    """How the rating changed."""

    before = fields.Nested(GivenRatingShape, allow_none=True)
    after = fields.Nested(GivenRatingShape, allow_none=True)


class ClaimantDifferenceShape(Shape):
    """How the claimant changed."""

    before = fields.Nested(ClaimantShape, allow_none=True)
    after = fields.Nested(ClaimantShape, allow_none=True)


class DayDifferenceShape(Shape):
    """How a day changed."""

    before = Day(allow_none=True)
    after = Day(allow_none=True)


class TagsDifferenceShape(Shape):
    """Which tags came and went."""

    added = fields.List(fields.String())
    removed = fields.List(fields.String())


class CitationsDifferenceShape(Shape):
    """Which citations came and went."""

    added = fields.List(fields.Nested(CitationShape))
    removed = fields.List(fields.Nested(CitationShape))


class DifferencesShape(Shape):
    """What differs between two assessments; a field that does not differ is absent."""

    rating = fields.Nested(RatingDifferenceShape)
    claimant = fields.Nested(ClaimantDifferenceShape)
    claim_date = fields.Nested(DayDifferenceShape)
    text = fields.Nested(TextDifferenceShape)
    rationale = fields.Nested(TextDifferenceShape)
    tags = fields.Nested(TagsDifferenceShape)
    citations = fields.Nested(CitationsDifferenceShape)

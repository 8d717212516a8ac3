"""The shapes of scoring sentences."""

from marshmallow import fields, validate

from service.http.bodies import Shape
from service.http.fields import RawText
from service.texts.limits import MOST_TEXT

MOST_SENTENCES = 1000
LONGEST_SENTENCE = 5000


class Sentences(Shape):
    """The sentences to score."""

    max_body = MOST_TEXT

    sentences = fields.List(
        RawText(validate=validate.Length(max=LONGEST_SENTENCE)),
        required=True,
        validate=validate.Length(min=1, max=MOST_SENTENCES),
    )


class ScoredShape(Shape):
    """A sentence as it was sent, and how much it is worth checking."""

    text = fields.String()
    score = fields.Float(metadata={"description": "From 0 to 1; from 0.5 on, check it."})
    reasons = fields.List(
        fields.String(), metadata={"description": "The strongest first; none for a usual sentence."}
    )


class Scores(Shape):
    """The sentences in the order asked."""

    results = fields.List(fields.Nested(ScoredShape))

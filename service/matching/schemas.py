"""The shapes of looking sentences up."""

from marshmallow import fields, validate

from service.fact_checks.schemas import FactCheckShape
from service.http.bodies import Shape
from service.http.fields import RawText

MOST_SENTENCES = 100
LONGEST_SENTENCE = 5000
MOST_MATCHES = 20


class Lookup(Shape):
    """Sentences to look up."""

    sentences = fields.List(
        RawText(validate=validate.Length(min=1, max=LONGEST_SENTENCE)),
        required=True,
        validate=validate.Length(min=1, max=MOST_SENTENCES),
    )
    limit = fields.Integer(
        strict=True, load_default=5, validate=validate.Range(min=1, max=MOST_MATCHES)
    )
    min_score = fields.Float(validate=validate.Range(min=0, max=1))


class MatchShape(Shape):
    """A fact-check that may answer a sentence, and why."""

    score = fields.Float(metadata={"description": "0 to 1; 1 is the same sentence."})
    reasons = fields.List(fields.String())
    fact_check = fields.Nested(FactCheckShape)


class SentenceMatchesShape(Shape):
    """A sentence and what was found for it, best first."""

    sentence = fields.String()
    matches = fields.List(fields.Nested(MatchShape))


class LookupAnswer(Shape):
    """What was found, in the order asked."""

    results = fields.List(fields.Nested(SentenceMatchesShape), required=True)

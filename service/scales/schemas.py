"""The shapes of scales."""

from marshmallow import fields

from service.http.bodies import Shape
from service.http.fields import Id, Instant
from service.http.paging import page_of


class RatingShape(Shape):
    """One word of a scale. Nearer 5 is truer; a rating without a value says neither."""

    code = fields.String()
    labels = fields.Dict(keys=fields.String(), values=fields.String())
    value = fields.Integer(allow_none=True)
    averitec_label = fields.String()
    retired_at = Instant(allow_none=True)


class ScaleShape(Shape):
    """A vocabulary of verdicts; one is active."""

    id = Id()
    name = fields.String()
    active = fields.Boolean()
    ratings = fields.List(fields.Nested(RatingShape))


ScalePage = page_of(ScaleShape)

"""The shapes of scales."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from service.http.bodies import Shape
from service.http.fields import Id, Instant, Text, YesOrNo
from service.http.paging import page_of
from service.scales.rules import AVERITEC_LABELS, CODE, LONGEST_LABEL


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


class Labels(fields.Dict):
    """What a rating is called, by language; errors name the language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(keys=fields.String(), values=Text(LONGEST_LABEL), **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super()._deserialize(value, *args, **kwargs)  # type: ignore[no-untyped-call]
        except ma.ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            found = error.messages.items()
            raise ma.ValidationError(
                {language: [s for each in at.values() for s in each] for language, at in found}
            ) from None


class NewRating(Shape):
    """A rating to add. Its code and value never change, and no other will ever have its code."""

    code = fields.String(
        required=True,
        validate=validate.Regexp(
            rf"\A{CODE.pattern}\Z",
            error="Use up to 40 small letters, digits and _, with a letter first.",
        ),
    )
    value = fields.Integer(
        strict=True,
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=5),
        metadata={"description": "Nearer 5 is truer; null says neither."},
    )
    labels = Labels(required=True)
    averitec_label = fields.String(required=True, validate=validate.OneOf(AVERITEC_LABELS))


class RatingChange(Shape):
    """What to change of a rating; what is absent stays."""

    labels = Labels(metadata={"description": "All its labels, the English one among them."})
    retired = YesOrNo(metadata={"description": "Retired, it stays on verdicts and is not given."})
    position = fields.Integer(
        strict=True,
        validate=validate.Range(min=0, max=999),
        metadata={"description": "Its place in the scale, counted from 0."},
    )

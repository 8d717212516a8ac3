"""The shapes of tags."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from service.http.bodies import Shape
from service.http.fields import Id, Text
from service.http.paging import page_of
from service.tags.rules import LONGEST_TAG
from service.vocabulary import TagKind

COLOUR = validate.Regexp(r"\A#[0-9a-f]{6}\Z", error="Not a colour such as #2a47c2.")


class TagName(Text):
    """A tag as somebody writes it."""

    def __init__(self, **kwargs: Any) -> None:
        pattern = {"pattern": "^[^,]*$"}
        super().__init__(LONGEST_TAG, metadata=pattern | kwargs.pop("metadata", {}), **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        name = super()._deserialize(value, *args, **kwargs)
        if name and "," in name:
            raise ValidationError("A tag has no comma: it parts one tag from the next.")
        return name


class TagShape(Shape):
    """A described tag."""

    id = Id()
    name = fields.String()
    kind = fields.Enum(TagKind, by_value=True)
    description = fields.String()
    colour = fields.String()


TagPage = page_of(TagShape)


class NewTag(Shape):
    """The tag to describe."""

    name = TagName(required=True)
    kind = fields.Enum(TagKind, by_value=True, load_default=TagKind.TOPIC)
    description = Text(500, required=True)
    colour = fields.String(load_default="#54575d", validate=COLOUR)


class TagChange(Shape):
    """What to change of a tag; what is absent stays."""

    kind = fields.Enum(TagKind, by_value=True)
    description = Text(500)
    colour = fields.String(validate=COLOUR)

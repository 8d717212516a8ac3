"""The shapes of tags."""

from marshmallow import fields, validate

from service.http.bodies import Shape
from service.http.fields import Id, Text
from service.http.paging import page_of
from service.tags.rules import LONGEST_TAG
from service.vocabulary import TagKind

COLOUR = validate.Regexp(r"\A#[0-9a-f]{6}\Z", error="Not a colour such as #2a47c2.")


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

    name = Text(LONGEST_TAG, required=True)
    kind = fields.Enum(TagKind, by_value=True, load_default=TagKind.TOPIC)
    description = Text(500, required=True)
    colour = fields.String(load_default="#54575d", validate=COLOUR)


class TagChange(Shape):
    """What to change of a tag; what is absent stays."""

    kind = fields.Enum(TagKind, by_value=True)
    description = Text(500)
    colour = fields.String(validate=COLOUR)

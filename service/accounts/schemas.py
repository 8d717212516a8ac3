"""The shapes of people and keys."""

from marshmallow import fields, validate

from service.accounts import rules
from service.http.bodies import Shape
from service.http.fields import Id, Instant, Text, YesOrNo
from service.http.paging import page_of
from service.vocabulary import Role


class UserShape(Shape):
    """A person or a program."""

    id = Id()
    name = fields.String()
    role = fields.Enum(Role, by_value=True)
    created_at = Instant()
    disabled_at = Instant(allow_none=True)


class NewUser(Shape):
    """Whom to add."""

    name = Text(rules.LONGEST_NAME, required=True)
    role = fields.Enum(Role, by_value=True, required=True)


class UserChange(Shape):
    """What to change of a user; what is absent stays."""

    role = fields.Enum(Role, by_value=True)
    disabled = YesOrNo()


class KeyShape(Shape):
    """An API key, without the key itself."""

    id = Id()
    label = fields.String(allow_none=True)
    prefix = fields.String(metadata={"description": "The beginning of the key, to know it by."})
    created_at = Instant()
    expires_at = Instant(allow_none=True)
    last_used_at = Instant(allow_none=True, metadata={"description": "To the hour."})
    revoked_at = Instant(allow_none=True)


class NewKeyShape(KeyShape):
    """An API key just made: the only answer that holds the key itself."""

    key = fields.String()


class NewKey(Shape):
    """The key to make."""

    label = Text(100, allow_none=True)
    expires_in_days = fields.Integer(
        strict=True, validate=validate.Range(min=1, max=3650), allow_none=True
    )


UserPage = page_of(UserShape)
KeyPage = page_of(KeyShape)

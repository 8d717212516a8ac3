"""The shapes of jobs."""

from marshmallow import fields

from service.http.bodies import Shape
from service.http.fields import Id
from service.vocabulary import JobKind, JobState


class JobShape(Shape):
    """Work in the background, and how far it is. `done` is the sum of the four counts."""

    id = Id()
    kind = fields.Enum(JobKind, by_value=True)
    state = fields.Enum(JobState, by_value=True)
    total = fields.Integer(
        allow_none=True, metadata={"description": "Rows, estimated until it is done."}
    )
    done = fields.Integer()
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    rejected = fields.Integer()
    error = fields.String(allow_none=True, metadata={"description": "Why it failed."})


class NoField(Shape):
    """No field: the address says it all."""

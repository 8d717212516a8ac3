"""The shapes of the history."""

from marshmallow import fields

from service.assessments.schemas import DifferencesShape, PersonShape
from service.http.bodies import Shape
from service.http.fields import Id, Instant
from service.http.paging import page_of
from service.vocabulary import Action


class EventShape(Shape):
    """Who did what to what, when."""

    id = Id()
    at = Instant()
    actor = fields.Nested(
        PersonShape,
        allow_none=True,
        metadata={"description": "Null: the operator, at the command line."},
    )
    action = fields.Enum(Action, by_value=True)
    document_id = Id(allow_none=True)
    claim_id = Id(allow_none=True)
    edit_id = Id(allow_none=True)
    user_id = Id(allow_none=True, metadata={"description": "Whose account it was done to."})
    job_id = Id(allow_none=True, metadata={"description": "The import it was done in."})
    about = fields.String(
        allow_none=True, metadata={"description": "The tag, rating, import or webhook it is about."}
    )
    comment = fields.String(allow_none=True)
    fields_changed = fields.Dict(
        data_key="fields",
        keys=fields.String(),
        allow_none=True,
        metadata={"description": "What describes something, before and after, by field."},
    )
    differences = fields.Nested(DifferencesShape, allow_none=True)


EventPage = page_of(EventShape)

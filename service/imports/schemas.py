"""The shapes of imports."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from service.documents.schemas import LANGUAGE
from service.errors import Invalid
from service.formats.csv.reading import DELIMITERS
from service.http.bodies import Shape
from service.http.fields import Text
from service.http.paging import page_of
from service.imports.rules import mapping_of
from service.sources.schemas import Url

MOST_COLUMNS = 50


class Mapping(fields.List[Any]):
    """`field=column`, as often as there are fields to name."""

    def __init__(self) -> None:
        super().__init__(
            Text(300),
            validate=validate.Length(max=MOST_COLUMNS),
            metadata={"description": "A field and its column: `claim=Text`; as often as needed."},
        )

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return mapping_of([str(each) for each in super()._deserialize(value, *args, **kwargs)])
        except Invalid as refusal:
            raise ValidationError((refusal.errors or {})["mapping"]) from None


class ImportArgs(Shape):
    """What is said of a file and of all its records."""

    publisher = Text(300, metadata={"description": "Whose they are, where they do not say so."})
    site = Text(253, metadata={"description": "The publisher's host, where it is not the URLs'."})
    base_url = Url()
    language = Text(35, validate=LANGUAGE)
    delimiter = fields.String(validate=validate.OneOf(tuple(DELIMITERS)))
    mapping = Mapping()


class RejectionShape(Shape):
    """A row that could not be used: its number in the file from 1, why, and how it came."""

    number = fields.Integer()
    code = fields.String()
    reason = fields.String()
    raw = fields.String()


RejectionPage = page_of(RejectionShape)

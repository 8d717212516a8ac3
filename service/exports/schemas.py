"""The shape of what narrows an export down: the filters of the lists, by the same names."""

from marshmallow import fields

from service.documents.rules import LONGEST_NAME
from service.documents.schemas import LANGUAGE
from service.http.bodies import Shape
from service.http.fields import Id, Instant, Text
from service.tags.rules import LONGEST_TAG
from service.vocabulary import ClaimStatus, EditState


class ExportArgs(Shape):
    """Which rows; each file has some of these filters."""

    since = Instant(metadata={"description": "Changed since then; of events, happened."})
    document_id = Id(strict=False)
    status = fields.Enum(ClaimStatus, by_value=True)
    state = fields.Enum(EditState, by_value=True)
    tag = Text(LONGEST_TAG, metadata={"description": "A tag that is published or proposed."})
    rating = Text(40, metadata={"description": "The code of a rating."})
    language = Text(35, validate=LANGUAGE)
    publisher = Text(
        LONGEST_NAME,
        metadata={"description": "Of the document, exactly; of fact-checks, a host."},
    )

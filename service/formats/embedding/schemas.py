"""The shape of what consumers of oEmbed ask."""

import marshmallow as ma
from marshmallow import fields, validate

from service.http.bodies import Shape
from service.http.fields import RawText

AT_LEAST_ONE = validate.Range(min=1)


class OEmbedArgs(Shape):
    """The parameters of oEmbed 1.0; what a consumer adds to them is passed over."""

    url = RawText(required=True)
    maxwidth = fields.Integer(load_default=None, validate=AT_LEAST_ONE)
    maxheight = fields.Integer(load_default=None, validate=AT_LEAST_ONE)
    format = fields.String(load_default="json")

    class Meta:
        unknown = ma.EXCLUDE

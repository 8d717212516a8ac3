"""The shape of what is asked of the container."""

from marshmallow import fields, validate

from service.http.bodies import Shape

HIGHEST_PAGE = 2**53


class ContainerArgs(Shape):
    """Which form of the container, and which page of it; without a page, the container itself."""

    iris = fields.Integer(load_default=None, validate=validate.OneOf((0, 1)))
    page = fields.Integer(load_default=None, validate=validate.Range(min=0, max=HIGHEST_PAGE))

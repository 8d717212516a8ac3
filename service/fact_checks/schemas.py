"""The shapes of fact-checks, and of looking up the verdicts on a page."""

from marshmallow import fields

from service.http.bodies import Shape
from service.http.fields import Day, Id, Instant, Text
from service.http.paging import PageArgs, page_of
from service.http.searching import SearchArgs, searched_page_of
from service.sources.rules import LONGEST_URL
from service.verdicts.schemas import VerdictShape


class PublisherShape(Shape):
    """Who published a fact-check; the site is a host without www."""

    name = fields.String()
    site = fields.String()


class RatingOfFactCheckShape(Shape):
    """The publisher's own words, and what they mean on our scale; null says neither."""

    label = fields.String(allow_none=True)
    value = fields.Integer(allow_none=True)


class FactCheckShape(Shape):
    """A public record of a verdict: ours, which has a claim_id, or another publisher's."""

    id = Id()
    url = fields.String(metadata={"description": "The page of the review."})
    claim = fields.String()
    title = fields.String(allow_none=True)
    claimant = fields.String(allow_none=True)
    claim_date = Day(allow_none=True)
    publisher = fields.Nested(PublisherShape)
    rating = fields.Nested(RatingOfFactCheckShape, allow_none=True)
    reviewed_at = Instant(allow_none=True)
    language = fields.String(allow_none=True)
    claim_id = Id(allow_none=True)


class FactCheckArgs(SearchArgs):
    """Which fact-checks."""

    rating = Text(80, metadata={"description": "The code of a rating of ours."})
    publisher = Text(253, metadata={"description": "A host such as example.org."})
    language = Text(35, metadata={"description": "A tag such as en; its region does not count."})
    since = Instant(metadata={"description": "Changed since then, in the order of the changes."})


FactCheckPage = searched_page_of(FactCheckShape)


class LookupArgs(PageArgs):
    """A page of the web, in any form of its address."""

    url = Text(LONGEST_URL, required=True)


VerdictPage = page_of(VerdictShape)

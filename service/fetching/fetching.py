"""Fetches a page from a public address."""

from service.fetching.fetched import Fetched
from service.settings import Settings


def fetch(url: str, settings: Settings) -> Fetched:
    """The page at `url`. Raises Invalid at the field `url`, with a sentence that says why not."""
    raise NotImplementedError

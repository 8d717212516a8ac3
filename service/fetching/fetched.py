"""What came when a page was fetched."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came. `url` is where it was found after all redirects.

    `media_type` is one of those that are read here, without parameters; `charset` is what the
    answer's header declared. `body` has no content encoding any more.
    """

    url: str
    fetched_at: datetime
    media_type: str
    charset: str | None
    headers: list[tuple[str, str]]
    body: bytes

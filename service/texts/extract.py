"""What a reader made of the bytes of a page or a file. Pure."""

from dataclasses import dataclass
from datetime import datetime

from service.texts.blocks import Block


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a page or a file, and what it says of itself.

    The text is ours, built from what was read, so that offsets belong to it. `blocks` is None where
    the file knows of none: then they are found in the text. `language` is what the file declares,
    which may be wrong. `guessed` names the encoding where it could only be guessed.
    """

    text: str
    blocks: list[Block] | None = None
    title: str | None = None
    url: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    guessed: str | None = None

    @property
    def described(self) -> dict[str, object]:
        """What it says of itself, by the names of a document's fields, where it says it."""
        names = ("title", "url", "author", "publisher", "published_at", "language")
        said = {name: getattr(self, name) for name in names}
        return {name: value for name, value in said.items() if value is not None}

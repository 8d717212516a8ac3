"""Reads what a text may come as. Pure, but not bounded in time: apart.py runs it so."""

from service.texts.extract import Extract
from service.vocabulary import FileKind


def read(raw: bytes, kind: FileKind, charset: str | None = None) -> Extract:
    """The text of a page or file. `charset` is what came beside it, as in an HTTP header.

    Raises Invalid at the field `file`, or TooLarge, for what has no text.
    """
    raise NotImplementedError

"""Reads what a text may come as. Pure, but not bounded in time: apart.py runs it so.

What reads one kind is imported only then: a library is loaded where it is used, in a process that
ends with its file.
"""

from importlib import import_module

from service.texts.extract import Extract
from service.texts.limits import check_text
from service.texts.reading.decoding import decode
from service.vocabulary import FileKind

READERS = {
    FileKind.MARKDOWN: ("service.texts.reading.markdown", "read_markdown"),
    FileKind.HTML: ("service.texts.html.reading", "read_html"),
    FileKind.WORD: ("service.texts.reading.word", "read_word"),
    FileKind.PDF: ("service.texts.reading.pdf", "read_pdf"),
    FileKind.MAIL: ("service.texts.reading.mail", "read_mail"),
}
"""Where the reader of each kind is, but for plain text, which `read` decodes."""


def read(raw: bytes, kind: FileKind, charset: str | None = None) -> Extract:
    """The text of a page or file. `charset` is what came beside it, as in an HTTP header.

    Raises Invalid, or TooLarge, for what has no text.
    """
    if kind is FileKind.TEXT:
        text, guessed = decode(raw, charset)
        extract = Extract(text, guessed=guessed)
    else:
        module, name = READERS[kind]
        extract = getattr(import_module(module), name)(raw, charset)
    check_text(extract.text)
    return extract

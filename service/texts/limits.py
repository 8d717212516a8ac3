"""What may become the text of a document. Pure."""

from service.errors import Invalid, TooLarge

MOST_TEXT = 2 * 1024 * 1024
"""Bytes of a text in UTF-8."""

MOST_FILE = 10 * 1024 * 1024
"""Bytes of a page or a file, before it is read."""


def check_text(text: str) -> None:
    """Raise TooLarge or Invalid for a text that cannot become a document."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise _invalid("Contains half of a surrogate pair, which is no character.") from None
    if size > MOST_TEXT:
        raise TooLarge(f"The text has {size} bytes; {MOST_TEXT} is the most.")
    if "\x00" in text:
        raise _invalid("Contains the character NUL: this is not a text.")
    if not text.strip():
        raise _invalid("The text is empty.")


def check_claims(count: int) -> None:
    """Raise Invalid for a text in which there is nothing to check."""
    if count == 0:
        raise _invalid("There is no sentence in this text.")


def _invalid(sentence: str) -> Invalid:
    return Invalid(f"text: {sentence}", errors={"text": [sentence]})

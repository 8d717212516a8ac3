"""Tells in which language a text is written. Pure."""


def choose_language(text: str, declared: str | None) -> str | None:
    """The language of a text (BCP-47): the declared one where the text does not belie it, else the
    detected one, else None."""
    return declared

"""What a rating is called. Pure."""

from collections.abc import Mapping

FALLBACK = "en"


def label_in(labels: Mapping[str, str], language: str | None) -> str:
    """The label in the language (BCP-47), or in its base language, or in English."""
    base = (language or FALLBACK).partition("-")[0].lower()
    return labels.get(language or "") or labels.get(base) or labels[FALLBACK]

"""The sample article that ships with Claimdesk."""

from pathlib import Path
from typing import Any

from service.vocabulary import Visibility

LANGUAGE = "en"
DESCRIPTION: dict[str, Any] = {"language": LANGUAGE, "visibility": Visibility.PUBLIC}


def read_text() -> str:
    """Its text: 41 claims and 11 headings."""
    return (Path(__file__).parent / "article.txt").read_text(encoding="utf-8")

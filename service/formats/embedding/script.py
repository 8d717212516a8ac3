"""The script for publishers' pages: one file for browsers, several for people."""

from functools import lru_cache
from pathlib import Path

from service.http.answers import to_json

FOLDER = Path(__file__).parents[2] / "static" / "embed"
PARTS = ("text", "placing", "styles", "popover", "marks", "main")
"""In the order in which they are read; each is plain JavaScript in one scope with the others."""


@lru_cache(maxsize=1)
def write_script(publisher: str) -> bytes:
    """All parts within one function, so that the page around them gets no name of theirs.

    A page asks for one file, whatever it is made of; who publishes the fact-checks comes with it.
    """
    parts = [(FOLDER / f"{name}.js").read_bytes() for name in PARTS]
    head = b'(() => {\n"use strict";\n\nconst PUBLISHER = ' + to_json(publisher) + b";\n\n"
    return head + b"\n".join(parts) + b"})();\n"

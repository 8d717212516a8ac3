"""Pages that are read in tests."""

from pathlib import Path

from service.texts.extract import Extract
from service.texts.html.reading import read_html

PAGE = (Path(__file__).parent / "article.html").read_bytes()
REST = [
    "The bridge over the harbour cost 18 million pounds, the auditor said on Monday.",
    "It had been planned for half of that, and it opened two years after the day once promised.",
    "The council has not said who will pay for the rest, and the mayor did not want to comment.",
]
FILLER = "".join(f"<p>{sentence}</p>" for sentence in REST)


def blocks_of(extract: Extract) -> list[tuple[str, int | None, str]]:
    """The blocks as (kind, level, text)."""
    return [
        (block.kind.value, block.level, extract.text[block.start : block.end])
        for block in extract.blocks or ()
    ]


def read(body: str, head: str = "") -> Extract:
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode())

"""Markdown that people typed, as text for formats that have no markup. Pure."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

# As service/http/markdown.py reads it, so that pages and formats say the same.
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("strikethrough")


def plain_text(markdown: str | None) -> str:
    """The words without marks: blocks between blank lines, items of a list on lines of their own.

    A link keeps its words and loses its address; an image is left out, as on pages.
    """
    return "".join(_pieces(_PARSER.parse(markdown or ""))).strip()


def _pieces(tokens: list[Token]) -> Iterator[str]:
    """Each block's words after what parts it from the one before."""
    marks: list[str] = []
    numbers: list[int | None] = []
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            is_numbered = token.type == "ordered_list_open"
            numbers.append(int(token.attrGet("start") or 1) if is_numbered else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            number = numbers[-1]
            marks.append("- " if number is None else f"{number}. ")
            numbers[-1] = None if number is None else number + 1
        elif token.type == "list_item_close":
            marks.clear()
        elif token.type in ("inline", "fence", "code_block"):
            yield "\n" if marks else "\n\n"
            yield "  " * (len(numbers) - 1) + "".join(marks)
            yield _words(token.children) if token.children is not None else token.content.rstrip()
            marks.clear()


def _words(tokens: list[Token]) -> str:
    return "".join(_INSTEAD.get(token.type, token.content) for token in tokens)


_INSTEAD = {"hardbreak": "\n", "softbreak": " ", "image": ""}
"""What stands for a token that is no words."""

"""Reads Markdown: CommonMark with tables and a front matter. Pure."""

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from service.errors import TooLarge
from service.texts.extract import Extract
from service.texts.limits import MOST_TEXT
from service.texts.pieces import Piece, one_line, table, write
from service.texts.reading.decoding import decode, refused
from service.texts.reading.properties import moment_in
from service.vocabulary import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

MOST_MARKED = 2 * MOST_TEXT
"""Characters of a file with all its marks."""

_FRONT = re.compile(r"\s*---[ \t]*\n(.{0,20000}?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_SETTING = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?")
_NAMES = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "publisher": "publisher",
    "url": "url",
    "canonical_url": "url",
    "lang": "language",
    "language": "language",
    "date": "published_at",
    "published": "published_at",
}
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>?|\Z)", re.S | re.I)
_BREAK = re.compile(r"<(?:br|/?(?:p|div|li|tr|h[1-6]))\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NOTE = re.compile(r"\[\^[^\]\s]{1,64}\]:?")


def read_markdown(raw: bytes, charset: str | None = None) -> Extract:
    """The text of a Markdown file without its marks, and what its front matter says.

    Code stays as paragraphs: what somebody indented is more often prose. Pictures and the numbers
    of footnotes are left out, the footnotes stay where they stand. Raises Invalid or TooLarge.
    """
    source, guessed = decode(raw, charset)
    if len(source) > MOST_MARKED:
        raise TooLarge(f"The file has {len(source)} characters; {MOST_MARKED} is the most.")
    said, source = _front_matter(source)
    text, blocks = write(_pieces(source))
    if not text:
        raise refused("There is no text in this file.")
    return Extract(text, blocks, guessed=guessed, **said)


def _front_matter(source: str) -> tuple[dict[str, Any], str]:
    """What the front matter says, if it is simple, and the source below it."""
    match = _FRONT.match(source)
    lines = match.group(1).splitlines() if match else []
    if match is None or not any(_SETTING.fullmatch(line.rstrip()) for line in lines):
        return {}, source
    found: dict[str, list[str]] = {}
    values: list[str] = []
    for line in lines:
        if setting := _SETTING.fullmatch(line.rstrip()):
            values = found.setdefault(setting[1].lower(), [])
            values += _values(setting[2] or "")
        elif line.lstrip().startswith("- "):
            values += _values(line.lstrip()[2:])
    said: dict[str, Any] = {}
    for key, name in _NAMES.items():
        if text := ", ".join(found.get(key, [])):
            said.setdefault(name, moment_in(text) if name == "published_at" else text)
    return said, source[match.end() :]


def _values(written: str) -> list[str]:
    """One value, or those of a list in brackets, without quotation marks."""
    is_list = written.startswith("[") and written.endswith("]")
    parts = written[1:-1].split(",") if is_list else [written]
    return [value for part in parts if (value := part.strip().strip("\"'").strip())]


def _pieces(source: str) -> "Iterator[Piece]":
    from markdown_it import MarkdownIt  # late: it is loaded where a file is read

    around: list[tuple[BlockKind, int | None]] = [(BlockKind.PARAGRAPH, None)]
    depth = 0
    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source):
        match token.type:
            case "heading_open":
                around.append((BlockKind.HEADING, int(token.tag[1:])))
            case "blockquote_open":
                around.append((BlockKind.QUOTATION, None))
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
                around.append((BlockKind.LIST_ITEM, depth))
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
                around.pop()
            case "heading_close" | "blockquote_close":
                around.pop()
            case "table_open":
                rows, around = [], [*around, (BlockKind.TABLE, None)]
            case "table_close":
                around.pop()
                yield table(rows)
            case "tr_open":
                rows.append([])
            case "inline" if around[-1][0] is BlockKind.TABLE:
                rows[-1].append(_plain(token.children or []))
            case "inline":
                yield Piece(*around[-1], _plain(token.children or []))
            case "fence" | "code_block":
                yield Piece(*around[-1], token.content)
            case "html_block":
                yield Piece(*around[-1], _without_tags(token.content))


def _plain(tokens: "Iterable[Token]") -> str:
    """What runs in a line, without its marks; a break that was meant stays."""
    meant: list[list[list[str]]] = [[[]]]  # lines, of lines that only the source has, of words
    link = False
    for token in tokens:
        if token.type == "hardbreak" or (
            token.type == "html_inline" and _BREAK.match(token.content)
        ):
            meant.append([[]])
        elif token.type == "softbreak":
            meant[-1].append([])
        elif token.type in ("text", "code_inline") and not (link and token.content[:1] == "^"):
            meant[-1][-1].append(token.content)
        link = token.type == "link_open"
    lines = (one_line("".join(words).strip() for words in line) for line in meant)
    return _NOTE.sub("", "\n".join(lines))


def _without_tags(html: str) -> str:
    return unescape(_TAG.sub("", _BREAK.sub("\n", _COMMENT.sub("", html))))

"""How much of an article's text, and of what describes it, comes out of its page.

The pages are those of trafilatura's evaluation, with segments that must and that must not be in the
text, a title, an author and a day. A segment is looked for without regard to white space, Unicode
normal form and characters that do not print.
"""

import gzip
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html
from trafilatura import extract_metadata

from bench.quality.desk import DATA, Desk, Refused
from bench.quality.table import Line, at_least, skipped
from service.texts.html.charsets import decode_page

FOLDER = DATA / "articles-trafilatura-dev" / "dev"
GOAL = 0.945
BEST = ".943 trafilatura"

_BY = re.compile(r"(by|von|par|por)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What was made of one page."""

    text: str = ""
    title: str = ""
    author: str = ""
    day: str = ""


def run(desk: Desk) -> list[Line]:
    """Send every page as HTML and compare what the desk says with what people found."""
    if not FOLDER.is_dir():
        return [skipped("text and metadata of web pages")]
    pages = json.loads((FOLDER / "evaldata_subset.json").read_text())
    ours: list[Found] = []
    plain: list[Found] = []
    best: list[Found] = []
    refused: list[str] = []
    for url, wanted in pages.items():
        source, _ = decode_page(gzip.decompress(_path(wanted).read_bytes()))
        try:
            ours.append(_asked(desk, url, source))
        except Refused as refusal:
            refused.append(f"{wanted['file']}: {refusal}")
            ours.append(Found())
        plain.append(_plain(source))
        best.append(_best(url, source))
    wanted = list(pages.values())
    lines = [_text_line(wanted, ours, plain)]
    lines += [_field_line(name, wanted, ours, plain, best) for name in ("title", "author", "date")]
    for each in refused:
        print(each)
    return [*lines, Line("pages refused", f"{len(refused)} of {len(pages)}", goal=_none(refused))]


def _path(wanted: dict[str, Any]) -> Path:
    return FOLDER / "html" / f"{wanted['file']}.gz"


def _asked(desk: Desk, url: str, source: str) -> Found:
    document = desk.add(html=source, url=url)
    return Found(
        desk.version(document["id"], 1)["text"],
        document["title"] or "",
        document["author"] or "",
        (document["published_at"] or "")[:10],
    )


def _plain(source: str) -> Found:
    """All that stands in `p`, and what the simplest elements say."""
    page = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))

    def first(path: str) -> str:
        return next(iter(page.xpath(path)), "")

    return Found(
        "\n".join(element.text_content() for element in page.iter("p")),
        first("//title/text()"),
        first("//meta[@name='author']/@content"),
        first("//meta[@property='article:published_time']/@content")[:10],
    )


def _best(url: str, source: str) -> Found:
    told = extract_metadata(source, url)
    return Found("", told.title or "", told.author or "", told.date or "")


def _text_line(wanted: list[dict[str, Any]], ours: list[Found], plain: list[Found]) -> Line:
    precision, recall, figure = _scores(wanted, ours)
    return Line(
        f"main text of {len(wanted)} pages, F of segments",
        f"{figure:.3f} (P {precision:.3f}, R {recall:.3f})",
        f"{_scores(wanted, plain)[2]:.3f} all <p>",
        BEST,
        at_least(figure, GOAL),
    )


def _scores(wanted: Iterable[dict[str, Any]], found: Iterable[Found]) -> tuple[float, float, float]:
    """Precision, recall and F over the segments of all pages."""
    right = wrong = missing = 0
    for page, each in zip(wanted, found, strict=True):
        text = _even(each.text)
        hits = sum(_even(segment) in text for segment in page["with"])
        right, missing = right + hits, missing + len(page["with"]) - hits
        wrong += sum(_even(segment) in text for segment in page["without"])
    precision, recall = right / max(right + wrong, 1), right / max(right + missing, 1)
    return precision, recall, 2 * right / max(2 * right + wrong + missing, 1)


def _field_line(
    name: str,
    wanted: list[dict[str, Any]],
    ours: list[Found],
    plain: list[Found],
    best: list[Found],
) -> Line:
    same, of = _SAME[name]
    asked = [place for place, page in enumerate(wanted) if page[name].strip()]

    def count(found: list[Found]) -> int:
        return sum(same(of(found[place]), wanted[place][name]) for place in asked)

    return Line(
        f"{name} of {len(asked)} pages",
        f"{count(ours)} ({count(ours) / len(asked):.0%})",
        f"{count(plain)} plain elements",
        f"{count(best)} trafilatura",
    )


def _even(text: str) -> str:
    shown = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(unicodedata.normalize("NFC", shown).split())


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", _even(text).casefold())


def _names(text: str) -> set[str]:
    return set(_words(_BY.sub("", text, count=1) if _BY.match(text) else text))


_SAME: dict[str, tuple[Callable[[str, str], bool], Callable[[Found], str]]] = {
    "title": (lambda one, other: _words(one) == _words(other), lambda found: found.title),
    "author": (lambda one, other: _names(one) == _names(other), lambda found: found.author),
    "date": (lambda one, other: one == other, lambda found: found.day),
}


def _none(refused: list[str]) -> str:
    return f"0: {'NOT MET' if refused else 'met'}"

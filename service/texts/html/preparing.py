"""Makes a page's tree ready, so that extracting its text loses nothing that belongs to it. Pure.

The extractor drops figures with their captions and all characters that do not print. So captions
become paragraphs in brackets of their own, and joiners and marks of direction go by stand-ins,
which print, until the text is written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from service.texts.html.tree import Signs

KEPT = "\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that do not print but that scripts need."""

_SPARE = range(0x1D800, 0x1DA00)  # pictures of hands, which print and hardly any page has

BLOCKS = """
    address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5
    h6 header hr li main nav ol p section summary table td th tr ul
"""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_JUNK = re.compile("[\xad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
_CAPTION = re.compile(r"(?:^|[\s_-])(?:wp-caption-text|caption|figcaption)(?:$|\s)", re.I)
_CREDIT = re.compile(
    r"\W*(?:©|\(c\)|(?:photo|foto|bild|image|imagen|picture|quelle|source|credit|crédit|fuente|kuva"
    r"|fotó|kép|zdj|фото|صورة|写真|图)\w*\b)",
    re.IGNORECASE,
)
MOST_LINES = 20_000
"""Of a page. In one with more, preformatted text does not keep its lines."""

FEWEST_WORDS = 4
"""Of a caption. Twice as many if it begins as the credit of a photograph does."""

LONGEST_CAPTION = 600
"""In code points, of what only its class calls a caption."""

_QUOTATION_MARKS = "“", "”"


@dataclass(frozen=True, slots=True)
class Marks:
    """The stand-ins of one page."""

    signs: Signs
    kept: dict[int, str]

    def restored(self, text: str) -> str:
        """The text with the characters themselves, and without what only spoils reading."""
        stand_ins = {ord(stand_in): chr(code) for code, stand_in in self.kept.items()}
        return without_junk(text).translate(stand_ins)


def without_controls(text: str) -> str:
    """The text without characters that no parser takes."""
    return _CONTROL.sub("", text)


def without_junk(text: str) -> str:
    """The text without characters that show nothing and only spoil reading and finding."""
    return _JUNK.sub("", text)


def part_blocks(page: Any) -> None:
    """Put white space between blocks, which pages without any would glue together, and take out
    the junk that was written as entities."""
    for element in page.iter():
        element.text = element.text and without_junk(element.text)
        element.tail = element.tail and without_junk(element.tail)
    for element in page.iter(*BLOCKS.split()):
        if element.text or len(element):
            element.text = f" {element.text or ''}"
        if element.tail:
            element.tail = f" {element.tail}"


def prepare(page: Any, source: str) -> Marks:
    """Change the tree `page`, parsed from `source`, in place."""
    used = set(source)
    spare = (chr(code) for code in _SPARE if chr(code) not in used)
    opening, closing, parting, *stand_ins = islice(spare, 3 + len(KEPT))
    signs = Signs(opening, closing, parting)
    marks = Marks(signs, dict(zip(map(ord, KEPT), stand_ins, strict=True)))
    for element in list(page.iter("noscript", "template")):
        _drop(element)
    for element in list(page.iter("q")):
        element.text = _QUOTATION_MARKS[0] + (element.text or "")
        _append(element, _QUOTATION_MARKS[1])
        element.drop_tag()
    if source.count("\n") <= MOST_LINES:
        for element in list(page.iter("pre")):
            _break_lines(element)
    _mark_captions(page, signs)
    for element in page.iter("br"):
        following = element.getnext()
        if following is not None and following.tag == "br" and not (element.tail or "").strip():
            element.tail = parting
    for element in page.iter():
        if element.text:
            element.text = element.text.translate(marks.kept)
        if element.tail:
            element.tail = element.tail.translate(marks.kept)
    return marks


def _mark_captions(page: Any, signs: Signs) -> None:
    for figure in list(page.iter("figure")):
        figure.tag = "div"
        figure.attrib.clear()
    for element in list(page.iter("figcaption", "caption", "p", "div", "span", "dd")):
        named = element.tag in ("figcaption", "caption")
        if not named and not _CAPTION.search(element.get("class") or ""):
            continue
        text = " ".join(element.text_content().split())
        parent = element.getparent()
        if parent is None or (not named and len(text) > LONGEST_CAPTION):
            continue
        if not _says_something(element, text):
            _drop(element)
            continue
        caption = element.makeelement("p")
        caption.text = f"{signs.opening}{text}{signs.closing}"
        place = parent if element.tag == "caption" else element
        while (above := place.getparent()) is not None and above.tag == "p":
            place = above
        place.addprevious(caption) if element.tag == "caption" else place.addnext(caption)
        _drop(element)


def _says_something(caption: Any, text: str) -> bool:
    """Whether it is more than a name, the credit of a photograph or a link to somewhere else."""
    links = " ".join(" ".join(link.text_content().split()) for link in caption.iter("a"))
    if len(links) > len(text) / 2:
        return False
    count = len(text.split()) if " " in text else len(text) // 2
    return count >= FEWEST_WORDS and not (_CREDIT.match(text) and count < 2 * FEWEST_WORDS)


def _break_lines(pre: Any) -> None:
    """Preformatted text keeps its lines: each break in it becomes a `br`."""
    for element in list(pre.iter()):
        for place, text in (("text", element.text), ("tail", element.tail)):
            if text and "\n" in text and not (place == "tail" and element is pre):
                _set_lines(element, place, text.split("\n"))
    pre.tag = "p"


def _set_lines(element: Any, place: str, lines: list[str]) -> None:
    breaks = list(_breaks(element, lines[1:]))
    setattr(element, place, lines[0])
    if place == "text":
        element[0:0] = breaks
        return
    parent = element.getparent()
    position = parent.index(element) + 1
    parent[position:position] = breaks


def _breaks(element: Any, lines: list[str]) -> Iterator[Any]:
    for line in lines:
        made = element.makeelement("br")
        made.tail = line
        yield made


def _append(element: Any, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()

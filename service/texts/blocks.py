"""Reads the blocks of a plain text: headline, headings, paragraphs, list items and quotations.

A text may keep one block a line, part its blocks by blank lines, or wrap its lines by hand.
Offsets count Unicode code points; an end is exclusive.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from service.texts.lines import WITHOUT_STOPS, runs_on
from service.texts.sentences import split_sentences
from service.vocabulary import BlockKind

# In code points of one line.
WRAPPED_LINE = range(40, 101)
LONGEST_HEADING = 80
LONGEST_HEADLINE = 160

# The heading of a part and that of its first section; more lines in a row are no headings.
HEADINGS_IN_A_ROW = 2

_BREAKS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_BLANK = rf"[^\S{_BREAKS}]"

# A line that is not blank, and in the group of its kind the marker that it begins with.
_LINE = re.compile(
    rf"(?=\S)(?:(?P<quotation>>(?:>|{_BLANK})*)|(?P<heading>#{{1,6}})(?={_BLANK})"
    rf"|(?P<list_item>[-*•‣⁃–]|\(?\d{{1,3}}[.)]|\(?[a-z]\))(?={_BLANK}))?[^{_BREAKS}]*"
)
_BLANKS = re.compile(rf"{_BLANK}*")
_BREAK = re.compile(f"[{_BREAKS}]")
_BLANK_LINE = re.compile(
    rf"\u2029|(?:\r\n|\r(?!\n)|[\n\v\f\x1c-\x1e\x85\u2028]){_BLANK}*[{_BREAKS}]"
)
_FIRST_WORD = re.compile(r"\S{1,100}")
_LETTER = re.compile(r"[^\W\d_]")
_PUNCTUATED = re.compile(r"[.!:;,…。！．｡：；，、।॥։።،؛۔][\"'”’»)」』）】]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A structural span of a text.

    `level` is 1 for the headline, 1 to 6 for a heading and the depth, from 1, for a list item.
    """

    kind: BlockKind
    level: int | None
    start: int
    end: int


class _Line(NamedTuple):
    """A line that is not blank. Its body lies behind its marker, if it has one.

    `indent` is the white space before the marker, `width` what the line takes with it.
    """

    kind: BlockKind
    indent: int
    start: int
    body: int
    end: int
    width: int


def read_blocks(text: str) -> list[Block]:
    """The blocks of `text`, in order, none of them empty or with white space at its ends.

    Between them lie only white space and the markers of list items (`-`, `1.`, `a)`), quotations
    (`>`) and headings (`#`); the markers on a quotation's further lines lie inside it. Works in
    time linear in the length of the text.
    """
    blocks: list[Block] = []
    indents: list[int] = []  # of the list items around the current one, and its own
    runs = list(_runs(text))
    margin = _margin(text, runs)
    for run in runs:
        first = run[0]
        level = None
        if first.kind is BlockKind.LIST_ITEM:
            while indents and first.indent < indents[-1]:
                indents.pop()
            if not indents or first.indent > indents[-1] + 1:
                indents.append(first.indent)
            level = len(indents)
        elif first.kind is BlockKind.HEADING:
            level = text.count("#", first.start, min(first.body, first.start + 6))
        (start, end), *others = _paragraphs(text, run, margin)
        blocks.append(Block(first.kind, level, start, end))
        blocks += [Block(BlockKind.PARAGRAPH, None, start, end) for start, end in others]
        if others or first.kind is not BlockKind.LIST_ITEM:
            indents.clear()
    _mark_headings(text, blocks)
    return blocks


def _runs(text: str) -> Iterator[list[_Line]]:
    """The lines that may belong together, for no blank line and no new marker parts them."""
    run: list[_Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        line = _read_line(text, match, previous_end)
        apart = line.start > previous_end and _BLANK_LINE.search(text, previous_end, line.start)
        if run and (apart or not _may_follow(run[-1], line)):
            yield run
            run = []
        if line.body < line.end:
            run.append(line)
        previous_end = line.end
    if run:
        yield run


def _read_line(text: str, match: re.Match[str], previous_end: int) -> _Line:
    start = body = match.start()
    end = start + len(match.group().rstrip())
    marker = match.lastgroup
    if marker == BlockKind.LIST_ITEM and runs_on(text, start, end):
        marker = None  # its markers are part of what it lists
    if marker:
        after = _BLANKS.match(text, match.end(marker), match.end())
        body = after.end() if after else end
    indent = 0
    if start - previous_end > 1:
        breaks = max(text.rfind("\n", previous_end, start), text.rfind("\r", previous_end, start))
        indent = start - max(breaks + 1, previous_end)
    kind = BlockKind(marker) if marker else BlockKind.PARAGRAPH
    return _Line(kind, indent, start, body, end, indent + end - start)


def _may_follow(previous: _Line, line: _Line) -> bool:
    if line.kind is BlockKind.QUOTATION:
        return previous.kind is BlockKind.QUOTATION and line.body < line.end
    return line.kind is BlockKind.PARAGRAPH and previous.kind in (
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
    )


def _margin(text: str, runs: list[list[_Line]]) -> int:
    """The widest line that breaks off in a sentence; 0 if the text was not wrapped by hand."""
    return max(
        (
            line.width
            for run in runs
            for line, following in pairwise(run)
            if line.width in WRAPPED_LINE
            and text[line.end - 1] not in ".!?:"
            and text[following.body].islower()
        ),
        default=0,
    )


def _paragraphs(text: str, run: list[_Line], margin: int) -> list[tuple[int, int]]:
    """The spans that a run makes: one for each line, unless they were wrapped by hand."""
    first = run[0]
    if first.kind is BlockKind.QUOTATION or len(run) == 1 or _is_one_sentence(text, run):
        return [(first.body, run[-1].end)]
    spans: list[tuple[int, int]] = []
    start = first.body
    for line, following in pairwise(run):
        hangs = first.kind is BlockKind.LIST_ITEM and not spans and following.indent > first.indent
        if not hangs and not (margin and _flows_on(text, line, following, margin)):
            spans.append((start, line.end))
            start = following.body
    return [*spans, (start, run[-1].end)]


def _is_one_sentence(text: str, run: list[_Line]) -> bool:
    """Whether only the first of some lines begins large, and only the last ends in a full stop."""
    return (
        text[run[0].body].isupper()
        and text[run[-1].end - 1] in ".!?"
        and all(
            text[line.end - 1] not in ".!?:;" and text[following.body].islower()
            for line, following in pairwise(run)
        )
    )


def _flows_on(text: str, line: _Line, following: _Line, margin: int) -> bool:
    """Whether a wrapped line goes on: the following one starts small, or had no room on it."""
    if line.width not in WRAPPED_LINE:
        return False
    word = _FIRST_WORD.match(text, following.body, following.end)
    return (
        text[following.body].islower()
        or line.width + len(f" {word.group() if word else ''}") > margin
    )


def _mark_headings(text: str, blocks: list[Block]) -> None:
    """Finds the headline and the headings among the paragraphs, by what follows them."""
    room = 0
    for number, block in reversed(list(enumerate(blocks))):
        if number == 0 and len(blocks) > 1 and _reads_as_headline(text, block):
            blocks[0] = Block(BlockKind.HEADLINE, 1, block.start, block.end)
        elif block.kind is not BlockKind.PARAGRAPH or not _reads_as_heading(text, block):
            room = HEADINGS_IN_A_ROW
        elif room:
            room -= 1
            blocks[number] = Block(BlockKind.HEADING, 2, block.start, block.end)


def _reads_as_headline(text: str, block: Block) -> bool:
    if block.kind is BlockKind.HEADING:
        return block.level == 1
    return (
        block.kind is BlockKind.PARAGRAPH
        and _is_one_line(text, block, LONGEST_HEADLINE)
        and text[block.end - 1] not in ":;,"
        and len(split_sentences(text[block.start : block.end], None)) == 1
    )


def _reads_as_heading(text: str, block: Block) -> bool:
    return (
        _is_one_line(text, block, LONGEST_HEADING)
        and WITHOUT_STOPS.search(text, block.start, block.end) is None
        and _PUNCTUATED.search(text, block.start, block.end) is None
        and not runs_on(text, block.start, block.end)
    )


def _is_one_line(text: str, block: Block, longest: int) -> bool:
    return (
        block.end - block.start <= longest
        and not text[block.start].islower()
        and _LETTER.search(text, block.start, block.end) is not None
        and _BREAK.search(text, block.start, block.end) is None
    )

"""Splits the text of one block into sentences, each the wording of a claim.

The library `sentencex` finds where sentences end. It reads a veiled copy of the text, of the same
length, in which quotation marks, brackets, line breaks and special spaces are plain spaces. So it
splits inside a quotation, which it would keep whole, and meets nothing that makes it slow (unclosed
quotations) or fail (a wide space before a full stop). Each end that it finds is then moved behind
the closing marks of the real text, and dropped where the sentence goes on.
"""

import re
from collections.abc import Iterator
from importlib.metadata import version

import sentencex

Span = tuple[int, int]

SPLITTER = f"sentencex {version('sentencex')} + claimdesk 1"
"""What splits. Kept with each version of a document: another splitter may find other sentences."""

LONGEST_PIECE = 20_000
"""Characters that sentencex reads at once: its work then stays linear in the length of the text."""

LONGEST_WORD = 40
"""Characters looked at on either side of an end: one endless word costs no more than many."""

_VEILED = re.compile(
    "[\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
    '"`“”„‟«»‹›‘‚‛「」『』《》〈〉()（）[\\]［］{}｛｝<>＜＞【】〔〕]'
    r"|['’](?:(?!\w)|(?<!\w.))"  # an apostrophe inside a word stays
)

# Words that, with a capital, open an English sentence wherever they stand.
_OPENERS = (
    "After|Although|And|As|At|Because|But|Can|Could|Did|Do|Does|Even|For|From|Has|Have|He|Her|Here|"
    "His|How|However|If|In|Is|It|Its|Let|My|No|Now|Oh|Okay|On|Our|See|She|Since|So|That|Their|Then|"
    "There|These|They|This|Those|We|Well|What|When|Where|While|Who|Why|Yes|You|Your"
)

# From the end of one sentence to the first word of the next. The turns of each group are counted,
# because an endless one would need memory for each turn.
_JOINT = re.compile(
    # What still belongs to the first: closing marks; reference marks, as [12] or as a raised number
    # that lost its height; spaced closing brackets.
    r"([\"”“„’‘'»«›‹)\]}>」』】）〕》*_\u200b\u200e\u200f\u202c\u2060\ufeff]{0,20}"
    r"(?:\s?\[\d{1,3}\]){0,20}"
    rf"(?:\s\d{{1,2}}(?=\s(?:{_OPENERS})\b))?"
    r"(?:\s?[」』】）〕》]){0,20})"
    # What lies between them: white space, and the marker of a quoted line.
    r"(\s*(?:(?<=[\n\r\v\f\x85\u2028\u2029])>[>\s]*)?)"
    # What opens the next.
    r"[\"“”„«»‹›‘’'(\[{¿¡*_-]{0,20}\s?"
)

_WORD_CHARACTER = re.compile(r"[^\W_]")

# The marker of a list item: 1. 1) (1) 1.) a. and so on, perhaps behind a bullet.
_MARKER = re.compile(r"[^\w\s]?\(?(\d{1,3}|[a-z])(\.\)|[.)])\s")

# Ends of English sentences that sentencex passes over: a dash where one breaks off, the [...] that
# cuts one short, and a whole sentence that reads like an abbreviation.
_BROKEN_OFF = re.compile(
    rf"[—–\]NM](?:(?:(?<=\s[—–])|(?<=\[…\])|(?<=\[\.\.\.\]))(?=\s+(?:{_OPENERS})\b)"
    r"|(?<=\b[NM])[om]\.(?<=(?:No|Mm)\.)(?<![\w,;:]\s...)(?=\s+[A-Z]))"
)

_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.'’-]{0,30}\s){1,3}"
    r"(?:added|asked|cried|replied|said|says|shouted|told|tweeted|wondered|wrote)\b"
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# English abbreviations that a name, a number or the rest of the phrase always follows.
_NEVER_LAST = _words("""
    mr mrs ms messrs mme mlle dr prof rev hon gen col maj capt cmdr lt sgt cpl adm gov sen rep pres
    supt st mt ft vs v cf viz e.g i.e eg ie approx assoc asst dept fig figs vol pp ed eds voc op nos
""")

# Languages that write "the 3rd" as "3."
_ORDINAL_POINT = _words("bs cs da de et fi fo hr hu is lb lv nb nn no pl sk sl sr tr")


def split_sentences(text: str, language: str | None) -> list[Span]:
    """The spans of the sentences of one block, in order.

    `language` is a BCP-47 tag; None means English rules. A span is (start, end) in code points of
    `text`, end exclusive, without white space at its ends. Between two spans lies only white space
    and, in a quotation, the `>` at the start of a line. A line break ends no sentence. Works in
    time linear in the length of the text.
    """
    code = re.split("[-_]", language or "en", maxsplit=1)[0].lower()
    veil = _VEILED.sub(" ", text)
    items = _items(text, code)
    spans = [span for item in items for span in _sentences(text, veil, item, code)]
    last = 0
    for start, end in spans:
        if not last <= start < end <= len(text):
            raise AssertionError("a sentence lies outside its text or out of order")
        last = end
    return spans


def _items(text: str, code: str) -> Iterator[Span]:
    """The items of a list that runs on in one line, as "1. Bread 2. Milk"; else the whole text."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    marker = _MARKER.match(text, start, end)
    while marker:
        label, style = marker.groups()
        if style == "." and code in _ORDINAL_POINT:
            break  # the 1. of May
        following = str(int(label) + 1) if label.isdecimal() else chr(ord(label) + 1)
        pattern = rf"(?<=\s)[^\w\s]?\(?({re.escape(following)})({re.escape(style)})\s"
        marker = re.compile(pattern).search(text, marker.end(), end)
        if marker:
            yield start, start + len(text[start : marker.start()].rstrip())
            start = marker.start()
    if start < end:
        yield start, end


def _sentences(text: str, veil: str, item: Span, code: str) -> list[Span]:
    """The sentences of one item. What holds no word, as a smiley, belongs to the one before."""
    start, end = item
    spans: list[Span] = []
    for stop in _stops(text, veil, item, code):
        joint = _JOINT.match(text, stop, end)
        if stop <= start or not joint or joint.end() == end:
            continue
        if _goes_on(text, veil, start, joint, code):
            continue
        close, opening = joint.end(1), joint.end(2)
        if _has_words(text, start, close):
            spans.append((start, close))
        elif spans and text[stop - 2 : stop] != "..":
            spans[-1] = (spans[-1][0], close)  # :-)
        else:
            continue  # an ellipsis opens the next sentence
        start = opening
    if spans and not _has_words(text, start, end):
        start = spans.pop()[0]
    return [*spans, (start, end)]


def _stops(text: str, veil: str, item: Span, code: str) -> list[int]:
    """Where sentences may end, in order: each right behind its last character in the veil."""
    position, end = item
    stops: list[int] = []
    while position < end:
        edge = _edge(veil, position, end)
        for sentence in sentencex.segment(code, veil[position:edge]):
            stops.append(position + len(sentence.rstrip(" ")))
            position += len(sentence)
        if stops and not veil.endswith(". ", position - 2, edge):
            stops.pop()  # the end of the piece, not of a sentence
        position = edge
    if code == "en" and (broken := [match.end() for match in _BROKEN_OFF.finditer(text, *item)]):
        stops = sorted(stops + broken)
    return stops


def _edge(veil: str, position: int, end: int) -> int:
    """Where the piece from `position` ends: behind a full stop, else a space, else anywhere."""
    edge = position + LONGEST_PIECE
    if edge >= end:
        return end
    middle = position + LONGEST_PIECE // 2
    for stop in (". ", " "):
        if (found := veil.rfind(stop, middle, edge)) >= 0:
            return found + len(stop)
    return edge


def _has_words(text: str, start: int, end: int) -> bool:
    head, tail = min(end, start + LONGEST_WORD), max(start, end - LONGEST_WORD)
    return bool(
        _WORD_CHARACTER.search(text, start, head) or _WORD_CHARACTER.search(text, tail, end)
    )


def _goes_on(text: str, veil: str, start: int, joint: re.Match[str], code: str) -> bool:
    """Whether the sentence from `start` goes on behind the joint."""
    stop, close = joint.span(1)
    mark, following = text[stop - 1], text[joint.end()]
    if following.islower() and (close > stop or (code != "en" and mark not in "!?")):
        return True  # "Where?" he asked
    if code == "en" and close > stop and mark in "!?" and _ATTRIBUTION.match(text, joint.end(2)):
        return True  # "Here!" Bob said
    if joint.end(2) == stop:
        if mark in ".．" and following.isdecimal():
            return True  # 3．5
        if mark == "." and (not following.isupper() or text[stop - 2].isupper()):
            return True  # example.org, U.S.A
    lowest = max(start, stop - LONGEST_WORD)
    if mark in "—–":  # "Paris — He", where an article begins, or "I thought — He"
        return not veil[lowest : stop - 2].rpartition(" ")[2].islower()
    if mark != ".":
        return False
    if close > stop and text[stop - 4 : stop + 1] == "[...]":
        return True
    if stop - start < 8 and (marker := _MARKER.match(text, start)) and marker.end() > stop:
        return True
    word = veil[max(lowest, veil.rfind(" ", lowest, stop) + 1) : stop - 1]
    if word.isdecimal():
        return len(word) < 4 and code in _ORDINAL_POINT
    return code == "en" and word.lower() in _NEVER_LAST

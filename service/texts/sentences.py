"""Splits the text of one block into sentences, each the wording of a claim.

The library `sentencex` finds where sentences end. It reads a veiled copy of the text, of the same
length, in which quotation marks, brackets, line breaks and special spaces are plain spaces. So it
splits inside a quotation, which it would keep whole, and meets nothing that makes it slow (unclosed
quotations) or fail (a wide space before a full stop). Each end that it finds is then moved behind
the closing marks of the real text, and dropped where the sentence goes on. Ends that the library
passes over are added where the text itself shows a sign of them.
"""

import re
from importlib.metadata import version

import sentencex

from service.texts.abbreviations import (
    BIG_NAMES,
    LONGEST_WORD,
    NEVER_LAST,
    OPENERS,
    ORDINAL_POINT,
    is_abbreviation,
)
from service.texts.lines import MARKER, Span, parts

SPLITTER = f"sentencex {version('sentencex')} + claimdesk 2"
"""What splits. Kept with each version of a document: another splitter may find other sentences."""

LONGEST_PIECE = 20_000
"""Characters that sentencex reads at once: its work then stays linear in the length of the text."""

_VEILED = re.compile(
    "[\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
    "\"`“”„‟«»‹›‘‚‛「」『』《》〈〉()（）[\\]［］{}｛｝<>＜＞【】〔〕'’]"
    r"(?:(?<!['’])|(?!\w)|(?<!\w.))"  # an apostrophe inside a word stays
)
_VEILED_ASCII = {code: " " for code in range(128) if _VEILED.match(chr(code)) and code != 39}

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
    r"((?:[\"”’'»›‹)\]}>」』】）〕》*_\u200b\u200e\u200f\u202c\u2060\ufeff]|[“„‘«](?!\w)){0,20}"
    r"(?:\s?\[\d{1,3}\]){0,20}"
    rf"(?:\s\d{{1,2}}(?=\s(?:{_OPENERS})\b))?"
    r"(?:\s?[」』】）〕》]){0,20}"
    r"(?:\s?[:;]-?[()DP](?=\s|$))?)"  # a smiley
    # What lies between them: white space, and the marker of a quoted line.
    r"(\s*(?:(?<=[\n\r\v\f\x85\u2028\u2029])>[>\s]*)?)"
    # What opens the next.
    r"[\"“”„«»‹›‘’'(\[{¿¡*_-]{0,20}\s?"
)

_FIRST_WORD = re.compile(r"\w{1,40}")
_WORD_CHARACTER = re.compile(r"[^\W_]")

# Ends of English sentences that sentencex passes over: a dash where one breaks off, the [...] that
# cuts one short, and a whole sentence that reads like an abbreviation.
_BROKEN_OFF = re.compile(
    rf"[—–\]NM](?:(?:(?<=\s[—–])|(?<=\[…\])|(?<=\[\.\.\.\]))(?=\s+(?:{_OPENERS})\b)"
    r"|(?<=\b[NM])[om]\.(?<=(?:No|Mm)\.)(?<![\w,;:]\s...)(?=\s+[A-Z]))"
)

_UPPER = "".join(filter(str.isupper, map(chr, range(0x590))))
_LOWER = "".join(filter(str.islower, map(chr, range(0x590))))
_CLOSING = r"[\"”“’'»«)\]*]{0,4}"
_OPENING = r"[\"“„”‘'«»(\[¿¡*]{0,4}\s?"

# Ends in any language that sentencex passes over, each in front of what can open a sentence.
_MISSED = re.compile(
    rf"[.!?…](?:(?=\s+[{_LOWER}])(?:(?<=[{_LOWER}]{{5}}\.)|(?<=[!?]{{2}})|(?<=\s[!?]))"
    rf"|(?<=\w\w\w\w\.)(?={_CLOSING}\s+{_OPENING}\d)"  # late. 1991 came
    rf"|(?={_CLOSING}\s+{_OPENING}[{_UPPER}])(?:"  # before a capital:
    r"(?<=[!?])|(?<=\w…)|(?<=\w\.\.)|(?<=\w\.\.\.)|(?<=\d\.)"
    r"|(?<=\b(?:me|ok)\.)|(?<=\b(?:art|etc|ill|may)\.)|(?<=\bmich\.)"  # are words too
    # A month before what is no day: it may stand last.
    r"|(?<=\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.)|(?<=\bSept\.)))"
)

# A smiley ends a sentence before a capital.
_SMILEY_END = re.compile(rf"[:;](?<=\s.)-?[)(D](?=\s+[{_UPPER}])")

# Ends in scripts that have marks of their own, where no space need follow.
_OTHER_MARKS = "。｡！？।॥؟۔։።។"
_OTHER_MARK = re.compile(f"[{_OTHER_MARKS}]+|[!?]+(?=[\u3040-\u9fff\uac00-\ud7af])")

# An end that no rule can touch.
_PLAIN_END = re.compile(r"[a-z]{4}[.!?] [A-Z]")

# Who said a Chinese sentence, and what goes on behind the quotation in a Japanese one.
_SAYS = re.compile(r"[^\W\d_]{1,8}(?:说|道|表示|称|问|說|稱|問)[，。：,]")
_PARTICLE = re.compile(
    "って|という|など|と(?!ころ|て)|[がをへの]|に(?!ち)|は(?!い)|も(?!う|し|ち)|で(?!も|す)"
)

_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.'’-]{0,30}\s){1,3}"
    r"(?:added|asked|cried|replied|said|says|shouted|told|tweeted|wondered|wrote)\b"
)


def split_sentences(text: str, language: str | None) -> list[Span]:
    """The spans of the sentences of one block, in order.

    `language` is a BCP-47 tag; None means English rules. A span is (start, end) in code points of
    `text`, end exclusive, without white space at its ends. Between two spans lies only white space
    and, in a quotation, the `>` at the start of a line. A line break ends a sentence only among
    short lines (lines.py). Works in time linear in the length of the text.
    """
    code = (language or "en").replace("_", "-").partition("-")[0].lower()
    veil = _veil(text)
    spans = [span for part in parts(text, code) for span in _sentences(text, veil, part, code)]
    last = 0
    for start, end in spans:
        if not last <= start < end <= len(text):
            raise AssertionError("a sentence lies outside its text or out of order")
        last = end
    return spans


def _veil(text: str) -> str:
    if not text.isascii():
        return _VEILED.sub(" ", text)
    veil = text.translate(_VEILED_ASCII)
    return _VEILED.sub(" ", veil) if "'" in veil else veil


def _sentences(text: str, veil: str, item: Span, code: str) -> list[Span]:
    """The sentences of one item. What holds no word, as a smiley, belongs to the one before."""
    start, end = item
    spans: list[Span] = []
    never_last = NEVER_LAST.get(code, frozenset())
    for stop in _stops(text, veil, item, code):
        if _PLAIN_END.match(text, stop - 5, end) and start <= stop - 5:
            word = text[text.rfind(" ", start, stop) + 1 : stop - 1]
            if word.lower() not in never_last:
                spans.append((start, stop))
                start = stop + 1
                continue
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
    missed = [match.start() + 1 for match in _MISSED.finditer(text, *item)]
    part = text[slice(*item)]
    if ":" in part or ";" in part:
        missed += [match.end() for match in _SMILEY_END.finditer(text, *item)]
    is_ascii = part.isascii()
    if code == "en" and not (is_ascii and all(mark not in part for mark in ("]", "No.", "Mm."))):
        missed += [match.end() for match in _BROKEN_OFF.finditer(text, *item)]
    if not is_ascii and any(mark in part for mark in _OTHER_MARKS):
        missed += [match.end() for match in _OTHER_MARK.finditer(text, *item)]
    return sorted({*stops, *missed}) if missed else stops


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
    if following.islower():
        if close > stop or (code != "en" and mark not in ".!?"):
            return True  # "Where?" he asked
        if code == "fr" and text[stop - 2].isspace():
            return True  # Où ? dit-il
    if code == "en" and close > stop and mark in "!?" and _ATTRIBUTION.match(text, joint.end(2)):
        return True  # "Here!" Bob said
    if joint.end(2) == close and joint.end(2) == joint.end():
        if (close > stop or mark in "!?！？") and _PARTICLE.match(text, close):
            return True  # 「そうだ！」と
        if close > stop and _SAYS.match(text, close):
            return True  # “对。”他说，
    lowest = max(start, stop - LONGEST_WORD)
    if mark in "！？" and text.rfind("《", lowest, stop) > text.rfind("》", lowest, stop):
        return True  # 《你好！妈妈》
    if joint.end(2) == stop:
        if mark in ".．" and following.isdecimal():
            return True  # 3．5
        if mark == "." and (not following.isupper() or text[stop - 2].isupper()):
            return True  # example.org, U.S.A
    if mark in "—–":  # "Paris — He", where an article begins, or "I thought — He"
        return not veil[lowest : stop - 2].rpartition(" ")[2].islower()
    if mark != ".":
        return False
    if close > stop and text[stop - 4 : stop + 1] == "[...]":
        return True
    if stop - start < 8 and (marker := MARKER.match(text, start)) and marker.end() > stop:
        return True
    word = veil[max(lowest, veil.rfind(" ", lowest, stop) + 1) : stop - 1]
    if word.isdecimal():
        return len(word) < 4 and code in ORDINAL_POINT and _names(text, joint.end(), code)
    if following.islower() and code != "en" and not (len(word) > 4 and word.isalpha()):
        return True
    if following.islower() or following.isdecimal():
        return is_abbreviation(word, code)
    if code != "en" and len(word) == 1 and (word.isupper() or "\u0590" <= word <= "\u06ff"):
        return True  # J. Kowalski
    if code in BIG_NAMES and word in ("etc", "usw"):
        return _names(text, joint.end(), code)
    return word.lower() in NEVER_LAST.get(code, ())


def _names(text: str, position: int, code: str) -> bool:
    """Whether what follows an ordinal number is what it counts, not the next sentence."""
    if not text[position].isupper():
        return True
    word = _FIRST_WORD.match(text, position)
    return code in BIG_NAMES and (not word or word.group() not in OPENERS.get(code, ()))

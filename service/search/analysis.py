"""What a text is found by: its terms, the same for every database. Pure.

A word is a run of letters, marks and digits, whatever its case and form (NFKC). Its term is its
stem (Snowball's rules, by PyStemmer) without diacritics. Scripts that put no space between words
give pairs of neighbouring characters instead, as search engines do (Lucene's CJKBigramFilter).

A record has one language and so one stemmer. A query has none for sure: each of its words stands
for the stems that it has by the rules of every stemmer by which anything is indexed.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence

import Stemmer

LONGEST_TEXT = 20_000
"""Characters that are looked at."""

LONGEST_TERM = 64
MOST_TERMS = 1_000
"""Of one record."""

MOST_WORDS = 200
"""Of one query, the first ones."""

PLAIN = ""
"""The stemmer of languages that have none: their words stay as they are."""

UNKNOWN = "english"
"""That of records whose language is not known, which leaves most words of others alone."""

_STEMMERS = {
    language: stemmer
    for stemmer, languages in {
        "arabic": "ar", "armenian": "hy", "basque": "eu", "catalan": "ca", "czech": "cs",
        "danish": "da", "dutch": "nl", "english": "en", "esperanto": "eo", "estonian": "et",
        "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hindi": "hi",
        "hungarian": "hu", "indonesian": "id", "irish": "ga", "italian": "it", "lithuanian": "lt",
        "nepali": "ne", "norwegian": "no nb nn", "persian": "fa", "polish": "pl",
        "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr hr bs sh",
        "spanish": "es", "swedish": "sv", "tamil": "ta", "turkish": "tr", "yiddish": "yi",
    }.items()
    for language in languages.split()
}  # fmt: skip

_ADDRESS = re.compile(r"https?://\S+|(?<!\S)(?:[\w-]+\.)+[a-z]{2,}/\S*")
_NAME = re.compile(r"[#@]\w+")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# What stands before is looked at last: a search for the sign itself is twice as quick.
_IN_NUMBER = re.compile(r"[.,](?<=\d.)(?=\d)")
_POSSESSIVE = re.compile(r"['\u2019](?<=\w.)s(?!\w)")
_DIACRITIC = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]")
_LIKE = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h"}
)
_NO_SPACES = re.compile(r"\S+")
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai and Lao, Burmese, Khmer, kana, Han; and Hangul, whose words carry their particles."""

_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_RUN = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_FIRST_UNSPACED = "\u0e00"


def stemmer_of(language: str | None) -> str:
    """The name of the stemmer for a language tag such as `pt-BR`."""
    if language is None:
        return UNKNOWN
    primary = re.split("[-_]", language, maxsplit=1)[0].lower()
    return _STEMMERS.get(primary, PLAIN)


def terms_of(texts: Iterable[str | None], stemmer: str, *, most: int = MOST_TERMS) -> list[str]:
    """The terms of a record, in order, as often as it has them. What is said twice counts once."""
    said = " ".join(dict.fromkeys(text for text in texts if text))
    return _stemmed(_words(said)[:most], stemmer)


def words_of(query: str, stemmers: Sequence[str]) -> list[frozenset[str]]:
    """The different words of a query, each as all the terms that it may be indexed as."""
    words = list(dict.fromkeys(_words(query)))[:MOST_WORDS]
    stems = (_stemmed(words, stemmer) for stemmer in stemmers)
    return list(dict.fromkeys(map(frozenset, zip(*stems, strict=True))))


def wording_of(query: str, stemmers: Sequence[str]) -> tuple[frozenset[str], ...]:
    """The words of a query in their order, each as all the terms that it may be indexed as."""
    words = _words(query)[:MOST_WORDS]
    stems = (_stemmed(words, stemmer) for stemmer in stemmers)
    return tuple(map(frozenset, zip(*stems, strict=True)))


def placed_terms(text: str, stemmer: str) -> list[tuple[int, int, str]]:
    """The terms of a text, each with where it stands: `(start, end, term)`, in code points."""
    veiled = text.translate(_SPACES)
    for number in _IN_NUMBER.finditer(text):  # which parts what belongs together
        veiled = f"{veiled[: number.start()]}0{veiled[number.end() :]}"
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for run in _NO_SPACES.finditer(veiled):
        start, end = run.span()
        pieces = _apart(unicodedata.normalize("NFKC", text[start:end]).casefold())
        is_whole = len(pieces) == 1 or len(pieces) != end - start - 1
        words += pieces
        places += [
            (start, end) if is_whole else (start + place, start + place + 2)
            for place in range(len(pieces))
        ]
    return [(*place, term) for place, term in zip(places, _stemmed(words, stemmer), strict=True)]


def beginning_of(query: str) -> str:
    """The last word of a query, with which longer ones may begin; empty where there is none."""
    words = _words(query)[:MOST_WORDS]
    return _folded(words[-1])[:LONGEST_TERM] if words else ""


def _words(text: str) -> list[str]:
    """The words of a text; those of addresses only where there are no others."""
    text = text[:LONGEST_TEXT]
    if "#" in text or "@" in text:
        text = _NAME.sub(lambda name: _INNER_CAPITAL.sub(" ", name[0]), text)
    text = unicodedata.normalize("NFKC", text).casefold()
    if "/" in text:
        return _apart(_ADDRESS.sub(" ", text)) or _apart(text)
    return _apart(text)


def _apart(text: str) -> list[str]:
    text = _IN_NUMBER.sub("", _POSSESSIVE.sub("", text))
    words = text.translate(_SPACES).split()
    if text.isascii() or max(text, default="") < _FIRST_UNSPACED:
        return words
    return [piece for word in words for run in _RUN.findall(word) for piece in _pairs(run)]


def _pairs(run: str) -> Sequence[str]:
    if len(run) < 2 or not _IS_UNSPACED.match(run):
        return (run,)
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _stemmed(words: list[str], stemmer: str) -> list[str]:
    stems = words if stemmer == PLAIN else _stemmers.named(stemmer).stemWords(words)
    if all(stems) and "".join(stems).isascii():
        return [stem[:LONGEST_TERM] for stem in stems]
    return [_folded(stem or word)[:LONGEST_TERM] for stem, word in zip(stems, words, strict=True)]


def _folded(stem: str) -> str:
    if stem.isascii():
        return stem
    plain = _DIACRITIC.sub("", unicodedata.normalize("NFD", stem)).translate(_LIKE)
    return unicodedata.normalize("NFC", plain) or stem


class _Spaces(dict[int, int | str]):
    """What `str.translate` makes of a character: itself in a word, else a space."""

    MOST = 20_000
    """Characters that are remembered: whoever sends all there are must not fill the memory."""

    def __missing__(self, code: int) -> int | str:
        becomes = code if unicodedata.category(chr(code))[0] in "LMN" else " "
        if len(self) < self.MOST:
            self[code] = becomes
        return becomes


class _Stemmers(threading.local):
    """A thread's own: a stemmer may not be called by two at once."""

    def __init__(self) -> None:
        self._made: dict[str, Stemmer.Stemmer] = {}

    def named(self, name: str) -> Stemmer.Stemmer:
        if name not in self._made:
            self._made[name] = Stemmer.Stemmer(name)
        return self._made[name]


_SPACES = _Spaces()
_stemmers = _Stemmers()

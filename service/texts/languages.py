"""Tells in which language a text is written. Pure.

What tells is the script where one language alone uses it, else `py3langid`: counts of byte
sequences weighed by a naive Bayes model (Lui and Baldwin 2012, langid.py) of 130 languages.
"""

import re
from functools import cache, lru_cache
from threading import Lock
from typing import Any

SAMPLE = 2_000
"""Characters that are looked at: from the beginning, the middle and the end of a longer text."""

FEWEST_LETTERS = 40
"""Below this, no words tell a language; a script of one language alone still does."""

SURE, BELIED = 0.8, 0.95
"""How probable another language must be to count, and to count against the declared one."""

_SCRIPTS = {
    "Kana": "\u3040-\u30ff\uff66-\uff9d",
    "Han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "Hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "Hebrew": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Devanagari": "\u0900-\u097f",
    "Thai": "\u0e00-\u0e7f",
    "Cyrillic": "\u0400-\u052f",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
}
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}

_ONE_LANGUAGE = {
    "Han": "zh",
    "Kana": "ja",
    "Hangul": "ko",
    "Thai": "th",
    "Greek": "el",
    "Hebrew": "he",
}
"""Scripts that as good as always write one language."""

_WRITTEN_IN = {
    script: frozenset(languages.split())
    for script, languages in {
        "Han": "zh ja yue wuu nan hak cmn lzh ko",
        "Kana": "ja",
        "Hangul": "ko",
        "Arabic": "ar ary arz acm apc fa ur ps ug sd ckb ku ks bal dv ha ms az uz kk ky",
        "Hebrew": "he iw yi ji lad",
        "Devanagari": "hi mr ne sa mai bho kok gom doi sd ks",
        "Thai": "th",
        "Cyrillic": "ru uk be bg mk sr sh bs kk ky mn tg tt ba cv ce os ab az uz tk rue sah kv",
        "Greek": "el grc",
    }.items()
}
"""The languages that are written in a script; all others, and these too, in Latin."""

_ALSO_LATIN = {"sr", "sh", "bs", "az", "uz", "tk", "kk", "ku", "ha", "ms", "lad"}
_NEVER_LATIN = frozenset().union(*_WRITTEN_IN.values()) - _ALSO_LATIN

_ALIKE = [
    frozenset(group.split())
    for group in (
        "no nb nn da", "hr bs sr sh cnr sl", "id in ms", "cs sk", "gl pt", "af nl", "oc ca",
        "fil tl", "ro mo",
    )
]  # fmt: skip
"""Languages that are easily taken for one another: neither belies the other."""

_lock = Lock()


def choose_language(text: str, declared: str | None) -> str | None:
    """The language of a text (BCP-47): the declared one where the text does not belie it, else the
    detected one, else None, where there is too little to tell by.

    Looks at a bounded sample. The first call that needs the model loads it, in half a second.
    """
    sample = _sample(text)
    script, letters = _script(sample)
    base = re.split("[-_]", declared or "", maxsplit=1)[0].lower()
    if script is None or base in _WRITTEN_IN.get(script, ()):
        return declared
    if not declared or script != "Latin":
        return _detected(sample, script, letters, SURE)
    if base in _NEVER_LATIN:
        return _detected(sample, script, letters, SURE) or declared
    found = _detected(sample, script, letters, BELIED)
    if found is None or not _is_known(base) or _are_alike(base, found):
        return declared
    return found


def _sample(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    part, middle = SAMPLE // 3, len(text) // 2
    return " ".join((text[:part], text[middle : middle + part], text[-part:]))


def _script(sample: str) -> tuple[str | None, int]:
    """The script of most letters, and how many they are. Kana tell Japanese from Chinese."""
    names = ["Latin"] if sample.isascii() else list(_LETTERS)
    counts = {name: len(_LETTERS[name].findall(sample)) for name in names}
    if counts.get("Kana", 0) * 10 > counts.get("Han", 0):
        counts["Kana"] += counts.pop("Han")
    script = max(counts, key=lambda name: counts[name])
    return (script if counts[script] else None), counts[script]


def _detected(sample: str, script: str, letters: int, sure: float) -> str | None:
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if letters < FEWEST_LETTERS:
        return None
    language, probability = _classified(sample)
    return language if probability >= sure and len(language) == 2 else None


@lru_cache(64)
def _classified(sample: str) -> tuple[str, float]:
    language, probability = _model().classify(sample)
    return str(language), float(probability)


def load() -> None:
    """Load the model, of 80 MB, which is otherwise done where it is first needed.

    Processes that fork from this one share it.
    """
    _model()


def _is_known(base: str) -> bool:
    return base in _model().nb_classes or any(base in group for group in _ALIKE)


def _are_alike(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _ALIKE)


def _model() -> Any:
    with _lock:
        return _loaded()


@cache
def _loaded() -> Any:
    # Where it is first needed: it takes half a second, and numpy.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

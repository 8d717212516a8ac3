"""Cuts a text into the pieces of words that the model knows (WordPiece, as BERT uncased does)."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST_WORD = 100
MOST_PIECES = 256
"""The model was trained on no longer texts."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+|[^\s\w]|_")


class WordPiece:
    """The vocabulary of a model."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._begin, self._end = self._numbers["[CLS]"], self._numbers["[SEP]"]
        self._unknown = self._numbers["[UNK]"]

    def numbers_of(self, text: str) -> list[int]:
        """The numbers of its pieces, between those that mark begin and end."""
        numbers: list[int] = []
        for word in _WORD.findall(_folded(text)):
            numbers += self._cut(word)
            if len(numbers) > MOST_PIECES - 2:
                break
        return [self._begin, *numbers[: MOST_PIECES - 2], self._end]

    def _cut(self, word: str) -> list[int]:
        """The longest piece that is known, then the longest of what is left, and so on."""
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(("##" if start else "") + word[start:end])
                if number is not None:
                    break
            else:
                return [self._unknown]
            found.append(number)
            start = end
        return found


def _folded(text: str) -> str:
    """In lower case and without accents and control characters."""
    apart = unicodedata.normalize("NFD", text.lower())
    kept = (
        char
        for char in apart
        if (kind := unicodedata.category(char)) != "Mn" and (kind[0] != "C" or char in "\t\n\r")
    )
    return "".join(kept)

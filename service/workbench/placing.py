"""Finds in a text the words that somebody typed or copied, to say where a claim stands. Pure."""

import re

from service.errors import Invalid

LONGEST_WORDS = 5000
"""Characters that a form's field may hold."""


def on_one_line(wording: str) -> str:
    """A wording without its line breaks: in the form, a break is where another claim begins."""
    return " ".join(wording.split())


def cuts_in(wording: str, start: int, typed: str) -> list[int]:
    """Where the second and every further line of `typed` begins, in code points of the text.

    `wording` stands at `start`; `typed` is the same, white space aside, broken into lines. Raises
    Invalid at `words` where it is not.
    """
    places = [place for place, letter in enumerate(wording) if not letter.isspace()]
    lines = ["".join(line.split()) for line in typed.splitlines()]
    if "".join(lines) != "".join(wording.split()):
        raise _refused("Change nothing but the line breaks: the words have to stay as they are.")
    sizes = [len(line) for line in lines if line]
    if len(sizes) < 2:
        raise _refused("Break the line where the second claim begins.")
    return [start + places[sum(sizes[:number])] for number in range(1, len(sizes))]


def find_words(text: str, typed: str, near: int | None) -> tuple[int, int]:
    """Where the words stand in the text, whatever white space is between them.

    Of several places the nearest to `near`; with None there must be but one. Raises Invalid at
    `words`.
    """
    words = typed[:LONGEST_WORDS].split()
    if not words:
        raise _refused("Copy the words from the text.")
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found = [match.span() for match in pattern.finditer(text)]
    if not found:
        raise _refused("These words do not stand in the text: copy them to the letter.")
    if near is None and len(found) > 1:
        raise _refused(f"These words stand in the text {len(found)} times: copy more of them.")
    return min(found, key=lambda span: abs(span[0] - (near or 0)))


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, errors={"words": [sentence]})

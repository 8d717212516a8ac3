"""Which sentences are the same, or nearly, and that their keys find each other."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.search.likeness import KEY_BYTES, SHORTEST, SKETCH, keys_of, likeness

BUSES = "The city spent 9 million pounds on new buses and trams in 2024."
LIKE = [
    "The city spent 9 million pounds on new buses and trams in 2024, he said.",
    "In fact the city spent 9 million pounds on new buses and trams in 2024.",
    "The city spent some 9 million pounds on new buses and trams in 2024.",
    "Our city spent 9 million pounds on new buses and trams in 2024.",
]
UNLIKE = {
    "another figure": "The city spent 8 million pounds on new buses and trams in 2024.",
    "another sentence": "The council says that nobody will have to wait for the tram in 2024.",
    "half of it": "The city spent 9 million pounds, in 2024, and all of that to repair roads.",
}
WORDS = st.lists(
    st.sampled_from(["city", "spent", "9", "million", "8.9", "%", "buses", "was", "told", "so"]),
    min_size=SHORTEST,
    max_size=30,
)


@pytest.mark.parametrize("other", LIKE)
def test_sentences_with_a_few_other_words_are_nearly_the_same(other: str):
    assert 0.5 <= likeness(BUSES, other) < 1
    assert likeness(BUSES, other) == likeness(other, BUSES)
    assert shared(BUSES, other)


@pytest.mark.parametrize("other", UNLIKE.values(), ids=UNLIKE)
def test_other_figures_and_other_words_make_another_sentence(other: str):
    assert likeness(BUSES, other) == likeness(other, BUSES) == 0


def test_other_names_make_another_claim():
    said = "This week {} voted to give full pensions to all retired bus drivers."
    assert likeness(said.format("Mark Pryor"), said.format("Russ Feingold")) == 0
    assert likeness(said.format("Mark Pryor"), said.format("Mr Mark Pryor")) > 0.5


@given(WORDS, st.randoms(use_true_random=False))
def test_case_spaces_and_punctuation_do_not_count(words: list[str], rng):
    sentence = " ".join(words)
    written = "".join(
        each + rng.choice([" ", "  ", "\t", "\N{NO-BREAK SPACE}", "\n"])
        for each in (rng.choice([word, word.upper(), word.title()]) for word in words)
    )
    written = f"{rng.choice(['', '“', '- '])}{written}{rng.choice(['.', '!', '”', ' …'])}"
    assert likeness(sentence, written) == 1
    assert keys_of(sentence) == keys_of(written) != (None, None)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_are_compared(one: str, other: str):
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert likeness(one, one) == 1
    assert len(keys_of(one).each()) <= SKETCH + 1


def test_a_short_sentence_counts_only_to_the_letter():
    short = keys_of("It cost 9 million pounds.")
    assert short.likeness is None
    assert len(short.each()) == 1
    assert likeness("It cost 9 million pounds.", "It cost 9 million pounds then.") == 0


@pytest.mark.parametrize("text", ["He said.", "", "...", "Thanks!", "是的"])
def test_what_says_nothing_does_not_count(text: str):
    assert keys_of(text) == (None, None)
    assert keys_of(text).each() == []


def test_each_character_of_a_script_without_spaces_counts_as_a_word():
    one, other = (
        "市议会去年在新公交车上花费了九百万英镑",
        "据说市议会去年在新公交车上花费了九百万英镑",
    )
    assert 0.5 <= likeness(one, other) < 1
    assert shared(one, other)


def test_keys_are_the_same_in_every_process():
    program = (
        f"from service.search.likeness import keys_of; print(keys_of({BUSES!r}).likeness.hex())"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": "."},
    )  # fmt: skip
    sketch = keys_of(BUSES).likeness or b""
    assert printed.stdout.strip() == sketch.hex()
    assert len(sketch) == SKETCH * KEY_BYTES


def shared(one: str, other: str) -> set[bytes]:
    """The keys by which one sentence finds the other."""
    return {*keys_of(one).each()} & {*keys_of(other).each()}

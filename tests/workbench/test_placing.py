"""Words that somebody typed, found in the text again."""

import pytest

from service.errors import Invalid
from service.workbench.placing import cuts_in, find_words, on_one_line

WORDING = "It cost 9 million.\nIt opens in May, they say."


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("It cost 9 million.\nIt opens in May, they say.", ["It opens in May, they say."]),
        (
            "It cost 9 million.\n\n  It opens in May,  \r\nthey say.",
            ["It opens in May, they say.", "they say."],
        ),
        ("It\ncost 9 million. It opens in May, they say.\n", ["cost 9 million."]),
    ],
)
def test_a_break_in_the_line_is_where_another_claim_begins(typed: str, pieces: list[str]):
    cuts = cuts_in(WORDING, 100, typed)
    assert len(cuts) == len(pieces)
    for cut, piece in zip(cuts, pieces, strict=True):
        assert WORDING[cut - 100 :].startswith(piece)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (on_one_line(WORDING), "Break the line where the second claim begins."),
        ("", "Change nothing but the line breaks: the words have to stay as they are."),
        (
            "It cost 8 million.\nIt opens in May, they say.",
            "Change nothing but the line breaks: the words have to stay as they are.",
        ),
        ("\n\n" + on_one_line(WORDING), "Break the line where the second claim begins."),
    ],
)
def test_what_says_no_place_to_split_is_refused(typed: str, sentence: str):
    with pytest.raises(Invalid) as refusal:
        cuts_in(WORDING, 0, typed)
    assert refusal.value.errors == {"words": [sentence]}


TEXT = "He came.\nShe came.  He   came. It is (a+b)."


@pytest.mark.parametrize(
    ("typed", "near", "found"),
    [
        ("He came.", 0, (0, 8)),
        ("He came.", 30, (20, 30)),
        ("  She\ncame. ", None, (9, 18)),
        ("(a+b)", None, (37, 42)),
    ],
)
def test_words_are_found_whatever_white_space_is_between_them(
    typed: str, near: int | None, found: tuple[int, int]
):
    assert find_words(TEXT, typed, near) == found


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (" \n", "Copy the words from the text."),
        ("He went.", "These words do not stand in the text: copy them to the letter."),
        ("He came.", "These words stand in the text 2 times: copy more of them."),
    ],
)
def test_words_that_say_no_one_place_are_refused(typed: str, sentence: str):
    with pytest.raises(Invalid) as refusal:
        find_words(TEXT, typed, None)
    assert refusal.value.errors == {"words": [sentence]}

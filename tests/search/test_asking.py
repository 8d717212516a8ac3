"""What a query asks for, and that every text is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.search.asking import LONGEST_QUERY, MOST_PARTS, Asked, Field, Wording, read_query

NOTHING = Asked("", [], [], [], [], [], [])


def asked(words: str = "", **parts: list) -> Asked:
    """A query of these words, and of nothing else but these parts."""
    given = {name: getattr(NOTHING, name) for name in Asked.__dataclass_fields__} | parts
    return Asked(**(given | {"words": words}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("old bridge", asked("old bridge")),
        ('"old bridge" fell', asked("fell", phrases=[Wording("old bridge")])),
        ("“old bridge” fell", asked("fell", phrases=[Wording("old bridge")])),
        ('fell "old bridge', asked("fell", phrases=[Wording("old bridge")])),
        ("brid* fell", asked("fell", beginnings=[Wording("brid*", True)])),
        ("-tunnel bridge", asked("bridge", unwanted=[Wording("tunnel")])),
        ('-"new tunnel" x', asked("x", unwanted_phrases=[Wording("new tunnel")])),
        ("-tunnel -tun*", asked(unwanted=[Wording("tunnel"), Wording("tun*", True)])),
        ("covid-19 e-mail", asked("covid-19 e-mail")),
        ("bridge - tunnel", asked("bridge - tunnel")),
        ("publisher:ledger", asked(fields=[Field("publisher", "ledger")])),
        ('Speaker:"Ada Byron" x', asked("x", fields=[Field("speaker", "Ada Byron")])),
        ("-rating:false x", asked("x", unwanted_fields=[Field("rating", "false")])),
        ("colour:red", asked("colour red")),
        ("tag: x", asked("tag: x")),
        ('tag:"" x', asked("tag x", phrases=[Wording("")])),
        ("https://example.org/a", asked("https //example.org/a")),
        ("AND OR NOT (a)", asked("AND OR NOT (a)")),
        ("", asked()),
    ],
)
def test_a_query_asks_for(text: str, expected: Asked):
    assert read_query(text) == expected


def test_the_last_word_may_go_on_while_it_is_typed():
    typed = read_query("old bri", is_typed=True)
    assert (typed.words, typed.beginnings) == ("old", [Wording("bri", True)])
    for text in ("old bri ", 'bri "old"', "tag:bri"):
        assert read_query(text, is_typed=True).beginnings == []


def test_what_is_read_has_bounds():
    assert len(read_query("-x " * 500).unwanted) == MOST_PARTS
    assert len(read_query("word " * 10_000).words) <= LONGEST_QUERY


@given(st.text(st.characters() | st.sampled_from('"*-: “”\x00\ud800')), st.booleans())
def test_every_text_is_a_query(text: str, is_typed: bool):
    read_query(text, is_typed=is_typed)


@given(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), max_size=9))
def test_plain_words_stay_words(words: list[str]):
    assert read_query(" ".join(words)) == asked(" ".join(words))

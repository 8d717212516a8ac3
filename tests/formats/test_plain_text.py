"""Markdown as text, for formats that know no markup."""

import pytest

from service.formats.plain_text import plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (None, ""),
        ("  \n", ""),
        ("The *ledger* says **8.9**, ~~9~~ `8.9`.", "The ledger says 8.9, 9 8.9."),
        ("One\nline.\n\nAnother\\\nbroken one.", "One line.\n\nAnother\nbroken one."),
        (
            "See [the ledger](https://example.org/l) ![a picture](https://x.org/p).",
            "See the ledger .",
        ),
        ("# Why\n\nBecause.", "Why\n\nBecause."),
        ("Both:\n\n- one\n- two\n\nEnd.", "Both:\n- one\n- two\n\nEnd."),
        ("3. three\n4. four\n   - inner", "3. three\n4. four\n  - inner"),
        ("> quoted\n\n    code", "quoted\n\ncode"),
        ("<b>5 < 6</b> &amp; \\*stars\\*", "<b>5 < 6</b> & *stars*"),
        ("היא עלתה 9 😀", "היא עלתה 9 😀"),
    ],
)
def test_the_words_stay_and_the_marks_go(markdown, text):
    assert plain_text(markdown) == text

"""Bytes of a file become a text, or a sentence that says why not."""

import pytest

from service.errors import Invalid
from service.texts.reading.decoding import decode

CAFE = "The café cost “9 million” euros."
MOST = "Мост стоил девять миллионов."
HASHI = "橋は九百万円だった。"


@pytest.mark.parametrize(
    ("raw", "text", "guessed"),
    [
        pytest.param(raw, text, guessed, id=sentence)
        for sentence, raw, text, guessed in [
            ("UTF-8", CAFE.encode(), CAFE, None),
            ("a byte order mark is no text", CAFE.encode("utf-8-sig"), CAFE, None),
            ("UTF-16 says so", CAFE.encode("utf-16"), CAFE, None),
            ("in either order", b"\xfe\xff" + CAFE.encode("utf-16-be"), CAFE, None),
            ("the rest may be Windows-1252", CAFE.encode("cp1252"), CAFE, "Windows-1252"),
            ("also after a sharp s", "„Spaß“".encode("cp1252") + b" ist es.", "„Spaß“ ist es.",
             "Windows-1252"),
            ("lines end in one way", b"One.\r\nTwo.\rThree.", "One.\nTwo.\nThree.", None),
            ("nothing is a text too", b"", "", None),
        ]
    ],
)  # fmt: skip
def test_a_text_is_read(raw: bytes, text: str, guessed: str | None):
    assert decode(raw) == (text, guessed)


@pytest.mark.parametrize(
    ("raw", "charset", "text", "guessed"),
    [
        pytest.param(raw, charset, text, guessed, id=sentence)
        for sentence, raw, charset, text, guessed in [
            ("what is declared is believed", MOST.encode("cp1251"), "windows-1251", MOST, None),
            ("in Japanese as well", HASHI.encode("shift-jis"), "Shift_JIS", HASHI, None),
            ("also where it looks like ASCII", HASHI.encode("iso2022-jp"), "ISO-2022-JP", HASHI,
             None),
            ("and where it has NULs", CAFE.encode("utf-16-le"), "UTF-16LE", CAFE, None),
            ("UTF-8 wins over it", CAFE.encode(), "iso-8859-1", CAFE, None),
            ("Latin-1 is Windows-1252", CAFE.encode("cp1252"), "iso-8859-1", CAFE, None),
            ("and so is ASCII", CAFE.encode("cp1252"), "us-ascii", CAFE, None),
            ("what cannot be is no help", CAFE.encode("cp1252"), "gb2312", CAFE, "Windows-1252"),
            ("nor what nobody knows", CAFE.encode("cp1252"), "utf-99", CAFE, "Windows-1252"),
            ("nor what is no encoding of texts", b"It is.", "rot13", "It is.", None),
            ("nor what is no name at all", b"It is.", "\x00\ud800 é", "It is.", None),
            ("an empty name is none", b"It is.", "", "It is.", None),
        ]
    ],
)  # fmt: skip
def test_a_declared_encoding_may_be_wrong(raw: bytes, charset: str, text: str, guessed: str | None):
    assert decode(raw, charset) == (text, guessed)


@pytest.mark.parametrize(
    ("raw", "charset", "says"),
    [
        pytest.param(raw, charset, says, id=sentence)
        for sentence, raw, charset, says in [
            ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", None, "not a plain text"),
            ("a NUL", b"One.\x00Two.", None, "not a plain text"),
            ("half of UTF-16", b"\xff\xfeO", None, "damaged"),
            ("a surrogate alone in UTF-16", b"\xff\xfe\x00\xd8O\x00", None, "damaged"),
            ("damaged UTF-8", ("é" * 9).encode() + b"\xe9 One.", None, "damaged places"),
            ("Cyrillic in Windows-1251", MOST.encode("cp1251"), None, "cannot be told"),
            ("even if declared as Latin-1", MOST.encode("cp1251"), "latin1", "cannot be told"),
            ("Japanese in Shift-JIS", HASHI.encode("shift-jis"), None, "cannot be told"),
        ]
    ],
)
def test_anything_else_is_refused_at_the_field_of_the_file(
    raw: bytes, charset: str | None, says: str
):
    with pytest.raises(Invalid, match=says) as refusal:
        decode(raw, charset)
    assert set(refusal.value.errors or {}) == {"file"}

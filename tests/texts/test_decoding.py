"""Bytes of a file become a text, or a sentence that says why not."""

import pytest

from service.errors import Invalid
from service.texts.decoding import decode

CAFE = "The café cost “9 million” euros."


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        pytest.param(raw, text, encoding, id=sentence)
        for sentence, raw, text, encoding in [
            ("UTF-8", CAFE.encode(), CAFE, "UTF-8"),
            ("a byte order mark is no text", CAFE.encode("utf-8-sig"), CAFE, "UTF-8"),
            ("UTF-16 says so", CAFE.encode("utf-16"), CAFE, "UTF-16"),
            ("in either order", b"\xfe\xff" + CAFE.encode("utf-16-be"), CAFE, "UTF-16"),
            ("the rest may be Windows-1252", CAFE.encode("cp1252"), CAFE, "Windows-1252"),
            ("also after a sharp s", "„Spaß“".encode("cp1252") + b" ist es.", "„Spaß“ ist es.",
             "Windows-1252"),
            ("lines end in one way", b"One.\r\nTwo.\rThree.", "One.\nTwo.\nThree.", "UTF-8"),
            ("nothing is a text too", b"", "", "UTF-8"),
        ]
    ],
)  # fmt: skip
def test_a_text_is_read(raw: bytes, text: str, encoding: str):
    assert decode(raw) == (text, encoding)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param(raw, says, id=sentence)
        for sentence, raw, says in [
            ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "not a plain text"),
            ("a NUL", b"One.\x00Two.", "not a plain text"),
            ("half of UTF-16", b"\xff\xfeO", "damaged"),
            ("a surrogate alone in UTF-16", b"\xff\xfe\x00\xd8O\x00", "damaged"),
            ("damaged UTF-8", ("é" * 9).encode() + b"\xe9 One.", "damaged places"),
            ("Cyrillic in Windows-1251", "Мост стоил девять".encode("cp1251"), "cannot be told"),
            ("Japanese in Shift-JIS", "橋は九百万円だった".encode("shift-jis"), "cannot be told"),
        ]
    ],
)
def test_anything_else_is_refused_at_the_field_of_the_file(raw: bytes, says: str):
    with pytest.raises(Invalid, match=says) as refusal:
        decode(raw)
    assert set(refusal.value.errors or {}) == {"file"}

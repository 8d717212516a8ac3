"""E-mails: the part that a person wrote, below its subject."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from service.errors import Invalid
from service.texts.reading.mail import MOST_PARTS, read_mail
from service.vocabulary import BlockKind
from tests.texts.making import blocks_of

HEADLINE, PARAGRAPH, QUOTATION = BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.QUOTATION
FROM = b'From: "Ann Smith" <ann@example.org>\n'
LONG = "The council decided on Monday to spend nine million pounds. " * 20


def mail(headers: str, body: bytes) -> bytes:
    return FROM + headers.encode() + b"\n\n" + body


def parts(kind: str, *each: bytes, boundary: bytes = b"x") -> bytes:
    """A message of several parts, each with its own headers."""
    joined = b"".join(b"--%b\n%b\n" % (boundary, part) for part in each)
    return FROM + b"Content-Type: multipart/%b; boundary=%b\n\n%b--%b--\n" % (
        kind.encode(), boundary, joined, boundary
    )  # fmt: skip


def test_a_mail_has_its_subject_as_title_and_headline():
    raw = mail(
        "Subject: =?utf-8?q?The_caf=C3=A9?=\nDate: Mon, 05 Jan 2026 10:00:00 +0100",
        b"It cost 9 million.\n\n> It was cold.\n> It was dark.\n",
    )
    extract = read_mail(raw)
    assert blocks_of(extract) == [
        (HEADLINE, 1, "The café"),
        (PARAGRAPH, None, "It cost 9 million."),
        (QUOTATION, None, "It was cold.\n> It was dark."),
    ]
    assert extract.described == {
        "title": "The café",
        "author": "Ann Smith",
        "published_at": datetime(2026, 1, 5, 9, tzinfo=UTC),
    }


def test_only_the_subject_is_the_headline():
    extract = read_mail(mail("Subject: Bridge", b"It is a bridge\n\nIt cost 9 million.\n"))
    assert [kind for kind, _level, _text in blocks_of(extract)].count(HEADLINE) == 1


def test_without_a_subject_the_text_stands_alone():
    assert read_mail(mail("To: b@example.org", b"It is.\n")).text == "It is."


TEXT = b"Content-Type: text/plain; charset=utf-8\n\nIt is."
HTML = b"Content-Type: text/html; charset=utf-8\n\n<p>Other words stand here.</p>"
LONG_HTML = b"Content-Type: text/html\n\n<body><article><p>%b</p></article>" % LONG.encode()
ATTACHED = b"Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nNo."
INNER = parts("alternative", TEXT, HTML, boundary=b"y").removeprefix(FROM)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(raw, text, id=sentence)
        for sentence, raw, text in [
            ("the plain part", parts("alternative", HTML, TEXT), "It is."),
            ("in the midst of attachments", parts("mixed", ATTACHED, INNER, ATTACHED), "It is."),
            ("HTML where it stands alone", mail("Content-Type: text/html",
             b"<body><article><p>%b</p></article>" % LONG.encode()), LONG.strip()),
            ("HTML where the plain part stands for it", parts("alternative", TEXT, LONG_HTML),
             LONG.strip()),
            ("quoted-printable", mail("Content-Type: text/plain; charset=iso-8859-1\n"
             "Content-Transfer-Encoding: quoted-printable", b"Caf=E9 is=\n open."),
             "Café is open."),
            ("base64", mail("Content-Type: text/plain; charset=utf-8\n"
             "Content-Transfer-Encoding: base64", b64encode("Café.".encode())), "Café."),
            ("a charset nobody knows", mail("Content-Type: text/plain; charset=x-no",
             "Café is.".encode()), "Café is."),
            ("another charset", mail("Content-Type: text/plain; charset=koi8-r",
             "Мост стоит.".encode("koi8-r")), "Мост стоит."),
            ("without the signature", mail("X: y", b"It is.\n\n-- \nAnn\nDesk\n"), "It is."),
            ("but with what only looks like one", mail("X: y", b"It is.\n--\nAnn\n"),
             "It is.\n--\nAnn"),
            ("flowed lines go on", mail("Content-Type: text/plain; format=flowed",
             b"It cost \nnine million \npounds.\n\nYes.\n"),
             "It cost nine million pounds.\n\nYes."),
            ("also quoted ones", mail("Content-Type: text/plain; format=flowed",
             b"> It cost \n> nine.\n>> It \n> is.\n"), "> It cost nine.\n>> It \n> is."),
            ("and those without spaces", mail(
             "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes",
             "九百 \n万。".encode()), "九百万。"),
            ("the signature is not flowed", mail("Content-Type: text/plain; format=flowed",
             b"It is.\n-- \nAnn \nDesk\n"), "It is."),
        ]
    ],
)  # fmt: skip
def test_what_counts_of_a_mail(raw: bytes, text: str):
    assert read_mail(raw).text == text


def test_headers_that_cannot_be_read_are_not_there():
    raw = b"From: <<<>,;:\nSubject: =?no?q?=FF?= =?utf-8?b?!?=\nDate: never\n\nIt is.\n"
    extract = read_mail(raw)
    assert "It is." in extract.text
    assert extract.published_at is None


def test_a_sender_without_a_name_is_their_address():
    assert read_mail(b"From: ann@example.org\n\nIt is.\n").author == "ann@example.org"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param(raw, says, id=sentence)
        for sentence, raw, says in [
            ("nothing", b"", "no e-mail"),
            ("a text", b"It is.\nIt was.", "no e-mail"),
            ("no text", mail("X: y", b""), "no text"),
            ("only an attachment", parts("mixed", ATTACHED), "no text"),
            ("an encrypted one", parts("encrypted", TEXT), "encrypted"),
            ("too many parts", parts("mixed", *[ATTACHED] * (MOST_PARTS + 1)), "parts"),
            ("parts within parts without end", FROM + b"".join(
             b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
             for n in range(3000)), "damaged|parts"),
            ("a text in no known encoding", mail("X: y", "Мост стоит".encode("cp1251")),
             "cannot be told"),
        ]
    ],
)  # fmt: skip
def test_what_has_no_text_is_refused(raw: bytes, says: str):
    with pytest.raises(Invalid, match=says) as refusal:
        read_mail(raw)
    assert set(refusal.value.errors or {}) == {"file"}

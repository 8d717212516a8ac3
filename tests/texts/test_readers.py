"""What holds for every reader, whatever it is given."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import Invalid, TooLarge
from service.texts.limits import MOST_TEXT
from service.texts.reading.readers import READERS, read
from service.vocabulary import FileKind
from tests.texts.making import pdf, well_formed, word

PAGE = b"""<!doctype html><html lang="en"><head><title>Bridge</title></head><body><article>
<h1>Bridge</h1><p>It cost nine million pounds, as the council says. It was built in 1911.</p>
<ul><li>one</li></ul><table><tr><td>a<td>b</table></article></body></html>"""
MAIL = b"""From: "Ann" <ann@example.org>\nSubject: =?utf-8?q?Caf=C3=A9?=\nMIME-Version: 1.0
Date: Mon, 05 Jan 2026 10:00:00 +0100\nContent-Type: multipart/alternative; boundary=x\n
--x\nContent-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: quoted-printable\n\nIt cost =\nnine=20\nmillion.\n\n> Yes.\n\n-- \nAnn
--x\nContent-Type: text/html\n\n<p>It cost.</p>\n--x--\n"""
PARAGRAPH = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>It is.</w:t></w:r></w:p>'
SEEDS = {
    FileKind.TEXT: "The café cost nine.\n\n- one\n> two".encode(),
    FileKind.MARKDOWN: b"---\ntitle: T\n---\n# A\n\nIt *is* [a](b).[^1]\n\n- b\n\n| a |\n|-|\n",
    FileKind.HTML: PAGE,
    FileKind.WORD: word(PARAGRAPH * 2),
    FileKind.PDF: pdf(
        [[(50, 500, 20, "Bridge"), (50, 460, 11, "It cost nine-")]] * 2, {"Title": "T"}
    ),
    FileKind.MAIL: MAIL,
}
each_kind = pytest.mark.parametrize("kind", list(FileKind), ids=str)


@st.composite
def mutated(draw: st.DrawFn, seed: bytes) -> bytes:
    """A file with some bytes changed, cut out, doubled or put in."""
    raw = bytearray(seed)
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(start + draw(st.integers(0, 40)), len(raw))
        match draw(st.sampled_from(["flip", "cut", "double", "put", "end"])):
            case "flip" if start < len(raw):
                raw[start] ^= draw(st.integers(1, 255))
            case "cut":
                del raw[start:end]
            case "double":
                raw[end:end] = raw[start:end] * draw(st.integers(1, 50))
            case "put":
                raw[start:start] = draw(st.binary(max_size=20))
            case "end":
                del raw[max(end, 1) :]
    return bytes(raw)


def reads_or_refuses(raw: bytes, kind: FileKind, charset: str | None = None) -> None:
    with suppress(Invalid, TooLarge):
        extract = read(raw, kind, charset)
        assert well_formed(extract)
        assert extract.text.strip()


fuzz = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@each_kind
@fuzz
@given(raw=st.binary(max_size=500), charset=st.none() | st.text(max_size=12))
def test_any_bytes_are_read_or_refused(kind: FileKind, raw: bytes, charset: str | None):
    reads_or_refuses(raw, kind, charset)


@each_kind
@fuzz
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(kind: FileKind, data: st.DataObject):
    reads_or_refuses(data.draw(mutated(SEEDS[kind])), kind)


@fuzz
@given(body=mutated(f"{PARAGRAPH}<w:tbl><w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>".encode()))
def test_damaged_markup_in_a_word_file_is_read_or_refused(body: bytes):
    reads_or_refuses(word(body), FileKind.WORD)


@each_kind
@fuzz
@given(body=st.text(max_size=300))
def test_any_text_comes_out_well_formed(kind: FileKind, body: str):
    around = {
        FileKind.MAIL: b"From: a@example.org\nContent-Type: text/plain; charset=utf-8\n\n%b",
        FileKind.HTML: b"<meta charset=utf-8><article><p>It is a bridge.</p><p>%b</p></article>",
    }.get(kind, b"%b")
    reads_or_refuses(around % body.encode(errors="replace"), kind)


@each_kind
def test_the_seeds_are_read(kind: FileKind):
    assert "cost" in read(SEEDS[kind], kind).text or "It is" in read(SEEDS[kind], kind).text


def test_every_kind_has_a_reader():
    assert set(READERS) | {FileKind.TEXT} == set(FileKind)


@each_kind
def test_an_empty_text_is_refused(kind: FileKind):
    with pytest.raises(Invalid) as refusal:
        read(b" \n", kind)
    assert refusal.value.errors


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(TooLarge, match=str(MOST_TEXT)):
        read(b"a" * (MOST_TEXT + 1), FileKind.TEXT)


def test_the_libraries_are_loaded_only_where_a_file_is_read():
    """The start and the memory of every worker count."""
    program = (
        "import sys, service.documents.intake, service.texts.reading.readers;"
        "print({'trafilatura', 'lxml', 'docx', 'pypdfium2', 'numpy'} & set(sys.modules))"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert run.stdout == "set()\n"

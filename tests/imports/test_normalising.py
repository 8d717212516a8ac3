"""What becomes of a record before it is written: its address, publisher, identity and value."""

import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from service.formats.incoming import Incoming, OwnRating, Rating, Unusable
from service.formats.loose_values import LONGEST_TEXT
from service.imports.normalising import normalised, word_key
from service.imports.rules import Parameters, format_of, mapping_of
from service.verdicts.foreign import Imported, value_given
from service.vocabulary import Fault, ImportFormat

DESK = "https://desk.example.org"
URL = "https://www.facts.example.net/buses"
INCOMING = Incoming("The city has 400 buses.", URL)
JSON = Parameters(ImportFormat.JSON)


def made(given: Parameters = JSON, /, **said: Any) -> Imported:
    """What INCOMING becomes with this in it."""
    found = normalised(replace(INCOMING, **said), given, "raw", DESK)
    assert isinstance(found, Imported), found
    return found


@pytest.mark.parametrize(
    ("given", "said", "fault"),
    [
        ({}, {"claim": None}, Fault.NO_CLAIM),
        ({}, {"claim": "a" * (LONGEST_TEXT + 1)}, Fault.CLAIM_TOO_LONG),
        ({}, {"url": None}, Fault.NO_URL),
        ({}, {"url": None, "id": "7"}, Fault.NO_URL),
        ({"base_url": "https://a.example.org"}, {"url": None, "id": "7"}, Fault.NO_URL),
        ({"publisher": "A"}, {"url": None, "id": "7"}, Fault.NO_URL),
        ({}, {"url": "/buses"}, Fault.BROKEN_URL),
        ({}, {"url": "javascript:alert(1)"}, Fault.BROKEN_URL),
        ({"base_url": "https://a.example.org"}, {"url": "//[/"}, Fault.BROKEN_URL),
    ],
)
def test_what_has_no_claim_or_no_address_is_rejected(given: Any, said: Any, fault: Fault):
    found = normalised(replace(INCOMING, **said), replace(JSON, **given), "", DESK)
    assert isinstance(found, Unusable)
    assert found.fault is fault
    assert found.reason.endswith((".", str(said.get("url"))))


@pytest.mark.parametrize(
    ("base_url", "said", "url"),
    [
        (None, {}, URL),
        ("https://a.example.org/x/", {"url": "/buses"}, "https://a.example.org/buses"),
        ("https://a.example.org/x/", {"url": "buses"}, "https://a.example.org/x/buses"),
        ("https://a.example.org/x", {"url": None, "id": "v 1"}, "https://a.example.org/x/v%201"),
        ("https://a.example.org/?v=", {"url": None, "id": "1"}, "https://a.example.org/?v=1"),
        ("https://a.example.org/", {"url": "http://", "id": "1"}, "https://a.example.org/1"),
    ],
)
def test_an_address_is_made_whole(base_url: str | None, said: Any, url: str):
    assert made(replace(JSON, base_url=base_url, publisher="A"), **said).columns["url"] == url


@pytest.mark.parametrize(
    ("given", "said", "publisher", "site"),
    [
        ({}, {}, "facts.example.net", "facts.example.net"),
        ({}, {"publisher": "Facts"}, "Facts", "facts.example.net"),
        ({"publisher": "A"}, {"publisher": "Facts"}, "Facts", "facts.example.net"),
        ({"publisher": "A", "site": "WWW.A.org"}, {}, "A", "a.org"),
        ({"site": "https://a.org/x"}, {"site": "b.org"}, "b.org", "b.org"),
        (
            {},
            {"publisher": "https:www.facts.example.net"},
            "facts.example.net",
            "facts.example.net",
        ),
        (
            {},
            {"url": "https://web.archive.org/web/20201130144023/https://www.a.org/1"},
            "a.org",
            "a.org",
        ),
        (
            {},
            {"url": "https://web.archive.org/web/20201130144023/https://-/"},
            "web.archive.org",
            "web.archive.org",
        ),
    ],
)
def test_a_publisher_is_named_by_the_record_the_import_or_the_address(
    given: Any, said: Any, publisher: str, site: str
):
    columns = made(replace(JSON, **given), **said).columns
    assert (columns["publisher"], columns["site"]) == (publisher, site)


@pytest.mark.parametrize(
    ("said", "is_same"),
    [
        ({"claim": "the city has 400 buses"}, True),
        ({"url": "http://www.facts.example.net/buses?utm_source=x#top"}, True),
        ({"title": "Buses", "rating": Rating("False"), "publisher": "Other"}, True),
        ({"claim": "The city has 401 buses."}, False),
        ({"url": "https://www.facts.example.net/trams"}, False),
        ({"site": "other.example.net"}, False),
    ],
)
def test_publisher_address_and_claim_tell_a_record_however_they_are_written(
    said: Any, is_same: bool
):
    assert (made(**said).identity == made().identity) is is_same


@pytest.mark.parametrize(
    "said",
    [
        {"claim": "the city has 400 buses"},
        {"title": "Buses"},
        {"rating": Rating("False")},
        {"rating": Rating(None, 3)},
        {"rating": Rating(None, 3, 1, 6)},
        {"tags": ["a"]},
        {"claim_date": date(2026, 1, 2)},
        {"rationale": "So."},
    ],
)
def test_whatever_a_record_says_tells_whether_it_changed(said: Any):
    assert made(**said).columns["etag"] != made().columns["etag"]
    assert made().columns["etag"] == made().columns["etag"]


@pytest.mark.parametrize(
    ("number", "worst", "best", "value"),
    [
        (1, 1, 5, 1), (5, 1, 5, 5), (2, 1, 5, 2), (3, None, None, 3), (1, None, 5, 1),
        (6, 1, 6, 5), (2, 1, 6, 2), (3, 1, 6, 3), (0, 0, 10, 1), (5, 0, 10, 3), (2.5, 0, 10, 2),
        (-1, -1, -1, None), (6, 1, 5, None), (0, None, None, None), (1, 5, 1, None),
        (3, 3, 3, None), (7, None, None, None),
    ],
)  # fmt: skip
def test_a_number_is_scaled_only_within_its_range(
    number: float, worst: float | None, best: float | None, value: int | None
):
    assert value_given({"number": number, "worst": worst, "best": best}) == value


def test_the_words_of_a_rating_have_a_key_and_a_sentence_has_none():
    assert word_key("Half-True") == word_key(" half_true!") == "half true"
    assert word_key("a" * 81) is word_key("") is word_key(None) is None


def test_a_rating_of_a_desk_stays_and_words_change_nothing():
    rated = made(rating=Rating("Falsch", own=OwnRating("false", 1)))
    columns = rated.columns
    assert (columns["rating_code"], columns["rating_value"]) == ("false", 1)
    assert columns["rating_key"] is None
    assert rated.is_rated


def test_the_rest_is_as_it_came():
    incoming = {
        "claim_date": date(2026, 1, 2),
        "reviewed_at": datetime(2026, 1, 1, 3, tzinfo=UTC),
        "rating": Rating("A whole sentence. " * 20),
    }
    record = made(replace(JSON, language="pt"), **incoming)
    assert record.columns["language"] == "pt"
    assert record.columns["newest_on"] == date(2026, 1, 2)
    assert record.columns["rating_label"] == "A whole sentence. " * 20
    assert record.columns["rating_key"] is None
    assert zlib.decompress(record.raw) == b"raw"


@pytest.mark.parametrize(
    ("url", "claim_id"),
    [
        (f"{DESK}/claims/42", 42),
        (f"{DESK}/claims/42#review", 42),
        (f"{DESK}/claims/42/card", None),
        (f"{DESK}/articles/42", None),
        ("https://other.example.org/claims/42", None),
        (f"{DESK}/claims/{'9' * 30}", None),
    ],
)
def test_a_page_of_this_desk_is_known(url: str, claim_id: int | None):
    assert made(url=url).own_claim_id == claim_id


def test_a_mapping_names_fields_and_a_file_its_format():
    assert mapping_of(["claim=Text", "url = A=B "]) == {"claim": "Text", "url": "A=B"}
    assert format_of("feed.JSONL.gz") is ImportFormat.JSON_LINES
    assert format_of("README") is None
    given = Parameters(ImportFormat.CSV, publisher="A", mapping={"claim": "Text"})
    assert Parameters.of(given.as_json()) == given

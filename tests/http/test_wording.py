"""How instants, days, numbers and languages are written."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from service.http import wording
from service.vocabulary import Action, ClaimStatus

NOON = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, ""),
        (date(2026, 11, 22), "22 November 2026"),
        (date(1, 1, 1), "1 January 1"),
        (NOON, "22 November 2026"),
    ],
)
def test_a_day(given, words):
    assert wording.day(given) == words


@pytest.mark.parametrize(
    "given",
    [NOON, "2026-11-22T12:05:00Z", "2026-11-22T12:05:00+00:00", NOON.astimezone(TOKYO)],
)
def test_an_instant_is_told_in_utc_until_a_script_knows_better(given):
    words = "22 November 2026, 12:05 UTC"
    element = f'<time datetime="2026-11-22T12:05:00Z" title="{words}">{words}</time>'
    assert wording.instant(given) == element


def test_no_instant_is_nothing():
    assert wording.instant(None) == wording.waited(None) == ""


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(0), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(minutes=60), "1 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_how_long_something_waited(ago, words):
    element = wording.waited(NOON - ago, NOON)
    assert f">{words}</time>" in element
    assert " UTC" in element


@pytest.mark.parametrize(
    ("left", "minutes"),
    [(timedelta(minutes=-3), 0), (timedelta(seconds=40), 1), (timedelta(minutes=20), 20)],
)
def test_minutes_left(left, minutes):
    assert wording.minutes_left(NOON + left, NOON) == minutes


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (999, "999"), (1731, "1,731"), (-1000, "-1,000")]
)
def test_a_number(value, words):
    assert wording.number(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0 claims"), (1, "1 claim"), (2, "2 claims"), (1500, "1,500 claims")]
)
def test_a_number_with_its_noun(value, words):
    assert wording.counted(value, "claim") == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "1 KiB"), (1500, "1 KiB"), (245_000, "239 KiB"), (3 << 20, "3.0 MiB")],
)
def test_a_number_of_bytes(value, words):
    assert wording.size(value) == words


def test_a_noun_with_a_plural_of_its_own():
    assert [wording.counted(n, "person", "people") for n in (1, 2)] == ["1 person", "2 people"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (ClaimStatus.PUBLISHED_PENDING, "published pending"),
        (Action.EDIT_APPROVED, "edit approved"),
        ("a", "a"),
    ],
)
def test_a_word_of_a_closed_set(code, words):
    assert wording.words_of(code) == words


@pytest.mark.parametrize(
    ("code", "name", "direction"),
    [
        ("en", "English", "ltr"),
        ("en-GB", "English", "ltr"),
        ("DE", "German", "ltr"),
        ("ar", "Arabic", "rtl"),
        ("he-IL", "Hebrew", "rtl"),
        ("xx", "xx", "ltr"),
        ("", "", "auto"),
        (None, "", "auto"),
    ],
)
def test_a_language(code, name, direction):
    assert (wording.language(code), wording.direction(code)) == (name, direction)


@pytest.mark.parametrize("code", ["AR", "He-IL", "FA"])
def test_a_language_in_capitals_runs_the_same_way(code):
    assert wording.direction(code) == "rtl"


@pytest.mark.parametrize(
    ("code", "value", "drawn"),
    [
        ("mixed", 3, "mixed"),
        ("not_a_claim", None, "not_a_claim"),
        ("out_of_context", None, "unverifiable"),
        ("half_true", 3, "mixed"),
        ("pants_on_fire", 1, "false"),
        (None, None, "unverifiable"),
        ("odd", 9, "unverifiable"),
    ],
)
def test_a_rating_is_drawn_as_itself_or_by_its_value(code, value, drawn):
    assert wording.look(code, value) == drawn

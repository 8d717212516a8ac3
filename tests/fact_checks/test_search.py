"""`GET /fact-checks?q=`: relevance, with the filters of the list, page by page."""

from datetime import UTC, datetime

import pytest

from tests.fact_checks.imported import add_all_imported, add_imported
from tests.factories import API, Desk, Person


def search(person: Person, **asked) -> dict:
    answer = person.get("/fact-checks", query_string=asked)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def claims(answer: dict) -> list[str]:
    return [item["claim"] for item in answer["items"]]


def test_the_most_relevant_come_first_ours_and_theirs(desk: Desk):
    desk.published(desk.claim("The bridge leaks.", visibility="public", language="en"))
    add_imported(desk.database, "The tunnel under the river leaks.")
    add_imported(desk.database, "Bridges over the river never leak.")
    found = search(desk.stranger, q="do leaking bridges")
    assert claims(found)[:2] == ["The bridge leaks.", "Bridges over the river never leak."]
    assert found["items"][0]["claim_id"] is not None


def test_other_filters_count_too(desk: Desk):
    old = {"updated_at": datetime(2020, 1, 1, tzinfo=UTC), "language": "pt-BR"}
    add_imported(desk.database, "Bridge 1 leaks.", rating_code="false", rating_label="No")
    add_imported(desk.database, "Bridge 2 leaks.", site="others.example", language="en")
    add_imported(desk.database, "Bridge 3 leaks.", **old)
    for asked, number in (
        ({"rating": "false"}, 1),
        ({"publisher": "www.others.example"}, 2),
        ({"language": "pt"}, 3),
        ({"since": "2026-01-01", "language": "en"}, 2),
    ):
        assert claims(search(desk.stranger, q="bridges", **asked)) == [f"Bridge {number} leaks."]


def test_pages_go_to_the_thousandth_and_no_further(desk: Desk):
    add_all_imported(desk.database, [{"text": f"Ferry {number} sank."} for number in range(1010)])
    seen, cursor = [], None
    while True:
        asked = {"q": "ferry", "limit": 190} | ({"cursor": cursor} if cursor else {})
        page = search(desk.stranger, **asked)
        seen += claims(page)
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 1000


def test_a_cursor_counts_with_its_query_alone(desk: Desk):
    add_all_imported(desk.database, [{"text": f"Ferry {number} sank."} for number in range(3)])
    cursor = search(desk.stranger, q="ferry", limit=1)["next_cursor"]
    for asked in ({"q": "bridge"}, {}):
        answer = desk.stranger.get("/fact-checks", query_string={"cursor": cursor} | asked)
        assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("q", ['"', "NOT (", "bridge*", "\x00", "the", "😀", "a" * 10_000])
def test_every_text_is_a_query(desk: Desk, q: str):
    add_imported(desk.database, "The bridge leaks.")
    search(desk.stranger, q=q)


def test_a_blank_query_is_none(desk: Desk):
    add_imported(desk.database, "The bridge leaks.")
    assert search(desk.stranger, q="  ") == search(desk.stranger)


def test_a_query_finds_what_its_reader_may_read(desk: Desk):
    desk.published(desk.claim("The bridge leaks."))
    assert claims(search(desk.stranger, q="bridge")) == []
    assert claims(search(desk.reader, q="bridge")) == ["The bridge leaks."]


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/fact-checks", 1),
        ("/fact-checks?q=ferry", 6),
        ("/fact-checks?q=ferries+sank&language=en&publisher=checks.example.org", 6),
        ("/fact-checks?q=submarine", 2),
        (f"{API}/lookup?url=https://example.org/ferry", 1),
    ],
)
def test_a_search_sends_so_many_statements_however_much_there_is(
    desk: Desk, count_queries, path: str, number: int
):
    for more in (3, 30):
        add_all_imported(
            desk.database, [{"text": f"Ferry {n} sank.", "language": "en"} for n in range(more)]
        )
        with count_queries() as sent:
            assert desk.stranger.get(path).status_code == 200
        assert len(sent) == number

"""What the language of queries finds, and in which order: the same on both databases."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.database import Database
from service.search import meaning
from service.search.asking import read_query
from service.search.searching import A_YEAR, search
from service.search.tables import FACT_CHECKS
from tests.fact_checks.imported import add_all_imported, add_imported
from tests.factories import Desk
from tests.formats.test_data_feed import plan
from tests.search.test_ranking import bm25, sentences

TEXT = (
    "The Mayor closed the old bridge. It cost nine million pounds."
    " Nobody likes an old tax on a bridge."
)


def found(database: Database, query: str, **asked) -> list[int]:
    with database.reading() as session:
        return search(session, FACT_CHECKS, read_query(query), **asked).ids


def claims(desk: Desk, query: str) -> list[str]:
    """The first words of the claims that are found."""
    answer = desk.annotator.get("/claims", query_string={"q": query})
    assert answer.status_code == 200, answer.text
    return [item["text"].split()[0] for item in answer.json["items"]]


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """A desk with an English and a German text, and a verdict on a sentence of the first."""
    document = desk.document(TEXT, title="Bridges", publisher="The Daily Ledger", language="en")
    desk.document("Brücken kosten Geld.", title="Brücken", publisher="Zeitung", language="de-AT")
    claimant = {"name": "Émile Zola"}
    desk.published(desk.claims(document)[0], claimant=claimant, tags=["Public Money"])
    return desk


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bridge", ["The", "Nobody"]),
        ("bridges cost", ["It", "The", "Nobody"]),
        ('"old bridge"', ["The"]),
        ('"old bridges', []),
        ('"OLD Bridge"', ["The"]),
        ('"bridges"', []),
        ('bridges -"old bridges"', ["The", "Nobody"]),
        ('bridges -"old bridge"', ["Nobody"]),
        ('-"old bridge"', ["Brücken", "It", "Nobody"]),
        ('"bridge old"', []),
        ('"old bridge" nobody', ["The"]),
        ("Brü*", ["Brücken"]),
        ("b*", []),
        ("brid*", ["The", "Nobody"]),
        ("bridge -tax", ["The"]),
        ('bridge -"closed the"', ["Nobody"]),
        ("bridge -clos*", ["Nobody"]),
        ("-bridge", ["Brücken", "It"]),
        ("publisher:ledger bridge", ["The", "Nobody"]),
        ('publisher:"daily ledger" -bridge', ["It"]),
        ("publisher:zeitung", ["Brücken"]),
        ("publisher:ledger rating:mostly_true", ["The"]),
        ("publisher:zeitung rating:mostly_true", []),
        ("publisher:ledger -rating:mostly_true", ["Nobody", "It"]),
        ("rating:false", []),
        ("publisher:dail", []),
        ("-publisher:ledger", ["Brücken"]),
        ("language:de", ["Brücken"]),
        ("rating:mostly_true", ["The"]),
        ('rating:"Mostly true"', ["The"]),
        ("bridge -rating:mostly_true", ["Nobody"]),
        ("speaker:emile", ["The"]),
        ('speaker:"zola emile"', []),
        ('tag:"public money"', ["The"]),
        ("tag:money", []),
        ("colour:bridge", ["The", "Nobody"]),
        ("zeppelin", []),
        ("zeppelin publisher:ledger", []),
        ("?! \x00", []),
    ],
)
def test_a_query_finds(shelf: Desk, query: str, expected: list[str]):
    assert sorted(claims(shelf, query)) == sorted(expected)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_few_claims_have_is_not_looked_for_through_all(shelf: Desk, count_queries):
    with count_queries() as sent:
        assert claims(shelf, "rating:mostly_true publisher:ledger") == ["The"]
    plans = [plan(shelf, statement) for statement in sent if "ORDER BY" in statement]
    rated, published, newest = (each for each in plans if "claims" in each)
    assert "ix_fact_checks_rated_claims (rating_code=?" in rated
    assert "ix_claims_document_id (document_id=?)" in published
    assert "SEARCH claims USING INTEGER PRIMARY KEY (rowid=?)" in newest


def test_kinds_without_a_field_have_nothing_in_it(shelf: Desk):
    for path, query, number in (
        ("/sources", "rating:false", 0),
        ("/sources", "-rating:false ledger", 1),
        ("/sources", "publisher:example.org", 1),
        ("/documents", "speaker:zola", 0),
        ("/documents", "publisher:ledger", 1),
        ("/fact-checks", "speaker:zola tag:statistic", 0),
        ("/fact-checks", "speaker:zola publisher:Claimdesk", 1),
    ):
        answer = shelf.reviewer.get(path, query_string={"q": query})
        assert len(answer.json["items"]) == number, query


def test_a_beginning_finds_words_whose_stem_is_shorter(database: Database):
    policies = add_imported(database, "New policies were made.")
    add_imported(database, "The polished bridge.")
    assert found(database, "polic*") == found(database, "policie*") == [policies]
    assert len(found(database, "pol*")) == 2


def test_a_beginning_stands_for_the_most_common_words(database: Database, monkeypatch):
    monkeypatch.setattr(meaning, "MOST_BEGINNING", 1)
    for word in ("bridle", "bridge", "bridge", "bride"):
        add_imported(database, f"A {word} here.")
    assert len(found(database, "brid*")) == 2


def test_the_order_is_bm25_with_the_recent_a_little_before(database: Database):
    texts = sentences(120)
    ids = add_all_imported(
        database,
        [
            {"text": text, "reviewed_at": datetime(2000 + number % 26, 3, 1, tzinfo=UTC)}
            for number, text in enumerate(texts)
        ],
    )
    expected = bm25(dict(zip(ids, texts, strict=True)), "river school")
    ranked = found(database, "river school")
    assert set(ranked) <= set(expected)
    assert ranked != [id_ for id_ in expected if id_ in ranked]
    assert [found(database, "river school", limit=limit) for limit in (1, 7, 30)] == [
        ranked[:limit] for limit in (1, 7, 30)
    ]


def test_a_year_counts_less_than_a_word(database: Database):
    """Of the same words the newer comes first, and a better fit before either."""
    old, new = (
        add_imported(database, "The bridge fell.", reviewed_at=datetime(year, 1, 1, tzinfo=UTC))
        for year in (2019, 2020)
    )
    both = add_imported(
        database, "The bridge and a tunnel fell.", reviewed_at=datetime(2018, 1, 1, tzinfo=UTC)
    )
    assert A_YEAR < 0.1
    assert found(database, "bridge fell tunnel") == [both, new, old]


def test_dates_of_no_sense_do_not_decide(database: Database):
    far = [
        add_imported(database, "The bridge fell.", reviewed_at=datetime(year, 1, 1, tzinfo=UTC))
        for year in (9998, 2060, 3)
    ]
    assert found(database, "bridge") == far


HOSTILE = [
    '"', '""', '"a', 'a"b', "*", "**", "-", "--", "-*", '-"', ":", "tag:", 'tag:"', "-tag:",
    "a:b:c", "NEAR(a b)", "{a}: b", "terms:a", "a^2", "'; DROP TABLE claims; --", "%' OR 1=1", "\\",
    "a & b | !c", "\x00", "\uffff", "🌉 👩‍👩‍👧", "疫苗 自闭*", "the of and", "ﷺ", "-" * 5000,
    '"' * 5001, "x* " * 3000, "tag:x " * 2000, " ".join(f"word{n}" for n in range(10_000)),
    "a" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: ascii(query[:20]))
def test_no_query_is_refused(shelf: Desk, query: str):
    for path in ("/claims", "/documents", "/sources", "/fact-checks"):
        answer = shelf.reviewer.get(path, query_string={"q": query})
        assert answer.status_code == 200, answer.text
        assert len(answer.json["items"]) == len(answer.json.get("excerpts", answer.json["items"]))


@given(query=st.text(st.characters() | st.sampled_from('"*-: x\ud800'), max_size=40))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_finds_something_or_nothing(database: Database, query: str):
    assert found(database, query) == []

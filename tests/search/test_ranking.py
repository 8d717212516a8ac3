"""What a query finds, and in which order: the same on both databases."""

import math
import random
from collections import Counter

import pytest

from service.database import Database
from service.models import FactCheck
from service.search import finding, index, ranking
from service.search.analysis import terms_of
from service.search.ranking import rank
from tests.fact_checks.imported import add_all_imported, add_imported

WORDS = (
    "bridge", "council", "report", "ledger", "budget", "river", "school", "hospital", "winter",
    "tax", "vote", "engine",
)  # fmt: skip


def found(database: Database, query: str, **asked) -> list[int]:
    with database.reading() as session:
        return rank(session, query, **asked)


def sentences(number: int, seed: int = 1) -> list[str]:
    """Sentences in which some words are common and some are rare."""
    rng = random.Random(seed)
    weights = [1 / place for place in range(1, len(WORDS) + 1)]
    return [
        " ".join(rng.choices(WORDS, weights, k=rng.randint(1, 9))).capitalize() + "."
        for _ in range(number)
    ]


def bm25(texts: dict[int, str], query: str) -> list[int]:
    """The ids as the formula itself orders them, with no index."""
    documents = {id_: Counter(terms_of([text], "english")) for id_, text in texts.items()}
    average = sum(counts.total() for counts in documents.values()) / len(documents)
    scores = Counter[int]()
    for term in set(terms_of([query], "english")):
        having = sum(term in counts for counts in documents.values())
        weight = math.log(1 + (len(documents) - having + 0.5) / (having + 0.5))
        for id_, counts in documents.items():
            if term in counts:
                length = 1 - ranking.B + ranking.B * counts.total() / average
                scores[id_] += weight * counts[term] * 2.2 / (counts[term] + 1.2 * length)
    return sorted(scores, key=lambda id_: (-round(scores[id_], 9), id_))


def test_the_order_is_that_of_the_formula(database: Database, monkeypatch):
    monkeypatch.setattr(ranking, "LEAST", 0)  # all that have any of the words
    texts = sentences(150)
    ids = add_all_imported(database, [{"text": text} for text in texts])
    for query in ("river", "school of winter", "bridge bridge council", "engines vote taxes"):
        expected = bm25(dict(zip(ids, texts, strict=True)), query)
        assert len(expected) > 10
        assert found(database, query) == expected


def test_the_order_is_the_same_for_every_limit(database: Database, monkeypatch):
    monkeypatch.setattr(ranking, "WEIGHED", 20)
    add_all_imported(database, [{"text": text} for text in sentences(150)])
    all_ids = found(database, "river school bridge")
    assert len(all_ids) > 60
    for limit in (1, 10, 30, 60):
        assert found(database, "river school bridge", limit=limit) == all_ids[:limit]


def test_words_that_very_many_have_are_passed_over_for_rarer_ones(database: Database, monkeypatch):
    monkeypatch.setattr(finding, "BUDGET", 5)
    add_all_imported(database, [{"text": f"The bridge of town {number}."} for number in range(20)])
    rare = add_imported(database, "The bridge leaks.")
    assert found(database, "bridge leaks") == [rare]
    assert len(found(database, "the bridge")) == 21


def test_common_words_find_first_what_has_them_all(database: Database, monkeypatch):
    monkeypatch.setattr(finding, "BUDGET", 2)
    monkeypatch.setattr(finding, "MOST_IN_COMMON", 3)
    both = add_imported(database, "Vaccines and autism.")
    for word in ("Vaccines", "Autism"):
        add_all_imported(database, [{"text": f"{word} {number}."} for number in range(8)])
    ids = found(database, "vaccine autism")
    assert ids[0] == both
    assert len(ids) == 4


def test_a_condition_finds_what_has_only_common_words(database: Database, monkeypatch):
    monkeypatch.setattr(finding, "BUDGET", 16)
    theirs = add_imported(database, "The bridge fell.", site="small.example.org")
    for text in ("Bridge {} stands.", "Tolls of ferry {}.", "Tolls of tunnel {}."):
        add_all_imported(database, [{"text": text.format(number)} for number in range(5, 13)])
    here = [FactCheck.site == "small.example.org"]
    assert found(database, "a bridge with tolls, or no toll", conditions=here) == [theirs]


def test_what_shares_only_words_of_no_weight_is_not_found(database: Database):
    add_all_imported(database, [{"text": f"The bridge in town {number}."} for number in range(9)])
    assert found(database, "the moon is made of cheese") == []
    assert len(found(database, "the")) == 9


def test_a_word_is_found_in_every_language_that_is_indexed(database: Database):
    german = add_imported(database, "Die Häuser brennen.", language="de")
    english = add_imported(database, "The houses burn.", language="en-GB")
    unknown = add_imported(database, "Burning cars.", language=None)
    chinese = add_imported(database, "疫苗导致自闭症", language="zh")
    assert found(database, "Haus") == [german]
    assert found(database, "Haus", language="de") == [german]
    assert set(found(database, "burned")) == {unknown, english}
    assert found(database, "自闭症") == [chinese]


ODD = [
    "",
    " ",
    '"',
    "'",
    "\\",
    '"bridge',
    "bridge*",
    "bridge AND",
    "NOT bridge",
    "NEAR(bridge river, 2)",
    "terms: bridge",
    "-bridge +river ^river",
    "{terms stemmer}: bridge",
    "bridge' OR 1=1 --",
    "%_",
    "()",
    "\x00bridge\ud800",
    "🌉 👩‍👩‍👧",
    "the of and to",
    "ὅτι Ünïcödé ﷺ",
    "'a' & 'b' | !c <-> d:*",
    "bridge " * 10_000,
    " ".join(f"word{number}" for number in range(10_000)),
    "x" * 100_000,
]


@pytest.mark.parametrize("query", ODD, ids=lambda query: ascii(query[:30]))
def test_every_text_is_a_query(database: Database, query: str):
    bridge = add_imported(database, "The bridge")
    add_imported(database, "A river")
    ids = found(database, query, language="en" if len(query) % 2 else None)
    assert ("bridge" in query) <= (bridge in ids)


def test_what_is_indexed_anew_is_found_by_what_it_says_now(database: Database):
    one = add_imported(database, "The bridge leaks.", title="Rumours about the bridge")
    two = add_imported(database, "The tunnel leaks.", claimant="The Mayor")
    assert set(found(database, "mayor rumours")) == {one, two}
    with database.transaction() as session:
        index.put(session, [index.Entry(one, "The ferry sank.", None, None, "en")])
        index.drop(session, [two])
    assert found(database, "leaks mayor rumours bridge") == []
    assert found(database, "ferries") == [one]

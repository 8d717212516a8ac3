"""What a text is found by."""

import pytest
import Stemmer

from service.search import analysis
from service.search.analysis import LONGEST_TERM, MOST_TERMS, stemmer_of, terms_of, words_of

SAME = [
    ("the case", "VACCINES", "vaccines", "en"),
    ("the form", "ｖａｃｃｉｎｅ ﬁve", "vaccine five", "en"),
    ("diacritics", "Müller naïve Đorđe Łódź", "Muller naive Dorde Lodz", None),
    ("the ending", "elected elections", "electing election", "en"),
    ("an ending after an umlaut", "Häusern", "Häuser", "de-AT"),
    ("whose it is", "Trump's Obama’s", "Trump Obama", "en"),
    ("points in numbers", "$1,000,000 and 2.500", "1000000 and 2500", "en"),
    ("signs around words", "“so”, (said) -he-!", "so said he", "en"),
    ("words in names", "#AustralianFires by @JoeBiden", "Australian Fires by Joe Biden", "en"),
    ("addresses", "see https://t.co/aBc and pic.example.com/xy.", "see and", "en"),
    ("what cannot be read", "so\x00he\ud800said\ufffd", "so he said", "en"),
]


@pytest.mark.parametrize(
    ("one", "other", "language"), [row[1:] for row in SAME], ids=[row[0] for row in SAME]
)
def test_it_does_not_matter(one, other, language):
    stemmer = stemmer_of(language)
    assert terms_of([one], stemmer) == terms_of([other], stemmer) != []


def test_what_matters():
    different = ["9 million", "90 million", "vaccine", "vaccin d'or", "und", "один"]
    assert len({tuple(terms_of([text], "english")) for text in different}) == len(different)


def test_marks_that_are_part_of_a_letter_stay():
    assert terms_of(["की दवा"], analysis.PLAIN) == ["की", "दवा"]
    assert terms_of(["が か"], analysis.PLAIN) == ["が", "か"]


def test_scripts_without_spaces_give_pairs():
    assert terms_of(["疫苗导致 COVID-19"], "") == ["疫苗", "苗导", "导致", "covid", "19"]
    assert terms_of(["東京 都"], "") == ["東京", "都"]


def test_a_title_that_says_the_same_counts_once():
    assert terms_of(["So he said", "So he said", None], "english") == ["so", "he", "said"]
    assert terms_of(["So he", "So she"], "english") == ["so", "he", "so", "she"]


def test_every_stemmer_is_there():
    used = {*analysis._STEMMERS.values(), analysis.UNKNOWN}
    assert used <= set(Stemmer.algorithms())
    assert all(terms_of(["Ω x 1"], stemmer) for stemmer in used)
    assert stemmer_of("zh-Hant") == analysis.PLAIN


def test_a_word_of_a_query_is_all_that_it_may_be():
    assert words_of("Elections elections of", ["english", ""]) == [
        frozenset({"elect", "elections"}),
        frozenset({"of"}),
    ]
    assert words_of("elections", []) == []
    assert words_of("https://example.org/bridge", [""])[-1] == {"bridge"}


@pytest.mark.parametrize("unit", ["a.", "aB", "#aB", "1,", "\u0301", "a/", "http", "'s", "漢", "x"])
def test_however_long_a_text_is_its_terms_are_few_and_short(unit):
    terms = terms_of([unit * 500_000], "english")
    assert len(terms) <= MOST_TERMS
    assert all(0 < len(term) <= LONGEST_TERM and not term.isspace() for term in terms)

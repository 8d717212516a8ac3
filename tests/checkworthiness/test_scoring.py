"""What a score is, that its reasons are true, and how sentences in other languages fare."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.checkworthiness.features import features
from service.checkworthiness.lexicon import KINDS, KINDS_OF, SIGNS
from service.checkworthiness.model import shipped
from service.checkworthiness.scoring import DECISION, MOST_REASONS, basis_of, judge, score, scores
from service.http.examples_of_checkworthiness import EXAMPLES_OF_CHECKWORTHINESS

FIGURE = "Unemployment fell to 3.5 percent, the lowest in 50 years."
CLAIMS = (
    FIGURE,
    "The city spent 9 million pounds on buses in 2024.",
    "We lost 300,000 manufacturing jobs under his administration.",
    "Senator Kennedy voted against the bill three times.",
)
OTHERS = (
    "Thank you all very much for coming tonight.",
    "What would you do about it?",
    "I think that we should all be proud of them.",
    "I will never forget this evening.",
    "Good evening, Senator.",
)
ENGLISH = st.lists(
    st.sampled_from(
        [*sorted(KINDS_OF), "$", "%", "4.5", "2019", "Kyiv", "the", "economy", ",", "?"]
    ),
    max_size=60,
).map(" ".join)


@pytest.mark.parametrize("sentence", CLAIMS)
def test_what_could_be_checked_is_worth_it(sentence: str):
    assert score(shipped(), sentence) >= DECISION


@pytest.mark.parametrize("sentence", OTHERS)
def test_a_courtesy_a_question_and_an_opinion_are_not(sentence: str):
    assert score(shipped(), sentence) < DECISION


@given(st.one_of(st.text(), ENGLISH))
@example("")
@example("\u0661\u0662\u0663 \u2028\ufdd0 \U0001f600 ''' 1.1.1.1:1")
@example("war " * 5_000)
@example("’" * 5_000 + "a" * 5_000)
@example("İİİ ǅ ß ﬁ")
def test_a_score_is_from_0_to_1_and_has_few_reasons(sentence: str):
    judged = judge(shipped(), sentence)
    assert judged.score == score(shipped(), sentence)
    assert 0 <= judged.score <= 1
    assert len(judged.reasons) == len(set(judged.reasons)) <= MOST_REASONS


KIND_OF = {said: kind for kind, of in KINDS.items() for said in of if said}


def shows(kind: str, sentence: str) -> bool:
    """Whether a sentence does what a reason says, by its words and signs."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", sentence)
    more = {
        "figure": re.search(r"\d", sentence) is not None,
        "name": any(word != word.lower() for word in words[1:]),
    }
    return (
        more.get(kind, False)
        or any(f"{kind}:word" in KINDS_OF.get(word.lower(), ()) for word in words)
        or any(SIGNS.get(sign) == kind for sign in sentence)
    )


@given(ENGLISH)
def test_reasons_are_true(sentence: str):
    shown = features(sentence)
    for reason in judge(shipped(), sentence).reasons:
        if reason in ("short", "long", "no words"):
            assert (shown.size <= 8, shown.size >= 22) == (reason != "long", reason == "long")
        elif quoted := re.fullmatch("says “(.*)”", reason):
            assert quoted[1] in shown.terms
        else:
            kind = KIND_OF[reason]
            assert shows(kind, sentence) == (reason == KINDS[kind].present)


def test_reasons_say_what_matters_most():
    assert judge(shipped(), FIGURE).reasons[:2] == ["gives a figure", "compares"]
    assert judge(shipped(), "Thank you.").reasons[0] == "a courtesy"
    assert "a question" in judge(shipped(), "Is this true?").reasons
    assert "an opinion" in judge(shipped(), "I think it is a fine place to live in.").reasons


def test_the_documentation_has_the_scores_of_its_sentences():
    page = (Path(__file__).parents[2] / "docs" / "checkworthiness.md").read_text()
    said = re.findall(r"\*([A-Z][^*]+\.)\* has (0\.\d\d)", page)
    assert len(said) == 2
    for sentence, figure in said:
        assert f"{score(shipped(), sentence):.2f}" == figure
    told = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]
    assert told == list(EXAMPLES_OF_CHECKWORTHINESS.values())
    for each in told[1]["results"]:
        assert judge(shipped(), each["text"]) == (each["score"], each["reasons"])


def test_a_sentence_is_judged_by_itself():
    together = scores(shipped(), [*CLAIMS, *OTHERS, FIGURE])
    assert together == {sentence: score(shipped(), sentence) for sentence in (*CLAIMS, *OTHERS)}


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Die Arbeitslosigkeit ist im Jahr 2020 um 4,5 Prozent gestiegen.", "gives a figure"),
        ("La deuda pública subió a $30 mil millones en 2019.", "about an amount of money"),
        ("经济在2012年失去了450万个工作岗位，比前一年多。", "gives a figure"),
        ("Безработица в 2020 году выросла до 6,3%.", "gives a share"),
    ],
)
def test_in_another_language_figures_count_and_words_do_not(sentence: str, reason: str):
    assert not basis_of(shipped(), features(sentence)).is_english
    judged = judge(shipped(), sentence)
    assert judged.score >= DECISION
    assert reason in judged.reasons
    bare = judge(shipped(), re.sub(r"[$\d,%]", "", sentence))
    assert bare.score < judged.score
    assert not {"gives no figure", "about the past"} & set(bare.reasons)


def test_a_question_in_another_language_is_no_claim():
    assert score(shipped(), "Was würden Sie dagegen tun?") < DECISION
    assert score(shipped(), "你会怎么做？") < DECISION

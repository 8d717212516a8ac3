"""With embeddings, what was checked before is found by what it means too."""

import pytest

from service.matching.meaning import MEANING, meant, reasons_with_meaning
from service.matching.model import with_meaning
from tests.embeddings.server import answer_of
from tests.fact_checks.imported import add_all_imported

ASKED = "Premiers misstated employment figures."
OTHERS = [{"text": f"Ferry {n} sank off the coast."} for n in range(20)]


@pytest.fixture
def found(desk, server):
    """Looks a sentence up that shares no word with what is about the same."""
    alike = "A prime minister lied over jobs."

    def answer(texts):
        said = [alike if text == ASKED else text for text in texts]
        return 200, answer_of(said)

    server.answer = answer
    ids = add_all_imported(desk.database, [{"text": alike}, *OTHERS])

    def look_up():
        answer = desk.stranger.post("/lookup", {"sentences": [ASKED], "limit": 1})
        assert answer.status_code == 200, answer.text
        [result] = answer.get_json()["results"]
        return [(each["fact_check"]["id"], each["reasons"]) for each in result["matches"]]

    return ids[0], look_up


def test_what_shares_no_word_is_found_by_its_meaning(desk, found):
    alike, look_up = found
    assert look_up() == []
    desk.work()
    assert look_up() == [(alike, [MEANING])]


def test_what_one_may_not_see_is_not_found_by_its_meaning_either(desk, server):
    claim = desk.claim("It cost 9 million pounds.", visibility="desk")
    desk.published(claim)
    desk.work()
    asked = {"sentences": ["It cost 8 million pounds."]}
    for person, count in ((desk.stranger, 0), (desk.reader, 1)):
        [result] = person.post("/lookup", asked).get_json()["results"]
        assert len(result["matches"]) == count


def test_the_weights_do_for_models_whose_cosines_lie_closer():
    near = [(1, 0.8), (2, 0.5), (3, 0.4), (4, 0.3)]
    closer = [(id_, 0.9 + cosine / 10) for id_, cosine in near]
    margins, ids = [3.0, 2.0, 1.0], [2, 1, 9]
    first, second = (meant(margins, ids, each) for each in (near, closer))
    for one, other in zip(first, second, strict=True):
        assert one == pytest.approx(other)
    assert set(with_meaning().weights) == set(first[0])
    assert first[1]["meaning"] > first[0]["meaning"] > first[2]["meaning"]


def test_a_reason_is_true():
    by_both = {"meaning": 3.0}
    assert reasons_with_meaning({"sentence share": 0.0}, by_both) == [MEANING]
    assert reasons_with_meaning({"sentence share": 0.0}, {"meaning": 0.1}) == ["a similar meaning"]

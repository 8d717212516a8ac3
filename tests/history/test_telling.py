"""Every event can be told as a sentence."""

import pytest

from service.history.telling import sentence_of
from service.vocabulary import Action


@pytest.mark.parametrize("action", Action)
def test_an_event_is_told_in_words(action: Action):
    sentence = sentence_of({"action": action})
    assert sentence[0].islower()
    assert "_" not in sentence


def test_no_two_actions_are_told_alike():
    assert len({sentence_of({"action": action}) for action in Action}) == len(Action)


def test_a_sentence_names_what_it_is_about():
    assert sentence_of({"action": "tag_added", "about": "legal"}) == "described a tag: legal"

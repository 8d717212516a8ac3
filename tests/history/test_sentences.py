"""Every event can be told as a sentence."""

import pytest

from service.history.sentences import sentence_of
from service.vocabulary import Action


@pytest.mark.parametrize("action", Action)
def test_an_event_is_told_in_words(action: Action):
    sentence = sentence_of({"action": action})
    assert sentence[0].islower()
    assert not set("_{}") & set(sentence)


def test_no_two_actions_are_told_alike():
    assert len({sentence_of({"action": action}) for action in Action}) == len(Action)


TOLD = [
    ({"action": Action.EDIT_SUBMITTED, "edit_id": 7}, "submitted an edit"),
    ({"action": Action.VERDICT_RETRACTED}, "retracted the verdict on the claim"),
    ({"action": Action.COMMENT_ADDED, "edit_id": 7}, "commented on an edit"),
    ({"action": Action.COMMENT_ADDED, "edit_id": None}, "commented on the claim"),
    ({"action": Action.DOCUMENT_PURGED}, "removed the text of the document for good"),
    ({"action": Action.TAG_ADDED, "about": "legal {x}"}, "described the tag legal {x}"),
]


@pytest.mark.parametrize(("event", "sentence"), TOLD)
def test_an_event_is_told(event: dict[str, object], sentence: str):
    assert sentence_of(event) == sentence

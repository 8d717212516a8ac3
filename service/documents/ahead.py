"""What is found of a text and its sentences before the transaction that writes them.

Of a long text it takes a while, and others wait for whoever writes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.checkworthiness.queries import scores_of
from service.documents.intake import Intake
from service.search.analysis import stemmer_of, terms_of
from service.search.desk import text_terms
from service.search.likeness import Keys, keys_of


@dataclass(frozen=True, slots=True)
class Ahead:
    """The scores, the keys and the terms of sentences, by their wording, and the terms of the text.

    `stemmer` is by whose rules the terms were made.
    """

    scores: Mapping[str, float]
    keys: Mapping[str, Keys]
    terms: Mapping[str, list[str]]
    text_terms: list[str]
    stemmer: str

    def of(self, wording: str) -> tuple[float, bytes | None, bytes | None]:
        """The score and the keys of a sentence."""
        return (self.scores[wording], *self.keys[wording])

    def holds_for(self, language: str | None) -> bool:
        """Whether the terms are those of a text in this language."""
        return self.stemmer == stemmer_of(language)


def ahead_of(session: Session, intake: Intake) -> Ahead:
    """What is to be written of a new document."""
    cut = intake.cut
    return look_ahead(session, cut.text, cut.wordings, intake.described.get("language"))


def look_ahead(
    session: Session, text: str, sentences: Iterable[str], language: str | None
) -> Ahead:
    """What is to be written of a text and of those of its sentences that become claims."""
    wordings = set(sentences)
    stemmer = stemmer_of(language)
    return Ahead(
        scores_of(session, wordings),
        {wording: keys_of(wording) for wording in wordings},
        {wording: terms_of([wording], stemmer) for wording in wordings},
        text_terms(text, stemmer),
        stemmer,
    )

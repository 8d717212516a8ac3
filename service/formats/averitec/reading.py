"""Reads AVeriTeC's claims, as the published dataset has them, and as we write them. Pure.

Its labels are words of a rating like any publisher's. An answer is a citation where it names its
source; of what is no quote from it, the source alone is kept.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from service.formats.averitec.writing import QUESTIONS
from service.formats.incoming import Incoming, Rating
from service.formats.loose_values import (
    LONGEST_TEXT,
    address_of,
    addresses_in,
    day_of,
    text_of,
    values_of,
)
from service.sources.rules import publisher_of
from service.vocabulary import Stance

MOST_CITATIONS = 200

_DAY_FIRST = re.compile(r"(\d\d?)-(\d\d?)-(\d{4})")
_STANCES = {question: stance for stance, question in QUESTIONS.items()}


def is_averitec(record: Mapping[str, Any]) -> bool:
    """Whether a record is one of AVeriTeC, by the fields that no other format has."""
    return "claim" in record and ("fact_checking_article" in record or "questions" in record)


def read_averitec(record: Mapping[str, Any]) -> Incoming:
    """What a claim of AVeriTeC says; its review is the article of the fact-checkers."""
    found = list(addresses_in(record.get("original_claim_url")))
    return Incoming(
        claim=text_of(record.get("claim"), LONGEST_TEXT + 1),
        url=text_of(record.get("fact_checking_article")),
        id=text_of(record.get("claim_id")),
        claimant=text_of(record.get("speaker")),
        claim_date=_day(record.get("claim_date")),
        rating=Rating(label=text_of(record.get("label"))),
        rationale=text_of(record.get("justification"), LONGEST_TEXT),
        citations=list(_citations(record.get("questions")))[:MOST_CITATIONS],
        appearances=[{"url": url, "title": None, "published_on": None} for url in found],
    )


def _day(value: Any) -> date | None:
    """A day as AVeriTeC writes it, 31-10-2020, or as everybody else does."""
    text = text_of(value) or ""
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return None
    return day_of(text)


def _citations(questions: Any) -> Iterator[dict[str, Any]]:
    for question in values_of(questions):
        if not isinstance(question, dict):
            continue
        asked = text_of(question.get("question")) or ""
        for answer in values_of(question.get("answers")):
            if not isinstance(answer, dict) or not (url := address_of(answer.get("source_url"))):
                continue
            is_quote = answer.get("answer_type") == "Extractive"
            yield {
                "url": url,
                "title": None,
                "publisher": publisher_of(url),
                "stance": _STANCES.get(asked, Stance.CONTEXT).value,
                "quote": text_of(answer.get("answer"), LONGEST_TEXT) if is_quote else None,
                "locator": None,
                "retrieved_at": None,
                "archived_url": None,
            }

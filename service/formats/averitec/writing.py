"""Writes fact-checks as AVeriTeC has its claims. Pure.

Source: Schlichtkrull, Guo and Vlachos, "AVeriTeC: A Dataset for Real-world Claim Verification with
Evidence from the Web", NeurIPS 2023; the keys are those of its published JSON.

AVeriTeC has no stance of a source, so the question says it: there is one for each stance that is
cited, and an answer for each citation.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from service.vocabulary import Stance

if TYPE_CHECKING:
    from service.fact_checks.record import Record

QUESTIONS = {
    Stance.SUPPORTS: "What supports the claim?",
    Stance.REFUTES: "What refutes the claim?",
    Stance.CONTEXT: "What else is known about the claim?",
}


def averitec_claim(
    record: "Record", labels: Mapping[str, str], labels_by_value: Mapping[int, str]
) -> dict[str, Any]:
    """A fact-check as a claim of AVeriTeC.

    The label is the one that the scale has for the rating's code, or else for its value; null where
    the rating is not known here.
    """
    label = labels.get(record.rating_code or "") or labels_by_value.get(record.rating_value or 0)
    return {
        "claim": record.text,
        "label": label,
        "justification": record.rationale,
        "claim_date": _day(record.claim_date) if record.claim_date else None,
        "speaker": record.claimant,
        "original_claim_url": record.appearances[0].url if record.appearances else None,
        "fact_checking_article": record.url,
        "questions": [
            {"question": question, "answers": answers}
            for stance, question in QUESTIONS.items()
            if (answers := [_answer(each) for each in record.citations if _has(each, stance)])
        ],
    }


def _day(value: date) -> str:
    """The day as AVeriTeC writes it: 31-10-2020."""
    return f"{value.day:02}-{value.month:02}-{value.year:04}"


def _has(citation: Mapping[str, Any], stance: Stance) -> bool:
    """Whether it is cited with this stance; one of which none is known is context."""
    return (citation.get("stance") or Stance.CONTEXT) == stance


def _answer(citation: Mapping[str, Any]) -> dict[str, Any]:
    """The quote, to the letter; without one, what is cited and where in it."""
    quote, url = citation.get("quote"), citation.get("url") or ""
    is_pdf = re.split("[?#]", url)[0].lower().endswith(".pdf")
    named = [citation.get("title") or url, citation.get("locator")]
    return {
        "answer": quote or ", ".join(filter(None, named)),
        "answer_type": "Extractive" if quote else "Abstractive",
        "source_url": url,
        "source_medium": "PDF" if is_pdf else "Web text",
    }

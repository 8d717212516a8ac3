"""Reads a record by what it is: told by its fields, or by a mapping. Pure."""

from collections.abc import Mapping
from typing import Any

from service.formats.averitec.reading import is_averitec, read_averitec
from service.formats.claimdesk.reading import is_fact_check, read_fact_check
from service.formats.claimreview.reading import is_review, read_review
from service.formats.incoming import Incoming, Unusable
from service.formats.lines import TOO_DEEP
from service.vocabulary import Fault

UNKNOWN = Unusable(
    Fault.UNKNOWN_RECORD,
    "It is no ClaimReview, no record of AVeriTeC and no fact-check as desks export it;"
    " a mapping can say which of its fields is which.",
)


def read_record(
    record: Mapping[str, Any], mapping: Mapping[str, str] | None = None
) -> Incoming | Unusable:
    """What a record says; `mapping` names the column of a field, and then nothing is guessed."""
    try:
        if mapping:
            return read_fact_check(record, mapping)
        if is_review(record):
            return read_review(record)
        if is_averitec(record):
            return read_averitec(record)
        if is_fact_check(record):
            return read_fact_check(record)
    except RecursionError:  # lists in lists in lists
        return TOO_DEEP
    return UNKNOWN

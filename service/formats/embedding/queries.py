"""Reads of what is embedded."""

from sqlalchemy.orm import Session

from service.errors import NotFound
from service.fact_checks.queries import find_of_claim
from service.fact_checks.record import Record
from service.permissions import STRANGER
from service.settings import Settings
from service.verdicts.queries import get_verdict


def get_record(session: Session, settings: Settings, claim_id: int) -> Record:
    """What a stranger may know of the verdict on a claim.

    Raises NotFound, Gone or Moved, as `get_verdict` does.
    """
    record = find_of_claim(session, STRANGER, settings, claim_id)
    if record is None:
        get_verdict(session, STRANGER, claim_id)  # says why there is none
        raise NotFound(f"There is no claim {claim_id}.")
    return record

"""A desk to which others' fact-checks of its sentences are known, and a worker to find them."""

from typing import Any

from service.jobs.running import run_next
from service.matches.suggesting import suggest
from service.vocabulary import JobKind
from tests.fact_checks.imported import add_imported
from tests.factories import Desk, Person

HANDLERS = {JobKind.DOCUMENT_MATCHES: suggest}
BRIDGE = "The bridge over the Nile cost 9 million pounds."
DAM = "Aswan keeps back 169 billion tons."
TEXT = f"{BRIDGE} Nobody asked why. {DAM}"


def checked(desk: Desk, text: str = BRIDGE, **facts: Any) -> int:
    """The id of a fact-check by somebody else."""
    told = {"rating_label": "Half true", "rating_value": 3}
    return add_imported(desk.database, text, **(told | facts))


def look_through(desk: Desk) -> bool:
    """Let a worker do the next job. Whether there was one."""
    return run_next(desk.database, desk.app.extensions["settings"], HANDLERS)


def matches(desk: Desk, claim: dict[str, Any], who: Person | None = None) -> list[dict[str, Any]]:
    """What may have checked a claim before."""
    return (who or desk.annotator).get(f"/claims/{claim['id']}/matches").get_json()["items"]


def of_document(desk: Desk, document: dict[str, Any], query: str = "", who: Person | None = None):
    """What of a document was checked before."""
    return (who or desk.annotator).get(f"/documents/{document['id']}/matches{query}").get_json()


def answer(
    desk: Desk, claim: dict[str, Any], fact_check: int, said: str, who: Person | None = None
):
    """The answer to somebody's answer."""
    path = f"/claims/{claim['id']}/matches/{fact_check}"
    return (who or desk.annotator).post(path, {"answer": said})

"""Pages about a claim: the public one, its history, and taking its verdict back."""

from typing import Any
from urllib.parse import quote

from flask import Response, url_for
from sqlalchemy.orm import Session

from service.claims import actions, published, queries
from service.claims.explaining import explain, gauge, words_after, words_before
from service.claims.schemas import Retraction
from service.errors import Refusal
from service.fact_checks.queries import find_of_claim
from service.formats.claimreview.writing import claim_review
from service.history.showing import read_history
from service.http.auth import page, viewer
from service.http.fields import Id
from service.http.forms import read_form, sent
from service.http.pages import pages, redirect, render, settings
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.permissions import STRANGER, Permission
from service.scales.queries import usable_ratings

bp = pages("claims", __name__)

LONGEST_ARTICLE_PAGE = 100
"""Checked sentences: an article with no more claims than that has no second page."""


class RetractionForm(Retraction):
    """Why a verdict is taken back, and the claim's revision that was on screen."""

    revision = Id(required=True)


@bp.get("/claims/<id:claim_id>")
@page(Permission.READ_PUBLISHED)
def show_claim(claim_id: int) -> Response:
    """The claim with its verdict, for everyone."""
    return _claim_page(claim_id)


@bp.get("/claims/<id:claim_id>/history")
@page(Permission.READ_DESK)
def show_history(claim_id: int) -> Response:
    """What happened to a claim."""
    with reading() as session:
        claim = queries.get_claim(session, viewer(), claim_id)
        history = read_history(session, claim_id=claim_id)
        earlier = published.earlier_assessments(session, [each["id"] for each in history["events"]])
    return render("claims/history.html", claim=claim, earlier=earlier, **history)


@bp.post("/claims/<id:claim_id>/retraction")
@page(Permission.RETRACT, exists=queries.check_claim)
def create_retraction(claim_id: int) -> Response:
    """Take the verdict on a claim back."""
    try:
        form = read_form(RetractionForm)
        with transaction() as session:
            seen = frozenset({form["revision"]})
            actions.retract_verdict(session, viewer(), claim_id, reason=form["reason"], seen=seen)
    except Refusal as refusal:
        return _claim_page(claim_id, refusal, sent().get("reason", ""))
    return redirect("claims_pages.show_claim", "retracted", claim_id=claim_id)


def _claim_page(claim_id: int, refusal: Refusal | None = None, reason: str = "") -> Response:
    with reading() as session:
        claim = published.read_claim(session, viewer(), claim_id)
        ratings = usable_ratings(session) if claim["verdict"] else []
        markup = _markup(session, claim_id) if claim["verdict"] else None
    if not _may_read(claim):
        claim["text"] = None
    return render(
        "claims/claim.html",
        status_of(refusal) if refusal else 200,
        claim=claim,
        refusal=_said(refusal) if refusal else None,
        reason=reason,
        canonical=_canonical(claim_id),
        markup=markup,
        report_url=_report_url(claim_id),
        **_explained(claim, ratings),
    )


def _markup(session: Session, claim_id: int) -> dict[str, Any] | None:
    """The verdict as ClaimReview, where a stranger may read it: markup is for search engines."""
    record = find_of_claim(session, STRANGER, settings(), claim_id)
    return claim_review(record, settings()) if record else None


def _said(refusal: Refusal) -> dict[str, Any]:
    """A refusal above the form; what is wrong with the reason stands beside it."""
    errors = refusal.errors or {}
    detail = "Nothing is retracted yet: see the reason." if "reason" in errors else refusal.message
    return {"detail": detail, "errors": errors}


def _may_read(claim: dict[str, Any]) -> bool:
    """Sentences that were never judged would add up to the article, which may be somebody's."""
    told = claim["verdict"] or claim["retraction"]
    full = settings().article_text == "full"
    return bool(told) or full or viewer().may(Permission.READ_DESK)


def _explained(claim: dict[str, Any], ratings: list[Any]) -> dict[str, Any]:
    verdict, document = claim["verdict"], claim["document"]
    if verdict is None:
        return {}
    points, outside = gauge(ratings, verdict["rating"], document["language"])
    anchor = verdict["anchor"]
    return {
        "points": points,
        "outside": outside,
        "meaning": explain(verdict["rating"]),
        "before": words_before(anchor["prefix"]),
        "after": words_after(anchor["suffix"]),
        "place_url": _place_url(claim["id"], document, anchor),
    }


def _place_url(claim_id: int, document: dict[str, Any], anchor: dict[str, Any]) -> str:
    """Where the sentence stands in the article."""
    place: dict[str, Any] = {"_anchor": f"claim-{claim_id}"}
    paged = settings().article_text != "full"
    if paged and document["claims_count"] > LONGEST_ARTICLE_PAGE:
        place |= {"from": claim_id}
    return url_for("documents_pages.show_article", document_id=document["id"], **place)


def _canonical(claim_id: int) -> str | None:
    public_url = settings().public_url
    return f"{public_url}/claims/{claim_id}" if public_url else None


def _report_url(claim_id: int) -> str | None:
    """Where to report an error; a letter says in its subject what it is about."""
    address = settings().report_errors_to
    if not address.startswith("mailto:"):
        return address or None
    subject = quote(f"An error in claim {claim_id}")
    return f"{address}{'&' if '?' in address else '?'}subject={subject}"

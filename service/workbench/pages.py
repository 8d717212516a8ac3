"""The workbench: an article, and beside it the panel of the selected claim."""

import re
from contextlib import suppress
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from service.claims import actions as claims
from service.claims.schemas import NewClaim
from service.errors import Conflict, Invalid, Malformed
from service.http.auth import page, viewer
from service.http.forms import is_number, read_form, sent
from service.http.pages import is_fragment, pages, redirect, render, settings
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.permissions import Permission
from service.sources.queries import find_source
from service.workbench import checked, elsewhere, ordering, queries

bp = pages("workbench", __name__)


@bp.get("/documents/<id:document_id>")
@page(Permission.READ_DESK)
def show_document(document_id: int) -> Response:
    """The article, nothing selected."""
    with reading() as session:
        return _draw_whole(session, document_id, None)


@bp.get("/documents/<id:document_id>/claims/<id:claim_id>")
@page(Permission.READ_DESK)
def show_claim(document_id: int, claim_id: int) -> Response:
    """The article with a claim selected; for a script, the panel alone."""
    with reading() as session:
        found = None
        if "matches" in request.args:
            found = checked.of_claim(session, viewer(), settings(), claim_id)
        return show(session, document_id, claim_id, found=found)


def show(
    session: Session, document_id: int, claim_id: int, status: int = 200, **more: Any
) -> Response:
    """The workbench with this claim; `more` is what else its panel says."""
    panel = queries.show_panel(session, viewer(), document_id, claim_id) | more
    return draw(session, panel, status)


def draw(session: Session, panel: dict[str, Any], status: int = 200) -> Response:
    """The workbench with this panel, as a page; for a script, the panel alone."""
    claim = panel["claim"]
    panel |= elsewhere.of_claim(session, viewer(), claim["id"], claim["text"])
    if is_fragment():
        return render("workbench/panel.html", status, panel=panel, order=ordering.order())
    return _draw_whole(session, panel["document"].id, panel, status)


def _draw_whole(
    session: Session, document_id: int, panel: dict[str, Any] | None, status: int = 200
) -> Response:
    order = ordering.order()
    article = queries.show_article(session, viewer(), document_id)
    here = (viewer(), settings(), document_id, article["marks"], order)
    article |= checked.of_article(session, *here)
    if panel is None:
        article |= elsewhere.of_article(session, viewer(), document_id)
    return ordering.remember(
        render("workbench/workbench.html", status, panel=panel, order=order, **article)
    )


@bp.post("/documents/<id:document_id>/claims")
@page(Permission.ADD_CLAIM)
def create_claim(document_id: int) -> Response:
    """A claim of selected words: by their offsets, from a script, or typed, within a claim."""
    within = sent().get("within", "")
    try:
        with transaction() as session:
            if within:
                words, claim_id = sent().get("words", ""), _number(within)
                span = queries.find_part(session, viewer(), document_id, claim_id, words)
            else:
                span = read_form(NewClaim)
            claim = claims.add_claim(session, viewer(), document_id, **span)
            claim_id = claim.id
    except (Invalid, Conflict) as refusal:
        if not within:
            raise
        with reading() as session:
            return show(
                session,
                document_id,
                _number(within),
                status_of(refusal),
                part={"refusal": refusal.message, "words": sent().get("words", "")},
            )
    return redirect(
        "workbench_pages.show_claim",
        "claim_added",
        claim_id,
        document_id=document_id,
        claim_id=claim_id,
    )


@bp.get("/sources/known")
@page(Permission.READ_DESK)
def show_known_source() -> Response:
    """What is known of a source by its URL: the field for its title, in the form that cites it.

    The form sends its own field, `citations.3.url`.
    """
    name, url = next(iter(request.args.items()), ("", ""))
    found = re.fullmatch(r"(citations\.[0-9]{1,3})\.url", name)
    if found is None:
        raise Malformed("This asks for no source.")
    source = None
    with suppress(Invalid), reading() as session:
        source = find_source(session, url)
    return render("workbench/known_source.html", source=source, new=found[1])


def _number(text: str) -> int:
    if not is_number(text):
        raise Invalid("This is not a claim.", errors={"within": ["This is not a claim."]})
    return int(text)

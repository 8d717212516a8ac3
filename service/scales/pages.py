"""Scales, for those who change them: labels, order, what is retired, what is added."""

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from service.errors import Conflict, Invalid
from service.http.auth import page, viewer
from service.http.forms import load, nested, raw_of, sent
from service.http.pages import pages, redirect, render
from service.http.paging import DEFAULT_LIMIT, Page
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.models import Rating, Scale
from service.permissions import Permission, Viewer
from service.scales import actions, queries
from service.scales.rules import AVERITEC_LABELS, FALLBACK, in_row
from service.scales.schemas import NewRating, RatingChange

LABELS = "labels."

bp = pages("scales", __name__)


def _rating_exists(session: Session, someone: Viewer, scale_id: int, code: str) -> None:
    queries.check_rating(session, someone, scale_id, code)


@bp.get("/administration/scales")
@page(Permission.CURATE_SCALES)
def list_scales() -> Response:
    """Scales by id, each with its ratings and the row that annotators choose from."""
    return _scales()


@bp.get("/administration/scales/<id:scale_id>/new")
@page(Permission.CURATE_SCALES, exists=queries.check_scale)
def new_rating(scale_id: int) -> Response:
    """The form for a rating."""
    return _new(scale_id)


@bp.post("/administration/scales/<id:scale_id>/ratings")
@page(Permission.CURATE_SCALES, exists=queries.check_scale)
def create_rating(scale_id: int) -> Response:
    """Add a rating at the end of a scale."""
    try:
        schema = NewRating()
        wanted = load(schema, raw_of(schema, nested(sent())) | {"labels": _labels()})
        with transaction() as session:
            actions.add_rating(session, viewer(), scale_id, **wanted)
    except (Invalid, Conflict) as refusal:
        return _new(scale_id, status_of(refusal), refusal=refusal, typed=sent().to_dict())
    return redirect("scales_pages.list_scales", "scale_saved")


@bp.get("/administration/scales/<id:scale_id>/ratings/<code>")
@page(Permission.CURATE_SCALES, exists=_rating_exists)
def show_rating(scale_id: int, code: str) -> Response:
    """What a rating is called, and whether it is in use."""
    return _rating(scale_id, code)


@bp.post("/administration/scales/<id:scale_id>/ratings/<code>")
@page(Permission.CURATE_SCALES, exists=_rating_exists)
def update_rating(scale_id: int, code: str) -> Response:
    """Call a rating something else, retire it, take it up again, or move it."""
    try:
        schema = RatingChange()
        raw = raw_of(schema, nested(sent()))
        if f"{LABELS}{FALLBACK}" in sent():
            raw["labels"] = _labels()
        changes = load(schema, raw)
        to = changes.pop("position", None)
        with transaction() as session:
            actions.change_rating(session, viewer(), code, **changes)
            if to is not None:
                actions.move_rating(session, viewer(), code, to=to)
    except (Invalid, Conflict) as refusal:
        return _rating(scale_id, code, status_of(refusal), refusal=refusal)
    return redirect("scales_pages.list_scales", "scale_saved")


def _labels() -> dict[str, str]:
    """The labels that were sent, by language; one left blank is taken away."""
    form = sent()
    labels = {
        name.removeprefix(LABELS): label
        for name, label in form.items()
        if name.startswith(LABELS) and label.strip()
    }
    language, label = form.get("language", "").strip(), form.get("label", "")
    if language or label.strip():
        labels[language] = label
    return labels


def _scales() -> Response:
    args = {"limit": DEFAULT_LIMIT, "cursor": request.args.get("cursor") or None}
    asked = Page("administration/scales", args, (int,))
    after, *_ = asked.after or (0,)
    with reading() as session:
        rows = queries.list_scales(session, after=after, limit=asked.limit + 1)
    scales, next_cursor = asked.cut(rows, lambda scale: (scale.id,))
    return render(
        "scales/list.html",
        scales=scales,
        rows={scale.id: in_row(_usable(scale)) for scale in scales},
        next_cursor=next_cursor,
        is_first=asked.after is None,
    )


def _usable(scale: Scale) -> list[Rating]:
    return [rating for rating in scale.ratings if rating.retired_at is None]


def _new(scale_id: int, status: int = 200, **context: Any) -> Response:
    return render(
        "scales/new_rating.html",
        status,
        scale_id=scale_id,
        averitec_labels=AVERITEC_LABELS,
        **{"typed": {}} | context,
    )


def _rating(scale_id: int, code: str, status: int = 200, **context: Any) -> Response:
    with reading() as session:
        [scale] = queries.list_scales(session, after=scale_id - 1, limit=1)
    rating = next(each for each in scale.ratings if each.code == code)
    typed = sent() if request.method == "POST" else {}
    labels = _labels_shown(rating, typed)
    return render(
        "scales/rating.html",
        status,
        scale=scale,
        rating=rating,
        labels=labels,
        typed=typed,
        **context,
    )


def _labels_shown(rating: Rating, typed: Any) -> dict[str, str]:
    """The labels as the form shows them, English first: as typed, or else as they are."""
    languages = sorted(rating.labels, key=lambda language: (language != FALLBACK, language))
    return {
        language: typed.get(LABELS + language, rating.labels[language]) for language in languages
    }

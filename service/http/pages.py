"""Pages: rendering, redirects, and what every template may use."""

from collections.abc import Callable
from typing import Any, cast

import flask
from flask import Blueprint, Flask, Response, current_app, g, request, url_for
from sqlalchemy.orm import Session

from service.http import notices, wording
from service.http.answers import etag_of
from service.http.compression import GZIP_SUFFIX, compress
from service.http.markdown import markdown
from service.http.transactions import reading
from service.permissions import STRANGER, Permission, Viewer
from service.settings import Settings

CountWaiting = Callable[[Session, Viewer], int]


def init_app(app: Flask, settings: Settings, count_waiting: CountWaiting) -> None:
    """Give templates their filters and globals. `count_waiting` tells how long the queue is."""
    app.extensions["settings"] = settings
    app.extensions["count_waiting"] = count_waiting
    app.jinja_env.filters.update(wording.FILTERS, markdown=markdown)
    app.jinja_env.globals.update(look=wording.look, Permission=Permission, waiting=_waiting)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_everywhere)


def settings() -> Settings:
    """The settings of the running application."""
    return cast(Settings, current_app.extensions["settings"])


def render(template: str, status: int = 200, **context: Any) -> Response:
    """A page, or 304 for a GET whose reader has just this one.

    A visitor's public page may be kept by caches, which ask each time; anybody else's is private.
    """
    body = flask.render_template(template, **context).encode()
    response = Response(body, status, content_type="text/html; charset=utf-8")
    response.vary.update(["Cookie", "HX-Request"])
    if status >= 400:
        response.headers["Cache-Control"] = "no-store"
        return compress(response)
    shared = g.get("viewer", STRANGER) is STRANGER
    response.headers["Cache-Control"] = "public, no-cache" if shared else "private, no-cache"
    if notices.taken():
        response.headers["Cache-Control"] = "no-store"
        return compress(notices.clear(response))
    if request.method in ("GET", "HEAD"):
        etag = etag_of(body)
        response.set_etag(etag)
        known = request.if_none_match
        if known.contains_weak(etag) or known.contains_weak(etag + GZIP_SUFFIX):
            response.status_code = 304
            response.set_data(b"")
            return response
    return compress(response)


def redirect(endpoint: str, notice: str | None = None, number: int = 0, **values: Any) -> Response:
    """To another page of ours, by GET, which says `notice` (a word of notices.py) once."""
    return redirect_to(url_for(endpoint, **values), notice, number)


def redirect_to(path: str, notice: str | None = None, number: int = 0) -> Response:
    """To an address that url_for or local_path made."""
    response = cast(Response, flask.redirect(path, 303))
    response.headers["Cache-Control"] = "no-store"
    if notice is not None:
        notices.leave(response, notice, number)
    return response


def local_path(given: str | None) -> str | None:
    """An address within this desk, or None: what a form sends may lead anywhere else."""
    if not given or not given.startswith("/") or given.startswith(("//", "/\\")):
        return None
    return given if given.isprintable() and "\\" not in given else None


def is_fragment() -> bool:
    """Whether a script of ours asks, for a part of a page."""
    return "HX-Request" in request.headers


def _everywhere() -> dict[str, Any]:
    return {
        "viewer": g.get("viewer", STRANGER),
        "settings": settings(),
        "notice": notices.taken(),
        "is_fragment": is_fragment(),
    }


def _waiting() -> int:
    """How many edits wait for the viewer, asked for once a page."""
    with reading() as session:
        return cast(int, current_app.extensions["count_waiting"](session, g.viewer))


def pages(name: str, import_name: str) -> Blueprint:
    """A blueprint of pages; their endpoints are `<part>_pages.<view>`."""
    return Blueprint(f"{name}_pages", import_name)

"""For operators: does it run, can it serve, and how is it doing."""

import os
from collections.abc import Callable, Mapping

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError

from service import migrate
from service.http.answers import done
from service.http.auth import requires
from service.http.pages import settings
from service.http.problems import problem
from service.http.transactions import reading
from service.permissions import Permission
from service.settings import Settings

bp = Blueprint("health", __name__)

Options = Mapping[str, Callable[[Settings], str | None]]
"""What the desk serves without, by name: how it is in a few words, or None where it is not used."""


def init_app(app: Flask, options: Options) -> None:
    """Let readiness have a word about each option; none makes the desk less ready."""
    app.extensions["options"] = options
    app.register_blueprint(bp)


@bp.get("/healthz")
@requires(Permission.OPERATE)
def healthz() -> Response:
    """The process answers."""
    return done({"status": "ok"})


@bp.get("/readyz")
@requires(Permission.OPERATE)
def readyz() -> Response:
    """The database answers and is migrated; and a word about each option that is used."""
    try:
        with reading() as session:
            session.execute(sa.select(1))
            found = migrate.current(session.connection())
    except SQLAlchemyError:
        return problem(503, "unavailable", "The database does not answer.")
    if found != (head := migrate.head()):
        return problem(503, "unavailable", f"The database is at {found}, not at {head}: migrate.")
    options: Options = current_app.extensions["options"]
    words = {name: word for name, ask in options.items() if (word := ask(settings())) is not None}
    return done({"status": "ok", "migration": head, **words})


@bp.get("/metrics")
@requires(Permission.OPERATE)
def metrics() -> Response:
    """Prometheus metrics, of all processes together where there are several."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

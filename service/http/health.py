"""For operators: does it run, can it serve, and how is it doing."""

import os

import sqlalchemy as sa
from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError

from service import migrate
from service.http.answers import done
from service.http.auth import requires
from service.http.problems import problem
from service.http.transactions import reading
from service.permissions import Permission

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@requires(Permission.OPERATE)
def healthz() -> Response:
    """The process answers."""
    return done({"status": "ok"})


@bp.get("/readyz")
@requires(Permission.OPERATE)
def readyz() -> Response:
    """The database answers and is migrated."""
    try:
        with reading() as session:
            session.execute(sa.select(1))
            found = migrate.current(session.connection())
    except SQLAlchemyError:
        return problem(503, "unavailable", "The database does not answer.")
    if found != (head := migrate.head()):
        return problem(503, "unavailable", f"The database is at {found}, not at {head}: migrate.")
    return done({"status": "ok", "migration": head})


@bp.get("/metrics")
@requires(Permission.OPERATE)
def metrics() -> Response:
    """Prometheus metrics, of all processes together where there are several."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

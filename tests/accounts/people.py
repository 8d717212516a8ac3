"""Somebody with a password, and what the database holds about signing in."""

from datetime import timedelta

import sqlalchemy as sa

from service.accounts import actions, queries, signing_in
from service.database import Database
from service.db import utcnow
from service.models import SignInFailure, SignInSession, User
from service.permissions import OPERATOR, Viewer
from service.vocabulary import Role

PASSWORD = "correct horse battery"


def add(database: Database, name: str = "Ada", role: Role = Role.ANNOTATOR) -> Viewer:
    """Somebody who signs in with PASSWORD."""
    hashed = actions.hash_password(PASSWORD)
    with database.transaction() as session:
        user = actions.add_user(session, OPERATOR, name=name, role=role, password_hash=hashed)
    return Viewer(user.id, user.name, user.role)


def begin(database: Database, viewer: Viewer, browser: str | None = None) -> tuple[int, str]:
    """The id and the token of a new session."""
    with database.transaction() as session:
        begun, token = actions.begin_session(
            session, queries.get_user(session, viewer.id or 0), browser=browser
        )
        return begun.id, token


def recognised(database: Database, token: str) -> tuple[Viewer, int, bool] | None:
    """Whose session this is."""
    with database.reading() as session:
        return queries.recognise_session(session, token)


def change(database: Database, viewer: Viewer, **changes) -> None:
    """Change somebody as the operator does."""
    with database.transaction() as session:
        user = queries.get_user(session, viewer.id or 0)
        actions.change_user(session, OPERATOR, user, **changes)


def age_session(database: Database, session_id: int, by: timedelta) -> None:
    """Let a session be unused for so long."""
    with database.transaction() as session:
        query = sa.update(SignInSession).where(SignInSession.id == session_id)
        session.execute(query.values(last_used_at=utcnow() - by))


def fail(database: Database, name: str, times: int, by: timedelta = timedelta()) -> None:
    """Let signing in under the name fail so often, the last time so long ago."""
    for _ in range(times):
        with database.transaction() as session:
            signing_in.record_failure(session, name.casefold())
    with database.transaction() as session:
        for row in session.scalars(sa.select(SignInFailure)):
            row.last_at -= by


def failures(database: Database) -> list[int]:
    """How often signing in failed, per name."""
    with database.reading() as session:
        return sorted(session.scalars(sa.select(SignInFailure.count)))


def password_hash(database: Database, viewer: Viewer) -> str | None:
    """What is kept of somebody's password."""
    with database.reading() as session:
        return session.get_one(User, viewer.id).password_hash

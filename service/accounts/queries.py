"""Reads about people, keys and sessions."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from service.accounts import rules
from service.db import utcnow
from service.errors import NotFound
from service.models import ApiKey, SignInSession, User
from service.permissions import Viewer
from service.vocabulary import Role

_BY_KEY = (
    sa.select(
        User.id,
        User.name,
        User.role,
        ApiKey.id,
        ApiKey.expires_at,
        ApiKey.revoked_at,
        ApiKey.last_used_at,
    )
    .join(User, User.id == ApiKey.user_id)
    .where(ApiKey.hash == sa.bindparam("hash"), User.disabled_at.is_(None))
)

_BY_TOKEN = (
    sa.select(
        User.id,
        User.name,
        User.role,
        SignInSession.id,
        SignInSession.last_used_at,
        SignInSession.ended_at,
    )
    .join(User, User.id == SignInSession.user_id)
    .where(SignInSession.hash == sa.bindparam("hash"), User.disabled_at.is_(None))
)


def recognise(session: Session, key: str) -> tuple[Viewer, int | None] | None:
    """Whose key this is, and the key's id when its use is to be marked.

    None for a key that is unknown, expired, revoked or of somebody disabled.
    """
    row = session.execute(_BY_KEY, {"hash": rules.hash_key(key)}).one_or_none()
    if row is None:
        return None
    user_id, name, role, key_id, expires_at, revoked_at, last_used_at = row
    now = utcnow()
    if not rules.key_counts(now, expires_at=expires_at, revoked_at=revoked_at):
        return None
    to_mark = key_id if rules.use_is_to_be_marked(now, last_used_at) else None
    return Viewer(user_id, name, role), to_mark


def recognise_session(session: Session, token: str) -> tuple[Viewer, int, bool] | None:
    """Whose session this is, the session's id, and whether its use is to be marked.

    None for a session that is unknown, ended, unused for too long or of somebody disabled.
    """
    row = session.execute(_BY_TOKEN, {"hash": rules.hash_key(token)}).one_or_none()
    if row is None:
        return None
    user_id, name, role, session_id, last_used_at, ended_at = row
    now = utcnow()
    if not rules.session_counts(now, last_used_at=last_used_at, ended_at=ended_at):
        return None
    return Viewer(user_id, name, role), session_id, rules.use_is_to_be_marked(now, last_used_at)


def get_user(session: Session, user_id: int) -> User:
    """The user with this id."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound(f"There is no user {user_id}.")
    return user


def get_user_by_name(session: Session, name: str) -> User:
    """The user of this name, however it is spelled."""
    user = session.scalars(sa.select(User).filter_by(folded=rules.fold(name))).one_or_none()
    if user is None:
        raise NotFound(f"There is no user {name}.")
    return user


def find_password(session: Session, folded: str) -> tuple[int, str] | None:
    """The id and the password's hash of whoever may sign in under this folded name."""
    query = sa.select(User.id, User.password_hash).where(
        User.folded == folded, User.disabled_at.is_(None)
    )
    user_id, kept = session.execute(query).one_or_none() or (None, None)
    return None if user_id is None or kept is None else (user_id, kept)


def list_users(session: Session, *, after: int, limit: int) -> Sequence[User]:
    """Users by id."""
    query = sa.select(User).where(User.id > after).order_by(User.id).limit(limit)
    return session.scalars(query).all()


def lock_admins(session: Session) -> None:
    """Let nobody else change who administers until the transaction ends."""
    query = sa.select(User.id).where(User.role == Role.ADMIN).order_by(User.id)
    session.scalars(query.with_for_update()).all()


def count_admins(session: Session) -> int:
    """How many people may administer."""
    query = sa.select(sa.func.count()).where(User.role == Role.ADMIN, User.disabled_at.is_(None))
    return session.scalar(query.select_from(User)) or 0


def list_keys(session: Session, *, user_id: int | None, after: int, limit: int) -> Sequence[ApiKey]:
    """Keys by id, of one user or of all."""
    query = sa.select(ApiKey).options(joinedload(ApiKey.user))
    if user_id is not None:
        query = query.where(ApiKey.user_id == user_id)
    return session.scalars(query.where(ApiKey.id > after).order_by(ApiKey.id).limit(limit)).all()


def get_key(session: Session, viewer: Viewer, key_id: int) -> ApiKey:
    """A key of the viewer's own; an administrator finds everybody's."""
    key = session.get(ApiKey, key_id)
    if key is None or not (key.user_id == viewer.id or viewer.is_at_least(Role.ADMIN)):
        raise NotFound(f"You have no API key {key_id}.")
    return key


def list_sessions(session: Session, viewer: Viewer) -> Sequence[SignInSession]:
    """Where the viewer is signed in, newest first."""
    query = sa.select(SignInSession).where(
        SignInSession.user_id == viewer.id,
        SignInSession.ended_at.is_(None),
        SignInSession.last_used_at > utcnow() - rules.SESSION_LASTS_UNUSED,
    )
    return session.scalars(query.order_by(SignInSession.id.desc())).all()


def get_session(session: Session, viewer: Viewer, session_id: int) -> SignInSession:
    """A session of the viewer's own; an administrator finds everybody's."""
    found = session.get(SignInSession, session_id)
    if found is None or not (found.user_id == viewer.id or viewer.is_at_least(Role.ADMIN)):
        raise NotFound(f"You have no session {session_id}.")
    return found

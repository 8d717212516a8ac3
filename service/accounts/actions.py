"""Everything that changes people, keys and sessions.

None commits; `change_own_password`, which has to hash between its transactions, owns them.
"""

import secrets
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.accounts import queries, rules, signing_in
from service.database import Database
from service.db import utcnow
from service.errors import Conflict, Invalid
from service.history.actions import record
from service.models import ApiKey, SignInSession, User
from service.permissions import Viewer
from service.vocabulary import Action, Role


def hash_password(password: str) -> str:
    """What is kept of a password. Slow on purpose: not to be called inside a transaction."""
    rules.check_password(password)
    return signing_in.hash_of(password)


def add_user(
    session: Session, actor: Viewer, *, name: str, role: Role, password_hash: str | None = None
) -> User:
    """Add a person or a program. Raises Conflict `duplicate` when the name is taken."""
    name = rules.clean_name(name)
    user = User(name=name, folded=rules.fold(name), role=role, password_hash=password_hash)
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:
        raise Conflict(f"There is a user {name} already.", code="duplicate") from None
    record(session, actor, Action.USER_ADDED, user_id=user.id, role=role)
    return user


def change_user(
    session: Session,
    actor: Viewer,
    user: User,
    *,
    role: Role | None = None,
    disabled: bool | None = None,
    password_hash: str | None = None,
    keep_session_id: int | None = None,
) -> User:
    """Change what is given. The last administrator stays one, or nobody could let anybody in.

    A change ends the user's sessions but `keep_session_id`: who has another role or password signs
    in again. A new password also ends the lock after failures to sign in.
    """
    queries.lock_admins(session)
    session.refresh(user)
    was_admin = user.role is Role.ADMIN and user.disabled_at is None
    changed: dict[str, object] = {}
    if role is not None and role is not user.role:
        changed["role"] = [user.role, role]
        user.role = role
    if disabled is not None and disabled is not (user.disabled_at is not None):
        changed["disabled"] = [not disabled, disabled]
        user.disabled_at = utcnow() if disabled else None
    if password_hash is not None:
        changed["password"] = [None, "changed"]
        user.password_hash = password_hash
        signing_in.forget_failures(session, user.folded)
    session.flush()
    if was_admin and queries.count_admins(session) == 0:
        raise Conflict(
            "This is the last administrator. Make another one first.", code="invalid_transition"
        )
    if changed:
        end_sessions(session, user.id, but=keep_session_id)
        record(session, actor, Action.USER_CHANGED, user_id=user.id, fields=changed)
    return user


def change_own_password(
    database: Database, viewer: Viewer, *, current: str, new: str, keep_session_id: int | None
) -> None:
    """Give oneself a new password; every session but `keep_session_id` ends.

    Raises Invalid, which names `current` or `new`, and TooManyRequests: a wrong current password
    counts as a failure to sign in.
    """
    rules.check_password(new, field="new")
    if new == current:
        sentence = "The new password is the same as the current one."
        raise Invalid(sentence, errors={"new": [sentence]})
    user_id = signing_in.find(database, viewer.name or "", current)
    if user_id is None or user_id != viewer.id:
        sentence = "This is not your current password."
        raise Invalid(sentence, errors={"current": [sentence]})
    hashed = hash_password(new)
    with database.transaction() as session:
        user = queries.get_user(session, user_id)
        change_user(session, viewer, user, password_hash=hashed, keep_session_id=keep_session_id)


def add_key(
    session: Session,
    actor: Viewer,
    *,
    user_id: int | None,
    label: str | None = None,
    expires_in_days: int | None = None,
) -> tuple[ApiKey, str]:
    """Make a key. The second part of the answer is the key itself, kept nowhere."""
    secret = rules.KEY_PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        user_id=user_id,
        label=label,
        prefix=secret[: rules.SHOWN_OF_KEY],
        hash=rules.hash_key(secret),
        expires_at=None if expires_in_days is None else utcnow() + timedelta(days=expires_in_days),
    )
    session.add(key)
    session.flush()
    record(session, actor, Action.KEY_ADDED, user_id=user_id, key_id=key.id, label=label)
    return key, secret


def revoke_key(session: Session, actor: Viewer, key: ApiKey) -> ApiKey:
    """End a key at once; ending it again changes nothing."""
    if key.revoked_at is None:
        key.revoked_at = utcnow()
        record(session, actor, Action.KEY_REVOKED, user_id=key.user_id, key_id=key.id)
    return key


def mark_used(session: Session, key_id: int) -> None:
    """Write that a key was used now."""
    session.execute(sa.update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=utcnow()))


def begin_session(
    session: Session, user: User, *, browser: str | None
) -> tuple[SignInSession, str]:
    """Sign somebody in. The second part of the answer is for the cookie, kept nowhere.

    `browser` is what the browser calls itself. Raises Invalid for somebody disabled meanwhile.
    """
    session.refresh(user, with_for_update=True)
    if user.disabled_at is not None:
        raise Invalid("Name and password do not match.")
    token = secrets.token_urlsafe(32)
    begun = SignInSession(
        user_id=user.id, hash=rules.hash_key(token), browser=rules.clean_browser(browser)
    )
    session.add(begun)
    session.flush()
    return begun, token


def end_session(session: Session, actor: Viewer, session_id: int) -> SignInSession:
    """Sign a browser out; again changes nothing.

    Raises NotFound for a session of others, unless an administrator asks.
    """
    ended = queries.get_session(session, actor, session_id)
    if ended.ended_at is None:
        ended.ended_at = utcnow()
    return ended


def end_sessions(session: Session, user_id: int, *, but: int | None) -> None:
    """Sign somebody out everywhere, except in the session `but`."""
    query = sa.update(SignInSession).filter_by(user_id=user_id, ended_at=None)
    if but is not None:
        query = query.where(SignInSession.id != but)
    session.execute(query.values(ended_at=utcnow()))


def mark_session_used(session: Session, session_id: int) -> None:
    """Write that a session was used now."""
    query = sa.update(SignInSession).where(SignInSession.id == session_id)
    session.execute(query.values(last_used_at=utcnow()))

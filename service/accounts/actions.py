"""Everything that changes people and keys. None commits."""

import secrets
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.accounts import queries, rules
from service.db import utcnow
from service.errors import Conflict
from service.history.actions import record
from service.models import ApiKey, User
from service.permissions import Viewer
from service.vocabulary import Action, Role


def hash_password(password: str) -> str:
    """What is kept of a password. Slow on purpose: not to be called inside a transaction."""
    from argon2 import PasswordHasher

    rules.check_password(password)
    return PasswordHasher().hash(password)


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
) -> User:
    """Change what is given. The last administrator stays one, or nobody could let anybody in."""
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
    session.flush()
    if was_admin and queries.count_admins(session) == 0:
        raise Conflict(
            "This is the last administrator. Make another one first.", code="invalid_transition"
        )
    if changed:
        record(session, actor, Action.USER_CHANGED, user_id=user.id, fields=changed)
    return user


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

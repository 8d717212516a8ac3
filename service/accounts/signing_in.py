"""Checking a password, slowly and not too often.

Argon2 takes a tenth of a second and 64 MiB on purpose, so it runs between transactions, never
inside one. It takes as long for a name that nobody has, or nobody may use, as for any other.
"""

import unicodedata
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.accounts import queries, rules
from service.database import Database
from service.db import utcnow
from service.errors import Invalid, TooManyRequests
from service.models import SignInFailure, User

if TYPE_CHECKING:
    from argon2 import PasswordHasher

NOBODYS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$JMYmzCwQ7mZezr2znag6Fw$DtkCyrVhOm2fQRnYS4RFxAimABm7Xnxb5bvWM18lBMc"
)
"""Of random bytes that nobody kept, with the parameters of `hasher`: a test compares them."""


@cache
def hasher() -> "PasswordHasher":
    """The one hasher of passwords, imported when it is needed: most commands start without it."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def hash_of(password: str) -> str:
    """The hash of a password, with a salt of its own and the parameters of today."""
    return hasher().hash(_bytes(password))


def check(database: Database, name: str, password: str) -> int:
    """The id of the user with this name and password. Owns its transactions.

    Raises Invalid, which does not say what was wrong, and TooManyRequests while the name is locked,
    whatever the password.
    """
    user_id = find(database, name, password)
    if user_id is None:
        raise Invalid("Name and password do not match.")
    return user_id


def find(database: Database, name: str, password: str) -> int | None:
    """As `check`, but None where name and password do not match. A failure counts all the same."""
    folded = rules.fold_to_sign_in(name)
    if folded is None or len(password) > rules.LONGEST_PASSWORD:
        return None
    with database.reading() as session:
        failure = session.get(SignInFailure, _name_hash(folded))
        user_id, kept = queries.find_password(session, folded) or (None, NOBODYS_HASH)
    _refuse_while_locked(failure)
    if not _matches(kept, password) or user_id is None:
        with database.transaction() as session:
            record_failure(session, folded)
        return None
    renewed = hash_of(password) if hasher().check_needs_rehash(kept) else None
    if failure is not None or renewed is not None:
        with database.transaction() as session:
            forget_failures(session, folded)
            if renewed is not None:
                _renew(session, user_id, kept, renewed)
    return user_id


def record_failure(session: Session, folded: str) -> None:
    """Count one more failure under a name; after an hour without one, counting begins anew."""
    now = utcnow()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(SignInFailure).values(name_hash=_name_hash(folded), count=1, last_at=now)
    is_forgotten = SignInFailure.last_at < now - rules.FAILURES_COUNT_FOR
    count = sa.case((is_forgotten, 1), else_=SignInFailure.count + 1)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["name_hash"], set_={"count": count, "last_at": now}
        )
    )
    old = (
        sa.select(SignInFailure.name_hash)
        .where(SignInFailure.last_at < now - rules.FAILURES_KEPT_FOR)
        .with_for_update(skip_locked=True)
    )
    session.execute(sa.delete(SignInFailure).where(SignInFailure.name_hash.in_(old)))


def forget_failures(session: Session, folded: str) -> None:
    """Let somebody sign in under this name again at once."""
    session.execute(sa.delete(SignInFailure).filter_by(name_hash=_name_hash(folded)))


def _refuse_while_locked(failure: SignInFailure | None) -> None:
    if failure is None:
        return
    seconds = rules.locked_for(utcnow(), failures=failure.count, last_at=failure.last_at)
    if seconds:
        raise TooManyRequests(
            f"Signing in under this name failed too often. Try again in {seconds} seconds.",
            retry_after=seconds,
        )


def _matches(kept: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return hasher().verify(kept, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def _renew(session: Session, user_id: int, kept: str, renewed: str) -> None:
    """Unless somebody changed the password meanwhile."""
    query = sa.update(User).where(User.id == user_id, User.password_hash == kept)
    session.execute(query.values(password_hash=renewed))


def _name_hash(folded: str) -> bytes:
    return sha256(folded.encode()).digest()


def _bytes(password: str) -> bytes:
    """The same for all keyboards: some send an accent as a letter of its own."""
    return unicodedata.normalize("NFC", password).encode(errors="surrogatepass")

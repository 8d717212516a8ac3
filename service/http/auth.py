"""Who is asking, and may they.

`requires` stands outermost on every view. It refuses in the documented order: 401, then 403 or 404,
before anything of the body is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from service.errors import Forbidden, Unauthenticated
from service.http.observing import note_user
from service.http.transactions import database, reading
from service.permissions import STRANGER, WHO_MAY, Permission, Viewer

View = Callable[..., Any]
Exists = Callable[..., object]


class Recognise(Protocol):
    """How the accounts part tells whose key it is."""

    def __call__(self, session: Session, key: str) -> tuple[Viewer, int | None] | None:
        """The viewer, and the id of the key when its last use should be written."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """What this module needs of the accounts part, handed over by app.py."""

    recognise: Recognise
    mark_used: Callable[[Session, int], None]


def init_app(app: Flask, accounts: Accounts) -> None:
    """Let keys be recognised by the accounts part."""
    app.extensions["accounts"] = accounts


def viewer() -> Viewer:
    """Whoever makes this request."""
    return cast(Viewer, g.viewer)


def requires(permission: Permission, *, exists: Exists | None = None) -> Callable[[View], View]:
    """Let only those reach the view whom the table of permissions lets.

    `exists(session, viewer, **path)` is asked before the body is read; it raises NotFound or
    Forbidden for a thing in the path that this viewer may not see or touch.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **path: Any) -> Any:
            g.viewer = _recognised()
            note_user(g.viewer.id)
            _check(g.viewer, permission)
            if exists is not None:
                with reading() as session:
                    exists(session, g.viewer, **path)
            return view(*args, **path)

        guarded.permission = permission  # type: ignore[attr-defined]
        described = getattr(view, "_apidoc", {})
        guarded._apidoc = described | {"permission": permission}  # type: ignore[attr-defined]
        return guarded

    return decorate


def _recognised() -> Viewer:
    header = request.environ.get("HTTP_AUTHORIZATION")
    if header is None:
        return STRANGER
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise Unauthenticated("Send your API key as `Authorization: Bearer <key>`.")
    accounts = cast(Accounts, current_app.extensions["accounts"])
    with reading() as session:
        found = accounts.recognise(session, key.strip())
    if found is None:
        raise Unauthenticated("This API key is unknown, expired or revoked.")
    someone, key_to_mark = found
    if key_to_mark is not None:
        with database().transaction() as session:
            accounts.mark_used(session, key_to_mark)
    return someone


def _check(someone: Viewer, permission: Permission) -> None:
    if someone.may(permission):
        return
    if someone is STRANGER:
        raise Unauthenticated("This needs an API key: `Authorization: Bearer <key>`.")
    raise Forbidden(f"To {permission}, one has to be {_article(WHO_MAY[permission])}.")


def _article(role: object) -> str:
    return f"an {role}" if str(role).startswith("a") else f"a {role}"

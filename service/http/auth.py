"""Who is asking, and may they.

`requires` stands outermost on every view of the JSON API, `page` on every page. Both refuse in the
documented order: 401, then 403 or 404, before anything of the body is read. The API knows people by
their keys alone, pages by the cookie of their session alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from service.errors import Forbidden, Unauthenticated
from service.http.observing import note_user
from service.http.origin import check_origin
from service.http.transactions import database, reading
from service.permissions import STRANGER, WHO_MAY, Permission, Viewer

COOKIE = "claimdesk_session"
View = Callable[..., Any]
Exists = Callable[..., object]


class Recognise(Protocol):
    """How the accounts part tells whose key it is."""

    def __call__(self, session: Session, key: str) -> tuple[Viewer, int | None] | None:
        """The viewer, and the id of the key when its last use should be written."""


class RecogniseSession(Protocol):
    """How the accounts part tells whose session it is."""

    def __call__(self, session: Session, token: str) -> tuple[Viewer, int, bool] | None:
        """The viewer, the id of the session, and whether its use should be written."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """What this module needs of the accounts part, handed over by app.py."""

    recognise: Recognise
    mark_used: Callable[[Session, int], None]
    recognise_session: RecogniseSession
    mark_session_used: Callable[[Session, int], None]


def init_app(app: Flask, accounts: Accounts) -> None:
    """Let keys and sessions be recognised by the accounts part."""
    app.extensions["accounts"] = accounts


def viewer() -> Viewer:
    """Whoever makes this request."""
    return cast(Viewer, g.viewer)


def requires(permission: Permission, *, exists: Exists | None = None) -> Callable[[View], View]:
    """Let only those reach the view whom the table of permissions lets.

    `exists(session, viewer, **path)` is asked before the body is read; it raises NotFound or
    Forbidden for a thing in the path that this viewer may not see or touch.
    """

    return _guard(_viewer_by_key, permission, exists)


def page(permission: Permission, *, exists: Exists | None = None) -> Callable[[View], View]:
    """As `requires`, for a page: a stranger is asked to sign in.

    A request that changes something has to come from a page of ours.
    """
    return _guard(viewer_by_session, permission, exists, is_page=True)


def for_everyone(permission: Permission) -> Callable[[View], View]:
    """As `requires`, and nobody is recognised: no key and no cookie is read.

    For what stands in other sites' pages, where everybody has to see what a stranger sees.
    """
    guard = _guard(lambda: STRANGER, permission, None)

    def decorate(view: View) -> View:
        guarded = guard(view)
        guarded.reads_no_key = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def _guard(
    recognised: Callable[[], Viewer],
    permission: Permission,
    exists: Exists | None,
    *,
    is_page: bool = False,
) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **path: Any) -> Any:
            if is_page:
                check_origin()
            g.viewer = recognised()
            note_user(g.viewer.id)
            _check(g.viewer, permission)
            if exists is not None:
                with reading() as session:
                    exists(session, g.viewer, **path)
            return view(*args, **path)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.is_page = is_page  # type: ignore[attr-defined]
        described = getattr(view, "_apidoc", {})
        guarded._apidoc = described | {"permission": permission}  # type: ignore[attr-defined]
        return guarded

    return decorate


def viewer_by_session() -> Viewer:
    """Whoever is signed in; a cookie that does not count any more is nobody's."""
    g.viewer = STRANGER
    token = request.cookies.get(COOKIE)
    if not token:
        return STRANGER
    accounts = cast(Accounts, current_app.extensions["accounts"])
    with reading() as session:
        found = accounts.recognise_session(session, token)
    if found is None:
        return STRANGER
    someone, g.session_id, to_mark = found
    if to_mark:
        with database().transaction() as session:
            accounts.mark_session_used(session, g.session_id)
    return someone


def session_id() -> int:
    """The id of the session of whoever is signed in."""
    return cast(int, g.session_id)


def _viewer_by_key() -> Viewer:
    header = request.environ.get("HTTP_AUTHORIZATION")
    if header is None:
        return STRANGER
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise Unauthenticated("Send your API key as `Authorization: Bearer <key>`.")
    someone = _owner_of(key.strip())
    if someone is None:
        raise Unauthenticated("This API key is unknown, expired or revoked.")
    return someone


def recognise_by(key: str) -> None:
    """Let whoever makes this request be known by a key that came elsewhere, if it counts."""
    someone = _owner_of(key)
    if someone is not None:
        g.viewer = someone
        note_user(someone.id)


def _owner_of(key: str) -> Viewer | None:
    accounts = cast(Accounts, current_app.extensions["accounts"])
    with reading() as session:
        found = accounts.recognise(session, key)
    if found is None:
        return None
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

"""People (for administrators) and one's own API keys."""

from typing import Any

from flask import Response

from service.accounts import actions, queries
from service.accounts.schemas import (
    KeyPage,
    KeyShape,
    NewKey,
    NewKeyShape,
    NewUser,
    UserChange,
    UserPage,
    UserShape,
)
from service.http.answers import done, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, refuses
from service.http.paging import Page, PageArgs
from service.http.transactions import database, reading, transaction
from service.permissions import Permission, Viewer

bp = ApiBlueprint("accounts", __name__, url_prefix="/api/v1", description="People and API keys")


def _user_exists(session: Any, _viewer: Viewer, user_id: int) -> None:
    queries.get_user(session, user_id)


def _key_exists(session: Any, someone: Viewer, key_id: int) -> None:
    queries.get_key(session, someone, key_id)


@bp.get("/users")
@requires(Permission.ADMINISTER_PEOPLE)
@bp.arguments(PageArgs, location="query")
@bp.response(200, UserPage)
def list_users(args: dict[str, Any]) -> Response:
    """People by id."""
    page = Page("users", args, (int,))
    with reading() as session:
        after, *_ = page.after or (0,)
        rows = queries.list_users(session, after=after, limit=page.limit + 1)
        rows, next_cursor = page.cut(rows, lambda user: (user.id,))
        return show(UserPage().dump({"items": rows, "next_cursor": next_cursor}))


@bp.post("/users")
@requires(Permission.ADMINISTER_PEOPLE)
@refuses(409)
@bp.arguments(NewUser)
@bp.response(201, UserShape)
def create_user(body: dict[str, Any]) -> Response:
    """Add a person or a program. They get in with a key, or with a password set by the operator."""
    with transaction() as session:
        user = actions.add_user(session, viewer(), **body)
        return done(UserShape().dump(user), 201, location=f"/api/v1/users/{user.id}")


@bp.get("/users/<id:user_id>")
@requires(Permission.ADMINISTER_PEOPLE)
@bp.response(200, UserShape)
def get_user(user_id: int) -> Response:
    """One person."""
    with reading() as session:
        return show(UserShape().dump(queries.get_user(session, user_id)))


@bp.patch("/users/<id:user_id>")
@requires(Permission.ADMINISTER_PEOPLE, exists=_user_exists)
@refuses(409)
@bp.arguments(UserChange)
@bp.response(200, UserShape)
def update_user(body: dict[str, Any], user_id: int) -> Response:
    """Change a role, disable somebody or let them in again."""
    with transaction() as session:
        user = actions.change_user(session, viewer(), queries.get_user(session, user_id), **body)
        return done(UserShape().dump(user))


@bp.get("/api-keys")
@requires(Permission.OWN_KEYS)
@bp.arguments(PageArgs, location="query")
@bp.response(200, KeyPage)
def list_keys(args: dict[str, Any]) -> Response:
    """One's own keys by id."""
    page = Page("api-keys", args, (int,))
    with reading() as session:
        after, *_ = page.after or (0,)
        rows = queries.list_keys(session, user_id=viewer().id, after=after, limit=page.limit + 1)
        rows, next_cursor = page.cut(rows, lambda key: (key.id,))
        return show(KeyPage().dump({"items": rows, "next_cursor": next_cursor}))


@bp.post("/api-keys")
@requires(Permission.OWN_KEYS)
@bp.arguments(NewKey)
@bp.response(201, NewKeyShape)
def create_key(body: dict[str, Any]) -> Response:
    """Make a key for oneself. This answer alone holds it, so no repeat is kept."""
    with database().transaction() as session:
        key, secret = actions.add_key(session, viewer(), user_id=viewer().id, **body)
        answer = KeyShape().dump(key) | {"key": secret}
        return done(answer, 201, location=f"/api/v1/api-keys/{key.id}")


@bp.get("/api-keys/<id:key_id>")
@requires(Permission.OWN_KEYS)
@bp.response(200, KeyShape)
def get_key(key_id: int) -> Response:
    """One key."""
    with reading() as session:
        return show(KeyShape().dump(queries.get_key(session, viewer(), key_id)))


@bp.delete("/api-keys/<id:key_id>")
@requires(Permission.OWN_KEYS, exists=_key_exists)
@bp.response(200, KeyShape)
def delete_key(key_id: int) -> Response:
    """Revoke a key at once. It stays in the list, with the time."""
    with transaction() as session:
        key = actions.revoke_key(session, viewer(), queries.get_key(session, viewer(), key_id))
        return done(KeyShape().dump(key))

"""Webhooks and their deliveries, for administrators."""

from typing import Any

from flask import Response

from service.db import utcnow
from service.http.answers import done, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, changes_nothing, refuses
from service.http.pages import settings
from service.http.paging import Page, PageArgs
from service.http.transactions import database, reading, transaction
from service.permissions import Permission
from service.webhooks import actions, queries
from service.webhooks.messages import ping_message
from service.webhooks.receivers import check_receiver
from service.webhooks.rules import error_of, is_delivered
from service.webhooks.schemas import (
    DeliveryArgs,
    DeliveryPage,
    DeliveryShape,
    NewWebhook,
    NewWebhookShape,
    PingShape,
    SecretShape,
    WebhookChange,
    WebhookPage,
    WebhookShape,
)
from service.webhooks.sending import send

PATH = "/api/v1/webhooks"

bp = ApiBlueprint("webhooks", __name__, url_prefix=PATH, description="Addresses that hear of it")


@bp.get("")
@requires(Permission.ADMINISTER_WEBHOOKS)
@bp.arguments(PageArgs, location="query")
@bp.response(200, WebhookPage)
def list_webhooks(args: dict[str, Any]) -> Response:
    """Webhooks by id, without those that were removed."""
    page = Page("webhooks", args, (int,))
    with reading() as session:
        after, *_ = page.after or (0,)
        rows = queries.list_webhooks(session, after=after, limit=page.limit + 1)
        rows, next_cursor = page.cut(rows, lambda webhook: (webhook.id,))
        items = queries.as_json(session, rows)
    return show(WebhookPage().dump({"items": items, "next_cursor": next_cursor}))


@bp.post("")
@requires(Permission.ADMINISTER_WEBHOOKS)
@bp.arguments(NewWebhook)
@bp.response(201, NewWebhookShape)
def create_webhook(body: dict[str, Any]) -> Response:
    """Add an address. This answer alone shows the secret, which signs all that is sent there."""
    check_receiver(database(), settings(), body["url"])
    with transaction() as session:
        webhook = actions.add_webhook(session, viewer(), **body)
        [shown] = queries.as_json(session, [webhook])
        answer = NewWebhookShape().dump(shown | {"secret": webhook.secret})
        return done(answer, 201, location=f"{PATH}/{webhook.id}")


@bp.get("/<id:webhook_id>")
@requires(Permission.ADMINISTER_WEBHOOKS)
@bp.response(200, WebhookShape)
def get_webhook(webhook_id: int) -> Response:
    """One webhook."""
    with reading() as session:
        [shown] = queries.as_json(session, [queries.get_webhook(session, webhook_id)])
    return show(WebhookShape().dump(shown))


@bp.patch("/<id:webhook_id>")
@requires(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_webhook)
@bp.arguments(WebhookChange)
@bp.response(200, WebhookShape)
def update_webhook(body: dict[str, Any], webhook_id: int) -> Response:
    """Change its address or description, stop it or let it go on where it stopped."""
    check_receiver(database(), settings(), body.get("url"), webhook_id)
    with transaction() as session:
        webhook = actions.change_webhook(session, viewer(), webhook_id, **body)
        [shown] = queries.as_json(session, [webhook])
        return done(WebhookShape().dump(shown))


@bp.delete("/<id:webhook_id>")
@requires(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_webhook)
@bp.response(200, WebhookShape)
def delete_webhook(webhook_id: int) -> Response:
    """Remove it for good: nothing more is sent there."""
    with transaction() as session:
        webhook = actions.remove_webhook(session, viewer(), webhook_id)
        [shown] = queries.as_json(session, [webhook])
        return done(WebhookShape().dump(shown))


@bp.post("/<id:webhook_id>/secret")
@requires(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_webhook)
@bp.response(201, SecretShape)
def create_secret(webhook_id: int) -> Response:
    """Replace the secret. This answer alone shows the new one; both sign for a day."""
    with transaction() as session:
        webhook = actions.replace_secret(session, viewer(), webhook_id)
        return done(SecretShape().dump(webhook), 201, location=f"{PATH}/{webhook_id}")


@bp.post("/<id:webhook_id>/test")
@requires(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_webhook)
@changes_nothing
@bp.response(200, PingShape)
def create_test(webhook_id: int) -> Response:
    """Send a signed message whose kind is `test`, once, and say what was answered."""
    with reading() as session:
        message = ping_message(queries.get_webhook(session, webhook_id), utcnow())
    posted = send(message, settings())
    answer = {"delivered": is_delivered(posted), "status": posted.status}
    return show(PingShape().dump(answer | {"error": error_of(posted)}))


@bp.get("/<id:webhook_id>/deliveries")
@requires(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_webhook)
@bp.arguments(DeliveryArgs, location="query")
@bp.response(200, DeliveryPage)
def list_deliveries(args: dict[str, Any], webhook_id: int) -> Response:
    """What was sent and is to be sent there, the newest change first."""
    page = Page(f"webhooks/{webhook_id}/deliveries", args, (int,))
    with reading() as session:
        before = page.after[0] if page.after else None
        rows = queries.list_deliveries(
            session, webhook_id, state=args.get("state"), before=before, limit=page.limit + 1
        )
        rows, next_cursor = page.cut(rows, lambda delivery: (delivery.number,))
        return show(DeliveryPage().dump({"items": rows, "next_cursor": next_cursor}))


@bp.get("/<id:webhook_id>/deliveries/<id:number>")
@requires(Permission.ADMINISTER_WEBHOOKS)
@bp.response(200, DeliveryShape)
def get_delivery(webhook_id: int, number: int) -> Response:
    """How the delivery of one change stands."""
    with reading() as session:
        return show(DeliveryShape().dump(queries.get_delivery(session, webhook_id, number)))


@bp.post("/<id:webhook_id>/deliveries/<id:number>/replay")
@requires(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_delivery)
@refuses(409)
@bp.response(201, DeliveryShape)
def create_replay(webhook_id: int, number: int) -> Response:
    """Send a change again, with the same id, or at once one that waits to be tried again."""
    with transaction() as session:
        delivery = actions.replay_delivery(session, webhook_id, number)
        place = f"{PATH}/{webhook_id}/deliveries/{number}"
        return done(DeliveryShape().dump(delivery), 201, location=place)

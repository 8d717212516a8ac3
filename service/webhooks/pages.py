"""Webhooks with the log of their deliveries, for administrators."""

from functools import partial
from typing import Any

from flask import Response, request, url_for

from service.db import utcnow
from service.errors import Conflict, Invalid
from service.http.auth import page, viewer
from service.http.forms import load, read_form, sent
from service.http.pages import pages, redirect, render, settings
from service.http.paging import DEFAULT_LIMIT, Page
from service.http.problems import status_of
from service.http.transactions import database, reading, transaction
from service.permissions import Permission
from service.webhooks import actions, queries
from service.webhooks.messages import ping_message
from service.webhooks.receivers import check_receiver
from service.webhooks.rules import error_of, host_of, is_delivered
from service.webhooks.schemas import DeliveryArgs, NewWebhook, WebhookChange
from service.webhooks.sending import send

FILTERS = ("state", "cursor")

bp = pages("webhooks", __name__)


@bp.get("/administration/webhooks")
@page(Permission.ADMINISTER_WEBHOOKS)
def list_webhooks() -> Response:
    """Webhooks by id, and how each gets on."""
    args = {"limit": DEFAULT_LIMIT, "cursor": request.args.get("cursor") or None}
    asked = Page("administration/webhooks", args, (int,))
    after, *_ = asked.after or (0,)
    with reading() as session:
        rows = queries.list_webhooks(session, after=after, limit=asked.limit + 1)
        rows, next_cursor = asked.cut(rows, lambda webhook: (webhook.id,))
        webhooks = queries.as_json(session, rows)
    return render(
        "webhooks/list.html",
        webhooks=webhooks,
        next_cursor=next_cursor,
        is_first=asked.after is None,
    )


@bp.get("/administration/webhooks/new")
@page(Permission.ADMINISTER_WEBHOOKS)
def new_webhook() -> Response:
    """The form for an address."""
    return render("webhooks/new.html", typed={})


@bp.post("/administration/webhooks")
@page(Permission.ADMINISTER_WEBHOOKS)
def create_webhook() -> Response:
    """Add an address. This answer alone shows the secret, so nothing may keep the answer."""
    try:
        wanted = read_form(NewWebhook)
        check_receiver(database(), settings(), wanted["url"])
    except Invalid as refusal:
        typed = sent().to_dict()
        return render("webhooks/new.html", status_of(refusal), refusal=refusal, typed=typed)
    with transaction() as session:
        webhook = actions.add_webhook(session, viewer(), **wanted)
    return _kept_by_nobody(_webhook(webhook.id, 201, made={"secret": webhook.secret}))


@bp.get("/administration/webhooks/<id:webhook_id>")
@page(Permission.ADMINISTER_WEBHOOKS)
def show_webhook(webhook_id: int) -> Response:
    """One webhook and its deliveries, those of the newest changes first."""
    return _webhook(webhook_id)


@bp.post("/administration/webhooks/<id:webhook_id>")
@page(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_webhook)
def update_webhook(webhook_id: int) -> Response:
    """Change its address or description, stop it or let it go on where it stopped."""
    try:
        changes = read_form(WebhookChange)
        check_receiver(database(), settings(), changes.get("url"), webhook_id)
        with transaction() as session:
            actions.change_webhook(session, viewer(), webhook_id, **changes)
    except Invalid as refusal:
        typed = sent().to_dict()
        return _webhook(webhook_id, status_of(refusal), refusal=refusal, typed=typed)
    return redirect("webhooks_pages.show_webhook", "webhook_saved", webhook_id=webhook_id)


@bp.post("/administration/webhooks/<id:webhook_id>/removal")
@page(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_webhook)
def remove_webhook(webhook_id: int) -> Response:
    """Remove it for good."""
    with transaction() as session:
        actions.remove_webhook(session, viewer(), webhook_id)
    return redirect("webhooks_pages.list_webhooks", "webhook_removed")


@bp.post("/administration/webhooks/<id:webhook_id>/secret")
@page(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_webhook)
def create_secret(webhook_id: int) -> Response:
    """Replace the secret. This answer alone shows it."""
    with transaction() as session:
        webhook = actions.replace_secret(session, viewer(), webhook_id)
        made = {"secret": webhook.secret, "previous_until": webhook.previous_until}
    return _kept_by_nobody(_webhook(webhook_id, 201, made=made))


@bp.post("/administration/webhooks/<id:webhook_id>/test")
@page(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_webhook)
def create_test(webhook_id: int) -> Response:
    """Send a test and show what was answered."""
    with reading() as session:
        message = ping_message(queries.get_webhook(session, webhook_id), utcnow())
    posted = send(message, settings())
    tested = {"delivered": is_delivered(posted), "status": posted.status, "error": error_of(posted)}
    return _webhook(webhook_id, tested=tested)


@bp.post("/administration/webhooks/<id:webhook_id>/deliveries/<id:number>/replay")
@page(Permission.ADMINISTER_WEBHOOKS, exists=queries.check_delivery)
def create_replay(webhook_id: int, number: int) -> Response:
    """Send a change again."""
    try:
        with transaction() as session:
            actions.replay_delivery(session, webhook_id, number)
    except Conflict as refusal:
        return _webhook(webhook_id, status_of(refusal), refusal=refusal)
    return redirect("webhooks_pages.show_webhook", "replayed", number, webhook_id=webhook_id)


def _webhook(webhook_id: int, status: int = 200, **context: Any) -> Response:
    """The page of one webhook. After a form, the log is shown from its beginning."""
    query = {} if request.method == "POST" else request.args
    args = load(DeliveryArgs(), {name: query[name] for name in FILTERS if query.get(name)})
    asked = Page(f"administration/webhooks/{webhook_id}", args, (int,))
    with reading() as session:
        [webhook] = queries.as_json(session, [queries.get_webhook(session, webhook_id)])
        rows = queries.list_deliveries(
            session,
            webhook_id,
            state=args.get("state"),
            before=asked.after[0] if asked.after else None,
            limit=asked.limit + 1,
        )
    deliveries, next_cursor = asked.cut(rows, lambda delivery: (delivery.number,))
    state = args.get("state")
    here = partial(url_for, "webhooks_pages.show_webhook", webhook_id=webhook_id, state=state)
    return render(
        "webhooks/webhook.html",
        status,
        webhook=webhook,
        host=host_of(webhook["url"]),
        deliveries=deliveries,
        state=state,
        next_url=here(cursor=next_cursor) if next_cursor else None,
        first_url=here() if asked.after else None,
        **{"typed": webhook} | context,
    )


def _kept_by_nobody(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response

"""The shapes of webhooks and their deliveries."""

from marshmallow import fields

from service.http.bodies import Shape
from service.http.fields import Id, Instant, Text, YesOrNo
from service.http.paging import PageArgs, page_of
from service.sources.rules import LONGEST_URL
from service.vocabulary import DeliveryState
from service.webhooks.rules import LONGEST_DESCRIPTION


class WebhookShape(Shape):
    """An address that hears of every public change."""

    id = Id()
    url = fields.String()
    description = fields.String(allow_none=True)
    active = fields.Boolean()
    stopped_because = fields.String(
        allow_none=True, metadata={"description": "Why the desk stopped it by itself."}
    )
    position = fields.Integer(
        metadata={"description": "The number of the last change that became a delivery."}
    )
    pending = fields.Integer(metadata={"description": "Deliveries that are to be sent yet."})
    failed = fields.Integer(metadata={"description": "Deliveries that were given up."})
    failures = fields.Integer(
        metadata={"description": "How often in a row the receiver was in trouble."}
    )
    rests_until = Instant(
        allow_none=True, metadata={"description": "When it is tried again after trouble."}
    )
    created_at = Instant()


class NewWebhookShape(WebhookShape):
    """A webhook just added, with its secret."""

    secret = fields.String()


class SecretShape(Shape):
    """A new secret, and until when the one before it signs too."""

    secret = fields.String()
    previous_until = Instant()


class NewWebhook(Shape):
    """The webhook to add."""

    url = Text(LONGEST_URL, required=True)
    description = Text(LONGEST_DESCRIPTION, allow_none=True)
    from_beginning = YesOrNo(
        load_default=False,
        metadata={"description": "Whether it hears of all changes until now, too."},
    )


class WebhookChange(Shape):
    """What to change of a webhook; what is absent stays."""

    url = Text(LONGEST_URL)
    description = Text(LONGEST_DESCRIPTION, allow_none=True)
    active = YesOrNo()


class DeliveryShape(Shape):
    """A change on its way to a webhook; `status` and `error` are of the last attempt."""

    number = Id(metadata={"description": "That of the change."})
    claim_id = Id()
    state = fields.Enum(DeliveryState, by_value=True)
    attempts = fields.Integer(metadata={"description": "Since the last replay."})
    status = fields.Integer(allow_none=True)
    error = fields.String(allow_none=True)
    next_at = Instant(metadata={"description": "When it is, or was, to be tried next."})
    created_at = Instant()
    attempted_at = Instant(allow_none=True)
    delivered_at = Instant(allow_none=True)


class DeliveryArgs(PageArgs):
    """The parameters of a webhook's deliveries."""

    state = fields.Enum(DeliveryState, by_value=True)


class PingShape(Shape):
    """What a test was answered."""

    delivered = fields.Boolean()
    status = fields.Integer(allow_none=True)
    error = fields.String(allow_none=True)


WebhookPage = page_of(WebhookShape)
DeliveryPage = page_of(DeliveryShape)

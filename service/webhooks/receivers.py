"""Which addresses may be given to a webhook."""

from service.database import Database
from service.fetching.posting import check_target
from service.settings import Settings
from service.webhooks.queries import get_webhook


def check_receiver(
    database: Database, settings: Settings, url: str | None, webhook_id: int | None = None
) -> None:
    """Raise Invalid at the field `url` for an address that this desk does not post to.

    To be called before a transaction, for it asks the name server. The address that the webhook has
    is not looked at again: its name server may be away at the moment.
    """
    if url is None:
        return
    if webhook_id is not None:
        with database.reading() as session:
            if get_webhook(session, webhook_id).url == url:
                return
    check_target(url, settings)

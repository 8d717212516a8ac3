"""A desk that may post to a receiver on loopback, and its worker, who works when told."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app import create_app
from service.database import Database
from service.db import utcnow
from service.models import Delivery, Webhook
from service.settings import Settings
from service.webhooks.delivering import Round
from tests.factories import Desk
from tests.webhooks.receiver import Receiver, receiving


@pytest.fixture(scope="package")
def server() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="package")
def applications(server: Receiver) -> Iterator[Callable[[str], Any]]:
    """The application on a database, made once."""
    made: dict[str, Any] = {}

    def get(url: str) -> Any:
        if url not in made:
            settings = Settings(database_url=url, fetch_private_hosts=server.host)
            made[url] = create_app(settings)
        return made[url]

    yield get
    for app in made.values():
        app.extensions["database"].engine.dispose()


@pytest.fixture
def receiver(server: Receiver) -> Iterator[Receiver]:
    server.reset()
    yield server
    server.going.set()
    assert server.unverified == []


class HookedDesk(Desk):
    """A desk with webhooks."""

    receiver: Receiver

    @property
    def settings(self) -> Settings:
        """With which it may post to the receiver."""
        return self.app.extensions["settings"]

    def webhook(self, path: str = "", **fields: Any) -> dict[str, Any]:
        """A webhook to the receiver, which knows its secret."""
        url = self.receiver.url + path
        answer = self.admin.post("/webhooks", {"url": url, **fields})
        assert answer.status_code == 201, answer.text
        self.receiver.secrets[url.removeprefix(f"http://{self.receiver.host}")] = answer.json[
            "secret"
        ]
        return answer.json

    def work(self, **options: Any) -> int:
        """Let a worker work until there is nothing to do. In how many rounds that was."""
        rounds = 0
        while Round(self.database, self.settings, **options).run():
            rounds += 1
            assert rounds < 50
        return rounds

    def deliveries(self, webhook: dict[str, Any], **query: Any) -> dict[int, dict[str, Any]]:
        """The log of a webhook by the numbers of the changes."""
        answer = self.admin.get(f"/webhooks/{webhook['id']}/deliveries", query_string=query)
        return {item["number"]: item for item in answer.json["items"]}

    def let_time_pass(self) -> None:
        """Whatever waits for a moment, a lease or the end of a rest, waits no more."""
        ago = utcnow() - timedelta(seconds=1)
        with self.database.transaction() as session:
            session.execute(sa.update(Delivery).values(next_at=ago))
            session.execute(
                sa.update(Delivery)
                .where(Delivery.leased_until.is_not(None))
                .values(leased_until=ago)
            )
            session.execute(sa.update(Webhook).values(rests_until=None))


@pytest.fixture
def desk(
    database: Database, receiver: Receiver, applications: Callable[[str], Any]
) -> Iterator[HookedDesk]:
    app = applications(database.engine.url.render_as_string(hide_password=False))
    app.extensions["database"].engine.dispose()
    desk = HookedDesk(app, database)
    desk.receiver = receiver
    yield desk
    app.extensions["database"].engine.dispose()

"""Scales outlive a test on PostgreSQL: whoever changes them leaves them as they were."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from service.database import Database
from service.models import Rating


@pytest.fixture(autouse=True)
def ratings_as_they_were(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put back what the migrations wrote."""
    if "backend" not in request.fixturenames:
        yield
        return
    database: Database = request.getfixturevalue("database")
    table = Rating.__table__
    with database.engine.connect() as connection:
        before = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
    yield
    if database.is_sqlite:  # a new file for every test
        return
    with database.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.execute(sa.delete(table))
        connection.execute(sa.insert(table), before)

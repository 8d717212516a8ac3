"""Declarative base, column types and counted revisions. Knows nothing of Flask."""

import enum
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from service.errors import RevisionChanged

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant, always aware and in UTC. SQLite has no time zones and keeps it as naive UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table: how constraints are named, and which type a hint means."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {
        str: sa.Text(),
        int: sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        bytes: sa.LargeBinary(),
        datetime: UtcDateTime(),
        dict[str, Any]: sa.JSON(),
        enum.Enum: sa.Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda words: [word.value for word in words],
        ),
    }


class Versioned:
    """Of two simultaneous changes to one row, the second raises StaleDataError."""

    revision: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.revision}


def check_seen(row: Versioned, seen: frozenset[int] | None) -> None:
    """Raise RevisionChanged when `seen`, the revisions somebody had on screen, lacks the row's."""
    if seen is not None and row.revision not in seen:
        raise RevisionChanged("Somebody changed this after you read it. Look at it again.")


def utcnow() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)

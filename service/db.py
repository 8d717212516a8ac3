"""Declarative base, column types and counted revisions. Knows nothing of Flask."""

import enum
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
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


class Terms(sa.TypeDecorator[list[str]]):
    """What a row is found by, in order: an array, and on SQLite, which has none, words of a text.

    A term is never empty and has no white space.
    """

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        is_text = dialect.name == "sqlite"
        return dialect.type_descriptor(sa.Text() if is_text else postgresql.ARRAY(sa.Text()))

    def process_bind_param(self, value: list[str] | None, dialect: sa.Dialect) -> Any:
        return " ".join(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> list[str] | None:
        return value.split() if isinstance(value, str) else value


@compiles(sa.schema.CreateTable, "sqlite")
def _create_table(create: sa.schema.CreateTable, compiler: Any, **options: Any) -> str:
    """A table whose info has `fts5`, its columns and options, is a virtual one on SQLite."""
    fts5 = create.element.info.get("fts5")
    if fts5 is None:
        return str(compiler.visit_create_table(create, **options))
    return f"CREATE VIRTUAL TABLE {create.element.name} USING fts5({fts5})"


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

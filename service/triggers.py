"""What the database itself refuses, as triggers on SQLite and PostgreSQL.

Alembic's batch mode drops a table's triggers on SQLite without a word, so they are not written in
migrations: migrations/env.py creates every one of them again at the end of each run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from service.vocabulary import NEXT_STATES


@dataclass(frozen=True, slots=True)
class Guard:
    """A statement on a table that is refused, always or when `when` is true of the row."""

    table: str
    statement: str
    why: str
    when: str | None = None

    @property
    def name(self) -> str:
        """The trigger's name, from what it guards."""
        return f"guard_{self.table}_{self.statement.split()[0].lower()}"


def _never(table: str) -> list[Guard]:
    return [
        Guard(table, "UPDATE", f"{table} are written once"),
        Guard(table, "DELETE", f"{table} are written once"),
    ]


def _parent_submitted(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM assessments WHERE id = {row}.assessment_id"
        " AND submitted_at IS NOT NULL)"
    )


def _frozen_with_parent(table: str) -> list[Guard]:
    why = "a submitted assessment is frozen, its children too"
    return [
        Guard(table, "INSERT", why, _parent_submitted("NEW")),
        Guard(table, "UPDATE", why, f"{_parent_submitted('OLD')} OR {_parent_submitted('NEW')}"),
        Guard(table, "DELETE", why, _parent_submitted("OLD")),
    ]


def _impossible_step() -> str:
    possible = " OR ".join(
        f"(OLD.state = '{before}' AND NEW.state = '{after}')"
        for before, afters in NEXT_STATES.items()
        for after in sorted(afters)
    )
    final = ", ".join(f"'{state}'" for state, afters in NEXT_STATES.items() if not afters)
    return f"OLD.state IN ({final}) OR (OLD.state <> NEW.state AND NOT ({possible}))"


GUARDS = [
    *_never("versions"),
    *_never("blocks"),
    *_never("snapshots"),
    *_never("events"),
    *_never("changes"),
    *_never("comments"),
    Guard(
        "assessments", "UPDATE", "a submitted assessment is frozen", "OLD.submitted_at IS NOT NULL"
    ),
    Guard(
        "assessments", "DELETE", "a submitted assessment is frozen", "OLD.submitted_at IS NOT NULL"
    ),
    *_frozen_with_parent("citations"),
    *_frozen_with_parent("assessment_tags"),
    Guard("edits", "UPDATE", "an edit cannot take this step", _impossible_step()),
    Guard("edits", "DELETE", "edits are kept"),
    Guard("ratings", "UPDATE OF code, value", "the code and value of a rating never change"),
    Guard("ratings", "DELETE", "ratings are retired, not deleted"),
]

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation';
END $$
"""


def create(connection: sa.Connection) -> None:
    """Create every trigger anew on the tables that exist."""
    tables = set(sa.inspect(connection).get_table_names())
    drop(connection)
    guards = [guard for guard in GUARDS if guard.table in tables]
    if guards and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_FUNCTION)
    for guard in guards:
        for statement in _create_statements(guard, connection.dialect.name):
            connection.exec_driver_sql(statement)


def drop(connection: sa.Connection) -> None:
    """Drop every trigger of ours."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
        )
    for name, table in connection.exec_driver_sql(query).all():
        if name.startswith("guard_"):
            on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
            connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    if connection.dialect.name == "postgresql":
        for function in ("refuse", *(guard.name for guard in GUARDS)):
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {function}()")


@contextmanager
def lifted(connection: sa.Connection) -> Iterator[None]:
    """Without guards until the block ends, inside the caller's transaction: for a purge alone.

    Other connections never see a table without them: both databases make this part of the
    transaction. It begins with all that PostgreSQL will lock, so that no writer is met half way.
    """
    if connection.dialect.name == "postgresql":
        tables = ", ".join(sorted({guard.table for guard in GUARDS}))
        connection.exec_driver_sql(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
    drop(connection)
    yield
    create(connection)


def _create_statements(guard: Guard, dialect: str) -> list[str]:
    when = f" WHEN ({guard.when})" if guard.when else ""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {guard.name} BEFORE {guard.statement} ON {guard.table}{when}"
            f" BEGIN SELECT RAISE(ABORT, '{guard.why}'); END"
        ]
    if "SELECT" in when:  # PostgreSQL allows no query in WHEN
        return [*_with_query(guard), _no_truncate(guard)]
    return [
        f"CREATE TRIGGER {guard.name} BEFORE {guard.statement} ON {guard.table}"
        f" FOR EACH ROW{when} EXECUTE FUNCTION refuse('{guard.why}')",
        _no_truncate(guard),
    ]


def _with_query(guard: Guard) -> list[str]:
    result = "OLD" if guard.statement == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {guard.when} THEN RAISE EXCEPTION '{guard.why}'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        f" RETURN {result}; END $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.statement} ON {guard.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]


def _no_truncate(guard: Guard) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER guard_{guard.table}_truncate BEFORE TRUNCATE ON {guard.table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION refuse('{guard.table} cannot be emptied')"
    )

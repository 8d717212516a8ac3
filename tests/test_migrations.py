"""Migrations go up, down and up again, and build what the models say."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

import service.models  # noqa: F401  (registers the tables)
from service import migrate, triggers, vocabulary
from service.database import Database
from service.db import Base
from tests.postgres import create_database, drop_database
from tests.serving import COMMAND

VERSIONS = sorted((migrate.FOLDER / "versions").glob("*.py"))
SECONDS_TO_MIGRATE = 60

_numbers = count(1)


@pytest.fixture
def urls(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Iterator[str]]:
    """As many empty databases as a test asks for."""
    made: list[str] = []

    def new() -> Iterator[str]:
        while True:
            worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
            name = f"empty_{worker}_{next(_numbers)}"
            if backend == "sqlite":
                yield f"sqlite:///{tmp_path / name}.db"
            else:
                made.append(name)
                yield create_database(request.getfixturevalue("postgres"), name)

    yield new()
    for name in made:
        drop_database(request.getfixturevalue("postgres"), name)


@pytest.fixture
def databases(urls: Iterator[str]) -> Iterator[Iterator[Database]]:
    """The same, each with a connection."""
    made: list[Database] = []

    def new() -> Iterator[Database]:
        for url in urls:
            made.append(Database(url))
            yield made[-1]

    yield new()
    for database in made:
        database.engine.dispose()


@pytest.fixture
def empty(databases: Iterator[Database]) -> Database:
    """A database in which nobody ever migrated."""
    return next(databases)


def structure(database: Database) -> dict[str, dict[str, Any]]:
    """What the database itself says of its tables."""
    with database.engine.connect() as connection:
        inspector = sa.inspect(connection)
        tables = set(inspector.get_table_names()) - {"alembic_version"}
        virtual = virtual_tables(connection)
        for name in virtual:  # which SQLite keeps in tables of its own, called after it
            tables -= {table for table in tables if table == name or table.startswith(f"{name}_")}
        found = {table: _structure_of(inspector, table) for table in tables}
        return found | {name: {"definition": definition} for name, definition in virtual.items()}


def virtual_tables(connection: sa.Connection) -> dict[str, str]:
    """The virtual tables of SQLite, with all that is to be said of them: their definitions."""
    if connection.dialect.name != "sqlite":
        return {}
    query = "SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    return {row.name: row.sql for row in connection.exec_driver_sql(query)}


def _structure_of(inspector: sa.Inspector, table: str) -> dict[str, Any]:
    dialect = inspector.dialect
    found: dict[str, Any] = {
        f"column {column['name']}": (
            column["type"].compile(dialect=dialect),
            column["nullable"],
            # A sequence is named after its table, in whatever schema that is.
            re.sub(r"[\w.]+\.", "", column["default"] or ""),
        )
        for column in inspector.get_columns(table)
    }
    found["primary key"] = inspector.get_pk_constraint(table)
    for key in inspector.get_foreign_keys(table):
        found[f"foreign key {key.pop('name')}"] = key
    for constraint in inspector.get_unique_constraints(table):
        found[f"unique {constraint.pop('name')}"] = constraint
    for index in inspector.get_indexes(table):
        where = {name: str(text) for name, text in index.pop("dialect_options", {}).items()}
        found[f"index {index.pop('name')}"] = index | where
    for constraint in inspector.get_check_constraints(table):
        found[f"check {constraint['name']}"] = " ".join(constraint["sqltext"].split())
    return found


def objects(database: Database) -> dict[tuple[str, str], Any]:
    """Everything that exists in the database beside Alembic's own table, with its definition."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        else:
            ours = "current_schema()::regnamespace"
            query = f"""
                SELECT 'relation', relname, relkind::text FROM pg_class WHERE relnamespace = {ours}
                UNION ALL
                SELECT 'function', proname, pg_get_functiondef(oid) FROM pg_proc
                    WHERE pronamespace = {ours}
                UNION ALL
                SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger
                    WHERE NOT tgisinternal
                UNION ALL
                SELECT 'type', typname, typtype::text FROM pg_type
                    WHERE typnamespace = {ours} AND typtype NOT IN ('c', 'b')
            """
        return {
            (kind, name): lines_of(definition) if kind == "table" else definition
            for kind, name, definition in connection.exec_driver_sql(query)
            if "alembic_version" not in name
        }


def lines_of(definition: str) -> set[str]:
    """The lines of a CREATE TABLE: a table that was copied has its constraints in any order."""
    return {line.strip().rstrip(", ") for line in definition.splitlines()}


def guards(database: Database) -> set[str]:
    """The names of the triggers that stand."""
    return {name for kind, name in objects(database) if kind == "trigger"}


def expected_guards(backend: str, *, not_yet: frozenset[str] = frozenset()) -> set[str]:
    """The triggers that have to stand: one a guard, and against TRUNCATE where there is that.

    `not_yet` are the tables that come with a later migration.
    """
    guards = [guard for guard in triggers.GUARDS if guard.table not in not_yet]
    names = {guard.name for guard in guards}
    if backend == "postgresql":
        names |= {f"guard_{guard.table}_truncate" for guard in guards}
    return names


def test_there_is_one_head():
    script = ScriptDirectory(str(migrate.FOLDER))
    assert script.get_heads() == [migrate.head()]


def test_up_down_and_up_again_builds_the_same(empty: Database):
    migrate.migrate(empty)
    tables, all_objects = structure(empty), objects(empty)
    migrate.migrate_down(empty, "base")
    migrate.migrate(empty)
    assert structure(empty) == tables
    assert objects(empty) == all_objects


def test_down_to_the_base_leaves_nothing(empty: Database):
    migrate.migrate(empty)
    migrate.migrate_down(empty, "base")
    assert objects(empty) == {}


def test_every_step_goes_down_and_up_again(empty: Database):
    migrate.migrate(empty)
    tables = structure(empty)
    for path in reversed(VERSIONS):
        number = path.name[:4]
        migrate.migrate_down(empty, f"{number}@-1")
        migrate.migrate(empty, number)
        migrate.migrate_down(empty, f"{number}@-1")
    migrate.migrate(empty)
    assert structure(empty) == tables


def test_migrating_again_changes_nothing(empty: Database):
    migrate.migrate(empty)
    tables, all_objects = structure(empty), objects(empty)
    migrate.migrate(empty)
    assert (structure(empty), objects(empty)) == (tables, all_objects)


def test_every_guard_stands_after_up_and_after_up_down_up(empty: Database, backend: str):
    assert guards(empty) == set()
    migrate.migrate(empty)
    assert guards(empty) == expected_guards(backend)
    migrate.migrate_down(empty, "base")
    assert guards(empty) == set()
    migrate.migrate(empty)
    assert guards(empty) == expected_guards(backend)


def test_the_models_are_what_the_migrations_build(databases: Iterator[Database]):
    migrated, modelled = next(databases), next(databases)
    migrate.migrate(migrated)
    Base.metadata.create_all(modelled.engine)
    by_migration, by_models = structure(migrated), structure(modelled)
    assert by_migration.keys() == by_models.keys()
    for table in by_models:
        assert by_migration[table] == by_models[table], table


def enum_columns() -> Iterator[tuple[sa.Table, sa.Column[Any]]]:
    """Every column that holds a word of a closed set."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.Enum):
                yield table, column


WITHOUT_A_COLUMN = {vocabulary.FileKind, vocabulary.ImportFormat, vocabulary.Fault}
"""Closed sets that are read and never stored."""


def test_every_closed_set_is_held_by_a_column():
    sets = {
        each
        for each in vars(vocabulary).values()
        if isinstance(each, type) and issubclass(each, StrEnum) and each is not StrEnum
    }
    assert {column.type.enum_class for _table, column in enum_columns()} == sets - WITHOUT_A_COLUMN


def test_every_word_of_every_closed_set_can_be_stored(empty: Database, subtests: pytest.Subtests):
    """A new word has to reach the CHECK by a migration, which no comparison of Alembic's sees."""
    migrate.migrate(empty)
    with empty.engine.connect() as connection:
        if empty.is_sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")
        for table, column in enum_columns():
            for word in column.type.enum_class:
                with subtests.test(f"{table.name}.{column.name} {word}"), connection.begin():
                    if not empty.is_sqlite:  # words are at stake, not references
                        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
                    row = minimal_row(table) | {column.name: word} | companions(table, word)
                    connection.execute(sa.insert(table).values(row))
                    stored = sa.select(column).where(
                        *(key == row[key.name] for key in table.primary_key)
                    )
                    assert connection.scalars(stored).one() is word
                    connection.rollback()


def minimal_row(table: sa.Table) -> dict[str, Any]:
    """A value for every column that needs one; the key is free in a fresh database."""
    now = datetime(2026, 11, 22, tzinfo=UTC)
    samples: dict[type, Any] = {int: 0, float: 0.5, str: "x", bytes: b"x", bool: False}
    samples |= {datetime: now, date: now.date(), object: {}}  # object: JSON
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.primary_key:
            row[column.name] = 1000
        elif isinstance(column.type, sa.Enum):
            row[column.name] = next(iter(column.type.enum_class))
        elif not column.nullable:
            stored_as = getattr(column.type, "impl_instance", column.type)
            row[column.name] = samples[stored_as.python_type]
    if "end" in row:
        row["end"] = 2000
    if table.name == "anchors":
        row["start"] = 0
    return row


def companions(table: sa.Table, word: StrEnum) -> dict[str, Any]:
    """What else a row must say when it says this word."""
    if table.name == "anchors" and word == "orphaned":
        return {"end": 0}
    now = datetime(2026, 11, 22, tzinfo=UTC)
    if table.name == "deliveries" and word == "delivered":
        return {"delivered_at": now}
    if table.name == "matches" and word != "suggested":
        return {"answered_at": now, "fact_check_text": "x"}
    if table.name != "edits":
        return {}
    needed: dict[str, Any] = {"author_id": 1}
    if word in ("submitted", "changes_requested", "approved", "rejected"):
        needed |= {"assessment_id": 1, "submitted_at": now}
    if word in ("changes_requested", "approved", "rejected"):
        needed |= {"reviewer_id": 2, "reviewed_at": now, "comment": "So."}
    return needed


BEFORE_MORE_IS_TOLD, MORE_IS_TOLD = "0010", "0011"
NOT_YET = frozenset({"snapshots"})
"""Guarded tables that are made after more is told."""


def test_events_outlive_the_change_of_their_words(empty: Database, backend: str):
    """SQLite copies the table for it, and with a table go its triggers."""
    migrate.migrate(empty, BEFORE_MORE_IS_TOLD)
    write_event(empty, "user_added")
    before = events(empty)
    migrate.migrate(empty, MORE_IS_TOLD)
    write_event(empty, "comment_added")
    assert events(empty)[:1] == before
    assert [event.action for event in events(empty)] == ["user_added", "comment_added"]
    assert guards(empty) == expected_guards(backend, not_yet=NOT_YET)
    for statement in ("DELETE FROM events", "UPDATE events SET actor_id = NULL"):
        with pytest.raises(sa.exc.DBAPIError, match="events are written once"):
            execute(empty, statement)


def test_words_that_are_in_use_do_not_go(empty: Database, backend: str):
    migrate.migrate(empty, MORE_IS_TOLD)
    write_event(empty, "comment_added")
    told = events(empty)
    with pytest.raises(sa.exc.IntegrityError, match="ck_events_action"):
        migrate.migrate_down(empty, BEFORE_MORE_IS_TOLD)
    with empty.engine.connect() as connection:
        assert migrate.current(connection) == MORE_IS_TOLD
    assert events(empty) == told
    assert guards(empty) == expected_guards(backend, not_yet=NOT_YET)


def execute(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def write_event(database: Database, action: str) -> None:
    values = f"'2026-11-22 10:00:00', '{action}', '{{}}'"
    execute(database, f"INSERT INTO events (at, action, details) VALUES ({values})")


def events(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT * FROM events ORDER BY id"))


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_is_a_numbered_sentence(path: Path):
    number, _, sentence = path.stem.partition("_")
    place = VERSIONS.index(path)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert number == f"{place + 1:04}"
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", sentence)
    assert (ast.get_docstring(tree) or "").startswith(sentence.replace("_", " "))
    assert assigned(tree, "revision") == number
    assert assigned(tree, "down_revision") == (f"{place:04}" if place else None)


def assigned(tree: ast.Module, name: str) -> Any:
    """The constant that a module gives a name."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    raise AssertionError(f"{name} is not assigned")


@pytest.mark.parametrize(
    "path", [*VERSIONS, migrate.FOLDER / "columns.py"], ids=lambda path: path.stem
)
def test_a_migration_knows_nothing_of_the_program(path: Path):
    """It must build the same tables when the program has moved on."""
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    others = {name.partition(".")[0] for name in imported} - sys.stdlib_module_names
    assert others <= {"alembic", "sqlalchemy", "migrations"}


def test_two_processes_migrate_at_once(urls: Iterator[str], backend: str):
    url = next(urls)
    environment = os.environ | {"DATABASE_URL": url}
    processes = [
        subprocess.Popen(
            [COMMAND, "migrate"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    told = [process.communicate(timeout=SECONDS_TO_MIGRATE)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], told
    assert told == [f"The database is at {migrate.head()}.\n"] * 2
    database = Database(url)
    try:
        assert guards(database) == expected_guards(backend)
    finally:
        database.engine.dispose()


def test_lifted_guards_stand_again_after_the_block(empty: Database, backend: str):
    migrate.migrate(empty)
    with empty.engine.begin() as connection, triggers.lifted(connection):
        connection.exec_driver_sql("DELETE FROM ratings")
    assert guards(empty) == expected_guards(backend)
    with pytest.raises(sa.exc.DBAPIError, match="ratings are retired, not deleted"):
        _put_in_a_rating_and_delete_it(empty)


def test_lifted_guards_stand_again_when_the_block_fails(empty: Database, backend: str):
    migrate.migrate(empty)
    with pytest.raises(ZeroDivisionError):
        _delete_ratings_and_fail(empty)
    assert guards(empty) == expected_guards(backend)
    with empty.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM ratings").scalar_one() > 0
    with pytest.raises(sa.exc.DBAPIError, match="ratings are retired, not deleted"):
        _put_in_a_rating_and_delete_it(empty)


def _delete_ratings_and_fail(database: Database) -> None:
    with database.engine.begin() as connection, triggers.lifted(connection):
        connection.exec_driver_sql("DELETE FROM ratings")
        raise ZeroDivisionError


def _put_in_a_rating_and_delete_it(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO ratings (code, scale_id, position, labels, averitec_label)"
            " VALUES ('new', 1, 9, '{}', 'Supported')"
        )
        connection.exec_driver_sql("DELETE FROM ratings WHERE code = 'new'")

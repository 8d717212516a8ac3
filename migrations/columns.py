"""The column types that every migration uses."""

import sqlalchemy as sa
from alembic import op

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def words(name: str, *values: str) -> sa.Enum:
    """A closed set of words, held by a CHECK."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def reword(table: str, column: str, *values: str, name: str | None = None) -> None:
    """Change which words a column of a closed set may hold.

    `name` is that of the set in `words`, where it is not the column's. Going back is refused by the database while a row holds a word that would go.
    """
    constraint = op.f(f"ck_{table}_{name or column}")
    allowed = sa.column(column).in_(values)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(constraint, type_="check")
        batch.create_check_constraint(constraint, allowed)

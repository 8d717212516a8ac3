"""The column types that every migration uses."""

import sqlalchemy as sa

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def words(name: str, *values: str) -> sa.Enum:
    """A closed set of words, held by a CHECK."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)

"""What the fields of a query ask of rows, where these have them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from service.models import FactCheck
from service.search.analysis import PLAIN, terms_of, wording_of
from service.search.asking import Asked
from service.search.finding import ids_of_newest, statistics_of, weigh_words
from service.search.meaning import Row, stands_in
from service.search.tables import FACT_CHECKS

Condition = sa.ColumnElement[bool]
Makers = Mapping[str, Callable[[str], Condition]]
"""What makes the condition of a field's value, by field."""

Newest = Mapping[str, Callable[[str], sa.Select[Any]]]
"""What selects the ids of the rows with a field's value from the newest on, by an index."""

MOST_NEWEST = 3_000
"""Rows that a field alone leads to."""

MOST_VALUES = 5_000
"""Different values of a column that are looked through."""


def conditions_of(asked: Asked, makers: Makers) -> list[Condition]:
    """What the fields ask of a row. One that rows do not have, none of them satisfies."""
    wanted = [
        makers[field.name](field.value) if field.name in makers else sa.false()
        for field in asked.fields
    ]
    unwanted = [
        sa.not_(sa.func.coalesce(makers[field.name](field.value), sa.false()))
        for field in asked.unwanted_fields
        if field.name in makers
    ]
    return [*wanted, *unwanted]


def newest_with(
    session: Session, id_: InstrumentedAttribute[int], asked: Asked, newest: Newest
) -> list[Condition]:
    """Where fields are asked for alone: to be among the newest rows of that which fewest have.

    Else what few rows have would be looked for through all there are.
    """
    if not asked.is_of_fields_alone:
        return []
    queries = [newest[field.name](field.value) for field in asked.fields if field.name in newest]
    found = [session.scalars(query.limit(MOST_NEWEST)).all() for query in queries]
    return [among(id_, min(found, key=len))] if found else []


def among(column: InstrumentedAttribute[Any], values: Sequence[Any]) -> Condition:
    """Whether it is one of these values; of none, nothing has to be looked at."""
    return column.in_(values) if values else sa.false()


def says(value: str | None, row: Row) -> bool:
    """Whether a value has these words in a row, whatever their case and accents."""
    return value is not None and stands_in(row, terms_of([value], PLAIN))


def plain_words(value: str) -> Row:
    """The words of a field's value, as they are; none for what has no words."""
    return wording_of(value, [PLAIN])


def values_with(
    session: Session, column: InstrumentedAttribute[Any], value: str, *, whole: bool = False
) -> list[str]:
    """The values of an indexed column that have these words in a row, or `whole`, no others.

    Read from one value to the next one in the index, however many rows have the same.
    """
    row = plain_words(value)
    if not row:
        return []
    query = sa.select(different(column).c.value).limit(MOST_VALUES)
    return [
        each
        for each in session.connection().scalars(query)
        if says(each, row) and (not whole or len(terms_of([each], PLAIN)) == len(row))
    ]


def different(column: InstrumentedAttribute[Any]) -> sa.CTE:
    """The different values of an indexed column, as `value`; the last one is null."""
    other = getattr(aliased(column.parent), column.key)
    values = sa.select(sa.func.min(column).label("value")).cte(recursive=True)
    following = sa.select(sa.func.min(other)).where(other > values.c.value).scalar_subquery()
    return values.union_all(sa.select(following).where(values.c.value.is_not(None)))


def code_of(value: str) -> str:
    """The code of a rating of ours, however its words are put together."""
    return re.sub(r"[\s-]+", "_", value.strip().lower())


def of_language(column: sa.SQLColumnExpression[str | None], tag: str) -> Condition:
    """Whether it is in this language, in whatever region: `pt-BR` finds `pt`, and the reverse."""
    primary = tag.replace("_", "-").partition("-")[0].lower()
    # A range, where LIKE would not use the index.
    below = sa.and_(column > f"{primary}-", column < f"{primary}.")
    return sa.or_(column == primary, below)


def fact_checks_of(session: Session, speaker: str) -> list[int]:
    """The newest fact-checks of what somebody with this name said, some thousand at most."""
    name = plain_words(speaker)
    statistics = statistics_of(session, FACT_CHECKS)
    words = wording_of(speaker, [*statistics.stemmers, PLAIN])  # names are no words of a language
    weighed = weigh_words(session, FACT_CHECKS, set(words), statistics.rows)
    if not name or not weighed or not all(word.rows for word in weighed):
        return []
    ids = ids_of_newest(session, FACT_CHECKS, weighed, FACT_CHECKS.most_read)
    query = sa.select(FactCheck.id, FactCheck.claimant).where(FactCheck.id.in_(ids))
    return [row.id for row in session.connection().execute(query) if says(row.claimant, name)]

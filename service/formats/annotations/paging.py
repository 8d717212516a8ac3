"""Which annotations a page has. Pure.

Positions among the public verdicts count from 1, the oldest. Pages are fixed ranges of them,
numbered from 0, the oldest too. They are read from the newest to the oldest, because positions only
ever become lower: see docs/decisions/0020.
"""

SIZE = 50
"""Annotations on a page; only the newest may have fewer."""


def newest_page(total: int) -> int | None:
    """The number of the page with the newest annotations, which is the first to be read."""
    return (total - 1) // SIZE if total else None


def positions_of(number: int) -> tuple[int, int]:
    """The lowest and the highest position on a page."""
    return number * SIZE + 1, (number + 1) * SIZE


def start_index(total: int, number: int) -> int:
    """How many annotations are read before those of this page."""
    _lowest, highest = positions_of(number)
    return max(0, total - highest)

"""What came of a POST."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Posted:
    """The status that was answered, or in one sentence why there was none.

    `retry_after` are the seconds that the answer asks to wait, if it does.
    """

    status: int | None = None
    failure: str | None = None
    retry_after: int | None = None

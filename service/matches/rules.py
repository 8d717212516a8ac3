"""What a match counts for. Pure."""

LIKELY = 0.5
"""From this score on, a claim counts as checked before unless somebody says no."""

WORTH_SHOWING = 0.2
"""Below it, a suggestion for a claim is not shown to people; programs get all."""

KEPT = 3
"""Of a document's claims so many suggestions each are kept: the best may be hidden or rejected."""

MOST_MATCHES = 20
"""Of one claim, that are shown at most."""

_WORDS = (
    (1.0, "the same words"),
    (0.9, "almost surely the same claim"),
    (0.7, "very likely the same claim"),
    (LIKELY, "probably the same claim"),
    (0.2, "perhaps the same claim"),
)


def in_words(score: float) -> str:
    """How likely it is that a match is of the same claim."""
    return next((words for least, words in _WORDS if score >= least), "hardly the same claim")

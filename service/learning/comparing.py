"""Tells whether a model that was trained further ranks better than the one before. Pure."""

from dataclasses import dataclass

from service.learning.folding import FOLDS

FEWEST = 20
"""Examples of either kind without which nothing can be learnt or judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The average precision on held-out documents, with a model as it was and trained further;
    None where there is too little to tell."""

    before: float | None = None
    after: float | None = None

    @property
    def is_better(self) -> bool:
        """Whether the new model ranks better than the old one."""
        return self.before is not None and self.after is not None and self.after > self.before

    def told(self, size: str, wanted: str) -> str:
        """What came of it, for a person: `size` says of how much, `wanted` of what it takes 20."""
        if self.before is None or self.after is None:
            return (
                f"{size}: too few to learn from. It takes {FEWEST} {wanted}, in {FOLDS} documents."
            )
        return (
            f"{size}. On held-out documents the average precision is"
            f" {self.before:.3f} as it was and {self.after:.3f} trained further:"
            f" {'better' if self.is_better else 'no better, and not used'}."
        )

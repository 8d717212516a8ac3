"""Where the work on a claim stands. Pure."""

from service.vocabulary import ClaimStatus


def status_of(
    *, has_verdict: bool, was_retracted: bool, has_open_edits: bool, needs_recheck: bool
) -> ClaimStatus:
    """The status that follows from what stands on a claim."""
    if has_verdict and needs_recheck:
        return ClaimStatus.NEEDS_RECHECK
    if has_verdict:
        return ClaimStatus.PUBLISHED_PENDING if has_open_edits else ClaimStatus.PUBLISHED
    if has_open_edits:
        return ClaimStatus.IN_WORK
    return ClaimStatus.RETRACTED if was_retracted else ClaimStatus.UNCHECKED

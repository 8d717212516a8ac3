"""The one sentence that the next page says about what was just done, and how to undo it.

It travels in a cookie as a word of this table and numbers, so that nobody can put a sentence of
their own into a page.
"""

import re
from typing import NamedTuple

from flask import Response, request

COOKIE = "claimdesk_notice"


class Notice(NamedTuple):
    """A sentence, with a place for each of its numbers, and the address that undoes it, which takes
    a POST."""

    sentence: str
    undo: str | None = None


NOTICES = {
    "signed_out": Notice("You are signed out."),
    "password_changed": Notice("Your password is changed. Other sessions have ended."),
    "key_revoked": Notice("The key is revoked."),
    "session_ended": Notice("The session has ended."),
    "sessions_ended": Notice("You are signed out everywhere but here."),
    "document_added": Notice("Every sentence is a claim now. Choose one to begin."),
    "document_added_guessing": Notice(
        "Its encoding had to be guessed: see whether its accents and letters are right."
    ),
    "document_known": Notice("This article is here already; nothing was added."),
    "version_added": Notice(
        "Version {} is saved: {} unchanged, {} moved, {} changed, {} no longer found, {} new."
    ),
    "version_known": Notice("The text is the same as before; nothing was changed."),
    "document_changed": Notice("The details are saved."),
    "document_archived": Notice("The document is archived and its verdicts are retracted."),
    "claim_added": Notice("The selected words are a claim of their own.", undo="/claims/{}/undo"),
    "claim_split": Notice("The claim is split.", undo="/claims/{}/undo"),
    "claims_merged": Notice("The claims are one now.", undo="/claims/{}/undo"),
    "claim_rebound": Notice("The boundaries are moved.", undo="/claims/{}/undo"),
    "claim_retired": Notice("Retired: nobody checks it any more.", undo="/claims/{}/undo"),
    "repair_undone": Notice("It is as it was before.", undo="/claims/{}/undo"),
    "claim_reattached": Notice("The claim stands on these words now, with its verdict."),
    "confirmation_begun": Notice("Your draft says what is published. Submit it for review."),
    "draft_saved": Notice("Draft saved."),
    "submitted": Notice("Submitted for review.", undo="/edits/{}/withdrawal"),
    "withdrawn": Notice("Edit withdrawn.", undo="/edits/{}/restoration"),
    "withdrawn_of_another": Notice("Edit withdrawn. Its author can take it up again."),
    "restored": Notice("Your edit is back, as a draft."),
    "rebased": Notice("Your draft begins from what is published now."),
    "approved": Notice("Approved and published."),
    "changes_requested": Notice("Changes requested; the author sees your comment."),
    "rejected": Notice("Rejected; the author sees your comment."),
    "retracted": Notice("The verdict is retracted. Its page says so."),
    "commented": Notice("Comment added."),
    "earlier_proposed": Notice("The earlier assessment is in your draft. Submit it for review."),
    "user_added": Notice("The person can sign in now."),
    "user_added_without_password": Notice("Added. Nobody signs in so before a password is set."),
    "user_changed": Notice("Saved."),
    "password_set": Notice("The new password counts from now on."),
    "tag_saved": Notice("The tag is saved."),
    "scale_saved": Notice("The scale is saved."),
    "match_confirmed": Notice("Confirmed: it can be cited now, and its rating taken over."),
    "match_rejected": Notice("Turned down: it is of another claim."),
    "match_reopened": Notice("Your answer is taken back."),
    "matching_begun": Notice("The article is looked through again."),
    "import_started": Notice("The file is here. Its rows are imported now."),
    "import_cancelled": Notice("The import is cancelled; what it wrote stays."),
    "job_cancelled": Notice("The job is cancelled; what it did stays."),
    "word_saved": Notice("Saved. Imported fact-checks that are rated otherwise now: {}."),
    "webhook_saved": Notice("The webhook is saved."),
    "webhook_removed": Notice("The webhook is removed; nothing more is sent there."),
    "replayed": Notice("Change {} is in line to be sent again."),
}


def leave(response: Response, word: str, *numbers: int) -> Response:
    """Have the next page say this, with its numbers."""
    value = ".".join([word, *map(str, numbers or (0,))])
    response.set_cookie(COOKIE, value, max_age=60, httponly=True, samesite="Lax", path="/")
    return response


def taken() -> dict[str, str | None] | None:
    """What the page before left to say."""
    found = re.fullmatch(r"([a-z_]{1,40})((?:\.[0-9]{1,18}){1,6})", request.cookies.get(COOKIE, ""))
    notice = NOTICES.get(found[1]) if found else None
    if found is None or notice is None:
        return None
    numbers = found[2].removeprefix(".").split(".")
    if len(numbers) != max(1, notice.sentence.count("{}")):
        return None
    undo = notice.undo.format(numbers[0]) if notice.undo else None
    return {"sentence": notice.sentence.format(*numbers), "undo": undo}


def clear(response: Response) -> Response:
    """Forget it once said."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax")
    return response

"""Whether somebody takes the claims of a text as they stand or what is worth checking first.

A link says it, `?order=worth` or `?order=text`, and a cookie keeps it: so it holds on every page
of the workbench, whatever one does there, without scripts too.
"""

from flask import Response, request

COOKIE = "order"
WORTH, TEXT = "worth", "text"
SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie."""


def is_worth_first() -> bool:
    """Whether what is worth checking comes first."""
    return _asked() == WORTH or (_asked() != TEXT and request.cookies.get(COOKIE) == WORTH)


def remember(response: Response) -> Response:
    """Keep the order that was asked for."""
    order = _asked()
    if order in (WORTH, TEXT):
        response.set_cookie(COOKIE, order, max_age=SECONDS, httponly=True, samesite="Lax", path="/")
    return response


def _asked() -> str | None:
    return request.args.get("order")

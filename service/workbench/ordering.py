"""What somebody takes first of the claims of a text: they go through it as it stands, or take what
is worth checking first, or what was checked elsewhere before.

A link says it, `?order=worth`, and a cookie keeps it: so it holds on every page of the workbench,
whatever one does there, without scripts too.
"""

from flask import Response, request

from service.workbench.rules import ORDERS, TEXT

COOKIE = "order"
SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie."""


def order() -> str:
    """What comes first, one of ORDERS."""
    asked, kept = _asked(), request.cookies.get(COOKIE)
    return next((each for each in (asked, kept) if each in ORDERS), TEXT)


def remember(response: Response) -> Response:
    """Keep the order that was asked for."""
    asked = _asked()
    if asked in ORDERS:
        response.set_cookie(COOKIE, asked, max_age=SECONDS, httponly=True, samesite="Lax", path="/")
    return response


def _asked() -> str:
    return request.args.get("order", "")

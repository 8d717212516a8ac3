"""A request that changes something has to come from a page of ours.

Browsers say where a request comes from in Sec-Fetch-Site and Origin; a program that sends neither
carries no cookie that it was not given. So no hidden token is needed in any form.
"""

from flask import request

from service.errors import Forbidden

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def check_origin() -> None:
    """Raise Forbidden for an unsafe request that another site caused."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site in ("same-origin", "none"):
            return
    else:
        origin = request.headers.get("Origin")
        if origin is None or origin.partition("://")[2] == request.host:
            return
    raise Forbidden(
        "This came from another site. Open Claimdesk itself and do it there.", code="other_origin"
    )

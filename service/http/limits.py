"""How often an address may search without a key. Whoever sends a key is never limited."""

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.middleware.proxy_fix import ProxyFix

from service.errors import TooManyRequests
from service.http.auth import viewer
from service.permissions import STRANGER
from service.settings import Settings


class Searches:
    """Counts the searches of each address, in this process alone."""

    def __init__(self, a_minute: int) -> None:
        self._item = RateLimitItemPerMinute(a_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, address: str) -> None:
        """Count one more. Raises TooManyRequests, which says when to come back."""
        if self._limiter.hit(self._item, address):
            return
        free_at = self._limiter.get_window_stats(self._item, address).reset_time
        seconds = max(1, math.ceil(free_at - time.time()))
        raise TooManyRequests(
            f"More than {self._item.amount} searches in a minute from one address: come back in"
            f" {seconds} seconds, or send a key.",
            retry_after=seconds,
        )


def init_app(app: Flask, settings: Settings) -> None:
    """Limit searches as RATE_LIMIT says (0: not at all), by the address that PROXIES pass on."""
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0
        )
    app.extensions["searches"] = Searches(settings.rate_limit) if settings.rate_limit else None


def limited(view: Callable[..., Any]) -> Callable[..., Any]:
    """Limit how often a stranger may ask for this view; it stands right inside `requires`."""

    @wraps(view)
    def counted(*args: Any, **path: Any) -> Any:
        searches: Searches | None = current_app.extensions["searches"]
        if searches is not None and viewer() is STRANGER:
            searches.check(request.remote_addr or "")
        return view(*args, **path)

    return counted

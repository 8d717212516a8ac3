"""What people call the browser that a session was begun in. Pure."""

import re

UNKNOWN = "Unknown browser"

_BROWSERS = (  # the first that is found: most claim to be several
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
_FIRST_WORD = re.compile(r"[A-Za-z][\w .-]{0,39}")


def in_words(user_agent: str | None) -> str:
    """`Firefox on Linux`; the first word of what is no browser that we know, such as `curl`."""
    sent = user_agent or ""
    browser = next((name for sign, name in _BROWSERS if sign in sent), None)
    system = next((name for sign, name in _SYSTEMS if sign in sent), None)
    if browser is None:
        first = _FIRST_WORD.match(sent)
        return first[0].strip() if first and "Mozilla" not in first[0] else UNKNOWN
    return f"{browser} on {system}" if system else browser

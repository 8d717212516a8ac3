"""Our files for browsers, below an address that names their version.

Browsers may keep them for ever: another version has another address, also for what a module or the
stylesheet names relative to itself.
"""

from hashlib import blake2b
from pathlib import Path

from flask import Flask

FOLDER = Path(__file__).parent.parent / "static"
A_YEAR = 365 * 24 * 3600


def url_path() -> str:
    """Where they are served: /static/ and a hash of all of them."""
    digest = blake2b(digest_size=6)
    for path in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(FOLDER)).encode())
        digest.update(path.read_bytes())
    return f"/static/{digest.hexdigest()}"


def init_app(app: Flask) -> None:
    """Let browsers keep them."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = A_YEAR

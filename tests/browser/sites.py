"""Sites of publishers, on another origin than the desk: the pages of the folder beside this."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

PAGES = Path(__file__).parent / "pages"
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css"}


@dataclass
class Site:
    """Where a site answers, and the desk whose script its pages load."""

    url: str
    desk: str
    changes: dict[str, str] = field(default_factory=dict)
    """What the site has put in the place of what stood in its pages."""

    def read(self, name: str) -> str:
        """A page as the site sends it: `$DESK` and `$ORIGIN` stand in it for the two addresses."""
        text = (PAGES / name).read_text(encoding="utf-8")
        for old, new in self.changes.items():
            assert old in text, f"{name} has no {old}"
            text = text.replace(old, new)
        return text.replace("$DESK", self.desk).replace("$ORIGIN", self.url)

    @cached_property
    def policy(self) -> str:
        """What a strict publisher allows: its own styles, and the desk's script and answers."""
        return (
            f"default-src 'none'; style-src 'self'; script-src {self.desk}; connect-src {self.desk}"
        )


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, site: Site, *args: object) -> None:
        self.site = site
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        file = PAGES / path.lstrip("/")
        found = file.parent == PAGES and file.is_file()
        body = self.site.read(file.name).encode() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", TYPES.get(file.suffix, "text/plain"))
        self.send_header("Content-Length", str(len(body)))
        if "strict" in query:
            self.send_header("Content-Security-Policy", self.site.policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def site_of(desk: str) -> Iterator[Site]:
    """A site, until the block ends. Its name is another than the desk's, so that cookies differ."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), None)  # type: ignore[arg-type]
    site = Site(f"http://localhost:{server.server_port}", desk)
    server.RequestHandlerClass = partial(_Handler, site)  # type: ignore[assignment]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()

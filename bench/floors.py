"""Floors: what bare Flask does with the same bytes, under the same gunicorn.

Floor 1 returns a constant of a size. Floor 2 reads one row by an index with the driver alone and
returns it with constant headers.
"""

import sqlite3
import sys
import threading
from typing import Any

from flask import Flask, Response

from service.server import Server
from service.settings import Settings, read_settings


def create_floors(database_file: str, sizes: list[int]) -> Flask:
    """`/constant/<size>` for each of the sizes, and `/row/<id>` of the file's fact-checks."""
    app = Flask("floors")
    for size in sizes:
        app.add_url_rule(f"/constant/{size}", f"constant_{size}", _constant(size))
    here = threading.local()

    @app.get("/row/<int:number>")
    def row(number: int) -> Response:
        connection = getattr(here, "connection", None)
        if connection is None:
            connection = here.connection = sqlite3.connect(database_file)
        found = connection.execute("SELECT body FROM fact_checks WHERE claim_id = ?", (number,))
        response = Response(found.fetchone()[0], content_type="application/json")
        response.headers["ETag"] = '"0123456789abcdef01"'
        response.headers["Cache-Control"] = "public, no-cache"
        return response

    return app


def _constant(size: int) -> Any:
    body = b'"' + b"x" * (size - 2) + b'"'
    return lambda: Response(body, content_type="application/json")


class FloorServer(Server):
    """The product's gunicorn, with the floors in it."""

    def __init__(self, settings: Settings, app: Flask) -> None:
        self.app = app
        super().__init__(settings)

    def load(self) -> Flask:
        """The floors."""
        return self.app


def main() -> None:
    """`python -m bench.floors DATABASE_FILE SIZE...`, with HOST, PORT and WORKERS as set."""
    database_file, *sizes = sys.argv[1:]
    FloorServer(read_settings(), create_floors(database_file, [int(size) for size in sizes])).run()


if __name__ == "__main__":
    main()

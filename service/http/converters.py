"""Converters of URL parts."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter


class IdConverter(IntegerConverter):
    """The number of a row. One that no database can hold matches nothing and so is a 404."""

    regex = r"[1-9][0-9]{0,17}"

    def to_url(self, value: Any) -> str:
        return str(value)


def init_app(app: Flask) -> None:
    """Let routes say `<id:claim_id>`."""
    app.url_map.converters["id"] = IdConverter

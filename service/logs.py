"""The log: one JSON object a line on standard error."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog


def set_up_logs(level: str) -> None:
    """Write one JSON object a line to standard error, from `level` on."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _add_time,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_as_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )


def _add_time(_logger: Any, _method: str, line: Any) -> Any:
    line["timestamp"] = f"{datetime.now(UTC).replace(tzinfo=None).isoformat()}Z"
    return line


def _as_line(line: Any, **_options: Any) -> bytes:
    try:
        return orjson.dumps(line, default=str, option=orjson.OPT_UTC_Z)
    except TypeError:  # half of a surrogate pair: whoever logs a failure must not fail by it
        return json.dumps(line, default=str).encode()

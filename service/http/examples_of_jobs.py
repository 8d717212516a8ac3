"""Examples of work in the background."""

from typing import Any

_job = {
    "id": 3,
    "kind": "import",
    "state": "running",
    "total": None,
    "done": 2000,
    "created": 1950,
    "updated": 3,
    "unchanged": 40,
    "rejected": 7,
    "error": None,
}

EXAMPLES_OF_JOBS: dict[str, Any] = {
    "JobShape": _job,
    "NoField": {},
}

"""What docs/webhooks.md shows receivers to write checks what this desk sends."""

import re
import time
from pathlib import Path

import flask

from service.webhooks.signing import headers_of, secret_of

PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"


def test_the_receiver_of_the_page_takes_what_is_signed_and_nothing_else():
    secret, kept = secret_of(b"s" * 32), []
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    app = flask.Flask("receiver")
    exec(code, {"app": app, "request": flask.request, "SECRET": secret, "keep": kept.append})
    client, body = app.test_client(), b'{"number": 1}'
    for secrets, status in (([secret], 204), ([secret_of(b"t" * 32)], 500)):
        headers = headers_of("change_1_1", int(time.time()), body, secrets)
        assert client.post("/verdicts", data=body, headers=headers).status_code == status
    assert kept == [{"number": 1}]

"""What people do in a browser with their account."""

import re
from html import unescape

from flask.testing import FlaskClient

from tests.accounts.people import PASSWORD


def sign_in(client: FlaskClient, name: str = "Ada", password: str = PASSWORD, **more: str):
    """Send the form."""
    return client.post("/sign-in", data={"name": name, "password": password, **more})


def link(page: str, words: str) -> str:
    """The address of a link with these words."""
    found = re.search(rf'<a[^>]* href="([^"]*)"[^>]*>{words}</a>', page)
    assert found
    return unescape(found[1])

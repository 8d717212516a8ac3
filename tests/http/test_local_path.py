"""Where a form may lead: within this desk, whatever it sends."""

from urllib.parse import urljoin, urlsplit

import pytest

from service.http.pages import local_path

BASE = "https://desk.example/sign-in"

OURS = [
    "/",
    "/account",
    "/documents?q=a&cursor=b",
    "/documents/1/claims/2#claim",
    "/ä/日本",
    "/%2F",
]
NOT_OURS = [
    None,
    "",
    "account",
    "?a",
    "#a",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/a\\..\\evil",
    "https://evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " /account",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nSet-Cookie: a=b",
    "/\x00",
    "/\u2028",
    "/\u202eevil",
    "\u2044evil.example",
]


@pytest.mark.parametrize("given", OURS)
def test_an_address_within_the_desk_is_kept(given: str):
    assert local_path(given) == given


@pytest.mark.parametrize("given", NOT_OURS)
def test_any_other_is_nowhere(given: str | None):
    assert local_path(given) is None


@pytest.mark.parametrize(
    "given", [*OURS, "/..//evil.example", "/.//evil.example", "/@evil.example"]
)
def test_what_is_kept_stays_here_as_browsers_read_it(given: str):
    kept = local_path(given)
    assert kept is not None
    assert urlsplit(urljoin(BASE, kept)).netloc == "desk.example"

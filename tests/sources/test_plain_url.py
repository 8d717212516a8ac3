"""A plain address takes a short way to its canonical form, and arrives at the same place."""

from urllib.parse import urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st
from w3lib.url import canonicalize_url

from service.errors import Invalid
from service.sources.rules import canonical_url

HOSTS = ("example.org", "WWW.a-b.example.org", "127.1", "a_b.org", "example.org:8080", "xn--a.org")
PATHS = st.text("aZ09_~.-/%25é", max_size=12)


@settings(max_examples=300)
@given(st.sampled_from(HOSTS), PATHS)
def test_the_short_way_leads_to_the_same_place(host: str, path: str):
    url = f"https://{host}/{path}"
    try:
        found = canonical_url(url)
    except Invalid:
        return
    assert found == canonicalize_url(urlsplit(url.replace(host, host.lower())).geturl())

"""When two addresses are one source, and what is no address at all."""

import pytest

from service.errors import Invalid
from service.sources.rules import LONGEST_URL, canonical_url, publisher_of
from tests.factories import Desk

HERE = "https://example.org/a"

ONE = [
    ("the same", HERE, HERE),
    ("white space around it", HERE, f" \n{HERE}\t"),
    ("http and https", HERE, "http://example.org/a"),
    ("capitals in scheme and host", HERE, "HTTPS://Example.ORG/a"),
    ("the default port of https", HERE, "https://example.org:443/a"),
    ("the default port of http", HERE, "http://example.org:80/a"),
    ("an empty port", HERE, "https://example.org:/a"),
    ("a final dot in the host", HERE, "https://example.org./a"),
    ("a fragment", HERE, f"{HERE}#notes"),
    ("an empty query", HERE, f"{HERE}?"),
    ("no path and the root", "https://example.org", "https://example.org/"),
    ("a query after no path", "https://example.org?x=1", "https://example.org/?x=1"),
    ("parameters in another order", f"{HERE}?x=1&y=2", f"{HERE}?y=2&x=1"),
    ("a parameter with no value", f"{HERE}?print", f"{HERE}?print="),
    ("campaign parameters", HERE, f"{HERE}?utm_source=x&utm_medium=y"),
    ("campaign parameters in capitals", HERE, f"{HERE}?UTM_Source=x"),
    ("click identifiers", f"{HERE}?x=1", f"{HERE}?fbclid=q&x=1&gclid=w&msclkid=e"),
    ("a plus and an escaped space", f"{HERE}?q=a+b", f"{HERE}?q=a%20b"),
    ("an escape that was not needed", "https://example.org/~a", "https://example.org/%7Ea"),
    ("escapes in small letters", f"{HERE}/%C3%A4", f"{HERE}/%c3%a4"),
    ("a letter and its escape", f"{HERE}/ä", f"{HERE}/%C3%A4"),
    ("a letter and its escape in the query", f"{HERE}?q=ä", f"{HERE}?q=%C3%A4"),
    (
        "an international host and its ASCII",
        "https://bücher.example",
        "https://xn--bcher-kva.example/",
    ),
    ("an international host in capitals", "https://bücher.example", "https://BÜCHER.example"),
    ("a host in wide letters", HERE, "https://ｅxample.org/a"),
    ("two spellings of an IPv6 address", "https://[::1]/a", "https://[0:0::1]:443/a"),
]
NOT_ONE = [
    ("another host", HERE, "https://example.com/a"),
    ("www is another host", HERE, "https://www.example.org/a"),
    ("another port", HERE, "https://example.org:8443/a"),
    ("another path", HERE, "https://example.org/b"),
    ("capitals in the path", HERE, "https://example.org/A"),
    ("a slash at the end", HERE, f"{HERE}/"),
    ("an escaped slash", f"{HERE}/b", f"{HERE}%2Fb"),
    ("another value", f"{HERE}?id=1", f"{HERE}?id=2"),
    ("a parameter more", HERE, f"{HERE}?id=1"),
    ("an escaped ampersand", f"{HERE}?q=a%26b", f"{HERE}?q=a&b"),
    ("a parameter twice", f"{HERE}?id=1", f"{HERE}?id=1&id=2"),
    ("what only looks like a campaign parameter", HERE, f"{HERE}?utmost=1"),
    ("two letters in the path, in Latin-1", f"{HERE}/caf%E9", f"{HERE}/caf%E8"),
    ("two letters in the query, in Latin-1", f"{HERE}?q=caf%E9", f"{HERE}?q=caf%E8"),
    ("an escaped percent sign", f"{HERE}?q=%2541", f"{HERE}?q=A"),
]


@pytest.mark.parametrize(("one", "other"), [r[1:] for r in ONE], ids=[r[0] for r in ONE])
def test_these_are_one_source(one: str, other: str):
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(("one", "other"), [r[1:] for r in NOT_ONE], ids=[r[0] for r in NOT_ONE])
def test_these_are_two_sources(one: str, other: str):
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("url", sorted({url for row in ONE + NOT_ONE for url in row[1:]}))
def test_a_canonical_address_is_its_own(url: str):
    assert canonical_url(canonical_url(url)) == canonical_url(url)
    assert canonical_url(url).isascii()


REFUSED = {
    "nothing": "",
    "a word": "ledger",
    "no scheme": "example.org/a",
    "no scheme but slashes": "//example.org/a",
    "no host": "https:///a",
    "a scheme alone": "https://",
    "one slash": "https:/example.org",
    "no slash": "https:example.org",
    "a script": "javascript:alert(1)",
    "a script that looks like an address": "javascript://example.org/%0Aalert(1)",
    "data": "data:text/html,hello",
    "a file": "file:///etc/passwd",
    "FTP": "ftp://example.org/a",
    "mail": "mailto:mayor@example.org",
    "a user": "https://mayor@example.org/",
    "a user and a password": "https://mayor:secret@example.org/",
    "an empty user": "https://@example.org/",
    "a backslash before another host": "https://example.org\\@evil.example/",
    "a space": "https://example.org/a b",
    "a space in the host": "https://exa mple.org/",
    "a line break": "https://example.org/a\nb",
    "a tab": "https://example.org/a\tb",
    "NUL": "https://example.org/\x00",
    "DEL": "https://example.org/\x7f",
    "a lone surrogate": "https://example.org/\ud800",
    "an escape in the host": "https://ex%61mple.org/",
    "markup in the host": "https://<b>example.org/",
    "a host that begins with a hyphen": "https://-example.org/",
    "a host with an empty part": "https://example..org/",
    "a host that begins with a dot": "https://.example.org/",
    "a host with a part of 64 letters": f"https://{'a' * 64}.org/",
    "port 0": "https://example.org:0/",
    "port 65536": "https://example.org:65536/",
    "a negative port": "https://example.org:-1/",
    "a port of letters": "https://example.org:http/",
    "an IPv6 address that is open": "https://[::1",
    "an IPv6 address of other letters": "https://[zz]/",
    "an IPv6 address without brackets": "https://::1/",
    "more than the longest": "https://example.org/" + "a" * LONGEST_URL,
}


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED)
def test_this_is_no_address(url: str):
    with pytest.raises(Invalid) as refusal:
        canonical_url(url)
    assert set(refusal.value.errors or {}) == {"url"}


def test_the_longest_address_counts():
    longest = HERE + "a" * (LONGEST_URL - len(HERE))
    assert canonical_url(longest) == longest


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://www.example.org/a", "example.org"),
        ("http://News.Example.org:8080", "news.example.org"),
        ("https://wwwx.example.org", "wwwx.example.org"),
    ],
)
def test_the_publisher_is_the_host(url: str, publisher: str):
    assert publisher_of(url) == publisher


def test_a_source_is_there_once_however_its_address_is_written(desk: Desk):
    first, second = desk.claim(), desk.claim()
    desk.submitted(first, citations=[{"url": f"{HERE}?utm_source=x", "stance": "supports"}])
    desk.submitted(second, citations=[{"url": "http://EXAMPLE.org/a#b", "stance": "refutes"}])
    (source,) = desk.annotator.get("/sources").json["items"]
    assert (source["url"], source["canonical_url"]) == (f"{HERE}?utm_source=x", HERE)
    assert source["publisher"] == "example.org"
    found = desk.annotator.get("/sources", query_string={"url": "https://example.org:443/a"})
    assert found.json["items"] == [source]
    assert desk.annotator.get(f"/sources/{source['id']}").json == source
    assert desk.annotator.get("/sources/777").json["code"] == "not_found"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://mayor:secret@example.org/", ""])
def test_a_citation_of_no_address_is_refused_at_its_place(url: str, desk: Desk):
    citations = [{"url": HERE, "stance": "supports"}, {"url": url, "stance": "supports"}]
    path = f"/claims/{desk.claim()['id']}/edits"
    answer = desk.annotator.post(path, {"citations": citations})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert set(answer.json["errors"]) == {"citations.1.url"}
    assert desk.annotator.get("/sources").json["items"] == []

"""Nothing is fetched from a private network, however its address is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Invalid
from service.fetching.addresses import is_host, is_listed, is_private_listed, is_public
from service.fetching.fetching import fetch
from service.settings import Settings

PRIVATE, NO_ADDRESS = "leads into a private network", "Not a web address"

LITERAL = [
    ("this machine", "http://127.0.0.1/", PRIVATE),
    ("this machine by another of its numbers", "https://127.8.9.10/", PRIVATE),
    ("this machine as one decimal number", "http://2130706433/", NO_ADDRESS),
    ("this machine as one hexadecimal number", "http://0x7f000001/", NO_ADDRESS),
    ("this machine as one octal number", "http://017700000001/", NO_ADDRESS),
    ("this machine in two parts", "http://127.1/", NO_ADDRESS),
    ("this machine in hexadecimal parts", "http://0x7f.1/", NO_ADDRESS),
    ("this machine in octal parts", "http://0177.0.0.1/", NO_ADDRESS),
    ("this machine in fullwidth digits", "http://１２７.０.０.１/", NO_ADDRESS),
    ("this machine in circled digits", "http://①②⑦.⓪.⓪.①/", NO_ADDRESS),
    ("this machine with ideographic stops", "http://127。0。0。1/", PRIVATE),
    ("this machine with the dot of the root", "http://127.0.0.1./", PRIVATE),
    ("this machine in IPv6", "http://[::1]/", PRIVATE),
    ("this machine in IPv6 at length", "http://[0:0:0:0:0:0:0:1]/", PRIVATE),
    ("any address of this machine", "http://0.0.0.0/", PRIVATE),
    ("any address of this machine in IPv6", "http://[::]/", PRIVATE),
    ("any address of this machine as a number", "http://0/", NO_ADDRESS),
    ("IPv4 mapped into IPv6", "http://[::ffff:127.0.0.1]/", PRIVATE),
    ("IPv4 mapped into IPv6, in hexadecimal", "http://[::ffff:7f00:1]/", PRIVATE),
    ("a public IPv4 mapped into IPv6", "http://[::ffff:8.8.8.8]/", PRIVATE),
    ("IPv4 in the old compatible form", "http://[::127.0.0.1]/", PRIVATE),
    ("6to4 around a private address", "http://[2002:7f00:1::]/", PRIVATE),
    ("NAT64 around a private address", "http://[64:ff9b::7f00:1]/", PRIVATE),
    ("local NAT64", "http://[64:ff9b:1::a00:1]/", PRIVATE),
    ("Teredo", "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", PRIVATE),
    ("the address of cloud metadata", "http://169.254.169.254/latest/meta-data/", PRIVATE),
    ("cloud metadata in IPv6", "http://[fd00:ec2::254]/", PRIVATE),
    ("a private network of class A", "http://10.0.0.7/", PRIVATE),
    ("a private network of class B", "http://172.16.0.1/", PRIVATE),
    ("a private network of class C", "http://192.168.1.1/", PRIVATE),
    ("a provider's inner network", "http://100.64.0.1/", PRIVATE),
    ("assignments of the IETF", "http://192.0.0.8/", PRIVATE),
    ("the relay of 6to4", "http://192.88.99.1/", PRIVATE),
    ("a network for measurements", "http://198.18.0.1/", PRIVATE),
    ("an address from a manual", "http://203.0.113.5/", PRIVATE),
    ("an address from a manual in IPv6", "http://[2001:db8::1]/", PRIVATE),
    ("multicast", "http://224.0.0.1/", PRIVATE),
    ("multicast in IPv6", "http://[ff02::1]/", PRIVATE),
    ("broadcast", "http://255.255.255.255/", PRIVATE),
    ("a reserved address", "http://250.0.0.1/", PRIVATE),
    ("a unique local address", "http://[fc00::1]/", PRIVATE),
    ("a site-local address", "http://[fec0::1]/", PRIVATE),
    ("a link-local address", "http://[fe80::1]/", PRIVATE),
    ("a link-local address with its scope", "http://[fe80::1%25eth0]/", PRIVATE),
    ("an address behind a name and password", "http://example.org:80@127.0.0.1/", "take it out"),
    ("a name alone before the host", "http://user@example.org/", "take it out"),
    ("a host that a backslash hides", "http://10.0.0.7\\.example.org/", NO_ADDRESS),
    ("a backslash before the host", "http://example.org\\@10.0.0.7/", "take it out"),
    ("backslashes for slashes", "http:\\\\10.0.0.7/", NO_ADDRESS),
    ("an encoded dot in the host", "http://127%2e0.0.1/", NO_ADDRESS),
    ("no host", "http:///etc/passwd", NO_ADDRESS),
    ("nothing", "", NO_ADDRESS),
    ("no scheme", "//10.0.0.7/", NO_ADDRESS),
    ("half an IPv6 address", "http://[::1", NO_ADDRESS),
    ("a number too many", "http://1.2.3.4.5/", NO_ADDRESS),
    ("an empty part of the name", "http://example..org/", NO_ADDRESS),
    ("a part of the name that is too long", f"http://{'a' * 64}.org/", NO_ADDRESS),
    ("half a surrogate pair", "http://\ud800.org/", NO_ADDRESS),
    ("a line break", "http://example.org/\r\nHost: inside", NO_ADDRESS),
    ("a port that is none", "http://example.org:99999/", NO_ADDRESS),
    ("the port 0", "http://example.org:0/", NO_ADDRESS),
    ("a port of other services", "http://example.org:22/", "ports 80 and 443"),
    ("a file", "file:///etc/passwd", "Only http and https"),
    ("another protocol", "gopher://example.org/", "Only http and https"),
    ("a script", "javascript:alert(1)", "Only http and https"),
    ("data", "data:text/plain,hello", "Only http and https"),
    ("far too much", "http://example.org/" + "a" * 2000, "Longer than 2000"),
]

NAMES = [
    ("this machine by its name", "http://localhost/", ["127.0.0.1"]),
    ("this machine by its name and in capitals", "http://LOCALHOST/", ["127.0.0.1"]),
    ("this machine by its name with the dot of the root", "http://localhost./", ["::1"]),
    ("a name below localhost", "http://desk.localhost/", ["127.0.0.1"]),
    ("a name of a network inside", "https://wiki.internal/", ["10.0.0.7"]),
    ("a public name of a private address", "http://inside.example.org/", ["192.168.0.1"]),
    ("one private address among public ones", "http://a.example.org/", ["8.8.8.8", "10.0.0.7"]),
    ("one private address in IPv6 among them", "http://a.example.org/", ["8.8.8.8", "fd00::7"]),
    ("link-local with its scope", "http://printer.local/", ["fe80::1%eth0"]),
    ("an international name", "http://bücher.example/", ["127.0.0.1"]),
    ("an answer that is no address", "http://odd.example/", ["localhost"]),
]


def never(host: str, port: int) -> list[str]:
    """For what must not be looked up."""
    raise AssertionError(f"{host}:{port} was looked up")


def why_not(url: str, resolver=never, settings: Settings | None = None) -> str:
    """The sentence with which it is refused, at its field."""
    with pytest.raises(Invalid) as refusal:
        fetch(url, settings or Settings(), resolver=resolver)
    assert list(refusal.value.errors) == ["url"]
    (sentence,) = refusal.value.errors["url"]
    return sentence


@pytest.mark.parametrize(("url", "why"), [r[1:] for r in LITERAL], ids=[r[0] for r in LITERAL])
def test_an_address_that_leads_inside_is_refused_unseen(url, why):
    sentence = why_not(url)
    assert why in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(("url", "found"), [r[1:] for r in NAMES], ids=[r[0] for r in NAMES])
def test_a_name_that_leads_inside_is_refused(url, found):
    asked = []

    def resolver(host, port):
        asked.append((host, port))
        return found

    sentence = why_not(url, resolver)
    assert PRIVATE in sentence
    assert len(asked) == 1
    assert not any(address in sentence for address in found if address != "localhost")


def test_a_name_that_nobody_has_is_told():
    def resolver(_host, _port):
        raise OSError("Name or service not known")

    assert why_not("http://nobody.example/", resolver) == (
        "There is no host of the name nobody.example: check the address, or paste the text of the"
        " page instead."
    )
    assert "no host" in why_not("http://nobody.example/", lambda _host, _port: [])


pieces = st.sampled_from(
    [
        *"/:@.[]%\\?#\r\t ０①。\u200b\ud800ß",
        *["http", "https://", "127", "0x7f", "::1", "localhost", "example.org", "99999"],
        *["xn--", "%00", "%2e", "user:pw@", "javascript:", "//"],
    ]
)


@given(st.lists(pieces, max_size=8).map("".join) | st.text(), st.booleans())
def test_any_text_is_refused_where_every_name_leads_inside(text, prefixed):
    why_not(f"http://{text}" if prefixed else text, lambda _host, _port: ["10.0.0.7"])


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "223.255.255.255",
        "2001:200::1",
        "2606:4700:4700::1111",
        "2a00:1450:4001:81b::200e",
    ],
)
def test_public_addresses_are_public(address):
    assert is_public(address)
    assert is_host(address)


@given(st.ip_addresses())
def test_what_is_public_here_is_global_for_python_too(address):
    assert address.is_global or not is_public(str(address))


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}"]))
def test_an_address_that_wraps_another_is_never_public(address, form):
    assert not is_public(form.format(address))


@pytest.mark.parametrize(
    ("host", "hosts", "listed"),
    [
        ("example.org", "", True),
        ("example.org", "example.org", True),
        ("www.example.org", "example.org", False),
        ("example.org", "other.example,example.org", True),
        ("example.org", ".example.org", True),
        ("www.example.org", ".example.org", True),
        ("a.b.example.org", "*.example.org", True),
        ("example.org", "*.example.org", True),
        ("notexample.org", ".example.org", False),
        ("example.org.evil.example", ".example.org", False),
    ],
)
def test_a_list_of_hosts_names_hosts_and_what_is_below_them(host, hosts, listed):
    assert is_listed(host, hosts) is listed


@pytest.mark.parametrize(
    ("host", "port", "hosts", "listed"),
    [
        ("wiki.internal", 80, "", False),
        ("wiki.internal", 80, "wiki.internal", True),
        ("wiki.internal", 443, "wiki.internal", True),
        ("wiki.internal", 8080, "wiki.internal", False),
        ("wiki.internal", 8080, "wiki.internal:8080", True),
        ("wiki.internal", 80, "wiki.internal:8080", False),
        ("a.wiki.internal", 80, "wiki.internal", False),
        ("::1", 8080, "[::1]:8080", True),
        ("::1", 80, "[::1]", True),
    ],
)
def test_a_private_host_is_allowed_by_its_name_and_port(host, port, hosts, listed):
    assert is_private_listed(host, port, hosts) is listed


def test_a_desk_may_not_fetch_at_all():
    assert "FETCH is off" in why_not("http://example.org/", settings=Settings(fetch="off"))


def test_a_host_that_is_not_on_the_list_is_not_even_looked_up():
    settings = Settings(fetch_hosts=".example.org")
    assert "FETCH_HOSTS" in why_not("http://example.com/", settings=settings)


def test_a_host_on_the_list_is_checked_like_any_other():
    settings = Settings(fetch_hosts=".example.org")
    found = why_not("http://inside.example.org/", lambda _host, _port: ["10.0.0.7"], settings)
    assert PRIVATE in found

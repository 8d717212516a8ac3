"""Fetching from a server that does its worst."""

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from threading import Event

import pytest
from structlog.testing import capture_logs

from service.errors import Invalid
from service.fetching.answers import MOST_BYTES
from service.fetching.fetching import fetch
from tests.fetching.hostile import CERTIFICATE, hostile, redirect, reset, response

TEXT = b"It cost 9 million pounds."
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.fixture
def server():
    with hostile() as server:
        yield server


@pytest.fixture
def secure():
    with hostile(tls=True) as server:
        yield server


def why_not(server, path, **options):
    """The sentence with which a page of the server is refused."""
    url = path if "://" in path else server.url + path
    settings = options.pop("settings", server.settings())
    with pytest.raises(Invalid) as refusal:
        fetch(url, settings, **options)
    assert list(refusal.value.errors) == ["url"]
    (sentence,) = refusal.value.errors["url"]
    assert sentence.endswith(".")
    return sentence


def test_a_page_comes_as_it_is(server):
    server.pages["/a?b=%C3%BC"] = response(
        body=TEXT, content_type="text/html; charset=ISO-8859-1", ETag='"7"', Set_Cookie="a=b"
    )
    before = datetime.now(UTC)
    page = fetch(f"{server.url}/a?b=ü#there", server.settings())
    assert page.url == f"{server.url}/a?b=%C3%BC"
    assert (page.media_type, page.charset) == ("text/html", "iso-8859-1")
    assert page.body == TEXT
    assert before <= page.fetched_at <= datetime.now(UTC)
    assert dict(page.headers) == {"content-type": "text/html; charset=ISO-8859-1", "etag": '"7"'}


def test_a_packed_page_comes_unpacked(server):
    server.pages["/"] = response(body=gzip.compress(TEXT), Content_Encoding="gzip")
    assert fetch(server.url, server.settings()).body == TEXT


def test_what_is_asked_says_who_asks_and_no_more(server):
    server.pages["/"] = response()
    fetch(server.url, server.settings(public_url="https://desk.example.org"))
    lines = server.requests[0].decode().strip().split("\r\n")
    asked = dict(line.split(": ", 1) for line in lines[1:])
    assert lines[0] == "GET / HTTP/1.1"
    assert asked.pop("User-Agent") == (
        f"Claimdesk/{version('claimdesk')} (+https://desk.example.org)"
    )
    assert asked.pop("Host") == server.host
    assert asked.pop("Accept-Encoding") == "gzip, deflate"
    assert asked.keys() == {"Accept", "Connection"}


@pytest.mark.parametrize("public_url", ["", "https://büro.example"])
def test_without_an_address_to_give_the_agent_says_its_name_alone(server, public_url):
    server.pages["/"] = response()
    fetch(server.url, server.settings(public_url=public_url))
    assert f"User-Agent: Claimdesk/{version('claimdesk')}\r\n".encode() in server.requests[0]


def test_proxies_of_the_environment_do_not_count(server, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.pages["/"] = response()
    assert fetch(server.url, server.settings()).body == TEXT


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(server, status):
    server.pages |= {"/a/b": redirect("../c?d#e", status), "/c?d": response()}
    assert fetch(f"{server.url}/a/b", server.settings()).url == f"{server.url}/c?d"


def test_five_redirects_are_followed_and_six_are_not(server):
    server.pages |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": response()}
    assert fetch(f"{server.url}/1", server.settings()).url == f"{server.url}/6"
    assert "more than 5 times" in why_not(server, "/0")


def test_no_cookie_goes_along(server):
    server.pages |= {"/": redirect("/b", Set_Cookie="a=b; Path=/"), "/b": response()}
    fetch(server.url, server.settings())
    assert len(server.requests) == 2
    assert b"cookie" not in server.requests[1].lower()
    assert b"referer" not in server.requests[1].lower()


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://10.0.0.7/", "private network"),
        ("//10.0.0.7/", "private network"),
        ("https://[::1]/", "private network"),
        ("http://169.254.169.254/latest/meta-data/", "private network"),
        ("http://2130706433/", "Not a web address"),
        ("http://127.0.0.1:22/", "ports 80 and 443"),
        ("http://127.0.0.1/", "private network"),
        ("http://a:b@example.org/", "take it out"),
        ("file:///etc/passwd", "not file"),
        ("javascript:alert(1)", "not javascript"),
        ("data:text/plain,hello", "not data"),
        ("ftp://example.org/", "not ftp"),
        ("https:///etc/passwd", "Not a web address"),
        ("http://[::1", "Not a web address"),
        ("http:////[99999]", "Not a web address"),
        ("http:////]:", "Not a web address"),
        ("http://example.org/" + "a" * 2000, "Longer than 2000"),
    ],
)
def test_a_redirect_inside_is_refused(server, location, why):
    server.pages |= {"/": redirect("/next"), "/next": redirect(location)}
    sentence = why_not(server, "/")
    assert sentence.startswith("The page redirects to another address. ")
    assert why in sentence
    assert len(server.requests) == 2


def test_backslashes_do_not_make_another_host_of_a_path(server):
    server.pages["/"] = redirect("\\\\10.0.0.7/")
    assert "404" in why_not(server, "/")
    assert len(server.requests) == 2


def test_a_redirect_to_an_international_address_is_followed(server):
    server.pages |= {"/": redirect("/später"), "/sp%C3%A4ter": response()}
    assert fetch(server.url, server.settings()).url == f"{server.url}/sp%C3%A4ter"


@pytest.mark.parametrize("second", ["/", "", "#top", "/second"])
def test_a_loop_is_told(server, second):
    server.pages |= {"/": redirect(second), "/second": redirect("/")}
    assert "loop" in why_not(server, "/")
    assert len(server.requests) <= 2


def test_a_redirect_that_leads_nowhere_is_refused(server):
    server.pages["/"] = response(302, b"")
    assert "302 Found instead of a page" in why_not(server, "/")


def test_a_host_that_is_not_on_the_list_is_refused_in_a_redirect_too(server):
    server.pages["/"] = redirect("http://example.com/")
    sentence = why_not(server, "/", settings=server.settings(fetch_hosts="example.org"))
    assert "example.com is none of them" in sentence


# Names


def test_a_name_is_looked_up_once_and_the_answer_is_what_is_connected_to(server):
    server.pages["/"] = response()
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    name = f"page.test:{server.port}"
    page = fetch(
        f"http://{name}/",
        server.settings(fetch_private_hosts=name),
        resolver=lambda _host, _port: next(answers),
    )
    assert page.body == TEXT
    assert f"Host: {name}".encode() in server.requests[0]
    assert next(answers) == ["127.0.0.2"], "nobody asked a second time"


def test_a_name_is_looked_up_again_for_each_redirect(server):
    """Or who answers well at first would lead inside later."""
    server.pages["/"] = redirect("http://page.test/inside")
    answers = {server.port: ["127.0.0.1"], 80: ["10.0.0.7"]}
    name = f"page.test:{server.port}"
    sentence = why_not(
        server,
        f"http://{name}/",
        settings=server.settings(fetch_private_hosts=name),
        resolver=lambda _host, port: answers.pop(port),
    )
    assert "private network" in sentence
    assert answers == {}


def test_the_next_address_is_tried_when_one_does_not_answer(server):
    server.pages["/"] = response()
    name = f"page.test:{server.port}"
    settings = server.settings(fetch_private_hosts=name)
    page = fetch(f"http://{name}/", settings, resolver=lambda *_: ["127.0.0.2", "127.0.0.1"])
    assert page.body == TEXT


def test_a_name_server_that_keeps_silent_does_not_keep_anybody(server):
    silence = Event()
    try:
        sentence = why_not(
            server,
            "http://example.org/",
            resolver=lambda *_: [str(silence.wait(60))],
            seconds=0.2,
        )
    finally:
        silence.set()
    assert "in time" in sentence


# Time and size


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", OK + b"\r\n", OK + b"Content-Length: 1000\r\n\r\n"],
    ids=["no line", "a header", "the body", "a body of known length"],
)
def test_what_comes_drop_by_drop_is_given_up(server, start):
    server.pages["/"] = server.drip(start)
    assert "longer than 0.3 seconds" in why_not(server, "/", seconds=0.3)


def test_one_limit_of_time_is_for_all_redirects(server):
    def slowly(connection):
        server.gone.wait(0.2)
        connection.sendall(redirect(f"/{len(server.requests)}"))

    server.pages |= dict.fromkeys(["/", "/1", "/2", "/3", "/4"], slowly)
    assert "longer than 0.5 seconds" in why_not(server, "/", seconds=0.5)


def test_drafts_of_an_answer_without_end_are_given_up(server):
    server.pages["/"] = server.drip(drop=b"HTTP/1.1 100 Continue\r\n\r\n")
    assert "longer than 0.3 seconds" in why_not(server, "/", seconds=0.3)


@pytest.mark.parametrize(
    ("start", "wave"),
    [
        (OK + b"\r\n", b"x" * 65536),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    ],
    ids=["until the end", "in chunks"],
)
def test_a_body_without_end_is_broken_off(server, start, wave):
    server.pages["/"] = server.flood(start, wave)
    assert "larger than 10 MiB" in why_not(server, "/")
    assert server.sent < 2 * MOST_BYTES


def test_a_body_that_says_it_is_too_large_is_not_read(server):
    server.pages["/"] = response(body=b"", Content_Length=str(MOST_BYTES + 1))
    assert "larger than 10 MiB" in why_not(server, "/")


def test_a_body_of_just_the_most_bytes_is_read(server):
    server.pages["/"] = response(body=b"x" * MOST_BYTES)
    assert len(fetch(server.url, server.settings()).body) == MOST_BYTES


def test_a_bomb_is_refused(server):
    bomb = gzip.compress(bytes(MOST_BYTES + 1))
    assert len(bomb) < 20_000
    server.pages["/"] = response(body=bomb, Content_Encoding="gzip")
    assert "larger than 10 MiB" in why_not(server, "/")


def test_headers_without_end_are_refused(server):
    server.pages["/"] = server.flood(OK, b"X: " + b"x" * 1000 + b"\r\n")
    assert "does not answer as web servers do" in why_not(server, "/")
    assert server.sent < MOST_BYTES


# What is no page


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (response(204, b""), "204 No Content"),
        (response(206), "206 Partial Content"),
        (response(300), "300 Multiple Choices"),
        (response(304, b""), "304 Not Modified"),
        (response(403), "403 Forbidden"),
        (response(404), "404 Not Found"),
        (response(410), "410 Gone"),
        (response(429), "429 Too Many Requests"),
        (response(500), "500 Internal Server Error"),
        (response(599), "answers 599 instead"),
        (response(body=b""), "empty page"),
        (response(body=gzip.compress(b""), Content_Encoding="gzip"), "empty page"),
        (response(content_type="image/png"), "image/png"),
        (response(content_type=None), "of no declared type"),
        (response(Content_Encoding="br"), "packed as br"),
        (response(Content_Encoding="gzip"), "damaged"),
        (response(Content_Length="9000"), "broke off"),
        (response(Content_Length="-1"), "does not answer as web servers do"),
        (response(Content_Length="7, 8"), "does not answer as web servers do"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nnonsense", "does not answer as web servers do"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nIt co", "broke off"),
        (OK + b": none\r\n\r\n", "does not answer as web servers do"),
        (b"It cost 9 million pounds.\n", "does not answer as web servers do"),
        (b"\0" * 1000, "does not answer as web servers do"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "does not answer as web servers do"),
        (b"", "broke off"),
        (reset, "broke off"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_page_is_refused(server, answer, why):
    server.pages["/"] = answer
    assert why in why_not(server, "/")


def test_what_comes_after_the_said_length_does_not_count(server):
    server.pages["/"] = response(body=TEXT + b" And more.", Content_Length=str(len(TEXT)))
    assert fetch(server.url, server.settings()).body == TEXT


def test_where_no_type_is_said_the_page_tells(server):
    server.pages["/"] = response(body=b"<!doctype html><p>Hello.", content_type=None)
    assert fetch(server.url, server.settings()).media_type == "text/html"


def test_a_server_that_is_not_there_is_told():
    with hostile() as server:
        settings, url = server.settings(), server.url
    with pytest.raises(Invalid, match="cannot be reached"):
        fetch(url, settings)


# TLS


def ask_securely(server, name="page.test"):
    host = f"{name}:{server.port}"
    settings = server.settings(fetch_private_hosts=host)
    return fetch(f"https://{host}/", settings, resolver=lambda *_: ["127.0.0.1"])


def test_tls_goes_by_the_name(secure, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    secure.pages["/"] = response()
    assert ask_securely(secure).body == TEXT


def test_a_certificate_that_nobody_vouches_for_is_refused(secure):
    secure.pages["/"] = response()
    with pytest.raises(Invalid, match="The certificate or the TLS of page"):
        ask_securely(secure)
    assert secure.requests == []


def test_a_certificate_of_another_name_is_refused(secure, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with pytest.raises(Invalid, match="cannot be trusted"):
        ask_securely(secure, "other.test")
    assert secure.requests == []


def test_a_server_without_tls_is_not_asked_for_secrets(server):
    server.pages["/"] = response()
    with pytest.raises(Invalid, match="cannot be trusted"):
        ask_securely(server)


# The log, and the start


def test_a_fetch_is_one_line_of_the_log(server):
    server.pages |= {"/?key=s3cret": redirect("/page?key=s3cret"), "/page?key=s3cret": response()}
    with capture_logs() as lines:
        fetch(f"{server.url}/?key=s3cret", server.settings())
    (line,) = lines
    assert line.pop("ms") > 0
    assert line == {
        "event": "fetch",
        "log_level": "info",
        "host": "127.0.0.1",
        "redirects": 1,
        "status": 200,
        "bytes": len(TEXT),
        "refused": None,
    }


@pytest.mark.parametrize("path", ["/?key=s3cret", "//s3cret@example.org/", "/loop?key=s3cret"])
def test_a_refusal_is_one_line_too_and_tells_no_secret(server, path):
    server.pages |= {"/loop?key=s3cret": redirect("?key=s3cret")}
    with capture_logs() as lines, pytest.raises(Invalid):
        fetch(f"{server.url}{path}" if path[1] != "/" else f"http:{path}", server.settings())
    (line,) = lines
    assert line["refused"]
    assert "s3cret" not in str(line)


def test_a_process_that_fetches_nothing_does_not_load_the_client():
    loaded = "import sys; import service.fetching.fetching; sys.exit('httpcore2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0

"""When two URLs are one source. Pure."""

import re
from ipaddress import IPv6Address
from urllib.parse import unquote, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from service.errors import Invalid

LONGEST_URL = 2000
LONGEST_TITLE = 500
NOT_AN_ADDRESS = "Not a web address such as https://example.org/page."

_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid"
    r"|_ga|_gl|_hsenc|_hsmi|mkt_tok|oly_anon_id|oly_enc_id|vero_id|cmpid|ocid|smid|ref_src|ref_url",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?!-)[^\s/?#@\\<>\"'`{}|^%:\[\].]{1,63}")
_PLAIN = re.compile(r"(?:(?!xn--)[a-z0-9-]+\.)+[a-z]{2,}(?::[0-9]+)?(?:/(?!\.)[A-Za-z0-9_~.-]*)+")
_PORTS = {"http": 80, "https": 443}


def check_url(url: str) -> str:
    """The URL without white space around it. Raises Invalid unless it is absolute http(s)."""
    url = url.strip()
    sentence = NOT_AN_ADDRESS
    if len(url) > LONGEST_URL:
        sentence = f"Longer than {LONGEST_URL} characters."
    elif not re.search(r"[\x00-\x20\x7f\ud800-\udfff]", url):
        try:
            parts = urlsplit(url)
            port_counts = parts.port is None or parts.port > 0
        except ValueError:
            port_counts = False
        if (
            port_counts
            and parts.scheme.lower() in _PORTS
            and _is_host(parts.hostname or "")
            and parts.username is None
            and ("[" in parts.netloc) == (":" in (parts.hostname or ""))
        ):
            return url
    raise _not_an_address(sentence)


def _not_an_address(sentence: str = NOT_AN_ADDRESS) -> Invalid:
    return Invalid(f"url: {sentence}", errors={"url": [sentence]})


def canonical_url(url: str) -> str:
    """What all forms of one address have in common: https and http, tracking, order, fragment.

    The host is lower case and in ASCII, ports that say nothing go, parameters are sorted and those
    that only track go (w3lib's canonical form otherwise). Raises Invalid as `check_url`.
    """
    parts = urlsplit(check_url(url))
    host = _host_in_brackets(parts.hostname or "").rstrip(".")
    if parts.port and parts.port != _PORTS[parts.scheme.lower()]:
        host = f"{host}:{parts.port}"
    kept = "&".join(
        pair
        for pair in parts.query.split("&")
        if not _TRACKING.fullmatch(unquote(pair.partition("=")[0]))
    )
    path = parts.path or "/"
    if not kept and _PLAIN.fullmatch(host + path):
        return f"https://{host}{path}"  # what follows would say the same, in ten times the time
    try:
        canonical: str = canonicalize_url(urlunsplit(("https", host, path, kept, "")))
    except ValueError:
        raise _not_an_address() from None
    return canonical


def forms_of(canonical: str) -> list[str]:
    """A canonical URL, then what else leads to the same page as a rule: `www.`, a last slash."""
    parts = urlsplit(canonical)
    host = parts.netloc
    hosts = [host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"]
    path = parts.path
    paths = [path] if path == "/" else [path, path.rstrip("/") if path[-1] == "/" else f"{path}/"]
    return [parts._replace(netloc=host, path=path).geturl() for path in paths for host in hosts]


def publisher_of(url: str) -> str:
    """Whose page it is, as far as the address tells: the host without www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            return bool(IPv6Address(host))
        except ValueError:
            return False
    return all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split("."))


def _host_in_brackets(host: str) -> str:
    return f"[{host}]" if ":" in host else host

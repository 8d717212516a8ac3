"""Which hosts and addresses may be fetched from. Pure."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

PORTS = {"http": 80, "https": 443}

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")

# The registries of special addresses at IANA. Written out, because the lists in `ipaddress` change
# from one Python to the next, and because an address that wraps another (6to4, Teredo, NAT64,
# mapped and compatible ones) counts as public there.
_SPECIAL_4 = [
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
_UNICAST_6 = IPv6Network("2000::/3")
_SPECIAL_6 = [
    IPv6Network(each) for each in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]


def is_ip(host: str) -> bool:
    """Whether this is an IP address."""
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet alone; False for what is no address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _SPECIAL_4)
    return ip in _UNICAST_6 and not any(ip in network for network in _SPECIAL_6)


def is_host(host: str) -> bool:
    """Whether this is a name in ASCII or an IP address in its plain form (IPv6 without brackets).

    Numbers that only some systems take for an address (`0x7f.1`, `2130706433`) are neither.
    """
    if ":" in host:
        return is_ip(host) and isinstance(ip_address(host), IPv6Address)
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    return is_ip(host) or not _NUMBER.fullmatch(labels[-1])


def is_listed(host: str, hosts: str) -> bool:
    """Whether FETCH_HOSTS names this host, or is empty. `.example.org` and `*.example.org` stand
    for example.org and every host below it."""
    return not hosts or any(
        host == entry.lstrip("*.") or (entry[0] in "*." and host.endswith(entry.lstrip("*")))
        for entry in hosts.split(",")
    )


def is_private_listed(host: str, port: int, hosts: str) -> bool:
    """Whether FETCH_PRIVATE_HOSTS names this host: with this port, or without for 80 and 443."""
    name = f"[{host}]" if ":" in host else host
    named = {f"{name}:{port}"} | ({name} if port in PORTS.values() else set())
    return not named.isdisjoint(hosts.split(","))

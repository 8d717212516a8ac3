"""Reads an address that somebody gives, and finds the checked IP addresses behind it."""

from httpx2 import URL, InvalidURL

from service.fetching import addresses
from service.fetching.answers import refused
from service.fetching.resolving import Deadline, NotReached, Resolver, look_up
from service.settings import Settings

LONGEST_URL = 2000
NOT_AN_ADDRESS = "Not a web address such as https://example.org/page."


def read_target(location: str, base: URL | None = None) -> URL:
    """The address, its host in ASCII and without the dot of the root, without a fragment.

    Raises Invalid at the field `url` for what is no address of a web server.
    """
    try:
        target = URL(location.strip()) if base is None else base.join(location)
        target = target.copy_with(fragment=None)
        if target.raw_host.endswith(b"."):
            target = target.copy_with(host=host_of(target)[:-1])
    except (InvalidURL, ValueError):
        raise refused(NOT_AN_ADDRESS) from None
    if target.scheme not in addresses.PORTS:
        named = target.scheme[:20]
        raise refused(f"Only http and https are asked, not {named}." if named else NOT_AN_ADDRESS)
    if not addresses.is_host(host_of(target)) or not 0 < port_of(target) < 65536:
        raise refused(NOT_AN_ADDRESS)
    if target.userinfo:
        raise refused("An address with a name or a password in it is not asked: take it out.")
    if len(str(target)) > LONGEST_URL:
        raise refused(f"Longer than {LONGEST_URL} characters.")
    return target


def host_of(target: URL) -> str:
    """The host in ASCII."""
    return target.raw_host.decode("ascii")


def port_of(target: URL) -> int:
    """The port, that of the scheme where none is said."""
    return addresses.PORTS[target.scheme] if target.port is None else target.port


def is_allowed(target: URL, settings: Settings) -> bool:
    """Whether FETCH_PRIVATE_HOSTS names the host, so that it may be anywhere."""
    hosts = settings.fetch_private_hosts
    return addresses.is_private_listed(host_of(target), port_of(target), hosts)


def resolve(target: URL, settings: Settings, resolver: Resolver, deadline: Deadline) -> list[str]:
    """The IP addresses to connect to, all of them checked; asks the resolver once.

    Raises NotReached where there are none, or where any leads into a private network.
    """
    host, port = host_of(target), port_of(target)
    allowed = is_allowed(target, settings)
    if not allowed and port not in addresses.PORTS.values():
        raise NotReached(f"Only the ports 80 and 443 are asked, not {port}")
    try:
        found = [host] if addresses.is_ip(host) else look_up(host, port, resolver, deadline)
    except TimeoutError:
        raise NotReached(f"Nobody says in time where {host} is", "try again later") from None
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise NotReached(f"There is no host of the name {host}", "check the address")
    if not allowed and not all(map(addresses.is_public, found)):
        # Not where to: that would tell the names and numbers of a network inside.
        raise NotReached(
            f"{host} leads into a private network, which this desk does not ask",
            "ask whoever runs this desk to name it in FETCH_PRIVATE_HOSTS",
        )
    return found

"""The settings: read once from the environment, frozen, each with its default and its meaning."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import sqlalchemy as sa
from environs import Env, EnvError

DEFAULT_DATABASE_URL = "sqlite:///var/claimdesk.db"
ARTICLE_TEXTS = ("claims", "full")
LOG_LEVELS = ("debug", "info", "warning", "error")
_NAME = r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*"
"""A host in ASCII."""


class WrongSetting(Exception):
    """A setting that cannot be used, in one sentence that names it."""


@dataclass(frozen=True)
class Settings:
    """What an operator can set; docs/operating.md has a line for each, as a test makes sure."""

    database_url: str = DEFAULT_DATABASE_URL
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 4
    log_level: str = "info"
    public_url: str = ""
    report_errors_to: str = ""
    article_text: str = "claims"
    fetch: str = "on"
    fetch_hosts: str = ""
    fetch_private_hosts: str = ""
    publisher_name: str = "Claimdesk"
    publisher_url: str = ""
    publisher_logo: str = ""
    publisher_licence: str = ""
    rate_limit: int = 120
    proxies: int = 0
    embeddings_url: str = ""
    embeddings_model: str = ""
    embeddings_key: str = field(default="", repr=False)

    @property
    def base_url(self) -> str:
        """How links of ours begin: PUBLIC_URL, or else where the desk listens. No slash at the end.

        Never the Host header, which whoever asks may choose.
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def site(self) -> str:
        """The host under which this desk publishes, without www."""
        host = urlsplit(self.publisher_url or self.base_url).hostname or ""
        return host.removeprefix("www.")


def read_settings() -> Settings:
    """The settings of this process.

    Raises WrongSetting with one sentence for the first value that cannot be used.
    """
    env = Env()
    try:
        return Settings(
            database_url=_database_url(env.str("DATABASE_URL", Settings.database_url)),
            host=_host(env.str("HOST", Settings.host)),
            port=_within("PORT", env.int("PORT", Settings.port), 1, 65535),
            workers=_within("WORKERS", env.int("WORKERS", Settings.workers), 1, 64),
            threads=_within("THREADS", env.int("THREADS", Settings.threads), 1, 64),
            log_level=_one_of("LOG_LEVEL", env.str("LOG_LEVEL", Settings.log_level), LOG_LEVELS),
            public_url=_url("PUBLIC_URL", env.str("PUBLIC_URL", Settings.public_url)),
            report_errors_to=_contact(env.str("REPORT_ERRORS_TO", Settings.report_errors_to)),
            article_text=_one_of(
                "ARTICLE_TEXT", env.str("ARTICLE_TEXT", Settings.article_text), ARTICLE_TEXTS
            ),
            fetch=_one_of("FETCH", env.str("FETCH", Settings.fetch), ("on", "off")),
            fetch_hosts=_hosts(
                "FETCH_HOSTS",
                env.str("FETCH_HOSTS", Settings.fetch_hosts),
                rf"(?:\*?\.)?{_NAME}",
                "example.org,.example.net",
            ),
            fetch_private_hosts=_hosts(
                "FETCH_PRIVATE_HOSTS",
                env.str("FETCH_PRIVATE_HOSTS", Settings.fetch_private_hosts),
                rf"(?:{_NAME}|\[[0-9a-f:.]+\])(?::[1-9]\d{{0,4}})?",
                "wiki.internal,10.0.0.7:8080",
            ),
            publisher_name=_filled(
                "PUBLISHER_NAME", env.str("PUBLISHER_NAME", Settings.publisher_name)
            ),
            publisher_url=_url("PUBLISHER_URL", env.str("PUBLISHER_URL", Settings.publisher_url)),
            publisher_logo=_address(
                "PUBLISHER_LOGO", env.str("PUBLISHER_LOGO", Settings.publisher_logo)
            ),
            publisher_licence=_address(
                "PUBLISHER_LICENCE", env.str("PUBLISHER_LICENCE", Settings.publisher_licence)
            ),
            rate_limit=_within(
                "RATE_LIMIT", env.int("RATE_LIMIT", Settings.rate_limit), 0, 1_000_000
            ),
            proxies=_within("PROXIES", env.int("PROXIES", Settings.proxies), 0, 9),
            **_embeddings(
                env.str("EMBEDDINGS_URL", Settings.embeddings_url),
                env.str("EMBEDDINGS_MODEL", Settings.embeddings_model),
                env.str("EMBEDDINGS_KEY", ""),
            ),
        )
    except EnvError as error:
        raise WrongSetting(f"A setting cannot be used: {str(error).rstrip('.')}.") from None


def _within(name: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise WrongSetting(f"{name} must be a whole number from {least} to {most}, not {value}.")
    return value


def _one_of(name: str, value: str, words: tuple[str, ...]) -> str:
    if value.lower() not in words:
        raise WrongSetting(f"{name} must be one of {', '.join(words)}, not {value!r}.")
    return value.lower()


def _filled(name: str, value: str) -> str:
    if not value.strip():
        raise WrongSetting(f"{name} must not be empty.")
    return value.strip()


def _host(value: str) -> str:
    """An empty one would open every address of the machine."""
    if not value.strip():
        raise WrongSetting(
            "HOST must not be empty: 127.0.0.1 is this machine, 0.0.0.0 every address."
        )
    return value.strip()


def _url(name: str, value: str) -> str:
    """Where something is reached from outside, without a slash at its end; empty is none."""
    return _address(name, value.strip().rstrip("/"))


def _address(name: str, value: str) -> str:
    """An address of the web, to the letter; empty is none."""
    value = value.strip()
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if value and not (parts.scheme in ("http", "https") and parts.hostname):
        raise WrongSetting(f"{name} must be an address such as https://desk.example.org.")
    return value


def _embeddings(url: str, model: str, key: str) -> dict[str, str]:
    """The three that go together; the address without what every such server adds.

    Never repeats the key, nor an address that may hold a password.
    """
    url, model, key = url.strip(), model.strip(), key.strip()
    given = _url("EMBEDDINGS_URL", url) if "@" not in url else ""
    if bool(url) != bool(given) or set("?#") & set(url):
        raise WrongSetting(
            "EMBEDDINGS_URL must be an address such as http://127.0.0.1:11434, with no password and"
            " no query: EMBEDDINGS_KEY is for what is secret."
        )
    if bool(url) != bool(model):
        raise WrongSetting("EMBEDDINGS_URL and EMBEDDINGS_MODEL must be set together, or neither.")
    if key and not (url and key.isascii() and key.isprintable() and " " not in key):
        raise WrongSetting(
            "EMBEDDINGS_KEY must be letters, digits and signs in one line, beside EMBEDDINGS_URL."
        )
    base = given.removesuffix("/embeddings").removesuffix("/v1")
    return {"embeddings_url": base, "embeddings_model": model, "embeddings_key": key}


def _hosts(name: str, value: str, form: str, example: str) -> str:
    """Names between commas, in lower case and without spaces."""
    if not value.strip():
        return ""
    entries = [entry.strip().lower() for entry in value.split(",")]
    for entry in entries:
        if not re.fullmatch(form, entry):
            raise WrongSetting(f"{name} must be hosts such as {example}, not {entry!r}.")
    return ",".join(entries)


def _contact(value: str) -> str:
    """A link for readers: an address of the web, or of e-mail."""
    mail = value.strip().removeprefix("mailto:")
    if re.fullmatch(r"[^@\s:/?]+@[^@\s:/?]+", mail):
        return f"mailto:{mail}"
    return _url("REPORT_ERRORS_TO", value)


def _database_url(value: str) -> str:
    """Never repeats the value: it may hold a password."""
    try:
        url = sa.make_url(value)
    except (sa.exc.ArgumentError, ValueError):
        url = None
    drivers = ("sqlite", "postgres", "postgresql", "postgresql+psycopg")
    if url is None or url.drivername not in drivers:
        raise WrongSetting("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise WrongSetting("DATABASE_URL must name a file, as sqlite:///var/claimdesk.db does.")
    return value

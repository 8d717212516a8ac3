"""The settings: each has a default, is read once, and stops the start when it cannot be used."""

import dataclasses
import re
import subprocess

import pytest

from service.settings import Settings, WrongSetting, read_settings
from tests.serving import COMMAND

NAMES = [field.name.upper() for field in dataclasses.fields(Settings)]

WRONG = [
    ("a port that is no number", "PORT", "http"),
    ("a port below 1", "PORT", "0"),
    ("a port above 65535", "PORT", "65536"),
    ("an empty port", "PORT", ""),
    ("no worker", "WORKERS", "0"),
    ("too many workers", "WORKERS", "65"),
    ("workers that are no whole number", "WORKERS", "1.5"),
    ("no thread", "THREADS", "0"),
    ("threads that are no number", "THREADS", "many"),
    ("a level of logging that is not there", "LOG_LEVEL", "loud"),
    ("an empty host, which would be every address", "HOST", ""),
    ("another kind of database", "DATABASE_URL", "mysql://desk:s3cret@localhost/desk"),
    ("no URL at all", "DATABASE_URL", "var/claimdesk.db"),
    ("an empty URL", "DATABASE_URL", ""),
    ("a database in memory, which each connection would have alone", "DATABASE_URL", "sqlite://"),
    ("a driver that is not there", "DATABASE_URL", "postgresql+nothing://desk:s3cret@localhost/x"),
    ("a port of the database that is no number", "DATABASE_URL", "postgresql://d:s3cret@h:p/x"),
    ("an address without its scheme", "PUBLIC_URL", "desk.example.org"),
    ("an address that browsers do not open", "PUBLIC_URL", "ftp://desk.example.org"),
    ("an address without a host", "PUBLIC_URL", "https://"),
    ("half an address of a machine", "PUBLIC_URL", "https://[::1"),
    ("a script instead of a contact", "REPORT_ERRORS_TO", "javascript:alert(1)"),
    ("a name instead of a contact", "REPORT_ERRORS_TO", "the editors"),
    ("e-mail without an address", "REPORT_ERRORS_TO", "mailto:"),
    ("e-mail to nobody in particular", "REPORT_ERRORS_TO", "mailto:the editors"),
    ("a word that is neither claims nor full", "ARTICLE_TEXT", "some"),
    ("a word that is neither on nor off", "FETCH", "yes"),
    ("an address instead of a host", "FETCH_HOSTS", "https://example.org/"),
    ("nothing between commas, which would be every host", "FETCH_HOSTS", ","),
    ("a star in the middle", "FETCH_HOSTS", "www.*.example.org"),
    ("a host with a port where there is none", "FETCH_HOSTS", "example.org:8080"),
    ("a network instead of a host", "FETCH_PRIVATE_HOSTS", "10.0.0.0/8"),
    ("every host inside", "FETCH_PRIVATE_HOSTS", "*.internal"),
    ("a port that is no number", "FETCH_PRIVATE_HOSTS", "wiki.internal:http"),
    ("a publisher without a name", "PUBLISHER_NAME", " "),
    ("a publisher's address without its scheme", "PUBLISHER_URL", "www.example.org"),
    ("a path instead of an address", "PUBLISHER_LOGO", "/logo.png"),
    ("the name of a licence", "PUBLISHER_LICENCE", "CC BY 4.0"),
    ("fewer searches than none", "RATE_LIMIT", "-1"),
    ("searches that are no number", "RATE_LIMIT", "many"),
    ("more proxies than anybody has", "PROXIES", "10"),
    ("a host instead of an address", "EMBEDDINGS_URL", "127.0.0.1:11434"),
    ("an address with a password in it", "EMBEDDINGS_URL", "http://desk:s3cret@127.0.0.1"),
    ("an address with a query", "EMBEDDINGS_URL", "http://127.0.0.1/?key=s3cret"),
    ("an address without a model", "EMBEDDINGS_URL", "http://127.0.0.1:11434"),
    ("a model without an address", "EMBEDDINGS_MODEL", "all-minilm"),
    ("a key of two lines", "EMBEDDINGS_KEY", "s3cret\ns3cret"),
    ("a key for nobody", "EMBEDDINGS_KEY", "s3cret"),
]


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_without_an_environment_they_are_the_defaults():
    assert read_settings() == Settings()


def test_each_is_read_from_the_environment(monkeypatch):
    given = {
        "DATABASE_URL": "postgresql://desk@localhost/desk",
        "HOST": "::1",
        "PORT": "9000",
        "WORKERS": "3",
        "THREADS": "5",
        "LOG_LEVEL": "WARNING",
        "PUBLIC_URL": "https://desk.example.org/",
        "REPORT_ERRORS_TO": "corrections@desk.example.org",
        "ARTICLE_TEXT": "Full",
        "FETCH": "Off",
        "FETCH_HOSTS": " Example.org, .example.net,*.example.com ",
        "FETCH_PRIVATE_HOSTS": "wiki.internal, [::1]:8080,10.0.0.7",
        "PUBLISHER_NAME": " The Example Desk ",
        "PUBLISHER_URL": "https://www.example.org/",
        "PUBLISHER_LOGO": "https://www.example.org/logo.png",
        "PUBLISHER_LICENCE": "https://creativecommons.org/licenses/by/4.0/",
        "RATE_LIMIT": "0",
        "PROXIES": "2",
        "EMBEDDINGS_URL": "http://127.0.0.1:11434/v1/",
        "EMBEDDINGS_MODEL": " all-minilm ",
        "EMBEDDINGS_KEY": "s3cret",
    }
    assert set(given) == set(NAMES)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert read_settings() == Settings(
        given["DATABASE_URL"],
        "::1",
        9000,
        3,
        5,
        "warning",
        "https://desk.example.org",
        "mailto:corrections@desk.example.org",
        "full",
        "off",
        "example.org,.example.net,*.example.com",
        "wiki.internal,[::1]:8080,10.0.0.7",
        "The Example Desk",
        "https://www.example.org",
        "https://www.example.org/logo.png",
        "https://creativecommons.org/licenses/by/4.0/",
        0,
        2,
        "http://127.0.0.1:11434",
        "all-minilm",
        "s3cret",
    )


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ("", ""),
        (" ", ""),
        ("https://desk.example.org/contact", "https://desk.example.org/contact"),
        ("mailto:corrections@desk.example.org", "mailto:corrections@desk.example.org"),
        (" corrections@desk.example.org ", "mailto:corrections@desk.example.org"),
    ],
)
def test_a_contact_is_a_link(monkeypatch, given, link):
    monkeypatch.setenv("REPORT_ERRORS_TO", given)
    assert read_settings().report_errors_to == link


@pytest.mark.parametrize(
    ("given", "base_url", "site"),
    [
        ({}, "http://127.0.0.1:8000", "127.0.0.1"),
        ({"host": "::1", "port": 9000}, "http://[::1]:9000", "::1"),
        (
            {"public_url": "https://desk.example.org/checks"},
            "https://desk.example.org/checks",
            "desk.example.org",
        ),
        (
            {"public_url": "https://desk.example.org", "publisher_url": "https://www.Example.net"},
            "https://desk.example.org",
            "example.net",
        ),
    ],
)
def test_links_begin_and_the_desk_is_called(given, base_url, site):
    settings = Settings(**given)
    assert (settings.base_url, settings.site) == (base_url, site)


def test_a_key_is_not_shown_where_settings_are():
    assert "s3cret" not in repr(Settings(embeddings_key="s3cret"))


def test_they_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1


@pytest.mark.parametrize(("name", "value"), [row[1:] for row in WRONG], ids=[r[0] for r in WRONG])
def test_a_wrong_one_is_told_in_one_sentence(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as refusal:
        read_settings()
    sentence = str(refusal.value)
    assert name in sentence
    assert re.fullmatch(r"[^\n]*[^.\n]\.", sentence), "one sentence, one full stop"
    assert "s3cret" not in sentence


def test_every_setting_has_a_wrong_value_in_the_table():
    assert {name for _what, name, _value in WRONG} == set(NAMES)


@pytest.mark.parametrize("command", ["serve", "start", "migrate"])
def test_a_wrong_one_stops_the_start(command, tmp_path):
    environment = {"PATH": "/usr/bin:/bin", "PORT": "http"}
    result = subprocess.run(
        [COMMAND, command],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert re.fullmatch(r"claimdesk: [^\n]*PORT[^\n]*\n", result.stderr)
    assert list(tmp_path.iterdir()) == []

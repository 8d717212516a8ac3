"""What every command of this process shares: its settings and its database."""

import gc
from functools import cache

import click

from service.database import Database
from service.settings import Settings, read_settings

ROW = click.IntRange(1, 2**63 - 1)
"""The number of a row."""


@cache
def settings() -> Settings:
    """The settings, read once."""
    return read_settings()


@cache
def database() -> Database:
    """The database of the settings."""
    return Database(settings().database_url)


def settle() -> None:
    """Keep the collector from what is loaded and stays: long work is a fifth quicker without."""
    gc.collect()
    gc.freeze()

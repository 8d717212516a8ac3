"""Builds the application. With cli/, the only place that knows every part."""

from flask import Flask

from service.accounts import actions as accounts
from service.accounts import api as accounts_api
from service.accounts.queries import recognise
from service.claims import api as claims_api
from service.database import Database
from service.documents import api as documents_api
from service.edits import api as edits_api
from service.http import (
    auth,
    converters,
    headers,
    health,
    observing,
    openapi,
    problems,
    transactions,
)
from service.scales import api as scales_api
from service.settings import Settings
from service.sources import api as sources_api
from service.tags import api as tags_api
from service.verdicts import api as verdicts_api


def create_app(settings: Settings) -> Flask:
    """The application on the database of the settings, which has to be migrated."""
    app = Flask("service")
    app.url_map.strict_slashes = False
    converters.init_app(app)
    transactions.init_app(app, Database(settings.database_url, pool_size=settings.threads))
    auth.init_app(app, auth.Accounts(recognise, accounts.mark_used))
    app.register_blueprint(health.bp)
    openapi.init_app(
        app,
        [
            documents_api.bp,
            claims_api.bp,
            edits_api.bp,
            verdicts_api.bp,
            sources_api.bp,
            tags_api.bp,
            scales_api.bp,
            accounts_api.bp,
        ],
    )
    problems.init_app(app)
    headers.init_app(app)
    observing.init_app(app)
    return app

"""Builds the application. With cli/, the only place that knows every part."""

from flask import Flask

from service.accounts import actions as accounts
from service.accounts import api as accounts_api
from service.accounts import people_pages as accounts_pages
from service.accounts.queries import recognise, recognise_session
from service.checkworthiness import api as checkworthiness_api
from service.claims import api as claims_api
from service.claims import pages as claims_pages
from service.comments import api as comments_api
from service.comments import pages as comments_pages
from service.database import Database
from service.documents import api as documents_api
from service.documents import pages as documents_pages
from service.documents import versions_api
from service.duplicates import api as duplicates_api
from service.edits import api as edits_api
from service.edits import queries as edits
from service.embeddings.querying import readiness as embeddings_readiness
from service.exports import api as exports_api
from service.exports import pages as exports_pages
from service.fact_checks import api as fact_checks_api
from service.formats.annotations import api as annotations_api
from service.formats.atom import api as atom_api
from service.formats.claimreview import api as claimreview_api
from service.formats.embedding import api as embedding_api
from service.formats.google import api as google_api
from service.formats.google import long_requests
from service.formats.google.refusals import refusal as google_refusal
from service.history import pages as history_pages
from service.http import (
    auth,
    converters,
    headers,
    health,
    limits,
    observing,
    openapi,
    pages,
    problems,
    static,
    transactions,
)
from service.imports import api as imports_api
from service.imports import pages as imports_pages
from service.jobs import api as jobs_api
from service.jobs import pages as jobs_pages
from service.matches import api as matches_api
from service.matching import api as matching_api
from service.results import pages as results_pages
from service.review import pages as review_pages
from service.scales import api as scales_api
from service.scales import pages as scales_pages
from service.settings import Settings
from service.sources import api as sources_api
from service.tags import api as tags_api
from service.tags import pages as tags_pages
from service.verdicts import api as verdicts_api
from service.webhooks import api as webhooks_api
from service.webhooks import pages as webhooks_pages
from service.workbench import match_pages as matches_pages
from service.workbench import own_pages as edits_pages
from service.workbench import repair_pages as workbench_pages


def create_app(settings: Settings) -> Flask:
    """The application on the database of the settings, which has to be migrated."""
    app = Flask("service", static_url_path=static.url_path())
    static.init_app(app)
    app.url_map.strict_slashes = False
    converters.init_app(app)
    transactions.init_app(app, Database(settings.database_url, pool_size=settings.threads))
    auth.init_app(
        app,
        auth.Accounts(recognise, accounts.mark_used, recognise_session, accounts.mark_session_used),
    )
    pages.init_app(app, settings, lambda session, viewer: edits.count_waiting(session, viewer))
    health.init_app(app, {"embeddings": embeddings_readiness})
    openapi.init_app(
        app,
        [
            documents_api.bp,
            versions_api.bp,
            claims_api.bp,
            edits_api.bp,
            comments_api.bp,
            verdicts_api.bp,
            fact_checks_api.bp,
            matching_api.bp,
            matches_api.bp,
            duplicates_api.bp,
            checkworthiness_api.bp,
            jobs_api.bp,
            imports_api.bp,
            exports_api.bp,
            sources_api.bp,
            tags_api.bp,
            scales_api.bp,
            accounts_api.bp,
            webhooks_api.bp,
        ],
    )
    for part in (
        documents_pages,
        workbench_pages,
        edits_pages,
        matches_pages,
        review_pages,
        comments_pages,
        claims_pages,
        accounts_pages,
        tags_pages,
        scales_pages,
        history_pages,
        imports_pages,
        jobs_pages,
        webhooks_pages,
        exports_pages,
        results_pages,
    ):
        app.register_blueprint(part.bp)
    for format_api in (claimreview_api, atom_api, annotations_api, embedding_api, google_api):
        app.register_blueprint(format_api.bp)
    problems.init_app(app, {"/v1alpha1/": google_refusal})
    long_requests.init_app(app)
    headers.init_app(app)
    limits.init_app(app, settings)
    observing.init_app(app)
    return app

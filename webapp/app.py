"""``create_app``: the pages put together around what they are handed."""

from __future__ import annotations

from flask import Flask, redirect, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from webapp import compression, errors, headers, labels, locale, navigation, requests
from webapp.api import document
from webapp.pages import (
    account,
    administration,
    assignment_giving,
    assignments,
    board,
    calendar,
    campaigns,
    comments,
    demo,
    deriving,
    designer,
    designer_checks,
    designer_compare,
    designer_drafts,
    designer_editor,
    designer_migration,
    designer_packages,
    designer_rehearsals,
    designer_versions,
    designer_watching,
    difficulties,
    directive_parts,
    directives,
    extensions,
    faults,
    form_view,
    health,
    inbox,
    inbox_bulk,
    inbox_filters,
    incidents,
    inspection_choices,
    inspection_decisions,
    inspection_plans,
    inspection_rounds,
    inspections,
    intake,
    issuing,
    long_work,
    mail_settings,
    named_lists,
    notices,
    oidc,
    paper_templates,
    papers,
    password_reset,
    people,
    people_import,
    policies,
    processes,
    report_tasks,
    reports,
    rollups,
    second_factor,
    sessions,
    structure,
    task,
    task_keeping,
    tokens,
    unit_editor,
    units,
    urging,
    webhooks,
)
from webapp.wiring import Wiring

PAGES = (
    account,
    form_view,
    sessions,
    tokens,
    webhooks,
    second_factor,
    oidc,
    password_reset,
    task,
    task_keeping,
    inbox,
    inbox_filters,
    inbox_bulk,
    comments,
    report_tasks,
    extensions,
    notices,
    directives,
    directive_parts,
    issuing,
    deriving,
    intake,
    processes,
    designer,
    designer_drafts,
    designer_versions,
    designer_watching,
    designer_compare,
    designer_migration,
    designer_packages,
    reports,
    rollups,
    board,
    units,
    inspections,
    inspection_plans,
    inspection_rounds,
    inspection_choices,
    inspection_decisions,
    incidents,
    difficulties,
    campaigns,
    assignments,
    assignment_giving,
    urging,
    named_lists,
    papers,
    administration,
    paper_templates,
    people,
    people_import,
    unit_editor,
    calendar,
    policies,
    mail_settings,
    structure,
    faults,
    long_work,
    designer_editor,
    designer_checks,
    demo,
    designer_rehearsals,
    health,
)
"""In the order in which what they hang on every page is made; the gate of ``account`` is first."""


def create_app(wiring: Wiring) -> Flask:
    """The whole web application. Raises BadForm for a form that cannot be drawn."""
    app = Flask(__name__)
    app.secret_key = wiring.secret_key
    app.extensions["dondoc"] = wiring
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["static_url"] = static_url
    for room in (compression, headers, requests, locale, labels, errors, navigation):
        room.init(app)
    for page in PAGES:
        page.init(app)
    document.init(app)
    document.without_forms(CSRFProtect(app))
    app.add_url_rule("/", "home", home)
    requests.guard(app)
    return app


def home() -> Response:
    """The inbox is where the day begins."""
    return redirect(url_for("inbox.page"))


def static_url(name: str) -> str:
    """A static file's address, which changes when the file does."""
    return url_for("static", filename=name, v=headers.digest(name))

"""``create_app``: the pages put together around what they are handed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, redirect, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from webapp import (
    account,
    demo,
    directives,
    errors,
    extensions,
    form_view,
    headers,
    health,
    inbox,
    labels,
    locale,
    notices,
    processes,
    report_tasks,
    reports,
    requests,
    rollups,
)
from webapp.wiring import Wiring

STATIC = Path(__file__).parent / "static"


def create_app(wiring: Wiring) -> Flask:
    """The whole web application. Raises BadForm for a form that cannot be drawn."""
    app = Flask(__name__)
    app.secret_key = wiring.secret_key
    app.extensions["dondoc"] = wiring
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["static_url"] = static_url
    headers.init(app)
    requests.init(app)
    form_view.init(app)
    locale.init(app)
    labels.init(app)
    errors.init(app)
    account.init(app)
    notices.init(app)
    extensions.init(app)
    rollups.init(app)
    demo.init(app)
    report_tasks.init(app)
    for bp in (inbox.bp, report_tasks.bp, reports.bp, directives.bp, processes.bp, health.bp):
        app.register_blueprint(bp)
    CSRFProtect(app)
    app.add_url_rule("/", "home", home)
    requests.guard(app)
    return app


def home() -> Response:
    """The inbox is where the day begins."""
    return redirect(url_for("inbox.page"))


def static_url(name: str) -> str:
    """A static file's address, which changes when the file does."""
    return url_for("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]

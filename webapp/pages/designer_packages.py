"""Packages: models, tables and forms out as one file, and in again as drafts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, render_template, request
from flask_babel import gettext

from engine import model_packages, model_versions
from engine.errors import InputError
from engine.model_releases import KINDS
from webapp import locale
from webapp.requests import actor, designers_only, now, session, wiring

bp = Blueprint("designer_packages", __name__, url_prefix="/designer/packages")
bp.before_request(designers_only)
MAX_BYTES = 10 * 1024 * 1024


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("")
def page() -> str:
    """What may be put into a package, and where one is read."""
    return _page({})


@bp.post("/export")
def export() -> Any:
    """The models chosen (``model``: kind/key), with what they use, as a file."""
    chosen = [(kind, key) for kind, _, key in (m.partition("/") for m in _chosen())]
    try:
        items = model_packages.export(session(), actor(), chosen)
    except model_packages.NothingChosen as wrong:
        return _page({"model": wrong.text(locale.current())}), 422
    answer = Response(wiring().package_of(items), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="mo-hinh.zip"'
    return answer


@bp.post("/import")
def import_() -> Any:
    """A draft for each model of the file; all or none."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page({"file": gettext("Hãy chọn tệp gói (.zip).")}), 422
    try:
        items = wiring().models_of(sent.stream.read(MAX_BYTES + 1))
        made = model_packages.import_(session(), wiring().engine.library, actor(), items, now())
    except InputError as wrong:
        session().rollback()
        return _page({"file": wrong.text(locale.current())}), 422
    return render_template("designer/imported.html", made=made)


def _chosen() -> list[str]:
    return [model[:200] for model in request.form.getlist("model")[:500]]


def _page(errors: dict[str, str]) -> str:
    held = {kind: model_versions.deployed(session(), kind) for kind in KINDS}
    return render_template("designer/packages.html", held=held, errors=errors, chosen=_chosen())

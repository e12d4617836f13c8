"""The versions of a model: who, when and why; an older one taken again; a copy to draw on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from engine import model_drafts, model_versions
from engine.errors import InputError
from engine.model_releases import TABLE
from webapp import locale, typed
from webapp.pages.designer import MEDIA, SUFFIXES, model_title
from webapp.pages.designer_contents import contents
from webapp.requests import actor, designers_only, now, session, wiring

bp = Blueprint("designer_versions", __name__, url_prefix="/designer/versions")
bp.before_request(designers_only)


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/<kind>/<key>")
def page(kind: str, key: str) -> str:
    """All versions of a key, the newest first, and which of them new instances began with."""
    return _page(kind, key, {})


@bp.get("/<kind>/<int:model_id>/source")
def source(kind: str, model_id: int) -> Response:
    """What was deployed, for the viewer."""
    row = model_versions.read(session(), actor(), kind, model_id)
    return Response(model_versions.text(row), mimetype=MEDIA[kind])


@bp.get("/<kind>/<int:model_id>/download")
def download(kind: str, model_id: int) -> Response:
    """The same as a file, named by its key and version."""
    row = model_versions.read(session(), actor(), kind, model_id)
    answer = Response(model_versions.text(row), mimetype=MEDIA[kind])
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in row.key)
    file = f"{name}-{row.version}.{SUFFIXES[kind]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


@bp.post("/<kind>/<int:model_id>/copy")
def copy(kind: str, model_id: int) -> Any:
    """A draft that begins as this version, under the same key."""
    row = model_versions.read(session(), actor(), kind, model_id)
    text = model_versions.text(row)
    draft = model_drafts.create(
        session(),
        actor(),
        kind=kind,
        key=row.key,
        title=model_title(kind, row.key, text)[: model_drafts.MAX_TITLE],
        content=text,
        now=now(),
        based_on=row.id,
    )
    flash(gettext("Đã lập bản nháp. Chưa có gì thay đổi ở quy trình đang chạy."), "success")
    return redirect(url_for("designer_drafts.one", draft_id=draft.id))


@bp.post("/<kind>/<int:model_id>/use")
def use(kind: str, model_id: int) -> Any:
    """Let new instances begin with this version."""
    note = typed.field("note")
    row = model_versions.read(session(), actor(), kind, model_id)
    key = row.key
    try:
        model_versions.roll_back(
            session(), wiring().engine.library, actor(), kind, model_id, note, now()
        )
    except model_versions.AlreadyCurrent:
        raise
    except InputError as wrong:
        session().rollback()
        return _page(kind, key, {"id": model_id, "note": note, "error": _said(wrong)}), 422
    flash(
        gettext("Từ nay tiến trình mới chạy theo phiên bản này; tiến trình đang chạy giữ nguyên."),
        "success",
    )
    return redirect(url_for("designer_versions.page", kind=kind, key=key))


def _said(wrong: InputError) -> str:
    return wrong.text(locale.current())


def _page(kind: str, key: str, tried: dict[str, Any]) -> str:
    rows, next_after = model_versions.versions(session(), actor(), kind, key, typed.after())
    current = next((row for row in rows if row.current), None)
    asked = request.args.get("version", "")[:20]
    row = next((r for r in rows if str(r.version) == asked), current or (rows[0] if rows else None))
    shown = model_versions.read(session(), actor(), kind, row.id) if row else None
    text = model_versions.text(shown) if shown else ""
    older = next((r for r in rows if row and r.version < row.version), None)
    before = model_versions.read(session(), actor(), kind, older.id) if older else None
    return render_template(
        "designer/versions.html",
        kind=kind,
        key=key,
        title=model_title(kind, key, text) if shown else key,
        rows=rows,
        next_after=next_after,
        current=current,
        shown=shown,
        releases=model_versions.releases(session(), actor(), kind, key),
        behind=model_versions.behind(session(), key) if kind == TABLE else [],
        running=sum(row.running for row in rows if not row.current),
        held=contents(
            kind,
            key,
            text,
            model_versions.text(before) if before else None,
            gettext("phiên bản %(n)s", n=before.version) if before else "",
        ),
        tried=tried,
    )

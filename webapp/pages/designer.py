"""Thiết kế quy trình: drafts at work, what is in use, the templates; a new draft from any of them."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from engine import model_drafts, model_lists, model_versions
from engine.errors import InputError, ModelRefused
from engine.model_releases import COMMAND, DIAGRAM, FORM, KINDS, SETUP, TABLE
from engine.process import xml
from engine.process.sketch import sketch
from webapp import blank_models, locale, shipped, typed
from webapp.labels import words
from webapp.requests import actor, designers_only, now, session

bp = Blueprint("designer", __name__, url_prefix="/designer")
bp.before_request(designers_only)
KIND_NAMES = {DIAGRAM: _("Sơ đồ"), TABLE: _("Bảng quyết định"), FORM: _("Biểu mẫu")}
STATES = {
    model_drafts.DRAFT: (_("đang vẽ"), "none"),
    model_drafts.REVIEW: (_("chờ thẩm định"), "soon"),
    model_drafts.APPROVED: (_("đã duyệt"), "fine"),
    model_drafts.DEPLOYED: (_("đã triển khai"), "fine"),
    model_drafts.DROPPED: (_("đã bỏ"), "none"),
}
SUFFIXES = {DIAGRAM: "bpmn", TABLE: "dmn", FORM: "json"}
MEDIA = {DIAGRAM: "application/xml", TABLE: "application/xml", FORM: "application/json"}


QUESTION_TYPES = {
    "text": _("một dòng chữ"),
    "textarea": _("đoạn văn"),
    "integer": _("số nguyên"),
    "decimal": _("số thập phân"),
    "date": _("ngày"),
    "boolean": _("có hoặc không"),
    "choice": _("chọn một"),
}


def init(app: Flask) -> None:
    """Register the pages and the words of the designers' room."""
    app.jinja_env.globals.update(
        model_kinds=KIND_NAMES,
        draft_states=STATES,
        question_types=QUESTION_TYPES,
        released_by=released_by,
        model_sketch=picture,
        model_title=model_title,
        page_at=there,
    )
    app.register_blueprint(bp)


@bp.get("")
def page() -> str:
    """Drafts at work (``closed=1``: the finished ones), and what is in use."""
    closed = request.args.get("closed") == "1"
    drafts, next_after = model_lists.drafts(session(), actor(), closed=closed, after=typed.after())
    held = {kind: model_versions.deployed(session(), kind) for kind in KINDS}
    return render_template(
        "designer/page.html", drafts=drafts, next_after=next_after, closed=closed, held=held
    )


@bp.get("/templates")
def templates() -> str:
    """The gallery: what comes with the product, each with a picture and a paragraph."""
    return render_template("designer/templates.html", templates=shipped.templates())


@bp.get("/templates/<kind>/<key>")
def template(kind: str, key: str) -> str:
    """One of them, drawn."""
    found = shipped.template(kind, key)
    return render_template("designer/template.html", one=found, form=_preview(found))


@bp.get("/templates/<kind>/<key>/source")
def source(kind: str, key: str) -> Response:
    """Its file, for the viewer."""
    return Response(shipped.template(kind, key).content, mimetype=MEDIA[kind])


@bp.get("/new")
def new() -> str:
    """The form of a new draft: empty, or a copy (``kind`` and ``key`` of a template)."""
    kind, key = request.args.get("kind", DIAGRAM)[:10], request.args.get("key", "")[:100]
    form = {"kind": kind, "source": key, "key": key, "title": ""}
    if key:
        form["title"] = words(dict(shipped.template(kind, key).title))
    return _new(form, {})


@bp.post("/new")
def create() -> Any:
    """Make the draft and open it; what is wrong is said with everything typed still there."""
    form = {name: typed.field(name, 300) for name in ("kind", "source", "key", "title")}
    kind = form["kind"] if form["kind"] in KINDS else DIAGRAM
    try:
        if form["source"]:
            content = shipped.template(kind, form["source"]).content
        else:
            content = blank_models.blank(kind, form["key"], form["title"])
        draft = model_drafts.create(
            session(),
            actor(),
            kind=kind,
            key=form["key"],
            title=form["title"],
            content=content,
            now=now(),
        )
    except model_drafts.BadDraft as wrong:
        return _new(form, {wrong.field: wrong.text(locale.current())}), 422
    flash(gettext("Đã lập bản nháp. Chưa có gì thay đổi ở quy trình đang chạy."), "success")
    return redirect(url_for("designer_drafts.one", draft_id=draft.id))


def _new(form: dict[str, str], errors: dict[str, str]) -> str:
    return render_template("designer/new.html", form=form, errors=errors)


def released_by(actor_name: str, name: str) -> str:
    """Who released a version: a person's name, the product itself, or the command line."""
    if actor_name == SETUP:
        return str(gettext("theo phần mềm"))
    return str(gettext("lệnh dondoc")) if actor_name == COMMAND else name


def there(path: str) -> str:
    """The address, if this installation has a page there; else ''."""
    return path if current_app.url_map.bind("localhost").test(path, "GET") else ""


def model_title(kind: str, key: str, text: str) -> str:
    """What its designer called a model; its key where it has no name."""
    if kind == FORM:
        form = blank_models.readable(key, text)
        return words(form.title) if form else key
    root = xml.read(text.encode())
    below = (child.get("name") for child in root) if kind == DIAGRAM else ()
    return next(filter(None, (root.get("name"), *below)), key)


def picture(kind: str, content: str) -> dict[str, Any]:
    """What a small picture of a model shows: a diagram's shapes, a table's or a form's lines."""
    try:
        if kind == DIAGRAM:
            return {"sketch": sketch(content)}
        if kind == TABLE:
            rules = [n for n in xml.read(content.encode()).iter() if str(n.tag).endswith("}rule")]
            return {"rows": min(len(rules), 8)}
    except (ModelRefused, InputError):
        return {}
    return {"rows": 0, "fields": min(content.count('"label"'), 8)}


def _preview(one: shipped.Template) -> Any:
    return blank_models.readable(one.key, one.content) if one.kind == FORM else None

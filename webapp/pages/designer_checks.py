"""While one draws: what is wrong, what a timer means, which names there are, how a form looks."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Flask, jsonify, render_template
from flask_babel import gettext, lazy_gettext

from adapters.forms import loaded
from engine import access, model_checks, timer_words
from engine.errors import InputError, ModelRefused
from engine.model_releases import FORM, KINDS
from engine.people import LOCALES
from engine.process import names_in_scope, reading, xml
from engine.process.names_in_scope import Known
from engine.process.value_types import Type
from webapp import locale
from webapp.pages.designer_json import MAX_ASKED, BadRequest, body, in_json, rows, text
from webapp.requests import actor, session, wiring

bp = Blueprint("designer_checks", __name__, url_prefix="/designer")


def init(app: Flask) -> None:
    """Register the addresses that the editors ask."""
    app.register_blueprint(bp)


@bp.before_request
def _designers_only() -> None:
    access.require_designer(actor())


@bp.post("/check")
@in_json
def check() -> Any:
    """The findings of a drawing; ``unreadable`` where it cannot even be opened safely."""
    asked = body()
    kind, content = text(asked, "kind"), text(asked, "content")
    if kind not in KINDS:
        raise BadRequest(why="kind")
    try:
        model_checks.safe(kind, content)
    except model_checks.UnsafeContent as unsafe:
        return jsonify(findings=rows(unsafe.findings), unreadable=True)
    key = text(asked, "key", MAX_ASKED) or "draft"
    found = model_checks.check(session(), wiring().engine.library, kind, key, content)
    return jsonify(findings=rows(found), unreadable=False)


@bp.post("/echo")
@in_json
def echo() -> Any:
    """A timer's expression in plain words, or why it is no expression."""
    asked = body()
    expression = text(asked, "expression", MAX_ASKED)
    form = text(asked, "form", MAX_ASKED) or timer_words.DATE
    try:
        said = timer_words.of(expression, form)
    except InputError as wrong:
        return jsonify(text=wrong.text(locale.current()), wrong=True)
    return jsonify(text=said.vi if locale.current() == "vi" else said.en, wrong=False)


@bp.post("/names")
@in_json
def names() -> Any:
    """The names that an expression at ``element`` may read, and where each comes from."""
    asked = body()
    try:
        model = reading.parse(xml.read(text(asked, "content").encode(errors="replace")))
    except ModelRefused:
        return jsonify(names=[])
    forms = wiring().engine.library.fields(session())
    found = names_in_scope.at(model, text(asked, "element", MAX_ASKED), forms)
    return jsonify(names=[_shown(known.name, _origin(known), known.type) for known in found])


def _shown(name: str, info: str, type_: Type) -> dict[str, Any]:
    """A name, and what may follow it after a dot or be compared with it, all the way down."""
    return {
        "name": name,
        "info": info,
        "type": type_.kind,
        "members": [
            _shown(member, str(_KINDS.get(of.kind, "")), of)
            for member, of in sorted(type_.members.items())
        ],
        "values": list(type_.values),
    }


_KINDS = {
    "string": lazy_gettext("chữ"),
    "number": lazy_gettext("con số"),
    "boolean": lazy_gettext("đúng hoặc sai"),
    "date": lazy_gettext("ngày tháng"),
    "date and time": lazy_gettext("ngày giờ"),
    "list": lazy_gettext("danh sách"),
    "context": lazy_gettext("nhóm thông tin"),
}


def _origin(known: Known) -> str:
    said = {
        names_in_scope.ALWAYS_THERE: gettext("luôn có"),
        names_in_scope.DECLARED: gettext("biến được khai báo"),
        names_in_scope.ANSWERED: gettext("ô của biểu mẫu %(form)s", form=known.of),
        names_in_scope.COMPUTED: gettext("kết quả của «%(element)s»", element=known.of),
        names_in_scope.COUNTED: gettext("biến của việc làm nhiều lần"),
    }
    return str(said[known.kind])


@bp.post("/preview")
@in_json
def preview() -> Any:
    """A form as an officer will see it, drawn by the template that draws it for them.

    A text that is not written yet is shown in the other language or as «…»; ``error`` says why a form
    cannot be drawn.
    """
    content = text(body(), "content")
    try:
        model_checks.safe(FORM, content)
        form = loaded("xem-truoc", json.dumps(_filled(json.loads(content))))
    except InputError as wrong:
        return jsonify(html="", error=wrong.text(locale.current()))
    drawn = render_template("designer/_preview.html", form=form, errors={}, typed={}, answers={})
    return jsonify(html=drawn, error="")


def _filled(part: Any) -> Any:
    """The form with no text left empty."""
    if isinstance(part, list):
        return [_filled(one) for one in part]
    if not isinstance(part, dict):
        return part
    if part and set(part) <= set(LOCALES):
        said = next((one for one in part.values() if one), "…")
        return {language: part.get(language) or said for language in LOCALES}
    return {key: _filled(one) for key, one in part.items()}

"""Two versions, or a draft and a version, side by side: what was added, removed, changed, moved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, abort, jsonify, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from engine import model_drafts, model_versions
from engine.model_releases import DIAGRAM, KINDS
from engine.process import differences
from engine.process.differences import ADDED, CHANGED, MOVED, REMOVED, Change
from webapp.requests import MAX_ID, actor, designers_only, session

bp = Blueprint("designer_compare", __name__, url_prefix="/designer")
bp.before_request(designers_only)
WHAT = {
    ADDED: (_("thêm"), "fine"),
    REMOVED: (_("bỏ"), "late"),
    CHANGED: (_("đổi"), "soon"),
    MOVED: (_("chỉ dời chỗ"), "none"),
}
MARKS = {ADDED: ("done", 2), REMOVED: ("overdue", 4), CHANGED: ("open", 1)}
"""The viewer's badge and warmth of each; ``static/css/designer.css`` gives the colours."""
FIELDS = {
    differences.NAME: _("tên"),
    differences.TYPE: _("loại phần tử"),
    differences.SCOPE: _("nằm trong"),
    differences.CONDITION: _("điều kiện"),
    differences.TIMER: _("hẹn giờ"),
    differences.SOURCE: _("nối từ"),
    differences.TARGET: _("nối đến"),
    differences.ATTACHED: _("gắn vào"),
    differences.DEFAULT: _("nhánh mặc định"),
    "role": _("vai trò"),
    "form": _("biểu mẫu"),
    "tier": _("cấp"),
    "handler": _("dịch vụ"),
    "recipients": _("nơi nhận"),
    "whenReplaced": _("khi đơn vị được thay"),
    "input/expression": _("đầu vào"),
    "input/name": _("tên đầu vào"),
    "variable/name": _("biến"),
    "documentation": _("ghi chú"),
}
LINES = ("sequenceFlow", "messageFlow", "association", "dataInputAssociation")
UNDRAWN = ("process", "collaboration", "message", "signal", "error", "escalation", "itemDefinition")
TAGS = {
    "process": _("tiến trình"),
    "collaboration": _("bức vẽ"),
    "participant": _("làn đơn vị"),
    "lane": _("làn"),
    "sequenceFlow": _("luồng"),
    "messageFlow": _("luồng thư"),
    "message": _("thư"),
    "startEvent": _("sự kiện bắt đầu"),
    "endEvent": _("sự kiện kết thúc"),
    "intermediateCatchEvent": _("sự kiện chờ"),
    "intermediateThrowEvent": _("sự kiện gửi"),
    "boundaryEvent": _("sự kiện gắn vào việc"),
    "userTask": _("việc của người"),
    "serviceTask": _("việc của hệ thống"),
    "scriptTask": _("tính toán"),
    "businessRuleTask": _("tra bảng"),
    "sendTask": _("gửi thư"),
    "receiveTask": _("nhận thư"),
    "subProcess": _("tiến trình con"),
    "callActivity": _("gọi tiến trình"),
    "exclusiveGateway": _("rẽ một nhánh"),
    "parallelGateway": _("tách, nhập song song"),
    "inclusiveGateway": _("rẽ nhiều nhánh"),
    "eventBasedGateway": _("chờ sự kiện"),
    "rule": _("dòng của bảng"),
    "input": _("cột vào"),
    "output": _("cột ra"),
    "decision": _("quyết định"),
}
_SIDE = re.compile(r"(d|v)(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a draft ("d12") or a version ("v7")."""

    mark: str
    key: str
    name: str
    text: str
    url: str
    source: str


def init(app: Flask) -> None:
    """Register the page and its words."""
    app.jinja_env.globals.update(change_words=WHAT, change_fields=FIELDS, element_words=TAGS)
    app.register_blueprint(bp)


@bp.get("/compare")
def page() -> str:
    """``kind``, and ``before`` and ``after``: each a draft (d12) or a version (v7)."""
    kind, before, after = _sides()
    changes = differences.compare(kind, before.text, after.text)
    counts = {what: sum(c.what == what for c in changes) for what in WHAT}
    return render_template(
        "designer/compare.html",
        kind=kind,
        before=before,
        after=after,
        changes=[c for c in changes if c.what != MOVED],
        moved=[c for c in changes if c.what == MOVED],
        counts=counts,
        drawn=kind == DIAGRAM,
    )


@bp.get("/compare.json")
def overlays() -> Any:
    """What the viewer colours on one ``side`` (before or after)."""
    kind, before, after = _sides()
    old = request.args.get("side") == "before"
    hidden = (ADDED, MOVED) if old else (REMOVED, MOVED)
    changes = differences.compare(kind, before.text, after.text)
    shown = (c for c in changes if c.what not in hidden and c.tag not in UNDRAWN)
    return jsonify(elements={c.element: _badge(c) for c in shown})


def _badge(change: Change) -> dict[str, Any]:
    state, heat = MARKS[change.what]
    word = str(WHAT[change.what][0])
    if change.tag in LINES and change.what != CHANGED:
        # A line is coloured only: badges on all of them would cover the steps.
        return {"count": "", "state": "open", "heat": heat, "label": word}
    fields = ", ".join(str(FIELDS.get(p.field, p.field)) for p in change.pieces)
    label = gettext("%(what)s: %(fields)s", what=word, fields=fields) if fields else word
    return {"count": word, "state": state, "heat": heat, "label": label}


def _sides() -> tuple[str, Side, Side]:
    kind = request.args.get("kind", DIAGRAM)
    if kind not in KINDS:
        abort(404)
    return kind, _side(kind, "before"), _side(kind, "after")


def _side(kind: str, name: str) -> Side:
    found = _SIDE.fullmatch(request.args.get(name, ""))
    if found is None:
        abort(404)
    number = min(int(found[2]), MAX_ID)
    if found[1] == "v":
        row = model_versions.read(session(), actor(), kind, number)
        return Side(
            found[0],
            row.key,
            gettext("%(key)s, phiên bản %(version)s", key=row.key, version=row.version),
            model_versions.text(row),
            url_for("designer_versions.page", kind=kind, key=row.key),
            url_for("designer_versions.source", kind=kind, model_id=number),
        )
    draft = model_drafts.read(session(), actor(), number)
    if draft.kind != kind:
        abort(404)
    return Side(
        found[0],
        draft.key,
        gettext("bản nháp «%(title)s», lần lưu %(n)s", title=draft.title, n=draft.revision),
        draft.content,
        url_for("designer_drafts.one", draft_id=number),
        url_for("designer_drafts.source", draft_id=number),
    )

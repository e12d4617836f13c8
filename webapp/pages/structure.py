"""Thay đổi tổ chức: a change of structure uploaded, seen before it is made, made once confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Flask, abort, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import access, history, long_work, restructuring, restructuring_preview
from engine.deadlines import local_day
from engine.errors import Conflict, InputError
from engine.long_work import WorkRow
from engine.long_work_kinds import STRUCTURE_APPLY, STRUCTURE_PREVIEW
from engine.restructuring_changes import UnitChange
from engine.unit_names import fold
from webapp import locale, typed
from webapp.downloads import Sheet, excel
from webapp.pages.long_work import begun
from webapp.requests import actor, now, session, wiring

bp = Blueprint("structure", __name__)
HEIRS = 100
COLUMNS = (
    ("change", 12), ("units", 24), ("into", 24), ("name", 40), ("short_name", 30), ("place", 30),
    ("parent", 12), ("tier", 10), ("kind", 14),
)  # fmt: skip
EXAMPLES = (
    ("merge", "21550 21598", "99001", "Ủy ban nhân dân xã Hợp Nhất", "UBND xã Hợp Nhất",
     "xã Hợp Nhất", "", "", ""),
    ("merge", "21601 21604", "21604", "", "", "", "", "", ""),
    ("abolish", "21607", "21609 21610", "", "", "", "", "", ""),
    ("rename", "52.noivu", "", "Sở Nội vụ và Dân tộc tỉnh Gia Lai", "", "", "", "", ""),
    ("create", "99002", "", "Ủy ban nhân dân xã Mới", "", "", "52", "xa", ""),
)  # fmt: skip


class NotSeen(Conflict):
    """A change is made only as somebody has seen it."""

    code = "structure-not-seen"
    vi = "Thay đổi này chưa được xem trước xong, hoặc bản xem trước không cho áp dụng."
    en = "This change has not been previewed to its end, or its preview does not allow it."


def init(app: Flask) -> None:
    """Register the pages, and what a report's page asks."""
    app.jinja_env.globals["merged_reports"] = _merged
    app.register_blueprint(bp)


def _merged(report_id: int) -> bool:
    """Whether others became one with the report."""
    return restructuring.has_predecessors(session(), report_id)


@bp.before_request
def _gate() -> None:
    """All of it is for administrators, but a merged report's past: that is for its readers."""
    if request.endpoint != "structure.predecessors":
        access.require_administrator(actor())


@bp.get("/structure")
def page() -> str:
    """The form, what is being worked on, and the changes made so far."""
    return _page({}, {})


@bp.post("/structure/preview")
def ask() -> Any:
    """Read the table and begin its preview; what is wrong is said at its field."""
    form = {name: typed.field(name) for name in ("on", "source")}
    errors: dict[str, str] = {}
    on = _on(form["on"], errors)
    changes, name = _uploaded(form["source"], errors)
    if errors or on is None:
        return _page(form, errors), 422
    arguments = restructuring_preview.as_arguments(on, changes, name)
    return begun(STRUCTURE_PREVIEW, arguments, restructuring_preview.digest(on, changes))


@bp.get("/structure/template.xlsx")
def template() -> Response:
    """The table to fill in, with an example of each change."""
    return excel("thay-doi-to-chuc", [Sheet("thay-doi", COLUMNS, EXAMPLES)])


@bp.get("/structure/previews/<int:job_id>")
def preview(job_id: int) -> str:
    """What the change would do: heir by heir, with conflicts first."""
    work = _finished(job_id, STRUCTURE_PREVIEW.key)
    result, on = work.row.result, date.fromisoformat(work.row.arguments["on"])
    text = request.args.get("q", "").strip()[:100]
    found = [heir for heir in result["heirs"] if _matches(heir, text)]
    first = typed.after() or 0
    return render_template(
        "structure/preview.html",
        work=work,
        on=on,
        result=result,
        summary=result["summary"],
        heirs=found[first : first + HEIRS],
        next_after=first + HEIRS if len(found) > first + HEIRS else None,
        text=text,
        refused=_refused(work, on),
    )


@bp.post("/structure/previews/<int:job_id>/apply")
def apply(job_id: int) -> Response:
    """Make the change that was seen: the preview's own arguments, never an upload's."""
    work = _finished(job_id, STRUCTURE_PREVIEW.key)
    on = date.fromisoformat(work.row.arguments["on"])
    if _refused(work, on) or request.form.get("seen") != work.row.digest:
        raise NotSeen
    arguments = {**work.row.arguments, "preview": work.row.id}
    return begun(STRUCTURE_APPLY, arguments, work.row.digest)


@bp.get("/structure/changes/<int:job_id>")
def result(job_id: int) -> str:
    """What a change that was made has done."""
    work = _finished(job_id, STRUCTURE_APPLY.key)
    return render_template("structure/result.html", work=work, summary=work.row.result["summary"])


@bp.get("/structure/reports/<int:report_id>")
def predecessors(report_id: int) -> str:
    """The reports that became one with this one, as they were written."""
    found = restructuring.predecessors(session(), actor(), report_id)
    return render_template("structure/predecessors.html", rows=found, report_id=report_id)


def _page(form: dict[str, str], errors: dict[str, str]) -> str:
    kinds = (STRUCTURE_PREVIEW.key, STRUCTURE_APPLY.key)
    return render_template(
        "structure/page.html",
        form=form,
        errors=errors,
        works=long_work.of_kind(session(), actor(), kinds, typed.after(), everybodys=True),
        made=history.page(session(), actor(), history.Sought(action="structure-change")).rows,
    )


def _on(text: str, errors: dict[str, str]) -> date | None:
    try:
        return typed.a_day(text)
    except InputError as wrong:
        errors["on"] = wrong.text(locale.current())
        return None


def _uploaded(source: str, errors: dict[str, str]) -> tuple[list[UnitChange], str]:
    """The changes of the file that was sent; none where the stored successions are meant."""
    if source == "stored":
        return [], gettext("Quan hệ kế thừa đã lưu trong danh mục")
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        errors["file"] = gettext("Hãy chọn tệp, hoặc chọn dùng quan hệ kế thừa đã lưu.")
        return [], ""
    try:
        return wiring().structure_file(sent.read(), sent.filename), sent.filename[:200]
    except InputError as wrong:
        errors["file"] = wrong.text(locale.current())
        return [], ""


def _finished(job_id: int, kind: str) -> WorkRow:
    """The work of that kind, done and still kept; answers 404 for any other."""
    work = long_work.read(session(), actor(), job_id)
    if work.row.kind != kind or work.row.status != long_work.DONE or not work.row.arguments:
        abort(404)
    return work


def _refused(work: WorkRow, on: date) -> str:
    """Why the change cannot be made as it was seen; '' if it can."""
    summary = work.row.result["summary"]
    today = local_day(now())
    if on > today:
        return str(gettext("Chỉ áp dụng được từ ngày %(day)s.", day=locale.day(on)))
    if summary["heirless"]:
        return str(gettext("Còn đơn vị chấm dứt mà không có đơn vị kế thừa."))
    if not summary["changes_anything"] and not work.row.arguments["changes"]:
        return str(gettext("Không có gì phải chuyển: thay đổi này đã được áp dụng."))
    return ""


def _matches(heir: dict[str, Any], text: str) -> bool:
    if not text:
        return True
    wanted = fold(text)
    names = [heir["name"], heir["code"], *(part for old in heir["olds"] for part in old)]
    return any(wanted in fold(name) for name in names)

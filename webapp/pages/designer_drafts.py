"""One draft: what is wrong with it, who did what, and its way to deployment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from engine import (
    model_drafts,
    model_lists,
    model_notices,
    model_releases,
    model_reviews,
    model_versions,
)
from engine.deadlines import local_day
from engine.errors import Conflict, Forbidden, InputError, ModelRefused
from engine.model_drafts import ModelDraft
from webapp import locale, typed
from webapp.pages.designer import MEDIA, SUFFIXES
from webapp.pages.designer_contents import contents
from webapp.requests import actor, designers_only, now, session, wiring

bp = Blueprint("designer_drafts", __name__, url_prefix="/designer/drafts")
bp.before_request(designers_only)
ACTS = {
    "created": _("lập bản nháp"),
    "renamed": _("đổi tên"),
    "asked": _("gửi thẩm định"),
    "approved": _("duyệt"),
    "returned": _("trả lại để sửa"),
    "scheduled": _("đặt ngày triển khai"),
    "unscheduled": _("bỏ ngày triển khai"),
    "deployed": _("triển khai, phiên bản"),
    "not-deployed": _("không triển khai được"),
    "dropped": _("bỏ bản nháp"),
}


def init(app: Flask) -> None:
    """Register the pages."""
    app.jinja_env.globals["draft_acts"] = ACTS
    app.register_blueprint(bp)


@bp.get("/<int:draft_id>")
def one(draft_id: int) -> str:
    """The draft with its findings and the steps that may be taken now."""
    return _page(draft_id, {}, {})


@bp.get("/<int:draft_id>/source")
def source(draft_id: int) -> Response:
    """What was drawn, for the viewer."""
    draft = model_drafts.read(session(), actor(), draft_id)
    return Response(draft.content, mimetype=MEDIA[draft.kind])


@bp.get("/<int:draft_id>/download")
def download(draft_id: int) -> Response:
    """The same as a file, under its key."""
    draft = model_drafts.read(session(), actor(), draft_id)
    answer = Response(draft.content, mimetype=MEDIA[draft.kind])
    name = f"{draft.key}.{SUFFIXES[draft.kind]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.post("/<int:draft_id>/name")
def rename(draft_id: int) -> Any:
    """Another key or title."""
    form = {"key": typed.field("key", 300), "title": typed.field("title", 300)}
    try:
        model_drafts.rename(session(), actor(), draft_id, form["key"], form["title"], now())
    except model_drafts.BadDraft as wrong:
        return _page(draft_id, form, {wrong.field: wrong.text(locale.current())}), 422
    flash(gettext("Đã lưu."), "success")
    return _back(draft_id)


@bp.post("/<int:draft_id>/ask")
def ask(draft_id: int) -> Any:
    """Hand it over for review."""
    return _step(
        draft_id,
        "note",
        lambda note: model_reviews.ask(session(), _library(), actor(), draft_id, note, now()),
        gettext("Đã gửi thẩm định. Một người thiết kế khác sẽ xem và duyệt."),
    )


@bp.post("/<int:draft_id>/approve")
def approve(draft_id: int) -> Any:
    """Approve it, as somebody who drew none of it."""
    return _step(
        draft_id,
        "note",
        lambda note: model_reviews.approve(session(), _library(), actor(), draft_id, note, now()),
        gettext("Đã duyệt. Bản này triển khai được."),
    )


@bp.post("/<int:draft_id>/return")
def send_back(draft_id: int) -> Any:
    """Send it back with a reason."""
    return _step(
        draft_id,
        "reason",
        lambda reason: model_reviews.send_back(session(), actor(), draft_id, reason, now()),
        gettext("Đã trả lại để sửa."),
    )


@bp.post("/<int:draft_id>/schedule")
def schedule(draft_id: int) -> Any:
    """Deploy it today or on a later day."""
    form = {"on": typed.field("on", 20), "deploy_note": typed.field("deploy_note")}
    replaces = typed.number_or_400(typed.field("replaces", 20))
    try:
        on = typed.a_day_or_none(form["on"]) or local_day(now())
    except InputError as wrong:
        return _page(draft_id, form, {"on": wrong.text(locale.current())}), 422
    try:
        draft = model_reviews.schedule(
            session(), _library(), actor(), draft_id, on, form["deploy_note"], replaces, now()
        )
        _tell(draft)
    except (model_reviews.BadDay, model_reviews.NoteMissing, ModelRefused) as wrong:
        where = "on" if isinstance(wrong, model_reviews.BadDay) else "deploy_note"
        return _refused(draft_id, form, where, wrong)
    except Conflict as wrong:
        return _refused(draft_id, form, "deploy_note", wrong, 409)
    if draft.status == model_drafts.DEPLOYED:
        flash(gettext("Đã triển khai. Tiến trình mới chạy theo phiên bản này."), "success")
    else:
        day = locale.day(on)
        flash(gettext("Sẽ tự triển khai vào ngày %(day)s.", day=day), "success")
    return _back(draft_id)


@bp.post("/<int:draft_id>/unschedule")
def unschedule(draft_id: int) -> Any:
    """Give up the planned day."""
    model_reviews.unschedule(session(), actor(), draft_id, now())
    flash(gettext("Đã bỏ ngày triển khai; bản nháp vẫn được duyệt."), "success")
    return _back(draft_id)


@bp.post("/<int:draft_id>/drop")
def drop(draft_id: int) -> Any:
    """Discard it."""
    model_reviews.drop(session(), actor(), draft_id, now())
    flash(gettext("Đã bỏ bản nháp. Nội dung vẫn tải về được."), "success")
    return _back(draft_id)


def _step(draft_id: int, field: str, deed: Callable[[str], ModelDraft], said: str) -> Any:
    typed_text = typed.field(field)
    try:
        _tell(deed(typed_text))
    except (Forbidden, Conflict):
        raise
    except InputError as wrong:
        return _refused(draft_id, {field: typed_text}, field, wrong)
    flash(said, "success")
    return _back(draft_id)


def _tell(draft: ModelDraft) -> None:
    model_notices.tell_of(session(), wiring().engine.outbox, draft, now())


def _refused(
    draft_id: int, form: dict[str, str], field: str, wrong: InputError, status: int = 422
) -> Any:
    """What was typed stays; a model's findings are on the page anyway."""
    session().rollback()
    if isinstance(wrong, ModelRefused):
        said = gettext("Bản nháp còn lỗi nên chưa đi tiếp được. Xem danh sách bên dưới.")
        return _page(draft_id, form, {field: said}), status
    return _page(draft_id, form, {field: wrong.text(locale.current())}), status


def _page(draft_id: int, form: dict[str, str], errors: dict[str, str]) -> str:
    found = model_lists.draft(session(), actor(), draft_id)
    draft = found.row
    held = model_releases.last(session(), draft.kind, draft.key)
    in_use = held and model_versions.read(session(), actor(), draft.kind, held.model_id)
    other = in_use if draft.status != model_drafts.DEPLOYED else None
    mine = actor().account_id in {draft.author_id, draft.saved_by, *draft.savers}
    return render_template(
        "designer/draft.html",
        found=found,
        draft=draft,
        findings=model_drafts.findings(session(), _library(), draft),
        steps=model_lists.steps(session(), draft_id),
        in_use=in_use,
        mine=mine,
        today=local_day(now()),
        held=contents(
            draft.kind,
            draft.key,
            draft.content,
            model_versions.text(other) if other else None,
            gettext("phiên bản %(n)s đang dùng", n=other.version) if other else "",
        ),
        form=form,
        errors=errors,
    )


def _library() -> Any:
    return wiring().engine.library


def _back(draft_id: int) -> Any:
    return redirect(url_for("designer_drafts.one", draft_id=draft_id))

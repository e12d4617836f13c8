"""The last steps of a draft: its dates held against each other, the preview, the issue."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import drafting, drafting_issue, drafting_preview, drafting_reach
from engine.calendar import load
from engine.date_warnings import DatesToConfirm
from engine.deadlines import series
from engine.drafting import Draft, DraftOverwritten
from engine.drafting_content import CHECK, issued_on, moved_by, parts, with_parts
from engine.drafting_trial import findings, mark
from engine.drafts import DirectiveRefused
from engine.errors import Forbidden, InputError, NotFound
from engine.people import LEADER
from webapp import locale
from webapp.pages.issuing_common import Sent, action, bp, saved, seen, step_at, step_page, the_draft
from webapp.pages.issuing_timeline import Timeline
from webapp.requests import actor, now, session, wiring


def check(draft_id: int) -> str:
    """What contradicts, what is proposed, what somebody answers for."""
    return _check(the_draft(draft_id), {})


def save_check(draft_id: int) -> Any:
    """Take over a proposal, or keep which contradictions somebody answers for."""
    draft = the_draft(draft_id)
    what, place = action()
    if what == "adopt":
        content = _adopted(draft, place)
        here = url_for("issuing.check", draft_id=draft_id)
        return saved(draft, Sent(content), _check, stay=here, prefix="?")
    marks = frozenset(request.form.getlist("kept"))
    try:
        drafting.keep(session(), actor(), draft_id, seen(), marks, now())
    except DraftOverwritten as overwritten:
        session().rollback()
        flash(overwritten.text(locale.current()), "warning")
        return _check(drafting.read(session(), actor(), draft_id), {}), 409
    flash(gettext("Đã lưu."), "success")
    return redirect(url_for("issuing.preview", draft_id=draft_id))


@bp.get("/directives/drafts/<int:draft_id>/preview")
def preview(draft_id: int) -> Any:
    """The whole cascade before it is issued. An incomplete draft leads to its summary."""
    draft = the_draft(draft_id)
    try:
        found = drafting_preview.preview(
            session(), wiring().engine, wiring().directives, actor(), draft, now()
        )
    except DirectiveRefused:
        flash(gettext("Dự thảo chưa đủ để xem trước. Hãy bổ sung các mục dưới đây."), "warning")
        return redirect(url_for("issuing.summary", draft_id=draft_id))
    except InputError as refused:
        flash(refused.text(locale.current()), "warning")
        return redirect(url_for("issuing.summary", draft_id=draft_id))
    return render_template(
        "issuing/preview.html",
        draft=draft,
        found=found,
        timeline=Timeline.of(found),
        unanswered=[w for w in found.warnings if w.must_confirm and mark(w) not in draft.kept],
        head=LEADER in actor().roles,
    )


@bp.post("/directives/drafts/<int:draft_id>/issue")
def issue(draft_id: int) -> Any:
    """Issue the draft; the second click of a double one leads to the same directive."""
    drafting.read(session(), actor(), draft_id)
    machine, form = wiring().engine, wiring().directives
    try:
        directive_id = drafting_issue.issue(
            session(), machine, form, actor(), draft_id, seen(), now()
        )
    except (Forbidden, NotFound):
        raise
    except DatesToConfirm as refused:
        session().rollback()
        flash(refused.text(locale.current()), "warning")
        return redirect(url_for("issuing.check", draft_id=draft_id))
    except InputError as refused:
        session().rollback()
        flash(refused.text(locale.current()), "danger")
        return redirect(url_for("issuing.summary", draft_id=draft_id))
    if drafting_reach.goes_out(session(), directive_id):
        flash(gettext("Đã ban hành và gửi đến các đơn vị nhận."), "success")
    else:
        flash(gettext("Đã ban hành. Văn bản không có nơi nhận nào trong hệ thống."), "warning")
    return redirect(url_for("directives.one", directive_id=directive_id))


@bp.post("/directives/drafts/<int:draft_id>/submit")
def submit(draft_id: int) -> Response:
    """Put the draft before the head of the unit."""
    draft = the_draft(draft_id)
    drafting.submit(session(), wiring().engine.outbox, actor(), draft.id, seen(), now())
    flash(gettext("Đã trình lãnh đạo đơn vị. Lãnh đạo được báo ngay."), "success")
    return redirect(url_for("issuing.page"))


def _check(draft: Draft, errors: dict[str, str]) -> str:
    found = findings(session(), wiring().directives, draft, now())
    on = issued_on(draft.content)
    adoptable = [
        w for w in found.warnings if on and w.proposal and min(p.last_ok for p in w.proposal) >= on
    ]
    return step_page(
        "check", draft, CHECK, errors=errors, found=found, mark=mark, adoptable=adoptable
    )


def _adopted(draft: Draft, place: int) -> dict[str, Any]:
    """The content with the duty of that warning as early as is proposed for the furthest tier."""
    form = wiring().directives
    warnings = findings(session(), form, draft, now()).warnings
    items = parts(draft.content, "obligations")
    if not 0 <= place < len(warnings) or not warnings[place].proposal:
        return dict(draft.content)
    warning = warnings[place]
    loaded = form.load(draft.content)
    for n, duty in enumerate(loaded.obligations):
        if duty.code != warning.obligation:
            continue
        wanted = warning.on.toordinal() - warning.needed
        days = warning.due.toordinal() - wanted
        on = loaded.issued_on
        dues = series(duty.rule, on, calendar=load(session()))
        due = next(d for d in dues if d.key == warning.period)
        items[n]["deadline"] = moved_by(items[n]["deadline"], duty.rule, due.printed, days)
    return with_parts(draft.content, "obligations", items)


step_at("check", check, save_check)

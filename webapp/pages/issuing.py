"""Issuing a directive: drafted step by step, previewed, issued. The list, and one draft's summary."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from flask import Flask, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as Redirect

from engine import access, citing, drafting, drafting_models
from engine.deadlines import local_day
from engine.directives import TYPES
from engine.drafting import Draft
from engine.drafting_recipients import Recipients
from engine.drafting_tables import ISSUED, OPEN
from engine.drafting_trial import findings, recorded
from engine.drafts import DirectiveRefused, Problems, Source
from engine.errors import InputError
from engine.people import LEADER
from webapp import locale
from webapp.pages import (
    issuing_basis,
    issuing_duties,
    issuing_preview,
    issuing_recipients,
    issuing_steps,
)
from webapp.pages.issuing_common import STEP_NAMES, bp, mending, said, seen, the_draft, where
from webapp.requests import actor, now, session, wiring

PARTS = (issuing_steps, issuing_basis, issuing_recipients, issuing_duties, issuing_preview)
MAX_FILE = 1_000_000


class NoFile(InputError):
    """The button was pressed before a file was chosen."""

    code = "no-directive-file"
    vi = "Chưa chọn tệp nào. Hãy bấm chọn tệp trước, rồi bấm «Tải lên»."
    en = "No file was chosen. Choose one first, then press «Upload»."


def init(app: Flask) -> None:
    """Register the pages of all steps."""
    app.jinja_env.globals.update(
        directive_types=TYPES,
        problem_said=said,
        problem_step=where,
        problem_url=mending,
        wizard_steps=lambda: STEP_NAMES,
        drafts_member=lambda: access.is_member(actor()),
    )
    app.jinja_env.filters["cited"] = citing.of_basis
    app.register_blueprint(bp)


@bp.get("/directives/drafts")
def page() -> str:
    """The drafts of my unit."""
    return _list([])


@bp.post("/directives/drafts")
def new() -> Redirect:
    """Begin a draft, by the likeliest process."""
    known = drafting_models.choices(session(), wiring().engine, actor().unit_id, local_day(now()))
    content = {
        "type": "cong_van",
        "issued_on": locale.day(local_day(now())),
        "process": known[0].key if known else "",
    }
    draft_id = drafting.begin(session(), actor(), content, now())
    return redirect(url_for("issuing.identity", draft_id=draft_id))


@bp.post("/directives/drafts/upload")
def upload() -> Any:
    """A directive file as a draft; refused with every fault, as the command line does."""
    try:
        draft_id = _uploaded()
    except (DirectiveRefused, NoFile) as refused:
        session().rollback()
        faults = refused.problems if isinstance(refused, DirectiveRefused) else []
        shown = [p.text(locale.current()) for p in faults] or [refused.text(locale.current())]
        return _list(shown), 422
    flash(gettext("Đã đọc tệp thành dự thảo. Hãy xem lại từng phần."), "success")
    return redirect(url_for("issuing.summary", draft_id=draft_id))


@bp.get("/directives/drafts/<int:draft_id>")
def summary(draft_id: int) -> Any:
    """All that the draft says, what is missing or wrong, and where to mend it."""
    draft = drafting.read(session(), actor(), draft_id)
    if draft.status == ISSUED and draft.directive_id:
        return redirect(url_for("directives.one", directive_id=draft.directive_id))
    if draft.status != OPEN:
        raise drafting.DraftIsOver
    found = findings(session(), wiring().directives, draft, now())
    return render_template(
        "issuing/summary.html",
        draft=draft,
        found=found,
        open_dates=found.unanswered(draft.kept),
        above=drafting.above(session(), actor(), draft),
        groups=Recipients(session(), draft, now()).groups(),
        duties=issuing_duties.told(draft),
        step="summary",
        head=LEADER in actor().roles,
    )


@bp.get("/directives/drafts/<int:draft_id>/file.yaml")
def file(draft_id: int) -> Response:
    """The draft as a directive file."""
    draft = the_draft(draft_id)
    symbol = secure_filename(str(draft.content.get("symbol") or ""))
    name = f"du-thao-{draft.id}{'-' + symbol if symbol else ''}.yaml"
    return Response(
        wiring().directives.dump(draft.content),
        mimetype="application/yaml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.post("/directives/drafts/<int:draft_id>/discard")
def discard(draft_id: int) -> Redirect:
    """Take the draft off the list."""
    draft = the_draft(draft_id)
    drafting.discard(session(), actor(), draft.id, seen(), now())
    flash(gettext("Đã bỏ dự thảo."), "success")
    return redirect(url_for("issuing.page"))


def _list(faults: list[str]) -> str:
    me = actor()
    return render_template(
        "issuing/list.html",
        found=drafting.page(session(), me, request.args.get("after")),
        faults=faults,
        may_issue=bool(
            drafting_models.choices(session(), wiring().engine, me.unit_id, local_day(now()))
        ),
        member=access.is_member(me),
    )


def _uploaded() -> int:
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        raise NoFile
    form = wiring().directives
    with closing(chosen):
        loaded = form.parse(chosen.stream.read(MAX_FILE + 1), chosen.filename)
    content = {name: value for name, value in loaded.content.items() if name != "issuer"}
    _same_issuer(loaded.issuer, loaded.source)
    draft_id = drafting.begin(session(), actor(), content, now())
    draft: Draft = drafting.read(session(), actor(), draft_id)
    with recorded(session(), draft, loaded, now()):
        return draft_id


def _same_issuer(text: str, source: Source) -> None:
    """Raise DirectiveRefused unless the file names the reader's own unit as its issuer."""
    problems = Problems(source)
    with problems.at("issuer"):
        unit = drafting_models.named(session(), text, local_day(now()))
        if unit != actor().unit_id:
            problems.add(
                "issuer",
                "Tệp ghi đơn vị ban hành khác đơn vị của bạn.",
                "The file names another issuer than your unit.",
            )
    problems.refuse()

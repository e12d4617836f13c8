"""Sự việc đột xuất: reported at once, received, passed on or closed; who has it, and how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from engine import access, incident_rules, incident_views, incidents, reachable
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.incident_rules import URGENCIES, URGENT
from engine.incidents import IncidentDraft
from engine.paging import Page, read_id
from engine.people import CLERK, LEADER, OFFICER
from webapp import locale
from webapp.downloads import Sheet, excel
from webapp.pages import matter_tasks
from webapp.pages.matter_tasks import Tried
from webapp.pages.typed_form import MAX_TEXT, Typed
from webapp.requests import actor, now, session, wiring

bp = Blueprint("incidents", __name__)
LIMIT = 50
MOST_ROWS = 10_000
MAX_SEARCH = 100
SIDES = (incident_views.HELD, incident_views.OURS)
TONES = {"thuong": "none", "khan": "soon", "thuong-khan": "late", "hoa-toc": "late"}


def init(app: Flask) -> None:
    """Register the pages and their words."""
    app.jinja_env.filters.update(
        urgency=urgency, urgency_tone=lambda code: TONES.get(code, "none"), lasted=lasted
    )
    app.register_blueprint(bp)


def urgency(code: str) -> str:
    """khẩn, thượng khẩn, hỏa tốc."""
    return incident_rules.named(code, locale.current())


def lasted(span: timedelta) -> str:
    """45 phút; 3 giờ 20 phút; 2 ngày 4 giờ."""
    minutes = max(0, int(span.total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    said = [
        *([ngettext("%(num)d ngày", "%(num)d ngày", days)] if days else []),
        *([ngettext("%(num)d giờ", "%(num)d giờ", hours)] if hours else []),
        *(
            [ngettext("%(num)d phút", "%(num)d phút", minutes)]
            if minutes or not days + hours
            else []
        ),
    ]
    return " ".join(map(str, said[:2]))


def _wish() -> dict[str, Any]:
    """The filters that stand in the address."""
    side, level = request.args.get("side"), request.args.get("urgency")
    return {
        "side": side if side in SIDES else None,
        "urgency": level if level in URGENCIES else None,
        "closed": "1" if request.args.get("closed") == "1" else None,
        "q": request.args.get("q", "").strip()[:MAX_SEARCH] or None,
    }


def _found(wish: dict[str, Any], limit: int, after: str | None = None) -> Page[Any]:
    rows = incident_views.listed(
        session(),
        actor(),
        now(),
        closed=wish["closed"] is not None,
        side=wish["side"],
        urgency=wish["urgency"],
        text=wish["q"],
        after=read_id(after) if after else None,
        limit=limit + 1,
    )
    return Page.of(rows, limit, lambda row: str(row.id))


@bp.get("/incidents")
def page() -> str:
    """Open incidents, or closed ones."""
    wish = _wish()
    return render_template(
        "incidents/list.html",
        found=_found(wish, LIMIT, request.args.get("after")),
        wish=wish,
        urgencies=URGENCIES,
        member=_member(),
        now=now(),
    )


@bp.get("/incidents.xlsx")
def export() -> Response:
    """Exactly the incidents of the filter."""
    columns = (
        (gettext("Sự việc"), 50),
        (gettext("Mức độ khẩn"), 14),
        (gettext("Đơn vị báo cáo"), 30),
        (gettext("Báo cáo lúc"), 18),
        (gettext("Đang giữ"), 30),
        (gettext("Phải xử lý trước"), 18),
        (gettext("Kết thúc lúc"), 18),
    )
    rows = (
        (
            r.title,
            urgency(r.urgency),
            r.unit_name,
            _local(r.reported_at),
            r.holder,
            _local(r.due_at),
            _local(r.closed_at),
        )
        for r in _found(_wish(), MOST_ROWS).rows
    )
    return excel("su-viec", [Sheet(gettext("Sự việc"), columns, rows)])


@bp.get("/incidents/new")
def new() -> str:
    """The form: what happened, where, when, how urgent."""
    access.require_member(actor())
    here = locale.local(now())
    given = {"day": locale.day(here), "hour": f"{here:%H:%M}", "urgency": URGENT}
    duty = request.args.get("obligation_id", "")
    return _form(Typed(given | {"duty": duty}))


@bp.post("/incidents/new")
def report() -> Any:
    """Report it: it is with the body above at once."""
    access.require_member(actor())
    typed = Typed.sent()
    level = typed.choice("urgency", URGENCIES)
    title, text = typed.text("title"), typed.text("text", most=MAX_TEXT)
    place = typed.text("place", required=False)
    happened_at = typed.clock("hour", typed.day("day"))
    duty = typed.get("duty")
    known = {str(d.obligation_id) for d in incident_views.duties(session(), actor())}
    if duty and duty not in known:
        typed.wrong("duty", gettext("Hãy chọn một mục."))
    if typed.fine and happened_at is not None:
        draft = IncidentDraft(
            level, title, text, place, happened_at, obligation_id=int(duty) if duty else None
        )
        try:
            made = incidents.report(session(), wiring().engine, actor(), draft, now())
        except InputError as refused:
            session().rollback()
            typed.refused(refused)
        else:
            held = incident_views.read(session(), actor(), made)
            flash(gettext("Đã báo cáo; %(unit)s nhận được ngay.", unit=held.holder), "success")
            return redirect(url_for("incidents.one", incident_id=made))
    return _form(typed), 422


@bp.get("/incidents/<int:incident_id>")
def one(incident_id: int) -> str:
    """One incident: what is said, its way up with the minutes at each body, what was added."""
    return drawn(incident_id)


@bp.post("/incidents/<int:incident_id>/tasks/<int:item_id>")
def finish(incident_id: int, item_id: int) -> Any:
    """Receive it, pass it on or close it."""
    view = incident_views.read(session(), actor(), incident_id)
    back = url_for("incidents.one", incident_id=incident_id)
    return matter_tasks.finish(view.subject, item_id, back, lambda t: drawn(incident_id, t))


@bp.post("/incidents/<int:incident_id>/notes")
def add(incident_id: int) -> Any:
    """The reporting unit adds to its report."""
    typed = Typed.sent()
    said = typed.text("note", most=MAX_TEXT)
    incident_views.read(session(), actor(), incident_id)
    if typed.fine:
        try:
            incidents.add(session(), wiring().engine, actor(), incident_id, said, now())
        except (NotFound, Forbidden):
            raise
        except Conflict as refused:
            session().rollback()
            typed.refused(refused)
            return drawn(incident_id, typed=typed), 409
        except InputError as refused:
            session().rollback()
            typed.refused(refused, "note")
        else:
            flash(gettext("Đã bổ sung; cơ quan đang giữ được báo ngay."), "success")
            return redirect(url_for("incidents.one", incident_id=incident_id))
    return drawn(incident_id, typed=typed), 422


def drawn(incident_id: int, tried: Tried | None = None, typed: Typed | None = None) -> str:
    """The page, with what was typed and refused."""
    view = incident_views.read(session(), actor(), incident_id)
    me = actor()
    return render_template(
        "incidents/one.html",
        view=view,
        tasks=matter_tasks.of(view.subject, "incidents.finish", tried, incident_id=incident_id),
        may_add=view.unit_id == me.unit_id and _member() and view.closed_at is None,
        typed=typed or Typed(),
        directives=reachable.directives(session(), me, [view.directive_id]),
        now=now(),
    )


def _form(typed: Typed) -> str:
    above = incident_rules.next_body(session(), actor().unit_id, None, (), now())
    duties = [("", gettext("không theo chế độ báo cáo nào"))]
    for d in incident_views.duties(session(), actor()):
        to = gettext("gửi %(unit)s", unit=d.to) if d.to else ""
        duties.append((str(d.obligation_id), ", ".join(p for p in (d.title, d.directive, to) if p)))
    return render_template(
        "incidents/new.html",
        typed=typed,
        urgencies=[(code, urgency(code)) for code in URGENCIES],
        duties=duties,
        above=above,
    )


def _member() -> bool:
    return bool(actor().roles & {CLERK, OFFICER, LEADER})


def _local(at: datetime | None) -> datetime | None:
    return locale.local(at).replace(tzinfo=None) if at else None

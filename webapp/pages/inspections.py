"""Kiểm tra: the rounds one may know of, and one unit's inspection from the notice to its remedies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import access, inspection_lists, inspection_views, inspections, reachable
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.inspection_rows import InspectionRow, RoundView
from engine.inspection_tables import ANNOUNCED
from engine.people import LEADER, OFFICER
from webapp import locale
from webapp.downloads import Sheet, excel
from webapp.pages import inspection_words, matter_tasks
from webapp.pages.inspection_words import ROUNDS
from webapp.pages.matter_tasks import Tried
from webapp.pages.typed_form import Typed
from webapp.requests import actor, now, session, wiring

bp = Blueprint("inspections", __name__)
SIDES = (inspection_lists.OURS, inspection_lists.ABOUT_US, inspection_lists.BELOW)
MAX_SEARCH = 100
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Wish:
    """The filters that stand in the address; what is not known counts as not said."""

    side: str | None
    status: str | None
    year: int | None
    text: str

    @classmethod
    def asked(cls) -> Wish:
        """This request's."""
        side, status = request.args.get("side"), request.args.get("status")
        year = request.args.get("year", "")
        return cls(
            side if side in SIDES else None,
            status if status in ROUNDS else None,
            int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
            request.args.get("q", "").strip()[:MAX_SEARCH],
        )

    @property
    def kept(self) -> dict[str, Any]:
        """For links that keep them."""
        return {
            "side": self.side,
            "status": self.status,
            "year": self.year,
            "q": self.text or None,
        }

    def found(self, after: str | None = None, limit: int = 50) -> Any:
        """The page of rounds."""
        return inspection_lists.rounds(
            session(),
            actor(),
            now(),
            year=self.year if self.year and self.year >= 1900 else None,
            status=self.status,
            side=self.side,
            text=self.text or None,
            after=after,
            limit=limit,
        )


def init(app: Flask) -> None:
    """Register the pages and their words."""
    inspection_words.init(app)
    matter_tasks.init(app)
    app.register_blueprint(bp)


@bp.get("/inspections")
def page() -> str:
    """The rounds: ours, those that inspect us, those reported to us."""
    wish = Wish.asked()
    this_year = locale.local(now()).year
    return render_template(
        "inspections/list.html",
        found=wish.found(request.args.get("after")),
        wish=wish,
        years=range(this_year + 1, this_year - 6, -1),
        statuses=ROUNDS,
        officer=OFFICER in actor().roles,
        now=now(),
    )


@bp.get("/inspections.xlsx")
def export() -> Response:
    """Exactly the rounds of the filter."""
    columns = (
        (gettext("Đợt kiểm tra"), 50),
        (gettext("Loại"), 26),
        (gettext("Cơ quan kiểm tra"), 30),
        (gettext("Kế hoạch năm"), 14),
        (gettext("Từ ngày"), 12),
        (gettext("Đến ngày"), 12),
        (gettext("Tình trạng"), 22),
        (gettext("Số đơn vị"), 10),
        (gettext("Đã có kết quả"), 14),
        (gettext("Quá thời hạn"), 13),
    )
    rows = (
        (
            r.title,
            inspection_words.in_words(inspections.REGIMES[r.regime_code]),
            r.inspector,
            r.year,
            r.starts_on,
            r.ends_on,
            str(ROUNDS[r.status]),
            r.units,
            r.concluded,
            r.past_limit,
        )
        for r in Wish.asked().found(limit=MOST_ROWS).rows
    )
    return excel("kiem-tra", [Sheet(gettext("Kiểm tra"), columns, rows)])


@bp.get("/inspections/<int:inspection_id>")
def one(inspection_id: int) -> str:
    """One unit's inspection: dates and clock, self-report, minutes, result, remedies."""
    return drawn(inspection_id)


@bp.post("/inspections/<int:inspection_id>/tasks/<int:item_id>")
def finish(inspection_id: int, item_id: int) -> Any:
    """Finish a task of the inspection: announcement, visit, minutes, result, self-report."""
    row = _row(inspection_id)[1]
    back = url_for("inspections.one", inspection_id=inspection_id)
    return matter_tasks.finish(row.subject, item_id, back, lambda t: drawn(inspection_id, tried=t))


@bp.post("/inspections/<int:inspection_id>/extension")
def extend(inspection_id: int) -> Any:
    """Extend the time limit, once."""
    row = _row(inspection_id)[1]
    typed = Typed.sent()
    reason = typed.text("extend_why", most=2000)
    most = row.extension_days or 0
    days = typed.number("extend_days", 1, most, required=False) if most else None
    if typed.fine:
        try:
            due = inspections.extend(
                session(), wiring().engine, actor(), inspection_id, reason, now(), days
            )
        except (NotFound, Forbidden, Conflict):
            raise
        except InputError as refused:
            session().rollback()
            typed.refused(refused)
        else:
            last = locale.day(locale.last_day(due))
            flash(gettext("Đã gia hạn kiểm tra đến hết ngày %(day)s.", day=last), "success")
            return redirect(url_for("inspections.one", inspection_id=inspection_id))
    return drawn(inspection_id, typed=typed), 422


def drawn(inspection_id: int, tried: Tried | None = None, typed: Typed | None = None) -> str:
    """The page, with what was typed and refused."""
    view, row = _row(inspection_id)
    me = actor()
    ours = me.unit_id == view.row.unit_id
    limited = row.status == ANNOUNCED and row.clock_due_at is not None
    seen = (view.directive_id, row.directive_id)
    return render_template(
        "inspections/one.html",
        view=view,
        round=view.row,
        row=row,
        tasks=matter_tasks.of(
            row.subject, "inspections.finish", tried, inspection_id=inspection_id
        ),
        may_extend=ours
        and LEADER in me.roles
        and limited
        and row.extended_at is None
        and bool(row.extension_days)
        and row.clock_due_at is not None
        and row.clock_due_at > now(),
        typed=typed or Typed(),
        directives=reachable.directives(session(), me, seen),
        reports=reachable.reports(session(), me, [r.report_id for r in row.remedies]),
        ours=ours,
        now=now(),
    )


def _row(inspection_id: int) -> tuple[RoundView, InspectionRow]:
    """The round as the actor sees it, and the inspection in it. Raises ``NotFound``."""
    round_id = inspection_views.round_of(session(), actor(), inspection_id)
    view = inspection_views.shown(session(), actor(), round_id, now())
    row = next((i for i in view.inspections if i.id == inspection_id), None)
    return view, access.require(row, f"inspection {inspection_id}")

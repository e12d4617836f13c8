"""Lists of reports: what the address asks for, and the same list as an Excel file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from engine import report_lists
from engine.progress import Scope
from engine.report_lists import OURS, STATES, TO_US, ReportLine, Wish
from webapp import locale
from webapp.downloads import Sheet, Value, excel
from webapp.labels import REPORTS, RUNGS
from webapp.requests import actor, now, session

MAX_SEARCH = 100
STATE_NAMES = {
    "waiting": _("Chưa nộp"),
    "overdue": _("Quá hạn chưa nộp"),
    "submitted": _("Đã nộp, chờ tiếp nhận"),
    "returned": _("Bị trả lại"),
    "accepted": _("Đã tiếp nhận"),
    "late": _("Nộp quá hạn"),
}


def wished(scope: Scope | None = None) -> Wish:
    """The filter that stands in the address; what it does not know counts as not said."""
    whose, state = request.args.get("whose"), request.args.get("state")
    return Wish(
        whose=whose if whose in (OURS, TO_US) else None,
        state=state if state in STATES else None,
        unit=request.args.get("q", "").strip()[:MAX_SEARCH],
        scope=scope,
    )


def download(wish: Wish) -> Response:
    """Exactly the reports of the filter."""
    columns = (
        (gettext("Đơn vị"), 32),
        (gettext("Báo cáo"), 44),
        (gettext("Kỳ"), 16),
        (gettext("Văn bản"), 26),
        (gettext("Trích yếu"), 50),
        (gettext("Hạn chót"), 12),
        (gettext("Hạn đầu"), 12),
        (gettext("Trạng thái"), 16),
        (gettext("Nộp lúc"), 17),
        (gettext("Quá hạn"), 9),
        (gettext("Đã đôn đốc"), 18),
    )
    rows = report_lists.every(session(), actor(), wish, now())
    return excel("bao-cao", [Sheet(gettext("Báo cáo"), columns, _cells(rows))])


def _cells(rows: Iterator[ReportLine]) -> Iterator[Sequence[Value]]:
    for row in rows:
        submitted = (
            locale.local(row.submitted_at).replace(tzinfo=None) if row.submitted_at else None
        )
        yield (
            row.unit_name,
            row.title,
            row.period,
            row.directive_label,
            row.directive_subject,
            locale.last_day(row.due_at),
            locale.last_day(row.first_due_at),
            str(REPORTS.get(row.status, row.status)),
            submitted,
            gettext("có") if row.late else "",
            str(RUNGS.get(row.rung, row.rung)),
        )

"""The list of tasks as an Excel table: exactly what is filtered, all pages of it."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import inbox_list
from engine.inbox_list import ListRow
from engine.inbox_query import Wanted
from engine.people import Actor
from webapp.downloads import MAX_ROWS, Sheet, TooManyRows, excel
from webapp.labels import ROLES
from webapp.locale import due, due_badge, last_day, local
from webapp.pages.inbox_wanted import PRIORITIES, tab


def download(session: Session, actor: Actor, wanted: Wanted, now: datetime) -> Response:
    """The table as a file. Raises ``TooManyRows`` before anything is made."""
    if inbox_list.counted(session, actor, wanted, now, MAX_ROWS) > MAX_ROWS:
        raise TooManyRows(limit=MAX_ROWS)
    rows = (_row(row, now) for row in inbox_list.every(session, actor, wanted, now))
    sheet = Sheet(gettext("Việc cần làm"), _columns(), rows)
    return excel(f"viec-{tab(wanted)}-{local(now):%Y-%m-%d}", [sheet])


def _columns() -> list[tuple[str, int]]:
    return [
        (gettext("Việc"), 32),
        (gettext("Của đơn vị"), 28),
        (gettext("Văn bản"), 26),
        (gettext("Trích yếu"), 48),
        (gettext("Báo cáo"), 32),
        (gettext("Kỳ báo cáo"), 12),
        (gettext("Ngày cuối cùng"), 14),
        (gettext("Hạn"), 26),
        (gettext("Còn lại"), 18),
        (gettext("Vai trò"), 14),
        (gettext("Người nhận việc"), 22),
        (gettext("Mức ưu tiên"), 12),
        (gettext("Ngày hẹn của tôi"), 14),
        (gettext("Hoàn thành lúc"), 18),
        (gettext("Người hoàn thành"), 22),
        (gettext("Thay mặt"), 22),
    ]


def _row(row: ListRow, now: datetime) -> list[str | date | None]:
    done = row.status == "done"
    return [
        row.name,
        row.reporter or row.unit_name,
        row.directive_label,
        row.directive_subject,
        row.report_title or "",
        row.period or "",
        last_day(row.due_at) if row.due_at else None,
        due(row.due_at),
        "" if done else due_badge(row.due_at, now).text,
        str(ROLES.get(row.role, row.role)),
        row.claimed_by_name or "",
        str(PRIORITIES[row.priority]) if row.priority else "",
        row.follow_on,
        _naive(row.completed_at),
        row.completed_by_name or "",
        row.completed_for_name or "",
    ]


def _naive(moment: datetime | None) -> datetime | None:
    """Excel knows no time zones: the wall clock's."""
    return local(moment).replace(tzinfo=None) if moment else None

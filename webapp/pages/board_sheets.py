"""The tables of the board's pages as Excel sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from engine.burn_down import BurnDown
from engine.duty_cells import Cell, DutyBoard
from engine.duty_list import DutyRow
from webapp.downloads import Sheet
from webapp.labels import KINDS, REPORTS, RUNGS, tier
from webapp.locale import last_day, local

COUNTS = ("on_time", "late", "open", "overdue", "asked", "asked_done")


def of_board(found: DutyBoard, now: datetime) -> list[Sheet]:
    """The cells with all their figures, who is late, the months, the best and the worst."""
    return [
        _cells(gettext("Đơn vị"), found, found.cells, now),
        _cells(gettext("Đang chậm"), found, found.latest, now),
        _months(found),
        _cells(gettext("Đúng hạn nhất"), found, found.best, now),
        _cells(gettext("Chậm nhất"), found, found.worst, now),
    ]


def figure_columns() -> list[tuple[str, int]]:
    """The heads of a line's figures."""
    return [
        (gettext("Được giao"), 12),
        (gettext("Xong đúng hạn"), 14),
        (gettext("Xong quá hạn"), 14),
        (gettext("Trong hạn"), 12),
        (gettext("Quá hạn"), 12),
        (gettext("Đề nghị"), 12),
        (gettext("Đề nghị đã gửi"), 14),
        (gettext("Tỷ lệ đúng hạn"), 14),
        (gettext("Tỷ lệ hoàn thành"), 16),
    ]


def figure_values(figures: Any) -> list[Any]:
    """A line's figures; shares from 0 to 1."""
    counts = figures.counts
    shares = (figures.on_time_rate, figures.completion_rate)
    return [
        figures.ordered,
        *(getattr(counts, name) for name in COUNTS),
        *(None if share is None else round(share, 4) for share in shares),
    ]


def _cells(name: str, found: DutyBoard, cells: Sequence[Cell], now: datetime) -> Sheet:
    columns = [
        (gettext("Thuộc"), 28),
        (gettext("Đơn vị"), 36),
        (gettext("Cấp"), 20),
        *figure_columns(),
        (gettext("Đang quá hạn (mọi thời gian)"), 16),
        (gettext("Chậm lâu nhất (ngày)"), 14),
        (gettext("Chưa nhắc"), 12),
    ]
    rows = [
        (
            found.names.get(cell.group_id, "") if cell.group_id else "",
            cell.name,
            tier(cell.tier),
            *figure_values(cell.figures),
            cell.late.count,
            days_late(cell.late.oldest, now),
            cell.late.untold,
        )
        for cell in cells
    ]
    return Sheet(name, columns, rows)


def days_late(oldest: datetime | None, now: datetime) -> int | None:
    """Whole days begun since the deadline passed."""
    return None if oldest is None else (now - oldest).days + 1


def month_name(first: date) -> str:
    """05/2023."""
    return f"{first:%m/%Y}"


def _months(found: DutyBoard) -> Sheet:
    columns = [(gettext("Tháng"), 12), *figure_columns()]
    rows = [(month_name(m.first), *figure_values(m.figures)) for m in found.months]
    return Sheet(gettext("Theo tháng"), columns, rows)


def of_duties(rows: Iterable[DutyRow]) -> Sheet:
    """The duties, one a row."""
    columns = [
        (gettext("Đơn vị"), 36),
        (gettext("Báo cáo"), 44),
        (gettext("Kỳ báo cáo"), 14),
        (gettext("Loại"), 16),
        (gettext("Văn bản"), 30),
        (gettext("Hạn"), 12),
        (gettext("Hạn sau gia hạn, đôn đốc"), 14),
        (gettext("Tình trạng"), 16),
        (gettext("Nộp lúc"), 18),
        (gettext("Số ngày chậm"), 12),
        (gettext("Đã nhắc đến mức"), 18),
        (gettext("Người nhận việc"), 24),
    ]
    return Sheet(
        gettext("Nhiệm vụ"),
        columns,
        (
            (
                row.unit,
                row.title,
                row.period,
                str(KINDS.get(row.kind, row.kind)),
                row.directive,
                last_day(row.first_due_at),
                last_day(row.due_at) if row.due_at != row.first_due_at else None,
                str(REPORTS.get(row.status, row.status)),
                local(row.submitted_at).replace(tzinfo=None) if row.submitted_at else None,
                row.days_late or None,
                str(RUNGS.get(row.rung, row.rung)),
                row.holder,
            )
            for row in rows
        ),
    )


def of_days(found: BurnDown) -> Sheet:
    """A burn-down, one day a row."""
    columns = [(gettext("Ngày"), 12), (gettext("Nộp trong ngày"), 16), (gettext("Đã nộp"), 12)]
    columns += [(gettext("Còn thiếu"), 12)]
    expected = found.goal.expected if found.goal else 0
    rows = [(day.on, day.came, day.done, expected - day.done) for day in found.days]
    return Sheet(gettext("Tiến độ"), columns, rows)

"""The kinds of long work that administration has: structure, calendar, history, national tables."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from engine import (
    account_import,
    audit,
    calendar_edit,
    national_tables,
    restructuring,
    restructuring_preview,
)
from engine.account_import import Verdict
from engine.calendar_tables import DayRow
from engine.long_work import Kind, Outcome, Work, declare


def _apply(work: Work) -> Outcome:
    on, changes = restructuring_preview.of_arguments(work.arguments)
    done = restructuring.apply(
        work.session, work.engine, work.actor, on, work.now, changes, work.progress
    )
    return Outcome({"summary": {**asdict(done), "on": on.isoformat()}})


def day_rows(arguments: list[dict[str, Any]]) -> list[DayRow]:
    """Calendar rows as their JSON says."""
    return [
        DayRow(
            date.fromisoformat(row["day"]),
            row["working"],
            row["note"],
            date.fromisoformat(row["swap_with"]) if row["swap_with"] else None,
            row["line"],
        )
        for row in arguments
    ]


def day_arguments(rows: list[DayRow]) -> list[dict[str, Any]]:
    """What ``day_rows`` reads."""
    return [
        {
            "day": row.day.isoformat(),
            "working": row.working,
            "note": row.note,
            "swap_with": row.swap_with.isoformat() if row.swap_with else None,
            "line": row.line,
        }
        for row in rows
    ]


def _calendar(work: Work) -> Outcome:
    rows = day_rows(work.arguments["rows"])
    work.progress(
        0, 1, "Ghi lịch và tính lại các hạn đang mở", "Writing the days, counting deadlines"
    )
    change = calendar_edit.set_days(work.session, work.actor, rows, work.now)
    reports = sum(effect.reports for effect in change.effects)
    return Outcome({"days": len(change.days), "reports": reports})


def _verify(work: Work) -> Outcome:
    work.progress(0, 1, "Tính lại chuỗi niêm phong của lịch sử", "Computing the history's chain")
    broken = audit.verify(work.session)
    return Outcome({"whole": broken is None, "seal": broken.seal_id if broken else None})


def _rows(work: Work) -> list[tuple[int, list[str]]]:
    return [(row["n"], row["cells"]) for row in work.arguments["rows"]]


def _judged(verdicts: list[Verdict]) -> dict[str, Any]:
    """Verdicts as a result: a row each, its reason in both languages."""
    return {
        "rows": len(verdicts),
        "verdicts": [
            {
                "n": v.number,
                "name": v.name,
                "username": v.username,
                "email": v.email,
                "unit": v.unit,
                "roles": list(v.roles),
                "title": v.title,
                "verdict": v.verdict,
                "why": {"vi": v.reason("vi"), "en": v.reason("en")},
            }
            for v in verdicts
        ],
    }


def _accounts_seen(work: Work) -> Outcome:
    work.progress(0, 1, "Đối chiếu từng dòng với danh mục", "Comparing each row with what there is")
    mails = work.letters is not None
    seen = account_import.preview(work.session, work.actor, _rows(work), work.now, mails=mails)
    return Outcome(_judged(seen))


def _accounts_made(work: Work) -> Outcome:
    work.progress(0, 1, "Lập tài khoản và soạn thư mời", "Making accounts, writing invitations")
    made = account_import.apply(
        work.session,
        work.actor,
        work.passwords,
        work.letters,
        _rows(work),
        work.now,
        only_good=True,
    )
    return Outcome(_judged(made))


STRUCTURE_PREVIEW = declare(
    Kind(
        "structure-preview",
        "Xem trước thay đổi tổ chức",
        "Preview of a change of structure",
        restructuring_preview.look,
    )
)
STRUCTURE_APPLY = declare(
    Kind("structure-apply", "Áp dụng thay đổi tổ chức", "Change of structure", _apply)
)
CALENDAR_IMPORT = declare(
    Kind("calendar-import", "Nhập bảng ngày nghỉ", "Import of days off", _calendar)
)
AUDIT_VERIFY = declare(
    Kind("audit-verify", "Kiểm tra niêm phong lịch sử", "Verification of the history", _verify)
)
ACCOUNTS_PREVIEW = declare(
    Kind("accounts-preview", "Đọc bảng tài khoản", "Reading a table of accounts", _accounts_seen)
)
ACCOUNTS_IMPORT = declare(
    Kind("accounts-import", "Nhập tài khoản từ bảng", "Import of accounts", _accounts_made)
)
EXPORT_UNITS = declare(
    Kind("export-units", "Xuất danh mục đơn vị", "Export of all units", national_tables.units)
)
EXPORT_PEOPLE = declare(
    Kind(
        "export-people",
        "Xuất danh sách người và chức vụ",
        "Export of people and posts",
        national_tables.people,
    )
)
EXPORT_REPORTS = declare(
    Kind(
        "export-reports",
        "Xuất báo cáo phải nộp của cả nước",
        "Export of the country's reports",
        national_tables.reports,
    )
)

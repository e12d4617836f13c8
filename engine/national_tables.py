"""Tables of the whole country, made as long work: units, people with their posts, reports owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from engine import access
from engine.deadlines import LOCAL, local_day
from engine.directive_tables import Directive
from engine.directives import label
from engine.long_work import Outcome, Table, Work
from engine.people import Account
from engine.post_tables import Post
from engine.report_tables import MERGED, Report
from engine.units import Unit, in_force

STEP = 5000
_UNITS = {
    "vi": ("Mã", "Tên", "Tên ngắn", "Cấp", "Trực thuộc", "Mã trực thuộc", "Có hiệu lực từ",
           "Hết hiệu lực", "Vĩ độ", "Kinh độ"),
    "en": ("Code", "Name", "Short name", "Tier", "Superior", "Superior's code", "Valid from",
           "Valid until", "Latitude", "Longitude"),
}  # fmt: skip
_PEOPLE = {
    "vi": ("Tên đăng nhập", "Họ tên", "Email", "Đơn vị", "Mã đơn vị", "Vai trò", "Chức danh", "Từ",
           "Thôi giữ từ", "Đang dùng"),
    "en": ("Username", "Name", "Email", "Unit", "Unit's code", "Role", "Title", "From",
           "Without from", "Active"),
}  # fmt: skip
_REPORTS = {
    "vi": ("Văn bản", "Báo cáo", "Kỳ", "Đơn vị", "Mã đơn vị", "Cấp", "Trạng thái", "Hạn",
           "Hạn đầu", "Nộp lúc"),
    "en": ("Directive", "Report", "Period", "Unit", "Unit's code", "Tier", "Status", "Due",
           "First due", "Submitted"),
}  # fmt: skip


def units(work: Work) -> Outcome:
    """All units valid on a day (``on``; today if not given)."""
    on = _day(work)
    above = aliased(Unit)
    wanted = (
        select(
            Unit.code,
            Unit.name,
            Unit.short_name,
            Unit.tier,
            above.short_name,
            above.code,
            Unit.valid_from,
            Unit.valid_to,
            Unit.latitude,
            Unit.longitude,
        )
        .outerjoin(above, above.id == Unit.parent_id)
        .where(in_force(on))
        .order_by(Unit.code)
    )
    widths = (14, 50, 36, 10, 36, 14, 14, 14, 12, 12)
    return _outcome(work, "don-vi", _UNITS, widths, wanted)


def people(work: Work) -> Outcome:
    """All accounts with their posts that are held on a day or later."""
    on = _day(work)
    held = or_(Post.valid_to.is_(None), Post.valid_to > on)
    wanted = (
        select(
            Account.username,
            Account.name,
            Account.email,
            Unit.short_name,
            Unit.code,
            Post.role,
            Post.title,
            Post.valid_from,
            Post.valid_to,
            Account.active,
        )
        .outerjoin(Post, (Post.account_id == Account.id) & held)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .order_by(Unit.code, Account.username, Post.valid_from, Post.id)
    )
    widths = (24, 30, 30, 36, 14, 12, 24, 12, 12, 10)
    return _outcome(work, "nguoi-va-chuc-vu", _PEOPLE, widths, wanted)


def reports(work: Work) -> Outcome:
    """The reports that the actor may see, of one directive (``directive``) or of all."""
    wanted = (
        select(
            Directive,
            Report.title,
            Report.period,
            Unit.short_name,
            Unit.code,
            Unit.tier,
            Report.status,
            Report.due_at,
            Report.first_due_at,
            Report.submitted_at,
        )
        .join(Unit, Unit.id == Report.unit_id)
        .join(Directive, Directive.id == Report.directive_id)
        .where(access.reports(work.actor, Report), Report.status != MERGED)
        .order_by(Report.directive_id, Report.period, Unit.code, Report.id)
    )
    directive = work.arguments.get("directive")
    if directive is not None:
        wanted = wanted.where(Report.directive_id == directive)
    widths = (24, 50, 12, 36, 14, 10, 14, 18, 18, 18)
    return _outcome(work, "bao-cao", _REPORTS, widths, wanted)


def _day(work: Work) -> date:
    asked = work.arguments.get("on")
    return date.fromisoformat(asked) if asked else local_day(work.now)


def _outcome(
    work: Work,
    name: str,
    titles: Mapping[str, Sequence[str]],
    widths: Sequence[int],
    wanted: Any,
) -> Outcome:
    heads = titles["vi" if work.actor.locale == "vi" else "en"]
    total = work.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    table = Table(name, list(zip(heads, widths, strict=True)), _rows(work, wanted, total))
    return Outcome({"rows": total}, [table], f"{name}-{local_day(work.now)}.xlsx")


def _rows(work: Work, wanted: Any, total: int) -> Iterator[Sequence[Any]]:
    found = work.session.execute(wanted, execution_options={"yield_per": STEP})
    for n, row in enumerate(found):
        if n % STEP == 0:
            work.progress(n, total, f"Đã ghi {n} dòng", f"{n} rows written")
        yield [_cell(value) for value in row]


def _cell(value: Any) -> Any:
    if isinstance(value, Directive):
        return label(value)
    if hasattr(value, "astimezone"):
        return value.astimezone(LOCAL).replace(tzinfo=None)  # a sheet knows no zones
    if isinstance(value, bool):
        return "x" if value else ""
    return value

"""What codes of the engine are called on a page. A code without a name is shown as it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _

from engine import period_words
from webapp import locale

TIERS = Path(__file__).with_name("tiers.json")
"""Names of tiers are data, like the tiers: {"code": {"vi": ..., "en": ...}}."""

ROLES = {
    "vanthu": _("Văn thư"),
    "lanhdao": _("Lãnh đạo"),
    "chuyenvien": _("Chuyên viên"),
    "quantri": _("Quản trị"),
    "thietke": _("Người thiết kế quy trình"),
}
RUNGS = {
    "nhac-1": _("nhắc lần 1"),
    "nhac-2": _("nhắc lần 2"),
    "qua-han": _("báo quá hạn"),
    "lanh-dao": _("báo lãnh đạo"),
    "cap-tren": _("báo cấp trên"),
    "don-doc": _("văn bản đôn đốc"),
    "neu-ten": _("nêu tên"),
    "phe-binh": _("phê bình"),
}
"""The ladder from its lowest rung up; the order in which rungs are listed."""

REPORTS = {
    "open": _("chưa nộp"),
    "submitted": _("đã nộp"),
    "returned": _("bị trả lại"),
    "accepted": _("đã tiếp nhận"),
}
COUNTS = {
    "on_time": _("hoàn thành đúng hạn"),
    "late": _("hoàn thành quá hạn"),
    "open": _("chưa hoàn thành, trong hạn"),
    "overdue": _("chưa hoàn thành, quá hạn"),
}
SHORT_COUNTS = {
    "on_time": _("xong đúng hạn"),
    "late": _("xong quá hạn"),
    "open": _("trong hạn"),
    "overdue": _("quá hạn"),
}
"""The same where there is little room and a heading says that reports are meant."""

KINDS = {
    "weekly": _("hằng tuần"),
    "biweekly": _("hai tuần một lần"),
    "monthly": _("hằng tháng"),
    "quarterly": _("hằng quý"),
    "half_year": _("6 tháng"),
    "nine_months": _("9 tháng"),
    "annual": _("hằng năm"),
    "one_off": _("một lần"),
    "within": _("trong thời hạn"),
    "undated": _("không định ngày"),
    "ad_hoc": _("đột xuất"),
}
BOUNDARIES = {"before": _("trước ngày"), "no_later": _("chậm nhất ngày")}


def init(app: Flask) -> None:
    """Register the filters ``role``, ``rung``, ``tier``, ... and ``words`` for bilingual texts."""
    named: dict[str, dict[str, Any]] = {
        "role": ROLES,
        "rung": RUNGS,
        "report_status": REPORTS,
        "kind": KINDS,
        "boundary": BOUNDARIES,
    }
    for name, table in named.items():
        app.jinja_env.filters[name] = _lookup(table)
    app.jinja_env.filters.update(
        tier=tier,
        period=period,
        period_name=period_name,
        words=words,
        rungs=in_order,
        counted=counted,
    )
    app.jinja_env.globals.update(count_labels=COUNTS, short_count_labels=SHORT_COUNTS)


def period(key: str) -> str:
    """A report's period: «6 tháng đầu năm 2023»; the day of one that has no other name."""
    try:
        return period_name(key) or locale.day(date.fromisoformat(key))
    except ValueError:
        return key


def period_name(key: str) -> str:
    """The period's name; '' where it has none but its day."""
    return period_words.named(key, locale.current())


def tier(code: str) -> str:
    """A tier's name in the reader's language."""
    known = _tiers().get(code)
    return words(known) if known else code


def words(text: Mapping[str, str] | None) -> str:
    """A bilingual text in the reader's language; '' for None."""
    return "" if text is None else text[locale.current()]


def in_order(told: frozenset[str]) -> list[str]:
    """Rungs from the lowest up; unknown ones last."""
    ladder = list(RUNGS)
    return sorted(told, key=lambda r: (ladder.index(r) if r in ladder else len(ladder), r))


def counted(things: Iterable[Hashable]) -> list[tuple[Hashable, int]]:
    """Each different thing once, in the order given, and how often it stands there."""
    return list(Counter(things).items())


def _lookup(table: dict[str, Any]) -> Any:
    return lambda code: str(table.get(code, code))


@cache
def _tiers() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(TIERS.read_text("utf-8"))
    return found

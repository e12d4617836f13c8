"""What the figures of a rehearsal are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from engine.rehearsal_compare import LACKING_AFTER, LACKING_BEFORE
from webapp import locale
from webapp.labels import RUNGS, tier

FIGURES = ("letters", "tasks", "notices", "mails")
KEPT = ("owed", "on_time", "late", "never")
"""How deadlines were kept: of "reports", and as "kept" of all tasks."""
BEHAVIOURS = {
    "on-time": _("Tất cả đúng hạn"),
    "measured": _("Như các báo cáo đã qua của từng đơn vị"),
    "own": _("Theo số liệu của tôi"),
}
_KINDS = {
    "letter": _("văn bản đến"),
    "task": _("việc mới"),
    "mail": _("thư điện tử"),
    "van-ban-moi": _("báo có văn bản mới"),
    "chua-tiep-nhan": _("nhắc tiếp nhận"),
    "tra-lai": _("báo bị trả lại"),
    "den-han-tong-hop": _("báo đến hạn tổng hợp"),
    **RUNGS,
}
_WHAT = {
    "letters": _("Văn bản đến"),
    "tasks": _("Việc"),
    "notices": _("Thông báo"),
    "mails": _("Thư điện tử"),
    "tasks_on_time": _("Việc đúng hạn"),
    "tasks_late": _("Việc trễ"),
    "tasks_never": _("Việc không làm"),
    "on_time": _("Báo cáo đúng hạn"),
    "late": _("Báo cáo trễ"),
    "never": _("Báo cáo không nộp"),
    "worst-day": _("Thư trong ngày nhiều nhất"),
    "faults": _("Bước bị lỗi"),
    "element-tasks": _("Số việc"),
    "wait": _("Chờ trung vị (ngày)"),
    "unreached": _("Được đi qua"),
}


def kind_word(kind: str) -> str:
    """What reached a unit; a kind without a name is shown as it is."""
    return str(_KINDS.get(kind, kind))


def difference_words(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """A difference as (figure, where, before, after)."""
    where = row["name"] or row["where"]
    if not row["where"]:
        where = gettext("cả văn bản")
    elif "/" not in row["where"]:
        where = str(tier(row["where"]))
    before, after = (
        str(gettext("không có trong bản này"))
        if row.get("lacking") == side
        else _value(row["what"], row[side])
        for side in (LACKING_BEFORE, LACKING_AFTER)
    )
    return str(_WHAT.get(row["what"], row["what"])), where, before, after


def _value(what: str, value: float | None) -> str:
    if value is None:
        return "–"
    if what == "unreached":
        return str(gettext("chưa lần nào") if value else gettext("có"))
    return decimal(value)


def decimal(value: float) -> str:
    """A number with one decimal at most, as it is printed here: 3,5."""
    text = f"{round(value, 1):g}" if abs(value) < 100_000 else f"{value:.0f}"
    return text if locale.current() == "en" else text.replace(".", ",")

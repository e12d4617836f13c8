"""What a notice says, in Vietnamese and English: by its kind, from its parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from engine import texts
from engine.period_words import named

# kind → locale → (subject, body). {unit} is the unit the notice speaks of.
TEXTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "van-ban-moi": {
        "vi": (
            "Văn bản mới: {directive}",
            "{unit} nhận được {directive}: {subject}. Đề nghị văn thư tiếp nhận, vào sổ và trình "
            "lãnh đạo.",
        ),
        "en": (
            "New document: {directive}",
            "{unit} has received {directive}: {subject}. Please register it and pass it to the "
            "head.",
        ),
    },
    "chua-tiep-nhan": {
        "vi": (
            "Văn bản chưa được tiếp nhận",
            "{unit} chưa tiếp nhận {directive}. Đề nghị văn thư vào sổ và trình lãnh đạo phân "
            "công ngay trong ngày.",
        ),
        "en": (
            "A document has not been received yet",
            "{unit} has not registered {directive}. Please register it and pass it to the "
            "head today.",
        ),
    },
    "tra-lai": {
        "vi": (
            "Báo cáo bị trả lại: {report}",
            "{report} (kỳ {period}) của {unit} theo {directive} bị trả lại: {remarks} Đề nghị bổ "
            "sung và nộp lại.",
        ),
        "en": (
            "Report returned: {report}",
            "{report} (period {period}) of {unit} under {directive} was returned: {remarks} Please "
            "complete and submit it again.",
        ),
    },
    "nhac-1": {
        "vi": (
            "Sắp đến hạn: {report}",
            "{report} (kỳ {period}) theo {directive} sắp đến hạn. Ngày cuối cùng được tính đúng "
            "hạn: {last_day}.",
        ),
        "en": (
            "Due soon: {report}",
            "{report} (period {period}) under {directive} is due soon. The last day on time is "
            "{last_day}.",
        ),
    },
    "nhac-2": {
        "vi": (
            "Sắp hết hạn: {report}",
            "{report} (kỳ {period}) theo {directive} sắp hết hạn. Ngày cuối cùng được tính đúng "
            "hạn: {last_day}.",
        ),
        "en": (
            "Nearly due: {report}",
            "{report} (period {period}) under {directive} is nearly due. The last day on time is "
            "{last_day}.",
        ),
    },
    "qua-han": {
        "vi": (
            "Quá hạn: {report}",
            "{unit} chưa nộp {report} (kỳ {period}) theo {directive}; hạn cuối là {last_day}. "
            "Đề nghị nộp ngay và nêu lý do chậm.",
        ),
        "en": (
            "Overdue: {report}",
            "{unit} has not submitted {report} (period {period}) under {directive}; the last "
            "day was {last_day}. Please submit it now and give the reason.",
        ),
    },
    "lanh-dao": {
        "vi": (
            "Báo cáo lãnh đạo: đơn vị chậm {report}",
            "{unit} đã quá hạn {report} (kỳ {period}) theo {directive}; hạn cuối là {last_day}. "
            "Đề nghị lãnh đạo đơn vị chỉ đạo hoàn thành.",
        ),
        "en": (
            "To the head: {report} is late",
            "{unit} is late with {report} (period {period}) under {directive}; the last day was "
            "{last_day}. Please see that it is finished.",
        ),
    },
    "cap-tren": {
        "vi": (
            "Đơn vị cấp dưới chậm báo cáo: {unit}",
            "{unit} vẫn chưa nộp {report} (kỳ {period}) theo {directive}; hạn cuối là "
            "{last_day}. Đề nghị cơ quan cấp trên đôn đốc.",
        ),
        "en": (
            "A unit below is late: {unit}",
            "{unit} has still not submitted {report} (period {period}) under {directive}; the "
            "last day was {last_day}. Please urge it.",
        ),
    },
    "don-doc": {
        "vi": (
            "Văn bản đôn đốc: {report}",
            "Đôn đốc {unit} nộp {report} (kỳ {period}) theo {directive}; hạn cuối {last_day} đã "
            "qua. Đề nghị nộp ngay khi nhận được thông báo này.",
        ),
        "en": (
            "Urging letter: {report}",
            "{unit} is urged to submit {report} (period {period}) under {directive}; the last "
            "day, {last_day}, has passed. Please submit it on receiving this.",
        ),
    },
    **texts.ALL,
}

_PERIOD = re.compile(r" \((?:kỳ|period) \{period\}\)")
_OTHER = {
    "vi": ("Thông báo «{kind}»", "{unit}: thông báo «{kind}» theo {directive}."),
    "en": ("Notice «{kind}»", "{unit}: notice «{kind}» under {directive}."),
}


def sentence(kind: str, params: Mapping[str, object], locale: str = "vi") -> tuple[str, str]:
    """Subject and body. A kind that a designer invented gets a plain sentence with its name.

    A rung that did more than tell says so in its parameter ``sentence``: the kind whose text it
    uses, whatever the rung is called.
    """
    texts = TEXTS.get(str(params.get("sentence", kind)), _OTHER)
    subject, body = texts["vi" if locale == "vi" else "en"]
    values = {"kind": kind, **{k: _shown(v) for k, v in params.items()}}
    if "period" in params:
        values["period"] = named(str(params["period"]), locale)
        if not values["period"]:
            body = _PERIOD.sub("", body)
    return subject.format_map(_Lenient(values)), body.format_map(_Lenient(values))


def _shown(value: object) -> object:
    try:
        return date.fromisoformat(value).strftime("%d/%m/%Y") if isinstance(value, str) else value
    except ValueError:
        return value


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"

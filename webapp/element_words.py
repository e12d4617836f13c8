"""What an element of a diagram is called, by its tag and what it waits for or sends."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _

TAGS = {
    "userTask": _("Việc của người"),
    "serviceTask": _("Việc của hệ thống"),
    "sendTask": _("Việc gửi thông điệp"),
    "receiveTask": _("Việc nhận thông điệp"),
    "scriptTask": _("Việc tính toán (FEEL)"),
    "businessRuleTask": _("Việc tra bảng quyết định"),
    "manualTask": _("Việc làm ngoài hệ thống"),
    "task": _("Việc không gắn người"),
    "subProcess": _("Tiến trình con"),
    "transaction": _("Giao dịch"),
    "adHocSubProcess": _("Tiến trình con tùy ý"),
    "callActivity": _("Gọi tiến trình khác trong tệp"),
    "exclusiveGateway": _("Cổng chọn một nhánh"),
    "parallelGateway": _("Cổng song song"),
    "inclusiveGateway": _("Cổng chọn nhiều nhánh"),
    "complexGateway": _("Cổng phức hợp"),
    "eventBasedGateway": _("Cổng chờ sự kiện"),
    "startEvent": _("Bắt đầu"),
    "endEvent": _("Kết thúc"),
    "intermediateCatchEvent": _("Sự kiện chờ"),
    "intermediateThrowEvent": _("Sự kiện trung gian"),
    "boundaryEvent": _("Sự kiện biên"),
}
EVENTS = {
    "message": _("thông điệp"),
    "timer": _("thời gian"),
    "conditional": _("điều kiện"),
    "signal": _("tín hiệu"),
    "error": _("lỗi"),
    "escalation": _("leo thang"),
    "compensate": _("hoàn tác"),
    "cancel": _("hủy"),
    "link": _("liên kết"),
    "terminate": _("dừng tất cả"),
}


def element_kind(tag: str, events: Sequence[str] = ()) -> str:
    """Việc của người; Sự kiện biên: thời gian. A tag without a name is shown as it is."""
    name = str(TAGS.get(tag, tag))
    if not events or tag in ("sendTask", "receiveTask"):
        return name
    told = ", ".join(dict.fromkeys(str(EVENTS.get(e, e)) for e in events))
    return f"{name}: {told}"

"""Why an extension cannot be asked for or granted."""

from __future__ import annotations

from engine.errors import Conflict, Forbidden, InputError


class NotYourReport(Forbidden):
    """Only the unit that owes a report asks for more time."""

    code = "not-your-report"
    vi = "Chỉ đơn vị phải báo cáo mới xin gia hạn được; đây là báo cáo của đơn vị khác."
    en = "Only the unit that owes the report can ask for more time; this one is another unit's."


class AlreadyHandedIn(Conflict):
    """There is nothing left to extend."""

    code = "already-handed-in"
    vi = "{report} (kỳ {period}) đã nộp; không còn hạn nào để gia hạn."
    en = "{report} (period {period}) has been handed in; there is no deadline left to extend."


class NotLater(InputError):
    """An extension goes beyond today and beyond the present deadline."""

    code = "extension-not-later"
    vi = (
        "Ngày xin gia hạn {wanted} phải sau hôm nay và sau hạn hiện nay ({present}). Hãy chọn ngày "
        "khác."
    )
    en = "The day asked for, {wanted}, must be after today and after {present}, the present one."


class NoReason(InputError):
    """The owner cannot decide without a reason."""

    code = "extension-reason"
    vi = "Hãy nêu lý do xin gia hạn."
    en = "Give the reason why more time is needed."


class AlreadyAsked(Conflict):
    """One question at a time."""

    code = "extension-asked"
    vi = "{report}: đã có một đề nghị gia hạn đang chờ trả lời. Hãy đợi kết quả."
    en = "{report}: an extension has been asked for and not decided yet. Wait for the answer."


class TooManyExtensions(Conflict):
    """The policy's limit is reached."""

    code = "too-many-extensions"
    vi = "{report}: mỗi báo cáo được gia hạn tối đa {limit} lần (chính sách extension.at-most)."
    en = "{report}: a report may be extended {limit} times at most (policy extension.at-most)."

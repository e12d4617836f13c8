"""Why an engine fault cannot be repaired as asked."""

from __future__ import annotations

from engine.errors import Conflict, DondocError, Forbidden, InputError


class NotAdministrator(Forbidden):
    """Faults are repaired by administrators."""

    code = "not-administrator"
    vi = "Chỉ quản trị viên (vai trò quantri) được sửa lỗi xử lý."
    en = "Only an administrator (role quantri) may repair engine faults."


class ReasonMissing(InputError):
    """An act without a reason."""

    code = "reason-missing"
    vi = "Hãy ghi lý do (--why): lịch sử phải nói được vì sao."
    en = "Give a reason (--why): the history must be able to say why."


class AlreadyRepaired(Conflict):
    """Somebody was faster, or the clock's own attempt succeeded."""

    code = "already-repaired"
    vi = "Lỗi #{id} đã được xử lý. Hãy xem lại «dondoc fault list»."
    en = "Fault #{id} was repaired already. See «dondoc fault list»."


class NotRunning(Conflict):
    """The fault's instance has ended, or never began."""

    code = "not-running"
    vi = (
        "Tiến trình của lỗi #{id} không chạy, không thể làm việc này. Nếu không còn gì phải làm, "
        "hãy chạy «dondoc fault close {id}»."
    )
    en = (
        "The process of fault #{id} does not run, so this cannot be done. If nothing is left to "
        "do, use «dondoc fault close {id}»."
    )


class NoLongerApplies(Conflict):
    """The event that failed has nothing to happen to any more."""

    code = "no-longer-applies"
    vi = (
        "Sự kiện của lỗi #{id} không còn hiệu lực ({what}), không thể thử lại. Hãy chuyển bước, "
        "hoặc chạy «dondoc fault close {id}»."
    )
    en = (
        "The event of fault #{id} no longer applies ({what}) and cannot be tried again. Move the "
        "token, or use «dondoc fault close {id}»."
    )


class NothingToRetry(InputError):
    """There is no event that could be tried again."""

    code = "nothing-to-retry"
    vi = (
        "Lỗi #{id} không có sự kiện nào để thử lại. Hãy sửa dữ liệu (--set), chuyển bước (move) "
        "hoặc hủy (cancel)."
    )
    en = (
        "Fault #{id} holds no event to try again. Mend data (--set), move the token or cancel the "
        "instance."
    )


class WhichToken(InputError):
    """Several tokens could be meant."""

    code = "which-token"
    vi = "Không rõ chuyển bước nào: {tokens}. Hãy thêm --token SỐ."
    en = "It is not clear which token to move: {tokens}. Add --token NUMBER."


class NoSuchPlace(InputError):
    """The token cannot be set down there."""

    code = "no-such-place"
    vi = (
        "Không chuyển bước tới «{element}» được: phần tử phải nằm cùng tiến trình (con) với «{at}»."
    )
    en = "The token cannot be moved to «{element}»: it must be in the same (sub-)process as «{at}»."


class RepairFailed(DondocError):
    """The act's own step failed; nothing was changed."""

    code = "repair-failed"
    vi = "Chưa sửa được lỗi #{id}: {vi} Không có gì thay đổi."
    en = "Fault #{id} could not be repaired: {en} Nothing was changed."


class BadValue(InputError):
    """A value that cannot be set."""

    code = "bad-value"
    vi = "Không đặt được «{name}»: {why_vi}."
    en = "«{name}» cannot be set: {why}."

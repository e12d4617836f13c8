"""What can be wrong with an inspection: each is refused, named, and changes nothing."""

from __future__ import annotations

from engine.errors import Conflict, Forbidden, InputError


class PlanExists(Conflict):
    """A body has one plan for a year."""

    code = "inspection-plan-exists"
    vi = "Đơn vị đã có kế hoạch kiểm tra năm {year}. Hãy bổ sung đợt kiểm tra vào kế hoạch đó."
    en = "The unit already has an inspection plan for {year}. Add the round to that plan."


class BadRound(InputError):
    """A round that cannot be: its dates, regime or team do not hold."""

    code = "bad-inspection-round"
    vi = "Đợt kiểm tra chưa hợp lệ: {why_vi}."
    en = "The inspection round is not valid: {why}."


class OutsideSubtree(Forbidden):
    """A unit that is not below the inspecting one, or not valid on the day."""

    code = "inspection-outside-subtree"
    vi = "Không kiểm tra được {units}: không trực thuộc {inspector}. Hãy bỏ đơn vị này."
    en = "{units} cannot be inspected: not under {inspector}. Leave it out."


class NotChosen(InputError):
    """A round without units cannot be opened, nor can a choice select nobody."""

    code = "inspection-nobody-chosen"
    vi = "Chưa chọn được đơn vị nào để kiểm tra ({why_vi}). Hãy chọn đơn vị trước."
    en = "No unit is chosen for inspection ({why}). Choose units first."


class BadQuota(InputError):
    """A rule of choice that cannot be read or filled."""

    code = "bad-inspection-rule"
    vi = "Quy tắc chọn «{rule}» không dùng được: {why_vi}."
    en = "The rule of choice «{rule}» cannot be used: {why}."


class RoundMoved(Conflict):
    """The round is past the step that was asked for."""

    code = "inspection-round-moved"
    vi = "Đợt kiểm tra «{what}» đã ở bước khác ({status}). Hãy tải lại rồi thử lại."
    en = "The inspection round «{what}» is at another step ({status}). Reload and try again."


class WitnessMissing(InputError):
    """Minutes that the inspected unit does not sign need somebody else's signature."""

    code = "inspection-witness-missing"
    vi = (
        "Đơn vị được kiểm tra không ký biên bản: phải ghi lý do và chữ ký của đại diện UBND cấp xã "
        "hoặc người chứng kiến (họ tên, chức vụ)."
    )
    en = (
        "The inspected unit does not sign the minutes: give the reason, and name the commune's "
        "representative or the witness who signs."
    )


class WrongDay(InputError):
    """A step dated before the one it follows, or in the future."""

    code = "inspection-wrong-day"
    vi = "Ngày {what_vi} ({day}) không hợp lệ: phải từ {first} đến {last}. Hãy ghi lại ngày."
    en = "The day of the {what} ({day}) must lie between {first} and {last}. Correct the day."


class NoClock(InputError):
    """An extension where no time limit runs."""

    code = "inspection-no-clock"
    vi = "Cuộc kiểm tra tại {unit} không có thời hạn đang chạy nên không gia hạn."
    en = "No time limit is running for the inspection of {unit}: there is nothing to extend."


class ExtendedAlready(Conflict):
    """A time limit is extended once."""

    code = "inspection-extended-already"
    vi = "Thời hạn kiểm tra tại {unit} đã được gia hạn một lần, không gia hạn nữa."
    en = "The time limit for {unit} has been extended once and is not extended again."


class ClockRanOut(InputError):
    """An extension is decided before the limit has passed."""

    code = "inspection-clock-ran-out"
    vi = "Thời hạn kiểm tra tại {unit} đã hết ngày {last_day}; không gia hạn được nữa."
    en = "The time limit for {unit} ended on {last_day}; it cannot be extended any more."


class BadRemedy(InputError):
    """A remedy that cannot become a duty."""

    code = "bad-remedy"
    vi = "Nội dung khắc phục dòng {line}: {why_vi}. Ghi mỗi dòng «nội dung | ngày/tháng/năm»."
    en = "Remedy on line {line}: {why}. Write each line as «what is to be done | day/month/year»."

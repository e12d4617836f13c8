"""What is said about a directive's dates before it is issued, as data and as a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from engine import period_words
from engine.deadlines import Due
from engine.errors import InputError
from engine.obligations import Duty

CONSOLIDATED = "consolidated"
"""Under this name an obligation's details hold the rule of the report that goes up."""

UPPER_PRECEDES = "upper-precedes"
UPPER_TOO_CLOSE = "upper-too-close"
CONSOLIDATED_LATE = "consolidated-late"
PASSED = "passed"
PASSED_THIS_YEAR = "passed-this-period"
DAY_OFF = "day-off"
SAME_DAY = "due-on-issue"
MUST_CONFIRM = frozenset({UPPER_PRECEDES, UPPER_TOO_CLOSE, CONSOLIDATED_LATE, PASSED})

_SAID = {
    UPPER_PRECEDES: (
        "đơn vị báo cáo đến {due}, muộn hơn {above} ({on})",
        "the units report until {due}, after {above_en} ({on})",
    ),
    UPPER_TOO_CLOSE: (
        "đơn vị báo cáo đến {due}, chỉ trước {above} ({on}) {days} ngày; cần {needed} ngày",
        "the units report until {due}, only {days} days before {above_en} ({on}); {needed} needed",
    ),
    CONSOLIDATED_LATE: (
        "báo cáo tổng hợp gửi đến {due}, muộn hơn {above} ({on})",
        "the consolidated report goes up until {due}, after {above_en} ({on})",
    ),
    PASSED: (
        "hạn {due} đã qua vào ngày ban hành {on}; kỳ này không ai phải báo cáo",
        "the deadline {due} had passed on the day of issue, {on}; nobody owes that period",
    ),
    PASSED_THIS_YEAR: (
        "hạn {due} đã qua vào ngày ban hành {on}; kỳ báo cáo đầu tiên là kỳ sau",
        "the deadline {due} had passed on the day of issue, {on}; the next period is the first",
    ),
    SAME_DAY: (
        "hạn {due} không sau ngày ban hành {on}: đơn vị nhận văn bản không còn ngày để thực hiện",
        "the deadline {due} is not after the day of issue, {on}: its recipients have no day left",
    ),
    DAY_OFF: (
        "ngày cuối được nộp {due} là ngày nghỉ; hạn tính đến hết ngày {on}",
        "the last acceptable day, {due}, is a day off; it counts until the end of {on}",
    ),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The last acceptable day proposed for a tier below."""

    tier: str
    last_ok: date


@dataclass(frozen=True, slots=True)
class DateWarning:
    """One warning about the ``period`` of an obligation.

    ``due`` is the last acceptable day it is about, ``on`` the day it is held against; ``days``
    lie between them where ``needed`` ones should. ``proposal`` is empty unless it is about two
    tiers. What ``must_confirm`` says stops the issue until somebody answers for it.
    """

    code: str
    obligation: str
    title: str
    period: str
    due: date
    on: date
    vi: str
    en: str
    must_confirm: bool
    days: int = 0
    needed: int = 0
    proposal: tuple[Proposal, ...] = ()

    @classmethod
    def about(
        cls,
        code: str,
        duty: Duty,
        due: Due,
        *,
        on: date,
        above: tuple[str, str] = ("", ""),
        days: int = 0,
        needed: int = 0,
        proposal: tuple[Proposal, ...] = (),
    ) -> Self:
        """The warning of that code about one deadline of a duty."""
        day = (due.moved_from or due.last_ok) if code == DAY_OFF else due.last_ok
        told = {"above": above[0], "above_en": above[1], "days": days, "needed": needed}
        words = told | {"due": f"{day:%d/%m/%Y}", "on": f"{on:%d/%m/%Y}"}
        vi, en = (template.format(**words) for template in _SAID[code])
        return cls(
            code,
            duty.code,
            duty.title,
            due.key,
            day,
            on,
            vi,
            en,
            code in MUST_CONFIRM,
            days,
            needed,
            proposal,
        )

    def text(self, locale: str = "vi") -> str:
        """The warning as one line, with the obligation and the period it is about."""
        vi = locale == "vi"
        name = period_words.named(self.period, locale)
        period = f", {'kỳ' if vi else 'period'} {name}" if name else ""
        return f"«{self.title}»{period}: {self.vi if vi else self.en}"

    def to_json(self) -> dict[str, Any]:
        """All of it, days in ISO form."""
        proposal = {p.tier: p.last_ok.isoformat() for p in self.proposal}
        days = {"due": self.due.isoformat(), "on": self.on.isoformat()}
        return asdict(self) | days | {"proposal": proposal}


class DatesToConfirm(InputError):
    """Dates that contradict each other and that nobody has confirmed; ``warnings`` says which."""

    code = "dates-to-confirm"
    vi = (
        "Thời hạn mâu thuẫn, văn bản chưa ban hành:\n{lines}\nHãy sửa hạn hoặc xác nhận giữ nguyên."
    )
    en = (
        "Dates contradict each other; the directive is not issued:\n{lines_en}\n"
        "Correct them, or confirm that they stand."
    )

    def __init__(self, warnings: Sequence[DateWarning]) -> None:
        self.warnings = tuple(warnings)
        super().__init__(
            lines="\n".join(w.text("vi") for w in warnings),
            lines_en="\n".join(w.text("en") for w in warnings),
        )

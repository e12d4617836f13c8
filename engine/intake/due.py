"""One deadline's words as a sentence prints them, before anybody asks which day they mean."""

from __future__ import annotations

from dataclasses import dataclass

from engine.intake.date_forms import Printed

HARD, SOFT, WEAK, LABEL, OPEN = "hard", "soft", "weak", "label", "open"
"""How sure a mark is: HARD 'trước ngày'; SOFT 'trong tháng' (may be the period reported on); WEAK
'ngày 20 hằng tháng' without a word before it; LABEL 'Thời hạn: 15/5'; OPEN a day in brackets."""


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline's words, ``text[start:end]``; ``day`` None for a period of ``within`` days.

    ``since`` is what they are counted from, ``since_day`` the day if one is printed there.

    ``told``: «đã bàn giao trước ngày …» may tell of what is over.
    """

    start: int
    end: int
    boundary: str
    strength: str
    day: Printed | None = None
    within: int | None = None
    working: bool = False
    since: str | None = None
    since_day: Printed | None = None
    unit: str = "day"
    opens: Printed | None = None
    told: bool = False

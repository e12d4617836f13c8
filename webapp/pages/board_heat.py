"""The colours of a heat map: steps of a measure, each with its range in words and numbers.

Step 0 is the palest, the highest the darkest ground; the number stands in every cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from engine.board_figures import Figures
from webapp import locale

MEASURE_NAMES = {
    "on_time_rate": _("Tỷ lệ đúng hạn"),
    "overdue": _("Đang quá hạn"),
    "open": _("Đang trong hạn"),
    "late_share": _("Tỷ lệ nộp muộn"),
    "completion_rate": _("Tỷ lệ hoàn thành"),
}
MEANINGS = {
    "on_time_rate": _("nộp đúng hạn trên tổng số đã nộp hoặc đang quá hạn"),
    "overdue": _("số nhiệm vụ quá hạn mà chưa nộp"),
    "open": _("số nhiệm vụ chưa nộp, còn trong hạn"),
    "late_share": _("nộp muộn trên tổng số đã nộp"),
    "completion_rate": _("đã nộp trên tổng số được giao"),
}
BOUNDS = {
    "on_time_rate": (0.95, 0.9, 0.8, 0.7, 0.5),
    "completion_rate": (0.95, 0.9, 0.8, 0.7, 0.5),
    "late_share": (0.05, 0.1, 0.2, 0.3, 0.5),
}
FALLING = ("on_time_rate", "completion_rate")
"""Measures of which less is worse."""
COUNT_STEPS = 5


@dataclass(frozen=True, slots=True)
class Heat:
    """``legend``: (step, its range). ``calm``: more is not worse, another colour."""

    measure: str
    bounds: tuple[float, ...]
    legend: list[tuple[int, str]]

    @property
    def calm(self) -> bool:
        """Whether a dark ground is no reproach."""
        return self.measure == "open"

    def step(self, figures: Figures) -> int | None:
        """The step of a cell; None where there is nothing to measure."""
        measured = value(self.measure, figures)
        if measured is None:
            return None
        if self.measure in FALLING:
            return bisect_right([-b for b in self.bounds], -measured - 1e-12)
        return bisect_right(self.bounds, measured)

    def text(self, figures: Figures) -> str:
        """What stands in a cell."""
        measured = value(self.measure, figures)
        if measured is None:
            return "–"
        return rate(measured) if self.measure in BOUNDS else str(measured)


def heat(measure: str, figures: Iterable[Figures]) -> Heat:
    """The steps of a measure; those of a count fit the largest one shown."""
    if measure in FALLING:
        return Heat(measure, BOUNDS[measure], _falling(BOUNDS[measure]))
    if measure in BOUNDS:
        return Heat(measure, BOUNDS[measure], _rising(BOUNDS[measure]))
    most = max((value(measure, f) or 0 for f in figures), default=0)
    width = _nice(max(1, int(most)), COUNT_STEPS)
    bounds = (1, *(1 + n * width for n in range(1, COUNT_STEPS)))
    return Heat(measure, bounds, _counts(bounds))


def value(measure: str, figures: Figures) -> Any:
    """The measured number; None where it is not defined."""
    if measure in ("overdue", "open"):
        return getattr(figures.counts, measure)
    return getattr(figures, measure)


def rate(share: float | None) -> str:
    """87,5%; a dash for None. Never rounded up to 100 or down to 0."""
    if share is None:
        return "–"
    percent = round(100 * share, 1)
    if percent == 100 and share < 1:
        percent = 99.9
    if percent == 0 and share > 0:
        percent = 0.1
    text = f"{percent:.1f}".removesuffix(".0")
    return f"{text if locale.current() == 'en' else text.replace('.', ',')}%"


def _falling(bounds: Sequence[float]) -> list[tuple[int, str]]:
    said = [gettext("từ %(low)s", low=rate(bounds[0]))]
    said += [_between(rate(low), rate(high)) for high, low in pairwise(bounds)]
    said.append(gettext("dưới %(high)s", high=rate(bounds[-1])))
    return list(enumerate(said))


def _rising(bounds: Sequence[float]) -> list[tuple[int, str]]:
    said = [gettext("dưới %(high)s", high=rate(bounds[0]))]
    said += [_between(rate(low), rate(high)) for low, high in pairwise(bounds)]
    said.append(gettext("từ %(low)s", low=rate(bounds[-1])))
    return list(enumerate(said))


def _between(low: str, high: str) -> str:
    return str(gettext("từ %(low)s đến dưới %(high)s", low=low, high=high))


def _counts(bounds: Sequence[float]) -> list[tuple[int, str]]:
    whole = [int(b) for b in bounds]
    said = ["0"]
    for low, after in pairwise(whole):
        said.append(str(low) if after - low == 1 else f"{low}–{after - 1}")
    said.append(gettext("từ %(low)s", low=str(whole[-1])))
    return list(enumerate(said))


def _nice(most: int, steps: int) -> int:
    """1, 2, 5, 10, 20 …: the smallest by which ``steps`` steps reach ``most``."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if size * factor * steps >= most:
                return size * factor
        size *= 10

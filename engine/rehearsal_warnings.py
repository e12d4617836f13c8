"""What somebody should look at before a rehearsed model is deployed: floods, faults, dead ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from engine import policies
from engine.policies import Policy
from engine.rehearsal_figures import LETTER, Rehearsed
from engine.rehearsal_reach import BRANCH

MAILS = policies.declare(
    Policy(
        "rehearsal.mails-a-day",
        10_000,
        "Diễn tập cảnh báo khi một ngày có quá bao nhiêu thư điện tử",
        "From how many mails on one day a rehearsal warns",
        source="what a mail server of a ministry sends within a morning; no text fixes it",
        low=1,
        high=10_000_000,
    )
)
TASKS = policies.declare(
    Policy(
        "rehearsal.tasks-a-day",
        30,
        "Diễn tập cảnh báo khi một chức danh của một đơn vị có quá bao nhiêu việc mới trong một ngày",
        "From how many new tasks of one desk on one day a rehearsal warns",
        source="what one officer can open in a working day; no text fixes it",
        low=1,
        high=100_000,
    )
)
OFTEN = 25
"""So many notices to each unit of a tier, on average, are too many to be read."""


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning, in both languages; ``code`` is stable, ``n`` the number it is about."""

    code: str
    n: int
    vi: str
    en: str

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def warnings(found: Rehearsed, most_mails: int, most_tasks: int) -> list[Warned]:
    """What is to be looked at, the gravest first."""
    return [
        *_standing(found),
        *_faults(found),
        *_mails(found, most_mails),
        *_desks(found, most_tasks),
        *_often(found),
        *_unreached(found),
    ]


def _standing(found: Rehearsed) -> Iterator[Warned]:
    if found.stopped:
        at = _day(found.stopped[:10])
        yield Warned(
            "stopped",
            1,
            f"Đồng hồ dừng lại ngày {at}: có mốc thời gian đến hạn mà không chạy được.",
            f"The clock stood still on {at}: a timer is due that does not fire.",
        )
    if not any(row.kind == LETTER for row in found.sent):
        yield Warned(
            "nobody-reached",
            0,
            "Văn bản không đến đơn vị nào. Hãy kiểm tra nơi nhận và ngày của danh mục đơn vị.",
            "The directive reaches nobody. Check its recipients and the day of the units.",
        )


def _faults(found: Rehearsed) -> Iterator[Warned]:
    n = sum(fault.count for fault in found.faults)
    if n:
        yield Warned(
            "faults",
            n,
            f"{n} bước bị lỗi; việc ở các đơn vị đó không đi tiếp như đã vẽ.",
            f"{n} steps fail; work at those units does not go on as drawn.",
        )


def _mails(found: Rehearsed, most: int) -> Iterator[Warned]:
    day, n = found.worst_morning
    if n > most:
        yield Warned(
            "many-mails",
            n,
            f"Riêng ngày {_day(day)} có {n} thư điện tử cùng gửi đi (ngưỡng cảnh báo: {most}).",
            f"On {_day(day)} alone {n} mails leave (warned of from {most}).",
        )


def _desks(found: Rehearsed, most: int) -> Iterator[Warned]:
    for tier in found.tiers:
        desk = tier.busiest
        if desk is not None and desk.n > most:
            yield Warned(
                "busy-desk",
                desk.n,
                f"{desk.unit} có {desk.n} việc mới trong ngày {_day(desk.on)} ở một chức danh.",
                f"{desk.unit} gets {desk.n} new tasks at one desk on {_day(desk.on)}.",
            )


def _often(found: Rehearsed) -> Iterator[Warned]:
    for tier in found.tiers:
        # One unit that consolidates for hundreds is told of each; that is its work, not a flood.
        each = round(tier.notices / tier.units) if tier.units > 1 else 0
        if each >= OFTEN:
            yield Warned(
                "told-often",
                tier.notices,
                f"Mỗi đơn vị cấp «{tier.tier}» nhận trung bình {each} thông báo "
                f"({tier.notices} tất cả).",
                f"Each unit of tier «{tier.tier}» is told {each} times on average "
                f"({tier.notices} in all).",
            )


def _unreached(found: Rehearsed) -> Iterator[Warned]:
    branches = sum(one.tag == BRANCH for one in found.unreached)
    if elements := len(found.unreached) - branches:
        yield Warned(
            "unreached",
            elements,
            f"{elements} phần tử của sơ đồ không được đi qua lần nào.",
            f"{elements} elements of the diagram were never reached.",
        )
    if branches:
        yield Warned(
            "untaken",
            branches,
            f"{branches} nhánh của sơ đồ không được đi qua lần nào.",
            f"{branches} branches of the diagram were never taken.",
        )


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}"

"""Which units a round inspects: rules with quotas over candidates, pure and reproducible.

The same seed, candidates and rules give the same list, on any machine: chance is the order of
hashes of the seed and a unit's code, so that whoever holds the record can draw again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Self, TypeAlias

from engine.inspection_errors import BadQuota

NEVER, WORST, NAMED, RANDOM = "never", "worst", "named", "random"
RULES = {
    NEVER: ("chưa được kiểm tra trong nhiều năm", "not inspected for years"),
    WORST: ("tỷ lệ báo cáo đúng hạn thấp nhất", "worst on-time rate"),
    NAMED: ("ưu tiên đích danh", "named priority"),
    RANDOM: ("ngẫu nhiên", "random"),
}
MAX_YEARS = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rules look at in one unit.

    ``inspected_on`` is the last inspection's day; of the reports ``due`` so far ``on_time`` came
    in time.
    """

    unit_id: int
    code: str
    inspected_on: date | None = None
    due: int = 0
    on_time: int = 0

    def to_json(self) -> list[Any]:
        """The facts as a list, for the record and its hash."""
        last = self.inspected_on.isoformat() if self.inspected_on else None
        return [self.unit_id, self.code, last, self.due, self.on_time]

    @classmethod
    def from_json(cls, row: Sequence[Any]) -> Self:
        """The reverse of ``to_json``."""
        unit, code, last, due, on_time = row
        return cls(unit, code, date.fromisoformat(last) if last else None, due, on_time)


@dataclass(frozen=True, slots=True)
class Quota:
    """``count`` units by one rule; ``years`` for never, ``units`` (ids, in order) for named."""

    rule: str
    count: int
    years: int = 0
    units: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Raises ``BadQuota``."""
        for wrong, why_vi, why in (
            (self.rule not in RULES, f"chỉ có {', '.join(RULES)}", f"only {', '.join(RULES)}"),
            (self.count < 1, "số lượng phải từ 1", "the count must be at least 1"),
            (
                self.rule == NEVER and not 1 <= self.years <= MAX_YEARS,
                f"số năm phải từ 1 đến {MAX_YEARS}",
                f"the years must be 1 to {MAX_YEARS}",
            ),
        ):
            if wrong:
                raise BadQuota(rule=self.rule, why_vi=why_vi, why=why)

    def to_json(self) -> dict[str, Any]:
        """As the record keeps it."""
        more = {"years": self.years} if self.rule == NEVER else {}
        named = {"units": list(self.units)} if self.rule == NAMED else {}
        return {"rule": self.rule, "count": self.count, **more, **named}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit, and the rule that took it."""

    unit_id: int
    rule: str


_Ranked: TypeAlias = Callable[[Sequence[Candidate], Quota, int, date], list[Candidate]]


def choose(
    candidates: Sequence[Candidate], quotas: Sequence[Quota], seed: int, on: date
) -> list[Chosen]:
    """Each rule in its turn takes its quota of those not taken yet; ties are drawn.

    A rule that runs out of units takes fewer. The order of ``candidates`` does not matter.
    """
    taken: dict[int, Chosen] = {}
    for quota in quotas:
        free = [c for c in candidates if c.unit_id not in taken]
        for one in _RANKED[quota.rule](free, quota, seed, on)[: quota.count]:
            taken[one.unit_id] = Chosen(one.unit_id, quota.rule)
    return list(taken.values())


def digest(candidates: Sequence[Candidate]) -> str:
    """SHA-256 of the candidates' facts, whatever order they come in."""
    rows = sorted((c.to_json() for c in candidates), key=lambda row: (row[1], row[0]))
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _draw(seed: int, rule: str, candidate: Candidate) -> str:
    text = f"{seed}:{rule}:{candidate.code}:{candidate.unit_id}"
    return hashlib.sha256(text.encode()).hexdigest()


def _never(free: Sequence[Candidate], quota: Quota, seed: int, on: date) -> list[Candidate]:
    """Those without an inspection in so many years, the longest wait first."""
    since = _years_before(on, quota.years)
    waiting = [c for c in free if c.inspected_on is None or c.inspected_on < since]
    return sorted(waiting, key=lambda c: (c.inspected_on or date.min, _draw(seed, NEVER, c)))


def _worst(free: Sequence[Candidate], quota: Quota, seed: int, on: date) -> list[Candidate]:
    """Those who owed reports, the smallest share in time first."""
    owing = [c for c in free if c.due]
    return sorted(owing, key=lambda c: (Fraction(c.on_time, c.due), _draw(seed, WORST, c)))


def _named(free: Sequence[Candidate], quota: Quota, seed: int, on: date) -> list[Candidate]:
    known = {c.unit_id: c for c in free}
    return [known[unit] for unit in dict.fromkeys(quota.units) if unit in known]


def _random(free: Sequence[Candidate], quota: Quota, seed: int, on: date) -> list[Candidate]:
    return sorted(free, key=lambda c: _draw(seed, RANDOM, c))


_RANKED: Mapping[str, _Ranked] = {NEVER: _never, WORST: _worst, NAMED: _named, RANDOM: _random}


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)

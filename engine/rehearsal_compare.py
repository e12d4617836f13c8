"""Two rehearsals of one directive side by side: what another version of the model would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from engine.rehearsal_figures import Rehearsed, TierLoad

ALL = ""
TIER_FIGURES = ("letters", "tasks", "notices", "mails", "on_time", "late", "never")


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that differs. ``where`` is a tier ("": all), or "model/element"; ``name`` its name.

    ``what``: one of ``TIER_FIGURES``, "worst-day" (mails), "faults"; of elements "element-tasks",
    "wait" (median days), "unreached" (1: yes). None: the other version has no such thing.
    """

    what: str
    where: str
    before: float | None
    after: float | None
    name: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def differences(before: Rehearsed, after: Rehearsed) -> list[Difference]:
    """What differs, in the order in which a reader asks: the whole, tiers, elements."""
    found = [*_whole(before, after), *_tiers(before, after), *_elements(before, after)]
    return [d for d in found if d.before != d.after]


def _whole(before: Rehearsed, after: Rehearsed) -> Iterator[Difference]:
    for what in TIER_FIGURES:
        yield Difference(what, ALL, _sum(before.tiers, what), _sum(after.tiers, what))
    yield Difference("worst-day", ALL, before.worst_morning[1], after.worst_morning[1])
    yield Difference("faults", ALL, _failed(before), _failed(after))


def _tiers(before: Rehearsed, after: Rehearsed) -> Iterator[Difference]:
    first = {t.tier: t for t in before.tiers}
    second = {t.tier: t for t in after.tiers}
    for tier in dict.fromkeys([*first, *second]):
        old, new = first.get(tier), second.get(tier)
        for what in TIER_FIGURES:
            pair = (_figure(old, what) if old else None, _figure(new, what) if new else None)
            yield Difference(what, tier, *pair)


def _elements(before: Rehearsed, after: Rehearsed) -> Iterator[Difference]:
    names = {**before.names, **after.names}

    def each(
        what: str, first: Mapping[str, float], second: Mapping[str, float]
    ) -> Iterator[Difference]:
        for place in dict.fromkeys([*first, *second]):
            pair = first.get(place), second.get(place)
            yield Difference(what, place, *pair, names.get(place, ""))

    yield from each("element-tasks", before.tasks_of, after.tasks_of)
    yield from each("wait", _medians(before), _medians(after))
    missed = [{u.element: u.name for u in one.unreached} for one in (before, after)]
    for element in sorted(missed[0].keys() ^ missed[1].keys()):
        name = {**missed[0], **missed[1]}[element]
        place = f"{after.key}/{element}"
        yield Difference(
            "unreached", place, float(element in missed[0]), float(element in missed[1]), name
        )


def _failed(found: Rehearsed) -> int:
    return sum(fault.count for fault in found.faults)


def _medians(found: Rehearsed) -> dict[str, float]:
    return {f"{w['model']}/{w['element']}": w["median"] for w in found.waits}


def _sum(tiers: Iterable[TierLoad], what: str) -> int:
    return sum(_figure(tier, what) for tier in tiers)


def _figure(tier: TierLoad, what: str) -> int:
    holder: Any = tier if hasattr(tier, what) else tier.reports
    return int(getattr(holder, what))

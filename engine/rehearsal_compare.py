"""Two rehearsals of one directive side by side: what another version of the model would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from engine.rehearsal_figures import Rehearsed, TierLoad

ALL = ""
TASK_FIGURES = {"tasks_on_time": "on_time", "tasks_late": "late", "tasks_never": "never"}
TIER_FIGURES = (
    "letters", "tasks", "notices", "mails", *TASK_FIGURES, "on_time", "late", "never",
)  # fmt: skip
LACKING_BEFORE, LACKING_AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that differs. ``where`` is a tier ("": all), or "model/element"; ``name`` its name.

    ``what``: one of ``TIER_FIGURES``, "worst-day" (mails), "faults"; of elements "element-tasks",
    "wait" (median days), "unreached" (1: yes). None: there was no such thing. ``lacking``: the
    version ("before", "after") whose diagram does not have the element at all.
    """

    what: str
    where: str
    before: float | None
    after: float | None
    name: str = ""
    lacking: str = ""

    def shown(self, side: str) -> float | str | None:
        """The value of a side in the file's language."""
        return "không có" if side == self.lacking else getattr(self, side)

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
            lacking = _lacking(before, after, place)
            yield Difference(what, place, *pair, names.get(place, ""), lacking)

    yield from each("element-tasks", before.tasks_of, after.tasks_of)
    yield from each("wait", _medians(before), _medians(after))
    missed = [{f"{one.key}/{u.element}": u.name for u in one.unreached} for one in (before, after)]
    for place, name in sorted({**missed[0], **missed[1]}.items()):
        lacking = _lacking(before, after, place)
        first, second = (
            None if lacking == side else float(place in missed[nth])
            for nth, side in enumerate((LACKING_BEFORE, LACKING_AFTER))
        )
        yield Difference("unreached", place, first, second, name, lacking)


def _lacking(before: Rehearsed, after: Rehearsed, place: str) -> str:
    """Which of the two diagrams does not have the element; "": neither, or another model's."""
    model, _, element = place.partition("/")
    for side, one, other in (
        (LACKING_BEFORE, before, after),
        (LACKING_AFTER, after, before),
    ):
        has = model == one.key and element in one.elements
        if model == other.key and element in other.elements and not has:
            return side
    return ""


def _failed(found: Rehearsed) -> int:
    return sum(fault.count for fault in found.faults)


def _medians(found: Rehearsed) -> dict[str, float]:
    return {f"{w['model']}/{w['element']}": w["median"] for w in found.waits}


def _sum(tiers: Iterable[TierLoad], what: str) -> int:
    return sum(_figure(tier, what) for tier in tiers)


def _figure(tier: TierLoad, what: str) -> int:
    if what in TASK_FIGURES:
        return int(getattr(tier.kept, TASK_FIGURES[what]))
    holder: Any = tier if hasattr(tier, what) else tier.reports
    return int(getattr(holder, what))

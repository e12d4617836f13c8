"""Who owes what a letter asks for, as a directive file says it; and which reports are a collector's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.intake.found import Report
from engine.letter_resolving import Resolved, ResolvedReport


def who(
    report: ResolvedReport, groups: Mapping[str, frozenset[int]], *, dated: bool
) -> str | list[str] | dict[str, Any]:
    """Who owes it, as a file says it: everybody, groups by their names, or a selection.

    A dated report whose bodies are not known is everybody's, which is noted; an undated one keeps
    its words.
    """
    sent = frozenset[int]().union(*groups.values()) if groups else frozenset()
    owing = report.owing
    if report.everybody or (owing and sent and owing >= sent):
        return "all"
    if not owing:
        named = "; ".join(report.finding.value.who)
        return "all" if dated else {"named": named}
    exact = [name for name, members in groups.items() if members and members == owing & sent]
    if exact:
        return exact[:1]
    names = [name for name, members in groups.items() if members and members <= owing]
    covered = frozenset[int]().union(*(groups[name] for name in names)) if names else frozenset()
    if names and covered == owing & sent:
        return names
    selects = [select for meant in report.who for select in meant.selects]
    units = [unit.code for meant in report.who for unit in meant.units]
    told: dict[str, Any] = {}
    if selects:
        told["select"] = selects[0] if len(selects) == 1 else f"[{', '.join(selects)}]"
    if units:
        told["units"] = units
    return told if len(told) == 1 else {"select": _joined(selects, units)}


def _joined(selects: Sequence[str], units: Sequence[str]) -> str:
    by_code = [f'unit by code("{code}")' for code in units]
    return f"[{', '.join([*selects, *by_code])}]"


def upward(resolved: Resolved) -> dict[int, int]:
    """Reports that are a consolidator's own, by the units' report they consolidate.

    «Phòng … tổng hợp, báo cáo trước ngày 20/11» of the same kind as what the units owe it is that
    report's consolidated date, no further duty.
    """
    found: dict[int, int] = {}
    for upper in _dated(resolved.reports):
        for units in _dated(resolved.reports):
            collector = units.consolidator.unit if units.consolidator else None
            same = units.report.kind == upper.report.kind
            if (
                units is not upper
                and same
                and collector is not None
                and upper.owing == {collector.id}
                and units.finding.id not in found.values()
            ):
                found[upper.finding.id] = units.finding.id
                break
    return found


def _dated(reports: Iterable[ResolvedReport]) -> Iterator[ResolvedReport]:
    for report in reports:
        if isinstance(report.finding.value, Report) and report.report.deadline.last_day:
            yield report

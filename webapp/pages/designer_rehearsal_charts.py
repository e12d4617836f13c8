"""A rehearsal's days: bars drawn on the server, weeks and months as tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

WIDTH, HEIGHT, LEFT, TOP = 720, 190, 60, 16
FLOOR = 150


def chart(version: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Bars of one kind for each day: x, y, height of each, and the ends of both axes."""
    first, last = _span(version)
    days = max((last - first).days, 1)
    by_day = _by_day(version, kind)
    most = max(by_day.values(), default=0)
    wide = max((WIDTH - LEFT - 10) / (days + 1), 0.5)
    bars: list[dict[str, Any]] = []
    for on, n in sorted(by_day.items()):
        tall = round((FLOOR - TOP) * n / most, 1)
        x = round(LEFT + (on - first).days * wide, 1)
        bars.append({"x": x, "y": FLOOR - tall, "height": max(tall, 1), "on": on, "n": n})
    top = max(bars, key=lambda b: b["n"], default=None)
    return {
        "bars": bars,
        "wide": round(max(wide - 0.3, 0.6), 2),
        "most": most,
        "top": top,
        "first": first,
        "last": last,
        "months": [
            (day, round(LEFT + (day - first).days * wide, 1)) for day in _firsts(first, last)
        ],
    }


def weeks(version: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is sent in each week that has anything: its Monday, and the sums."""
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for row in version["sent"]:
        on = date.fromisoformat(row["on"])
        found[on - timedelta(days=on.weekday())][_group(row["kind"])] += row["n"]
    return [{"on": on, "sums": sums} for on, sums in sorted(found.items())]


def months(version: Mapping[str, Any]) -> list[str]:
    """The months in which anything is sent: "2023-05"."""
    return sorted({row["on"][:7] for row in version["sent"]})


def of_month(version: Mapping[str, Any], month: str) -> list[dict[str, Any]]:
    """Each day of a month on which anything reaches anybody: kind by kind, tier by tier."""
    found: dict[str, dict[str, list[tuple[str, int]]]] = {}
    for row in version["sent"]:
        if row["on"].startswith(month):
            kinds = found.setdefault(row["on"], {})
            kinds.setdefault(row["kind"], []).append((row["tier"], row["n"]))
    return [{"on": date.fromisoformat(on), "kinds": kinds} for on, kinds in sorted(found.items())]


def _group(kind: str) -> str:
    return kind if kind in ("letter", "task", "mail") else "notice"


def _by_day(version: Mapping[str, Any], kind: str) -> Counter[date]:
    found: Counter[date] = Counter()
    for row in version["sent"]:
        if row["kind"] == kind:
            found[date.fromisoformat(row["on"])] += row["n"]
    return found


def _span(version: Mapping[str, Any]) -> tuple[date, date]:
    first = date.fromisoformat(version["begins"][:10])
    days = [date.fromisoformat(row["on"]) for row in version["sent"]]
    return min([first, *days]), max([first, *days])


def _firsts(first: date, last: date) -> list[date]:
    """The first days of months, a dozen at most."""
    found = []
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found[:: len(found) // 13 + 1]

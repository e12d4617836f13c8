"""Which dated report or task of a draft is which of a listing's: by its day or rule of days, and the boundary.

A listing may say of one of its own: ``optional`` (neither a miss nor a false find), ``year_uncertain`` (the year
stands nowhere in the letter: day and month count, or the rule of days), ``deadline_also`` (other first days as good).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.intake_words import alike, folded

Listing = dict[str, Any]
Pairs = list[tuple[Listing, Listing]]


def is_dated(report: Listing) -> bool:
    """A day, a recurrence with a day, or days counted from an event."""
    return report.get("deadline") is not None or report.get("boundary") not in (None, "none")


def key(report: Listing) -> tuple[str, ...]:
    """What must be right of a dated report: its day or the rule of its days, and the boundary."""
    day = report.get("deadline")
    rest = "" if day else rule(report.get("recurrence")) + _within(report.get("within"))
    return str(day), rest, str(report.get("boundary"))


def rule(recurrence: Listing | None) -> str:
    """A recurrence as a line of words, empty where there is none."""
    return "".join(f"{k}={v};" for k, v in sorted((recurrence or {}).items()) if v is not None)


def _within(within: Listing | None) -> str:
    """How many days; the words they are counted from may be quoted longer or shorter."""
    if not within:
        return ""
    return f"days={within.get('days')};" + ("working;" if within.get("working") else "")


def fits(gold: Listing, draft: Listing) -> bool:
    """Whether the draft's day and boundary are those listed."""
    if key(gold) == key(draft):
        return True
    if gold.get("boundary") != draft.get("boundary"):
        return False
    also = gold.get("deadline_also") or ()
    if draft.get("deadline") in ([also] if isinstance(also, str) else also) and also:
        return True
    if not gold.get("year_uncertain"):
        return False
    mine = _month_and_day(gold)
    return mine is not None and mine == _month_and_day(draft)


def _month_and_day(report: Listing) -> str | None:
    """'06-15', of the day or of a rule that comes once a year."""
    if report.get("deadline"):
        return str(report["deadline"])[5:]
    recurrence = report.get("recurrence") or {}
    month, day = recurrence.get("month"), recurrence.get("day")
    return f"{month:02}-{day:02}" if month and day else None


def matched(
    wanted: Sequence[Listing], found: Sequence[Listing]
) -> tuple[Pairs, list[Listing], list[Listing]]:
    """Pairs that fit, the nearest words first; what is missed, and what is too many.

    What must be found chooses before what is ``optional``; of the latter nothing is missed and no pair is kept.
    """
    left = list(found)
    pairs: Pairs = []
    missed: list[Listing] = []
    for one in sorted(wanted, key=lambda r: bool(r.get("optional"))):
        fitting = [r for r in left if fits(one, r)]
        if not fitting:
            missed += [] if one.get("optional") else [one]
            continue
        best = max(fitting, key=lambda r: nearness(one, r))
        left.remove(best)
        if not one.get("optional"):
            pairs.append((one, best))
    return pairs, missed, left


def nearness(a: Listing, b: Listing) -> float:
    """The share of the listing's words that the other phrase has too."""
    x, y = set(folded(a.get("phrase")).split()), set(folded(b.get("phrase")).split())
    who = alike("; ".join(a.get("who") or []), "; ".join(b.get("who") or []))
    return len(x & y) / max(1, len(x)) + 0.3 * who


def dated_reports(gold: Listing, draft: Listing) -> tuple[Pairs, list[Listing], list[Listing]]:
    """The dated reports both have, those missed, and those made up; a marked submission is neither."""
    wanted = [r for r in gold.get("reports", []) if is_dated(r)]
    found = [r for r in draft["reports"] if is_dated(r)]
    pairs, missed, extra = matched(wanted, found)
    either = [t for t in gold.get("tasks", []) if t.get("submission") or t.get("optional")]
    return pairs, missed, [r for r in extra if not any(fits(t, r) for t in either)]

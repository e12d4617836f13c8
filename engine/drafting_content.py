"""What a draft of a directive says, as the plain data of its file: pure functions on it.

Values are text, as they were typed; ``engine.ports.DirectiveFormat`` gives them their types.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.deadline_rules import AD_HOC, BY_WEEK, UNDATED, WITHIN, Rule
from engine.errors import InputError
from engine.printed_days import ImpossibleDate, PrintedDay

IDENTITY = "identity"
BASIS = "basis"
RECIPIENTS = "recipients"
PROVISIONS = "provisions"
DUTIES = "duties"
CHECK = "check"
STEPS = (IDENTITY, BASIS, RECIPIENTS, PROVISIONS, DUTIES, CHECK)
"""The steps of the wizard, in their order."""

UP, DOWN, REMOVE = "up", "down", "remove"
MOST = 200
"""Parts of one kind that a draft may have; a letter has a tenth of them."""

_STEP_OF = {
    "basis": BASIS,
    "recipients": RECIPIENTS,
    "field": RECIPIENTS,
    "provisions": PROVISIONS,
    "obligations": DUTIES,
    "campaigns": DUTIES,
}
_CODES = {
    "half_year": "bc-6t",
    "nine_months": "bc-9t",
    "annual": "bc-nam",
    "quarterly": "bc-quy",
    "monthly": "bc-thang",
    "weekly": "bc-tuan",
    "biweekly": "bc-2-tuan",
    AD_HOC: "dot-xuat",
}


class TooManyParts(InputError):
    """A draft has as many parts of a kind as it may have."""

    code = "too-many-parts"
    vi = f"Một văn bản có tối đa {MOST} mục mỗi loại. Hãy gộp bớt trước khi thêm."
    en = f"A directive has at most {MOST} parts of a kind. Merge some before adding another."


def step_of(path: str) -> str:
    """The step in which the part at ``path`` ("obligations[0].deadline") is written."""
    return _STEP_OF.get(re.split(r"[.\[]", path, maxsplit=1)[0], IDENTITY)


def place_of(path: str) -> int | None:
    """The position of the part in its list: 0 for "obligations[0].deadline"; None without one."""
    found = re.match(r"\w+\[(\d+)\]", path)
    return int(found[1]) if found else None


def parts(content: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The parts of one kind, copied so that they may be changed."""
    return [dict(part) for part in content.get(name) or ()]


def with_parts(
    content: Mapping[str, Any], name: str, items: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The content with other parts of that kind. Raises TooManyParts."""
    if len(items) > MOST:
        raise TooManyParts
    return {**content, name: [dict(item) for item in items]}


def arranged(items: Sequence[dict[str, Any]], what: str, place: int) -> list[dict[str, Any]]:
    """The parts with the one at ``place`` moved up or down, or removed; a place that is none
    changes nothing."""
    found = list(items)
    if not 0 <= place < len(found):
        return found
    if what == REMOVE:
        del found[place]
    other = place + {UP: -1, DOWN: 1}.get(what, 0)
    if what in (UP, DOWN) and 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return found


def issued_on(content: Mapping[str, Any]) -> date | None:
    """The day of issue, if one with a year stands there."""
    try:
        printed = PrintedDay.parse(str(content.get("issued_on") or ""))
        return printed.in_year(printed.year) if printed.year is not None else None
    except ImpossibleDate:
        return None


def fresh_code(content: Mapping[str, Any], kind: str) -> str:
    """A code for a further obligation of that kind that no other one has."""
    taken = {str(duty.get("code")) for duty in content.get("obligations") or ()}
    base = _CODES.get(kind, "bao-cao")
    numbered = (f"{base}-{n}" for n in range(2, MOST + 3))
    return next(code for code in (base, *numbered) if code not in taken)


def fresh_name(content: Mapping[str, Any], name: str) -> str:
    """The name, numbered if a group of recipients has it already."""
    taken = {str(group.get("group")) for group in content.get("recipients") or ()}
    numbered = (f"{name} ({n})" for n in range(2, MOST + 3))
    return next(found for found in (name, *numbered) if found not in taken)


def renamed(content: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """The content in which obligations name the group by its new name ('': by none)."""
    if old == new:
        return dict(content)
    duties = [
        {**duty, "who": _who(duty.get("who"), old, new)} for duty in parts(content, "obligations")
    ]
    return {**content, "obligations": duties} if duties else dict(content)


def owing(duty: Mapping[str, Any]) -> Mapping[str, Any]:
    """Who owes, as ``{groups, tiers, select, units, named}``; {} for everybody."""
    who = duty.get("who") or "all"
    if isinstance(who, list):
        return {"groups": who}
    return who if isinstance(who, Mapping) else {}


def _who(who: Any, old: str, new: str) -> Any:
    if isinstance(who, list):
        return [new if name == old else name for name in who if new or name != old] or "all"
    if isinstance(who, Mapping) and who.get("groups"):
        groups = [new if name == old else name for name in who["groups"] if new or name != old]
        return {**who, "groups": groups}
    return who or "all"


def written_rule(rule: Rule) -> dict[str, Any]:
    """A rule as the deadline of a file; a blank day of the last step is the file's own."""
    told: dict[str, Any] = {"kind": rule.kind}
    if rule.kind not in (WITHIN, UNDATED, AD_HOC):
        told["boundary"] = rule.boundary
    told |= _when(rule)
    if rule.period is not None and not rule.fixed:
        told["period"] = {"from": str(rule.period[0]), "to": str(rule.period[1])}
    told |= {"window": str(rule.window), "back_off": str(rule.back_off)}
    if rule.earlier:
        steps = [
            {"days": str(s.days), "issued_on": f"{s.issued_on:%d/%m/%Y}"} for s in rule.earlier
        ]
        steps[-1].pop("issued_on")
        told["earlier"] = steps
    if rule.fixed:
        told["fixed"] = [
            {
                "date": f"{f.printed:%d/%m/%Y}",
                "from": f"{f.period_start:%d/%m/%Y}",
                "to": f"{f.period_end:%d/%m/%Y}",
                "key": f.key,
            }
            for f in rule.fixed
        ]
    return told


def _when(rule: Rule) -> dict[str, str]:
    """The printed parts of a rule, those that are filled."""
    told = {
        "date": str(rule.printed) if rule.printed else "",
        "time": f"{rule.at:%H:%M}" if rule.at else "",
        "day": str(rule.day) if rule.day else "",
        "after": str(rule.after) if rule.after else "",
        "weekday": rule.weekday,
        "anchor": f"{rule.anchor:%d/%m/%Y}" if rule.anchor else "",
        "recurring": "true" if rule.recurring else "",
        "until": f"{rule.until:%d/%m/%Y}" if rule.until else "",
        "cut_off": str(rule.cut_off) if rule.cut_off else "",
        "event": rule.event,
    }
    if rule.kind == WITHIN and not rule.fixed:
        told |= {
            "days": str(rule.days),
            "count": "working" if rule.working else "calendar",
            "since": rule.since,
        }
    return {name: value for name, value in told.items() if value}


def moved_by(deadline: Mapping[str, Any], rule: Rule, printed: date, days: int) -> dict[str, Any]:
    """The deadline so many days earlier, given one printed day of it; its kind stays."""
    told = dict(deadline)
    if rule.earlier:
        steps = [dict(step) for step in told["earlier"]]
        steps[-1]["days"] = str(int(steps[-1]["days"]) + days)
        return told | {"earlier": steps}
    earlier = date.fromordinal(printed.toordinal() - days)
    if rule.kind in BY_WEEK:
        weekday = earlier.strftime("%A").lower()
        return told | {"weekday": weekday, "anchor": f"{earlier:%d/%m/%Y}"}
    if rule.printed is not None:
        year = f"/{earlier.year}" if rule.printed.year is not None else ""
        return told | {"date": f"{earlier:%d/%m}{year}"}
    months = (earlier.year - printed.year) * 12 + earlier.month - printed.month
    return told | {"day": str(earlier.day), "after": str(rule.after + months)}

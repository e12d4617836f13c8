"""An obligation of a draft as the fields of a form, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from engine.deadline_rules import (
    AD_HOC,
    ANNUAL,
    BIWEEKLY,
    HALF_YEAR,
    MONTHLY,
    NINE_MONTHS,
    ONE_OFF,
    QUARTERLY,
    UNDATED,
    WEEKLY,
    WITHIN,
)
from engine.drafting_content import owing
from webapp.pages.issuing_common import lines, typed

KINDS = (
    HALF_YEAR,
    NINE_MONTHS,
    ANNUAL,
    QUARTERLY,
    MONTHLY,
    BIWEEKLY,
    WEEKLY,
    ONE_OFF,
    WITHIN,
    AD_HOC,
    UNDATED,
)
"""As a page offers them, the most common first."""

_YEARLY = ("boundary", "date", "time", "repeat", "until", "cut_off", "period", "ahead")
_FIELDS = {
    HALF_YEAR: _YEARLY,
    NINE_MONTHS: _YEARLY,
    ANNUAL: _YEARLY,
    QUARTERLY: ("boundary", "day", "after", "time", "until", "cut_off", "ahead"),
    MONTHLY: ("boundary", "day", "after", "time", "until", "cut_off", "ahead"),
    BIWEEKLY: ("boundary", "weekday", "anchor", "time", "until", "ahead"),
    WEEKLY: ("boundary", "weekday", "anchor", "time", "until", "ahead"),
    ONE_OFF: ("boundary", "date", "time", "period", "ahead"),
    WITHIN: ("days", "count", "since", "event", "period", "ahead"),
    AD_HOC: (),
    UNDATED: (),
}
_MOMENT = ("boundary", "date", "day", "after", "weekday", "time")
_PLAIN = ("boundary", "date", "day", "after", "weekday", "anchor", "time", "until", "cut_off")
_COUNTED = ("days", "count", "since", "event")
OTHER = "other"


def fields_of(kind: str) -> tuple[str, ...]:
    """The groups of fields that a deadline of that kind has."""
    return _FIELDS.get(kind, ())


def moment_fields(kind: str) -> tuple[str, ...]:
    """Those of them that say when a consolidated report goes up."""
    return tuple(name for name in fields_of(kind) if name in _MOMENT)


def sent(base: Mapping[str, Any]) -> dict[str, Any]:
    """The obligation that the form describes; ``base``: as it was, for what is not on the form."""
    told: dict[str, Any] = {
        "code": str(base.get("code") or ""),
        "title": typed("title"),
        "deadline": _deadline(base.get("deadline") or {}),
        "who": _who(base.get("who")),
        "consolidator": typed("consolidator_other")
        if typed("consolidator") == OTHER
        else typed("consolidator"),
        "form": typed("form") or "report",
        "requested": "true" if "requested" in request.form else "false",
        "channels": lines("channels"),
        "goes_up_to": lines("goes_up_to"),
        **{name: typed(name) for name in ("about", "to", "via", "note")},
    }
    if base.get("source"):
        told["source"] = base["source"]
    if "up" in request.form:
        kind = told["deadline"].get("kind", "")
        up = {name: typed(f"up_{name}") for name in moment_fields(kind)}
        told["consolidated"] = {name: value for name, value in up.items() if value}
    return {name: value for name, value in told.items() if value not in ("", [], None)}


def shown(duty: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form that would send the obligation."""
    deadline = duty.get("deadline") or {}
    period = deadline.get("period") or {}
    up = duty.get("consolidated")
    who = owing(duty)
    steps = deadline.get("earlier") or ()
    return {
        **{name: str(duty.get(name) or "") for name in ("title", "about", "to", "via", "note")},
        **{name: str(deadline.get(name) or "") for name in ("kind", *_PLAIN, *_COUNTED)},
        **{name: str(deadline.get(name) or "") for name in ("window", "back_off")},
        "repeat": _repeat(deadline),
        "period_from": str(period.get("from") or ""),
        "period_to": str(period.get("to") or ""),
        "earlier": str(steps[-1].get("days") or "") if steps else "",
        "fixed": list(deadline.get("fixed") or ()),
        "who": next((name for name in _CHOSEN if who.get(name)), "all"),
        "who_groups": list(who.get("groups") or ()),
        "who_tiers": list(who.get("tiers") or ()),
        "who_units": "\n".join(who.get("units") or ()),
        "who_select": str(who.get("select") or ""),
        "who_named": str(who.get("named") or ""),
        "consolidator": str(duty.get("consolidator") or ""),
        "requested": str(duty.get("requested")) == "true",
        "form": str(duty.get("form") or "report"),
        "channels": "\n".join(duty.get("channels") or ()),
        "goes_up_to": "\n".join(duty.get("goes_up_to") or ()),
        "up": up is not None,
        **{f"up_{name}": str((up or {}).get(name) or "") for name in _MOMENT},
    }


_CHOSEN = ("groups", "tiers", "units", "select", "named")


def _repeat(deadline: Mapping[str, Any]) -> str:
    if str(deadline.get("recurring")) == "true":
        return "yearly"
    return "until" if deadline.get("until") else ""


def _deadline(base: Mapping[str, Any]) -> dict[str, Any]:
    if (base.get("earlier") or base.get("fixed")) and typed("own") != "own":
        return _carried(base)
    kind = typed("kind")
    wanted = fields_of(kind)
    told: dict[str, Any] = {"kind": kind}
    told |= {name: typed(name) for name in (*_PLAIN, *_COUNTED) if name in wanted}
    if "repeat" in wanted:
        told["recurring"] = "true" if typed("repeat") == "yearly" else ""
        told["until"] = typed("until") if typed("repeat") == "until" else ""
    if "period" in wanted and (typed("period_from") or typed("period_to")):
        told["period"] = {"from": typed("period_from"), "to": typed("period_to")}
    if "ahead" in wanted:
        told |= {name: typed(name) for name in ("window", "back_off")}
    if kind == WITHIN and typed("since") != "event":
        told["event"] = ""
    return {name: value for name, value in told.items() if value}


def _carried(base: Mapping[str, Any]) -> dict[str, Any]:
    """The superior's deadline, with our days: the last step's, or one date for each period."""
    told = dict(base)
    if base.get("earlier"):
        steps = [dict(step) for step in base["earlier"]]
        steps[-1]["days"] = typed("earlier")
        told["earlier"] = steps
    if base.get("fixed"):
        told["fixed"] = [{**one, "date": typed(f"fixed{n}")} for n, one in enumerate(base["fixed"])]
    return told


def _who(base: Any) -> Any:
    chosen = typed("who")
    found: dict[str, Any] = {
        "groups": request.form.getlist("who_groups"),
        "tiers": request.form.getlist("who_tiers"),
        "units": lines("who_units"),
        "select": base.get("select", "") if isinstance(base, Mapping) else "",
        "named": typed("who_named"),
    }
    if found.get(chosen):
        return {chosen: found[chosen]}
    return "all"

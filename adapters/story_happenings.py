"""The dated acts of a story file: a schema for each kind; docs/story-file.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Range

from adapters.directive_fields import MISSING, Clock, Day, Items, Number, Strict, Text, both, choice
from engine.deadlines import LOCAL
from engine.incident_rules import URGENCIES
from engine.inspections import OUTCOMES, REGIMES, RULES
from engine.story_behaviour import OPENS
from engine.story_happenings import Happening
from engine.story_matters import AnswerAll, Ask, OfDifficulty, OfIncident, PassUp, ReportIncident
from engine.story_reporting import AskExtension, DecideExtension, HandIn, OfRollup, SendBack
from engine.story_rounds import (
    ByRule,
    Conclude,
    Decide,
    MakePlan,
    PlanRound,
    WriteMinutes,
)
from engine.story_structure import ChangeStructure

Build: TypeAlias = Callable[..., Happening]
Loaded: TypeAlias = Mapping[str, Any]


def _text() -> Text:
    return Text(required=True)


def _day() -> Day:
    return Day(required=True)


def _count() -> Number:
    too_small = both("Phải từ 1.", "This must be at least 1.")
    return Number(required=True, validate=Range(1, error=too_small))


def _one_of(options: Any) -> Text:
    return Text(required=True, validate=choice(options))


class Figures(fields.Field[dict[str, int]]):
    """Figures of a report by the names of its form."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, dict) or not all(str(v).isdecimal() for v in value.values()):
            raise ValidationError(
                both("Phải là «chỉ tiêu: số nguyên».", "This must be «figure: whole number».")
            )
        return {str(name): int(number) for name, number in value.items()}


class _RuleSchema(Strict):
    rule = Text(required=True, validate=choice(RULES))
    count = _count()
    years = Number(load_default=0)
    units = Items(_text())


class _MemberSchema(Strict):
    name = _text()
    duty = _text()


class _RemedySchema(Strict):
    what = _text()
    by = _day()


class _WitnessSchema(Strict):
    name = _text()
    title = _text()


def _of_report() -> dict[str, Any]:
    return {"unit": _text(), "report": _text(), "period": Text(load_default="")}


def _of_inspected() -> dict[str, Any]:
    return {"about": _text(), "nth": _count()}


def _ask(by: list[str], **rest: Any) -> Ask:
    return Ask(by=tuple(by), **rest)


def _plan_round(choose: list[Loaded], from_: date, to: date, **rest: Any) -> PlanRound:
    rules = tuple(ByRule(r["rule"], r["count"], r["years"], tuple(r["units"])) for r in choose)
    return PlanRound(choose=rules, starts_on=from_, ends_on=to, **rest)


def _decide(team: list[Loaded], **rest: Any) -> Decide:
    return Decide(team=tuple((m["name"], m["duty"]) for m in team), **rest)


def _minutes(witness: Loaded | None, **rest: Any) -> WriteMinutes:
    signs = (witness["name"], witness["title"]) if witness else ("", "")
    return WriteMinutes(witness=signs, **rest)


def _conclude(remedies: list[Loaded], **rest: Any) -> Conclude:
    return Conclude(remedies=tuple((r["what"], r["by"]) for r in remedies), **rest)


def _extension(decision: str, **rest: Any) -> DecideExtension:
    return DecideExtension(grant=decision == "grant", **rest)


def _rollup(what: str) -> tuple[Build, dict[str, Any]]:
    return (lambda **given: OfRollup(what=what, **given)), _of_report()


_KINDS: Mapping[str, tuple[Build, dict[str, Any]]] = {
    "report": (HandIn, _of_report() | {"figures": Figures(load_default=dict)}),
    "return": (SendBack, _of_report() | {"remarks": _text()}),
    "ask-extension": (AskExtension, _of_report() | {"until": _day(), "reason": _text()}),
    "decide-extension": (
        _extension,
        _of_report()
        | {
            "decision": _one_of(("grant", "refuse")),
            "remarks": Text(load_default=""),
            "until": Day(load_default=None),
        },
    ),
    "urge": _rollup("urge"),
    "close-rollup": _rollup("close"),
    "supplement": _rollup("supplement"),
    "difficulty": (
        _ask,
        {
            "name": _text(),
            "by": Items(_text()),
            "words": Text(required=True, data_key="text"),
            "provision": Text(load_default=""),
        },
    ),
    "pass-up": (PassUp, {"about": _text(), "note": Text(load_default="")}),
    "answer": (
        AnswerAll,
        {
            "about": _text(),
            "words": Text(required=True, data_key="text"),
            "public": fields.Boolean(load_default=False),
        },
    ),
    "incident": (
        ReportIncident,
        {
            "name": _text(),
            "unit": _text(),
            "urgency": _one_of(URGENCIES),
            "title": _text(),
            "words": Text(required=True, data_key="text"),
            "place": Text(load_default=""),
        },
    ),
    "forward": (
        lambda **given: OfIncident(up=True, **given),
        {"about": _text(), "words": Text(required=True, data_key="note")},
    ),
    "close": (
        lambda **given: OfIncident(up=False, **given),
        {"about": _text(), "words": Text(required=True, data_key="outcome")},
    ),
    "inspection-plan": (
        MakePlan,
        {"unit": _text(), "number": _text(), "symbol": _text(), "title": _text()},
    ),
    "inspection-round": (
        _plan_round,
        {
            "name": _text(),
            "unit": _text(),
            "title": _text(),
            "regime": _one_of(REGIMES),
            "scope": _text(),
            "from_": Day(required=True, data_key="from"),
            "to": _day(),
            "tier": Text(load_default=None),
            "seed": Number(required=True, error_messages={"required": MISSING}),
            "choose": Items(_RuleSchema),
        },
    ),
    "inspection-decision": (
        _decide,
        {
            "about": _text(),
            "number": _text(),
            "symbol": _text(),
            "outline": _text(),
            "self_report_by": _day(),
            "team": Items(_MemberSchema),
        },
    ),
    "minutes": (
        _minutes,
        _of_inspected()
        | {
            "findings": _text(),
            "refused": Text(load_default=""),
            "witness": fields.Nested(_WitnessSchema, load_default=None),
        },
    ),
    "conclusion": (
        _conclude,
        _of_inspected()
        | {
            "outcome": _one_of(OUTCOMES),
            "number": _text(),
            "symbol": _text(),
            "words": Text(required=True, data_key="text"),
            "remedies": Items(_RemedySchema),
        },
    ),
    "structure": (ChangeStructure, {}),
}
_COMMON = {"do": Text(required=True), "on": Day(required=True), "at": Clock(load_default=None)}
_SCHEMAS: Mapping[str, type[Schema]] = {
    kind: Strict.from_dict(_COMMON | own, name=kind) for kind, (_, own) in _KINDS.items()
}


class HappeningField(fields.Field[Happening]):
    """One happening: the schema is that of its ``do``."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Happening:
        kind = str(value.get("do", "")) if isinstance(value, dict) else ""
        if kind not in _KINDS:
            known = ", ".join(_KINDS)
            raise ValidationError(
                {"do": [both(f"Phải là một trong: {known}.", f"This must be one of: {known}.")]}
            )
        loaded: dict[str, Any] = _SCHEMAS[kind]().load(value)
        moment = datetime.combine(loaded.pop("on"), loaded.pop("at") or OPENS, LOCAL)
        loaded.pop("do")
        return _KINDS[kind][0](at=moment, **loaded)


def named(happening: Happening) -> str:
    """The name it gives to what it begins, or ""."""
    return happening.name if isinstance(happening, Ask | ReportIncident | PlanRound) else ""


def reference(happening: Happening) -> str:
    """The name of what it goes on with, or ""."""
    about = OfDifficulty, OfIncident, Decide, WriteMinutes, Conclude
    return happening.about if isinstance(happening, about) else ""

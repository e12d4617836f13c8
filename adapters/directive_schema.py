"""The schema of a directive file (docs/directive-file.md); loading makes the engine's drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Regexp

from adapters.directive_fields import (
    CODE,
    MISSING,
    NOT_AN_ID,
    NOT_NEGATIVE,
    Clock,
    CutOff,
    Day,
    DayOfMonth,
    Flag,
    Items,
    Number,
    Printed,
    Strict,
    Text,
    both,
    choice,
    said,
)
from engine import deadline_rules as rules
from engine.deadline_rules import Rule
from engine.directives import TYPES
from engine.drafts import (
    Basis,
    Campaign,
    CampaignReport,
    DirectiveDraft,
    Group,
    ObligationDraft,
    ProvisionDraft,
    Signer,
    WhoDraft,
)
from engine.errors import InputError

MAX_YEARS = 30
"""A campaign that recurs for longer is a slip of the pen."""


class BasisSchema(Strict):
    issuer = Text(required=True)
    type = Text(load_default="")
    number = Text(load_default="")
    symbol = Text(load_default="")
    date = Day(load_default=None)
    title = Text(load_default="")

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> Basis:
        return Basis(**data)


class _Chosen(Strict):
    select = Text(load_default="")
    units = Items(Text(required=True))


class GroupSchema(_Chosen):
    class Meta:
        include = {"except": Items(Text(required=True))}

    group = Text(required=True)
    requested = Flag(load_default=False)
    outside = Flag(load_default=False)

    @validates_schema
    def one_way(self, data: dict[str, Any], **kwargs: Any) -> None:
        if sum(map(bool, (data["select"], data["units"], data["outside"]))) != 1:
            vi = "Hãy chọn đúng một cách: select, units hoặc outside: true."
            raise ValidationError(both(vi, "Give exactly one of select, units, outside: true."))
        if data["except"] and not data["select"]:
            vi, en = "Chỉ bớt được đơn vị của một select.", "except goes with a select."
            raise ValidationError({"except": [both(vi, en)]})

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> Group:
        but = tuple(data.pop("except"))
        return Group(**data | {"units": tuple(data["units"]), "but": but})


class ProvisionSchema(Strict):
    number = Text(load_default="")
    text = Text(required=True)
    lead = Text(load_default="")
    coordinators = Items(Text(required=True))

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> ProvisionDraft:
        return ProvisionDraft(**data | {"coordinators": tuple(data["coordinators"])})


class WhoSchema(_Chosen):
    groups = Items(Text(required=True))
    tiers = Items(Text(required=True))
    named = Text(load_default="")

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> WhoDraft:
        lists = {name: tuple(data[name]) for name in ("groups", "tiers", "units")}
        return WhoDraft(**data | lists)


class Who(fields.Field[WhoDraft]):
    """``all``, a list of groups, or the fields of ``WhoSchema``."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> WhoDraft:
        if value in ("", "all"):
            return WhoDraft()
        loaded: WhoDraft = WhoSchema().load({"groups": value} if isinstance(value, list) else value)
        return loaded


class PeriodSchema(Strict):
    class Meta:
        include = {"from": Printed(required=True)}

    to = Printed(required=True)


class StepSchema(Strict):
    """One tier down; the last step's day of issue is the file's own and may be left out."""

    days = Number(required=True, validate=NOT_NEGATIVE)
    issued_on = Day(load_default=None)


class FixedSchema(Strict):
    """One deadline of the superior's, as this directive asks for it: its period stays the same."""

    class Meta:
        include = {"from": Day(required=True)}

    date = Day(required=True)
    to = Day(required=True)
    key = Text(required=True)

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> rules.Fixed:
        return rules.Fixed(data["date"], data["from"], data["to"], data["key"])


class _MomentSchema(Strict):
    """What is printed of a deadline, apart from what it is about."""

    boundary = Text(validate=choice(rules.BOUNDARIES))
    date = Printed()
    time = Clock()
    day = DayOfMonth(load_default=0)
    after = Number(load_default=0)
    weekday = Text(load_default="", validate=choice(("", *rules.WEEKDAYS)))


class DeadlineSchema(_MomentSchema):
    """What ``engine.deadline_rules.Rule`` holds, in the words of the file."""

    kind = Text(required=True, validate=choice(rules.KINDS))
    anchor = Day(load_default=None)
    recurring = Flag(load_default=False)
    past = Flag(load_default=False)
    until = Day(load_default=None)
    cut_off = CutOff(load_default=rules.CALENDAR_PERIODS)
    period = fields.Nested(PeriodSchema)
    days = Number(load_default=0)
    count = Text(load_default="calendar", validate=choice(("calendar", "working")))
    since = Text(load_default=rules.ISSUED, validate=choice(rules.SINCE))
    event = Text(load_default="")
    window = Number(load_default=rules.BY_KIND, validate=NOT_NEGATIVE)
    back_off = Number(load_default=rules.BY_KIND, validate=NOT_NEGATIVE)
    earlier = Items(StepSchema)
    fixed = Items(FixedSchema)

    @validates_schema(skip_on_field_errors=True)
    def steps_have_their_day(self, data: dict[str, Any], **kwargs: Any) -> None:
        for number, step in enumerate(data["earlier"]):
            if step["issued_on"] is None:
                raise ValidationError({"earlier": {number: {"issued_on": [MISSING]}}})

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> Rule:
        kind, period = data.pop("kind"), data.pop("period", None)
        data["earlier"] = tuple(rules.Step(**step) for step in data["earlier"])
        data["fixed"] = tuple(data["fixed"])
        if kind in rules.DATED - {rules.WITHIN} and "boundary" not in data:
            raise ValidationError({"boundary": [MISSING]})
        try:
            return Rule(
                kind=kind,
                boundary=data.pop("boundary", rules.NO_LATER),
                printed=data.pop("date", None),
                at=data.pop("time", None),
                period=(period["from"], period["to"]) if period else None,
                working=data.pop("count") == "working",
                **data,
            )
        except InputError as error:
            raise said(error) from None


class ConsolidatedSchema(_MomentSchema):
    """When the consolidated report goes up: its moment only, the rest is the units'."""

    boundary = Text(required=True, validate=choice(rules.BOUNDARIES))


class ObligationSchema(Strict):
    code = Text(required=True, validate=Regexp(CODE, error=NOT_AN_ID))
    title = Text(required=True)
    deadline = fields.Nested(
        DeadlineSchema, required=True, error_messages={"required": MISSING, "null": MISSING}
    )
    who = Who(load_default=WhoDraft)
    consolidator = Text(load_default="")
    form = Text(load_default="report")
    source = Text(load_default="")
    requested = Flag(load_default=False)
    about = Text(load_default="")
    to = Text(load_default="")
    via = Text(load_default="")
    channels = Items(Text(required=True))
    goes_up_to = Items(Text(required=True))
    consolidated = fields.Nested(ConsolidatedSchema, load_default=None)
    note = Text(load_default="")

    @validates_schema(skip_on_field_errors=True)
    def nobody_owes_a_date(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["who"].named and data["deadline"].is_dated:
            vi = "Cơ quan ngoài hệ thống (named) không thể có báo cáo có hạn."
            en = "A body outside the tree (named) cannot owe a dated report."
            raise ValidationError({"who": [both(vi, en)]})

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> ObligationDraft:
        told = ("about", "to", "via", "channels", "goes_up_to", "note")
        details = {name: data.pop(name) for name in told}
        rule = data.pop("deadline")
        kept = {name: value for name, value in details.items() if value}
        if moment := data.pop("consolidated"):
            kept["consolidated"] = _consolidated(rule, moment).to_json()
        return ObligationDraft(**data, rule=rule, details=kept)


def _consolidated(units: Rule, moment: Mapping[str, Any]) -> Rule:
    """The rule of the report that goes up: the units' own, at another moment."""
    try:
        return replace(
            units,
            boundary=moment["boundary"],
            printed=moment.get("date"),
            at=moment.get("time"),
            day=moment["day"],
            after=moment["after"],
            weekday=moment["weekday"],
        )
    except InputError as error:
        raise ValidationError(
            {"consolidated": [both(error.text("vi"), error.text("en"))]}
        ) from None


class CampaignReportSchema(Strict):
    title = Text(load_default="")
    days = Number(load_default=0)
    who = Who(load_default=WhoDraft)
    consolidator = Text(load_default="")

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> CampaignReport:
        return CampaignReport(**data)


class CampaignSchema(Strict):
    class Meta:
        include = {"from": Day(load_default=None)}

    name = Text(required=True)
    to = Day(load_default=None)
    until = Day(load_default=None)
    report = fields.Nested(CampaignReportSchema, load_default=None)

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> Campaign:
        start, end, until = data["from"], data["to"], data["until"]
        if start and end and end < start:
            vi, en = "Ngày kết thúc trước ngày bắt đầu.", "It ends before it begins."
            raise ValidationError({"to": [both(vi, en)]})
        if (until or data["report"]) and not (start and end):
            vi = "Đợt có báo cáo tổng kết hoặc lặp lại phải có ngày bắt đầu và kết thúc."
            en = "A campaign with a closing report, or that recurs, needs its dates."
            raise ValidationError({"from": [both(vi, en)]})
        if until and not 0 <= until.year - start.year <= MAX_YEARS:
            vi = f"Ngày cuối (until) phải từ năm bắt đầu đến {MAX_YEARS} năm sau."
            en = f"until must be in the year it begins, or at most {MAX_YEARS} years later."
            raise ValidationError({"until": [both(vi, en)]})
        return Campaign(data["name"], start, end, until, data["report"])


class SignerSchema(Strict):
    name = Text(required=True)
    title = Text(required=True)
    authority = Text(load_default="")
    on_behalf = Text(load_default="")

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> Signer:
        return Signer(**data)


class DirectiveSchema(Strict):
    issuer = Text(required=True)
    number = Text(load_default="")
    symbol = Text(load_default="")
    type = Text(required=True, validate=choice(TYPES))
    issued_on = Day(required=True)
    subject = Text(required=True)
    field = Text(load_default="")
    process = Text(required=True, validate=Regexp(CODE, error=NOT_AN_ID))
    basis = Items(BasisSchema)
    recipients = Items(GroupSchema)
    provisions = Items(ProvisionSchema)
    obligations = Items(ObligationSchema)
    campaigns = Items(CampaignSchema)
    copy_to = Items(Text(required=True))
    signer = fields.Nested(SignerSchema, load_default=None)
    note = Text(load_default="")

    @post_load
    def build(self, data: dict[str, Any], **kwargs: Any) -> DirectiveDraft:
        lists: Mapping[str, Any] = {
            name: tuple(value) for name, value in data.items() if isinstance(value, list)
        }
        return DirectiveDraft(**data | dict(lists))

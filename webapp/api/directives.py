"""Directives: listed, read, issued; how far one has come, tier by tier and unit by unit."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import request, url_for
from marshmallow import Schema, fields

from engine import access, cascade, directive_views, directives, progress, unit_states
from engine.deadlines import Due
from engine.directive_views import DirectiveRow, DirectiveView, Duty, Task
from engine.directives import TYPES
from engine.errors import InputError
from engine.progress import Tier
from engine.report_counts import ReportCounts
from engine.unit_states import OpenTask, UnitState
from webapp.api.fields import LINES, Choice, Flag, Strict, Text, Whole
from webapp.api.resource import ID, Resource, page, paged, query, search
from webapp.api.shapes import Values, nested, shape
from webapp.requests import actor, now, session, wiring

blp = Resource("Directives", "Văn bản chỉ đạo: what was asked of whom, and how far it has come.")
ONE = f"/directives/{ID % 'directive_id'}"
READ, WRITE = "directives:read", "directives:write"

Row = shape(
    "Directive",
    DirectiveRow,
    "id",
    "label",
    "subject",
    "issuer_name",
    "issued_on",
    "status",
    "recipients",
    "ours",
)
Provision = shape("Provision", Task, "number", "text", "lead", "coordinators")
DueDay = shape(
    "Due", Due, "key", "printed", "last_ok", "due_at", "opens_at", "period_start", "period_end"
)
Owed = shape(
    "Obligation",
    Duty,
    "id",
    "title",
    "consolidator",
    "requested",
    "named",
    rule=Values(required=True),
    dues=nested(DueDay, many=True),
)
Recipients = Schema.from_dict(
    {"tier": fields.String(required=True), "units": fields.Integer(required=True)},
    name="RecipientsOfTier",
)
One = shape(
    "DirectiveInFull",
    DirectiveView,
    "id",
    "label",
    "type",
    "subject",
    "issuer_name",
    "issued_on",
    "issued_at",
    "status",
    "model_key",
    "parent_id",
    "parent_label",
    "basis",
    "copy_to",
    recipients=nested(Recipients, many=True),
    provisions=nested(Provision, many=True),
    obligations=nested(Owed, many=True),
)
Counts = shape(
    "ReportCounts", ReportCounts, "on_time", "late", "open", "overdue", "asked", "asked_done"
)
TierState = shape(
    "Tier", Tier, "tier", "sent", "received", "passed_on", "done", reports=nested(Counts)
)
Tiers = Schema.from_dict({"items": nested(TierState, many=True)}, name="Tiers")
Waiting = shape("WaitingTask", OpenTask, "name", "due_at")
State = shape(
    "UnitState",
    UnitState,
    "unit_id",
    "unit_name",
    "tier",
    "directive_id",
    "requested",
    "sent_at",
    "received_at",
    "assigned_at",
    "passed_on_at",
    "done_at",
    "below",
    "rungs",
    tasks=nested(Waiting, many=True),
    reports=nested(Counts),
)
Issued = Schema.from_dict(
    {
        "id": fields.Integer(required=True),
        "label": fields.String(required=True),
        "steps": fields.Integer(required=True),
        "faults": fields.Integer(required=True),
    },
    name="IssuedDirective",
)


class OddCharacters(InputError):
    """Text that no letter can hold."""

    code = "odd-characters"
    vi = "Văn bản có ký tự không hiển thị được. Hãy xóa các ký tự đó rồi gửi lại."
    en = "The letter holds characters that cannot be shown. Remove them and send it again."


class Parts(fields.List[Any]):
    """A list of parts as docs/directive-file.md describes them; each is checked when it is read."""

    def __init__(self) -> None:
        super().__init__(fields.Dict(), load_default=list)


class Letter(Strict):
    """A directive to issue, in the words of docs/directive-file.md."""

    class Meta:
        ordered = True

    issuer = Text(500, 1, required=True)
    number = Text(50)
    symbol = Text(100)
    type = Choice(sorted(TYPES), required=True)
    issued_on = Text(20, 1, required=True, metadata={"description": "14/05/2023 or 2023-05-14"})
    subject = Text(5000, 1, required=True)
    field = Text(50)
    process = Text(40, 1, required=True)
    basis = Parts()
    recipients = Parts()
    provisions = Parts()
    obligations = Parts()
    campaigns = Parts()
    copy_to = fields.List(Text(500))
    signer = fields.Dict()
    note = Text(5000, lines=True)


Listed = query(
    "directives",
    q=search(),
    ours=Choice((directive_views.ISSUED_BY_US, directive_views.RECEIVED_BY_US), load_default=None),
)
Below = query("directive-units", below=Whole(load_default=None))
Issuing = Schema.from_dict({"confirm": Flag(load_default=False)}, name="IssuingQuery")


@blp.get("/directives")
@blp.reads(READ)
@blp.arguments(Listed, location="query")
@blp.response(200, page("DirectivePage", Row))
def listed(args: dict[str, Any]) -> dict[str, object]:
    """What my unit issued and received, the latest first (an administrator: where cascades begin)."""
    found = directive_views.page(
        session(),
        actor(),
        text=args["q"] or None,
        ours=args["ours"],
        after=args["cursor"],
        limit=args["limit"],
    )
    return paged(found.rows, found.next_after)


@blp.post("/directives")
@blp.changes(WRITE)
@blp.arguments(Issuing, location="query")
@blp.arguments(Letter)
@blp.response(201, Issued)
def issue(args: dict[str, Any], _letter: dict[str, Any]) -> Any:
    """Record a directive of my unit and issue it: its cascade begins.

    The body is a directive file (docs/directive-file.md) as JSON. Dates that contradict each other
    answer 409 `dates-to-confirm`; with `confirm=true` they are taken as they stand.
    """
    draft = wiring().directives.parse(_file(request.get_json()), "")
    directive = directives.record(session(), draft, now())
    access.require_issuer(actor(), directive.issuer_id)
    applied = cascade.issue(
        session(),
        wiring().engine,
        directive,
        now(),
        actor=f"account:{actor().account_id}",
        confirmed=args["confirm"],
    )
    made = {
        "id": directive.id,
        "label": directives.label(directive),
        "steps": applied.steps,
        "faults": len(applied.faults),
    }
    return made, 201, {"Location": url_for("api_directives.one", directive_id=directive.id)}


@blp.get(ONE)
@blp.reads(READ)
@blp.response(200, One)
def one(directive_id: int) -> dict[str, object]:
    """All that one directive says."""
    view = directive_views.read(session(), actor(), directive_id)
    found = {name: getattr(view, name) for name in One().fields if hasattr(view, name)}
    return found | {
        "recipients": [{"tier": tier, "units": units} for tier, units in view.recipients],
        "obligations": [_owed(duty) for duty in view.duties],
    }


@blp.get(f"{ONE}/tiers")
@blp.reads(READ)
@blp.response(200, Tiers)
def tiers(directive_id: int) -> dict[str, object]:
    """How far it has come, tier by tier, as far as I may see below."""
    seen = progress.scope(session(), actor(), directive_id)
    return {"items": progress.summary(session(), seen, now())}


@blp.get(f"{ONE}/units")
@blp.reads(READ)
@blp.arguments(Below, location="query")
@blp.response(200, page("UnitStatePage", State))
def units(args: dict[str, Any], directive_id: int) -> dict[str, object]:
    """The state of the units under its issuer, or of those that the unit `below` passed it on to.

    A unit's own `directive_id` is that of the directive it received; with it and `below` one goes
    down the tree.
    """
    seen = progress.scope(session(), actor(), directive_id)
    after, limit = args["cursor"], args["limit"]
    if args["below"] is None:
        found = unit_states.top(session(), seen, now(), after, limit)
    else:
        found = unit_states.below(session(), seen, args["below"], now(), after, limit)
    return paged(found.rows, found.next_after)


def _file(letter: Any) -> bytes:
    """The letter as a directive file: JSON is YAML, but for nulls, which stand for nothing there.

    Raises ``OddCharacters``.
    """
    try:
        return json.dumps(_without_nulls(letter), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise OddCharacters from None


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_nulls(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_without_nulls(v) for v in value if v is not None]
    if isinstance(value, str) and not re.fullmatch(LINES, value):
        raise OddCharacters
    return value


def _owed(duty: Duty) -> dict[str, object]:
    shown = {n: getattr(duty, n) for n in ("id", "title", "consolidator", "requested", "named")}
    return shown | {"rule": duty.rule.to_json(), "dues": duty.dues}

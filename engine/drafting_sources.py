"""A unit's own directive as a draft, filled in from the one it received."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, citing, contexts, drafting, period_words, unit_groups
from engine.deadline_rules import Rule
from engine.deadlines import local_day
from engine.deriving import Copied, DeriveRequest, leads, passed_on
from engine.directive_tables import Directive, Recipient
from engine.directive_views import Task
from engine.directives import provisions_of
from engine.drafting_content import written_rule
from engine.drafting_models import passed_to, throws
from engine.errors import Conflict
from engine.instances import Engine, Instance
from engine.obligations import calendar_for, duties_of, receivers_of
from engine.passing_on import taken_over
from engine.people import Actor
from engine.selectors import resolve
from engine.units import Unit

Named = Callable[[str], str]
"""What a tier is called."""


class NotReceived(Conflict):
    """The directive was not sent to this unit."""

    code = "not-received"
    vi = "Văn bản này không gửi cho đơn vị của bạn nên không triển khai tiếp được."
    en = "This directive was not sent to your unit, so your unit cannot pass it on."


def derive(
    session: Session, engine: Engine, actor: Actor, directive_id: int, named: Named, now: datetime
) -> int:
    """The unit's draft that passes on the directive: the open one, else a new one, filled in.

    Basis, field and process are the superior's, and of its provisions what the unit and those below
    it are to do; recipients those to whom the unit's process would send; obligations those of ``deriving.derive``, as many days earlier. Raises
    NotFound, Forbidden, NotReceived.
    """
    access.require_directive(session, actor, directive_id)
    access.require_member(actor)
    known = drafting.opened_for(session, actor, directive_id)
    if known is not None:
        return known
    if not received(session, actor.unit_id, directive_id):
        raise NotReceived
    parent = session.get_one(Directive, directive_id)
    content = filled(session, engine, actor.unit_id, parent, named, now)
    return drafting.begin(session, actor, content, now, parent_id=directive_id, passes_on=True)


def received(session: Session, unit_id: int, directive_id: int) -> bool:
    """Whether the directive was sent to the unit."""
    found = select(Recipient.unit_id).where(
        Recipient.directive_id == directive_id,
        Recipient.unit_id == unit_id,
        Recipient.sent_at.is_not(None),
    )
    return session.scalar(found) is not None


def filled(
    session: Session, engine: Engine, unit_id: int, parent: Directive, named: Named, now: datetime
) -> dict[str, Any]:
    """The plain data of a directive file by which the unit would pass on ``parent``."""
    today = max(local_day(now), parent.issued_on)
    copied = _copied(session, unit_id, parent, now)
    tasks = [
        Task(p.number, p.text, p.lead, [str(c) for c in p.coordinators])
        for p in provisions_of(session, [parent.id])[parent.id]
    ]
    content: dict[str, Any] = {
        "number": "",
        "symbol": "",
        "type": parent.type,
        "issued_on": f"{today:%d/%m/%Y}",
        "subject": parent.subject,
        "field": parent.field,
        "process": parent.model_key,
        "basis": [basis_of(session, parent)],
        "recipients": _recipients(session, engine, unit_id, parent.id, named, today, now),
        "provisions": [
            {
                "number": task.number,
                "text": task.text,
                "lead": task.lead,
                "coordinators": list(task.coordinators),
            }
            for task in taken_over(session, unit_id, parent, tasks, today)
        ],
        "obligations": _obligations(session, copied),
    }
    if copied.left_out:
        content["note"] = "Không còn ngày để báo cáo trước cấp trên: " + "; ".join(
            told["obligation"] + period_words.bracketed(told["key"]) for told in copied.left_out
        )
    return content


def basis_of(session: Session, directive: Directive) -> dict[str, str]:
    """A directive on record as a line of «Căn cứ»."""
    return {
        "type": citing.type_name(directive.type),
        "issuer": session.get_one(Unit, directive.issuer_id).name,
        "number": directive.number,
        "symbol": directive.symbol,
        "date": f"{directive.issued_on:%d/%m/%Y}",
        "title": directive.subject,
    }


def _copied(session: Session, unit_id: int, parent: Directive, now: datetime) -> Copied:
    pair = (parent.id, unit_id)
    duties = duties_of(session, [parent.id])
    receiver = receivers_of(session, [pair], duties, now)[pair]
    request = DeriveRequest(parent.id, unit_id, "", "", max(local_day(now), parent.issued_on))
    body = leads(session, {parent.id: parent}, [request])[pair]
    calendar = calendar_for(session, duties)
    return passed_on(request, receiver, duties.get(parent.id, ()), body, calendar)


def _obligations(session: Session, copied: Copied) -> list[dict[str, Any]]:
    bodies = {row["consolidator_id"] for row in copied.rows} - {None}
    codes = {id_: session.get_one(Unit, id_).code for id_ in bodies}
    return [
        {
            "code": row["code"],
            "title": row["title"],
            "deadline": written_rule(Rule.from_json(row["rule"])),
            "who": "all",
            "consolidator": codes.get(row["consolidator_id"], ""),
            "form": row["form"],
            "source": row["code"],
            "about": row["details"].get("about", ""),
        }
        for row in copied.rows
    ]


def _recipients(
    session: Session,
    engine: Engine,
    unit_id: int,
    parent_id: int,
    named: Named,
    on: date,
    now: datetime,
) -> list[dict[str, Any]]:
    """The groups to which the unit's running process would send its own directive, called after
    the units that are in them."""
    running = session.scalars(
        select(Instance)
        .where(
            Instance.directive_id == parent_id, Instance.unit_id == unit_id, Instance.subject == ""
        )
        .order_by(Instance.id.desc())
        .limit(1)
    ).one_or_none()
    if running is None:
        return []
    definition = engine.library.load(session, running.model_id).processes[running.process]
    unit = contexts.of_units(session, [unit_id])[unit_id]
    groups = []
    for element in throws(definition, "issued"):
        for chosen in passed_to(element, unit, now) or []:
            if isinstance(chosen, Mapping) and chosen.get("tier"):
                tier = str(chosen["tier"])
                select_ = f'{chosen["select"]}(unit, "{tier}")'
                asked = {"select": str(chosen["select"]), "unit": unit_id, "tier": tier}
                ids = [found.id for found in resolve(session, asked, on)]
                name = unit_groups.together(_places(session, ids)) if ids else named(tier)
                groups.append({"group": name, "select": select_})
    return groups


def _places(session: Session, ids: Sequence[int]) -> list[tuple[str, str]]:
    rows = session.execute(
        select(Unit.short_name, Unit.place).where(Unit.id.in_(ids)).order_by(Unit.code, Unit.id)
    )
    return [(row.short_name, row.place) for row in rows]

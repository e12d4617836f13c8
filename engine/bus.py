"""Letters between instances: a throw's recipients, their pools, and the instances they reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import contexts
from engine.arrays import ints, texts
from engine.deadlines import local_day
from engine.deliveries import Begin, Delivery, Engine, Faulted, Lost, Reached, To
from engine.errors import DondocError
from engine.process.definition import Definition
from engine.process.events import Failure, Message, Send, Start
from engine.process.model import Element
from engine.selectors import resolve_many
from engine.units import UnitRef


class NobodyWaits(DondocError):
    """A letter to a process that is not running, or no longer."""

    code = "nobody-waits"
    vi = "Thư «{name}» gửi {unit} nhưng không có tiến trình nào đang chờ. Hãy kiểm tra sơ đồ."
    en = "The letter «{name}» to {unit} finds no process waiting for it. Check the diagram."


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A letter to a catch event: the instance that awaits it is to be found."""

    reached: Reached
    send: Send
    process: str
    unit: UnitRef
    message: Message


class NoPool(DondocError):
    """A recipient whose tier plays no pool that the letter leads to."""

    code = "no-pool"
    vi = (
        "Thư «{name}» gửi tới {unit} (cấp «{tier}») nhưng sơ đồ không có nhóm nào của cấp đó. "
        "Hãy sửa nơi nhận hoặc thêm nhóm."
    )
    en = (
        "The letter «{name}» goes to {unit} (tier «{tier}»), but the diagram has no pool of that "
        "tier. Mend the recipients or add a pool."
    )


_FIND = text("""
    SELECT r.nth, i.id FROM unnest(CAST(:directives AS bigint[]), CAST(:processes AS text[]),
                                   CAST(:units AS bigint[]), CAST(:subjects AS text[]))
        WITH ORDINALITY AS r(directive_id, process, unit_id, subject, nth)
    JOIN instance i ON i.directive_id IS NOT DISTINCT FROM r.directive_id
        AND i.process = r.process AND i.unit_id = r.unit_id AND i.subject = r.subject
    WHERE i.status = 'running'
""")


def route(
    session: Session, engine: Engine, sends: Sequence[tuple[Reached, Send]], now: datetime
) -> tuple[list[Delivery], list[Faulted]]:
    """Deliveries for every recipient of every letter, and the letters that reach nobody.

    A fixed number of statements finds them.

    Recipients are the units valid today. A letter to a start event begins the recipient's
    instance; to a catch event it reaches the running one with the same directive and subject.
    """
    units = resolve_many(
        session, [(nth, _selection(send)) for nth, (_, send) in enumerate(sends)], local_day(now)
    )
    about = contexts.of_directives(session, {_directive(r, s) for r, s in sends})
    found: list[Delivery] = []
    waiting: list[_Waiting] = []
    faults: list[Faulted] = []
    for nth, (reached, send) in enumerate(sends):
        directive = _directive(reached, send)
        start = Start({**send.data, "directive": about.get(directive or 0)}, send.name)
        message = Message(send.name, dict(send.data))
        for unit, model_id, process, is_start in _targets(
            session, engine, reached, send, units[nth], faults
        ):
            key = (directive, unit.id, reached.subject)
            if is_start:
                context = contexts.of_unit(unit)
                depth = reached.depth + 1
                found.append(Begin(model_id, process, *key, start, context, depth))
            else:
                waiting.append(_Waiting(reached, send, process, unit, message))
    return found + _reach(session, waiting, faults), faults


def _selection(send: Send) -> Any:
    return send.recipients


def _directive(reached: Reached, send: Send) -> int | None:
    return reached.issued if send.directive == "issued" else reached.directive_id


def _targets(
    session: Session,
    engine: Engine,
    reached: Reached,
    send: Send,
    units: Sequence[UnitRef],
    faults: list[Faulted],
) -> Iterator[tuple[UnitRef, int, str, bool]]:
    loaded = engine.library.load(session, reached.model_id)
    by_tier = {u.tier: loaded.targets(send.element, u.tier) for u in units}
    missing = [u for u in units if not by_tier[u.tier]]
    if missing:
        error = NoPool(name=send.name, unit=_names(missing), tier=missing[0].tier)
        faults.append(_lost(reached, send, "", missing, error))
    for unit in units:
        for definition, element in by_tier[unit.tier]:
            yield unit, loaded.id, definition.process.id, _begins(definition, element)


def _begins(definition: Definition, element: Element) -> bool:
    """Whether a letter to this element begins an instance: itself, or a gateway before it."""
    process = definition.process
    if element.scope != process.id:
        return False
    before = (process.elements[flow.source] for flow in process.incoming(element.id))
    return (
        element.tag == "startEvent"
        or element.instantiate
        or any(e.tag == "eventBasedGateway" and e.instantiate for e in before)
    )


def again(
    session: Session, engine: Engine, reached: Reached, lost: Lost, now: datetime
) -> tuple[list[Delivery], list[Faulted]]:
    """Deliveries for those who did not get the letter, and what is lost again."""
    send = Send(lost.element, lost.name, list(lost.units), lost.directive, lost.data)
    if not lost.process:
        return engine.router(session, engine, [(reached, send)], now)
    units = resolve_many(session, [(0, list(lost.units))], local_day(now))[0]
    message = Message(lost.name, dict(lost.data))
    faults: list[Faulted] = []
    waiting = [_Waiting(reached, send, lost.process, unit, message) for unit in units]
    return _reach(session, waiting, faults), faults


def _reach(session: Session, waiting: Sequence[_Waiting], faults: list[Faulted]) -> list[Delivery]:
    if not waiting:
        return []
    rows = session.execute(
        _FIND,
        {
            "directives": ints(_directive(w.reached, w.send) for w in waiting),
            "processes": texts(w.process for w in waiting),
            "units": ints(w.unit.id for w in waiting),
            "subjects": texts(w.reached.subject for w in waiting),
        },
    ).all()
    met = {row.nth for row in rows}
    missed: dict[tuple[int, int, str], list[_Waiting]] = {}
    for nth, letter in enumerate(waiting, 1):
        if nth not in met:
            key = (id(letter.reached), id(letter.send), letter.process)
            missed.setdefault(key, []).append(letter)
    for letters in missed.values():
        first = letters[0]
        units = [w.unit for w in letters]
        error = NobodyWaits(name=first.message.name, unit=_names(units))
        faults.append(_lost(first.reached, first.send, first.process, units, error))
    found = [(row.id, waiting[row.nth - 1]) for row in rows]
    return [To(i, w.message, depth=w.reached.depth + 1) for i, w in found]


def _lost(
    reached: Reached, send: Send, process: str, units: Sequence[UnitRef], error: DondocError
) -> Faulted:
    """One fault for a letter, however many did not get it."""
    letter = Lost(
        send.element, send.name, process, tuple(u.id for u in units), send.directive, send.data
    )
    return reached, letter, Failure(send.element, error.text("en"), error.text("vi"), error.code)


def _names(units: Sequence[UnitRef]) -> str:
    shown = ", ".join(u.short_name for u in units[:3])
    return shown if len(units) <= 3 else f"{shown} (+{len(units) - 3})"

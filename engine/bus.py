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
from engine.deliveries import Begin, Delivery, Engine, Faulted, Reached, To
from engine.errors import DondocError
from engine.process.events import Failure, Message, Send, Start
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
    element: str
    directive: int | None
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
                found.append(
                    Begin(model_id, process, *key, event=start, unit=contexts.of_unit(unit))
                )
            else:
                waiting.append(_Waiting(reached, send.element, directive, process, unit, message))
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
        error = NoPool(name=send.name, unit=missing[0].short_name, tier=missing[0].tier)
        failure = Failure(send.element, error.text("en"), error.text("vi"))
        faults.append((reached, Message(send.name), failure))
    for unit in units:
        for definition, element in by_tier[unit.tier]:
            yield unit, loaded.id, definition.process.id, element.tag == "startEvent"


def _reach(session: Session, waiting: Sequence[_Waiting], faults: list[Faulted]) -> list[Delivery]:
    if not waiting:
        return []
    rows = session.execute(
        _FIND,
        {
            "directives": ints(w.directive for w in waiting),
            "processes": texts(w.process for w in waiting),
            "units": ints(w.unit.id for w in waiting),
            "subjects": texts(w.reached.subject for w in waiting),
        },
    ).all()
    met = {row.nth for row in rows}
    lost = (w for nth, w in enumerate(waiting, 1) if nth not in met)
    faults.extend((w.reached, w.message, _lost(w)) for w in lost)
    return [To(row.id, waiting[row.nth - 1].message) for row in rows]


def _lost(letter: _Waiting) -> Failure:
    error = NobodyWaits(name=letter.message.name, unit=letter.unit.short_name)
    return Failure(letter.element, error.text("en"), error.text("vi"))

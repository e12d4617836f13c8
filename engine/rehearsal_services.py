"""Services as a rehearsal calls them: what one raises is a fault of its element, the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine.deliveries import (
    Delivery,
    Engine,
    Faulted,
    Handler,
    Service,
    ServiceCall,
    Trouble,
)
from engine.faults import record_faults
from engine.process.step import failure


def forgiving(services: Mapping[str, Service]) -> dict[str, Service]:
    """The same services, none of which raises."""
    return {name: replace(one, handler=_forgiving(one.handler)) for name, one in services.items()}


def _forgiving(handler: Handler) -> Handler:
    """All calls at once; where that fails, each element's, and of those that fail one by one."""

    def handle(
        session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
    ) -> list[Delivery]:
        faults: list[Faulted] = []

        def attempt(some: Sequence[ServiceCall]) -> list[Delivery]:
            issued = [call.instance.issued_directive_id for call in some]
            try:
                with session.begin_nested():
                    return handler(session, engine, some, now)
            except Exception as error:  # noqa: BLE001 - told as a fault, whatever it is
                for call, before in zip(some, issued, strict=True):
                    call.instance.issued_directive_id = before
                if len(some) == 1:
                    faults.append(_fault(some[0], error))
                    return []
            return [delivery for part in _parts(some) for delivery in attempt(part)]

        found = attempt(calls)
        record_faults(session, faults, now)
        return found

    return handle


def _parts(calls: Sequence[ServiceCall]) -> Iterator[Sequence[ServiceCall]]:
    """The calls of each element; of one element each alone."""
    ordered = sorted(calls, key=_element)
    parts = [list(of_one) for _, of_one in groupby(ordered, _element)]
    yield from parts if len(parts) > 1 else ([call] for call in ordered)


def _element(call: ServiceCall) -> tuple[int, str, str]:
    return call.instance.model_id, call.instance.process, call.element


def _fault(call: ServiceCall, error: Exception) -> Faulted:
    """The step itself was done: its instance has gone on without what the service should do."""
    told = error.orig if isinstance(error, DBAPIError) else error
    why = failure(told if isinstance(told, Exception) else error)
    return call.instance, Trouble(f"service {call.element}"), replace(why, element=call.element)

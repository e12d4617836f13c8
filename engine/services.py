"""The registry of what a service task may call. Nothing else is reachable from a diagram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine import (
    assignments,
    campaigns,
    cascade,
    difficulties,
    escalation,
    extensions,
    incidents,
    inspections,
    reports,
    urging,
)
from engine.deliveries import Delivery
from engine.instances import Engine, Service, ServiceCall


def _receipt(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``open-reports``: what a unit owes, and plans for, from the day it received."""
    owed = reports.open_reports(session, engine, calls, now)
    return [*owed, *campaigns.open_plans(session, engine, calls, now)]


SERVICES: Mapping[str, Service] = {
    "open-reports": Service(frozenset(), _receipt),
    "submit-report": Service(frozenset(), reports.submit),
    "accept-report": Service(frozenset(), reports.accept),
    "return-report": Service(frozenset({"remarks"}), reports.send_back),
    "derive-directive": Service(
        frozenset({"number", "symbol", "issuedOn"}), cascade.derive_directive
    ),
    **escalation.SERVICES,
    **urging.SERVICES,
    **extensions.SERVICES,
    **inspections.SERVICES,
    **incidents.SERVICES,
    **difficulties.SERVICES,
    **campaigns.SERVICES,
    **assignments.SERVICES,
}


def inputs() -> dict[str, Mapping[str, tuple[str, ...]]]:
    """Each service's declared inputs, with their values where these are known (() any).

    It is what the vetting of diagrams checks against.
    """
    return {
        name: {one: service.values.get(one, ()) for one in sorted(service.inputs)}
        for name, service in SERVICES.items()
    }

"""The registry of what a service task may call. Nothing else is reachable from a diagram."""

from __future__ import annotations

from collections.abc import Mapping

from engine import (
    assignments,
    cascade,
    consolidation,
    difficulties,
    escalation,
    extensions,
    incidents,
    inspections,
    reports,
    rolling,
    urging,
)
from engine.instances import Service

SERVICES: Mapping[str, Service] = {
    "open-reports": Service(frozenset(), reports.open_reports),
    "submit-report": Service(frozenset(), reports.submit),
    "accept-report": Service(frozenset(), reports.accept),
    "return-report": Service(frozenset({"remarks"}), reports.send_back),
    "derive-directive": Service(
        frozenset({"number", "symbol", "issuedOn"}), cascade.derive_directive
    ),
    **escalation.SERVICES,
    **urging.SERVICES,
    **rolling.SERVICES,
    **consolidation.SERVICES,
    **extensions.SERVICES,
    **inspections.SERVICES,
    **incidents.SERVICES,
    **difficulties.SERVICES,
    **assignments.SERVICES,
}


def inputs() -> dict[str, frozenset[str]]:
    """Each service's declared inputs: what the vetting of diagrams checks against."""
    return {name: service.inputs for name, service in SERVICES.items()}

"""What a drawing may refer to in this installation: the choices that an editor offers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import decision_models
from engine.deployments import Library
from engine.process import vet_people
from engine.process.feel.functions import BUILTINS
from engine.units import Unit

MILESTONES = ("received", "assigned", "passed-on", "done")
"""What a task's completion may be counted as (``engine.unit_states``)."""


@dataclass(frozen=True, slots=True)
class Choices:
    """``services`` and ``forms`` are names with their inputs and fields; ``functions`` FEEL's own.

    ``decisions`` are ids with their names, ``functions`` names with their parameters.
    """

    tiers: tuple[str, ...]
    roles: tuple[str, ...]
    replaced: tuple[str, ...]
    milestones: tuple[str, ...]
    forms: Mapping[str, tuple[str, ...]]
    services: Mapping[str, tuple[str, ...]]
    decisions: Mapping[str, str]
    functions: Mapping[str, tuple[str, ...]]


def choices(session: Session, library: Library) -> Choices:
    """The choices: the tiers that units ever had, what is deployed and registered now."""
    files = [row.id for row in decision_models.newest(session)]
    found = library.decisions.of(session, files)
    return Choices(
        tiers=tuple(session.scalars(select(Unit.tier).distinct().order_by(Unit.tier))),
        roles=tuple(sorted(vet_people.ROLES)),
        replaced=tuple(sorted(vet_people.REPLACED)),
        milestones=MILESTONES,
        forms=_sorted(library.fields(session)),
        services=_sorted(library.services),
        decisions={key: decision.name for key, decision in sorted(found.items())},
        functions={
            name: function.signatures[0] if function.signatures else ()
            for name, function in sorted(BUILTINS.items())
        },
    )


def _sorted(of: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(parts)) for name, parts in sorted(of.items())}

"""Policies as pages show them: what each means, where it is set, and what a unit gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, policies
from engine.people import Actor
from engine.policies import KNOWN, Policy, PolicySetting
from engine.units import Unit


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a policy is set: a unit and those below it, or everybody (``unit_id`` None)."""

    unit_id: int | None
    unit: str
    value: Any
    set_at: datetime


@dataclass(frozen=True, slots=True)
class PolicyShown:
    """A policy with everybody's value in force, its settings, and ``here`` for a unit asked for."""

    policy: Policy
    everybodys: Any
    settings: list[Setting]
    here: Any = None

    @property
    def of_units(self) -> int:
        """For how many units it is set apart."""
        return sum(s.unit_id is not None for s in self.settings)


def listed(session: Session, actor: Actor, unit_id: int | None = None) -> list[PolicyShown]:
    """All policies, those of one subject beside each other. Raises Forbidden."""
    access.require_administrator(actor)
    settings = _settings(session)
    return [
        _shown(session, policy, settings.get(key, []), unit_id)
        for key, policy in sorted(KNOWN.items())
    ]


def read(session: Session, actor: Actor, key: str, unit_id: int | None = None) -> PolicyShown:
    """One policy. Raises Forbidden, UnknownPolicy."""
    access.require_administrator(actor)
    return _shown(session, policies.known(key), _settings(session).get(key, []), unit_id)


def _shown(
    session: Session, policy: Policy, settings: list[Setting], unit_id: int | None
) -> PolicyShown:
    everybodys = next((s.value for s in settings if s.unit_id is None), policy.default)
    here = policies.value(session, policy, unit_id) if unit_id is not None else None
    return PolicyShown(policy, everybodys, settings, here)


def _settings(session: Session) -> dict[str, list[Setting]]:
    found: dict[str, list[Setting]] = {}
    rows = session.execute(
        select(
            PolicySetting.key,
            PolicySetting.unit_id,
            Unit.short_name,
            PolicySetting.value,
            PolicySetting.set_at,
        )
        .outerjoin(Unit, Unit.id == PolicySetting.unit_id)
        .order_by(PolicySetting.key, Unit.code.nulls_first())
    )
    for key, unit_id, unit, value, set_at in rows:
        found.setdefault(key, []).append(Setting(unit_id, unit or "", value, set_at))
    return found

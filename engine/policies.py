"""Policies: what the administration decides for itself, kept where an administrator can change it.

A rule of the domain that is custom, differs by province or rests on an uncertain source is not a
constant in code but a ``Policy`` with a default: asked with ``value`` for a unit, it is that unit's
own setting, else that of the nearest unit above it that has one, else everybody's, else the
default. A subject declares its policies in its own module; ``KNOWN`` holds them all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ForeignKey,
    Text,
    UniqueConstraint,
    cast,
    delete,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from engine import audit
from engine.arrays import ints
from engine.errors import InputError
from engine.store import Base, Key
from engine.units import Unit

Value: TypeAlias = bool | int | str


class PolicySetting(Base):
    """A policy's value for a unit and those below it; for everybody where ``unit_id`` is null."""

    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("key", "unit_id", postgresql_nulls_not_distinct=True),)

    id: Mapped[Key]
    key: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("unit.id"))
    value: Mapped[Any] = mapped_column(JSONB)
    set_at: Mapped[datetime]


class UnknownPolicy(InputError):
    """No subject declares a policy of that name."""

    code = "unknown-policy"
    vi = "Không có chính sách «{key}». Các chính sách: {known}."
    en = "There is no policy «{key}». Those known: {known}."


class BadPolicyValue(InputError):
    """A value that the policy cannot have."""

    code = "bad-policy-value"
    vi = "Chính sách «{key}» không nhận giá trị «{value}»; được phép: {allowed}."
    en = "The policy «{key}» cannot be «{value}»; allowed: {allowed}."


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy: its default, what it means in both languages, and the source of its default.

    ``choices`` limits a text; ``low`` and ``high`` bound a number, both included.
    """

    key: str
    default: Value
    vi: str
    en: str
    source: str = ""
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 3650

    @property
    def allowed(self) -> str:
        """What it can be, for a sentence."""
        if isinstance(self.default, bool):
            return "true, false"
        if isinstance(self.default, int):
            return f"{self.low}–{self.high}"
        return ", ".join(self.choices)

    def read(self, raw: object) -> Value:
        """``raw`` (text, or as stored) as a value of this policy. Raises ``BadPolicyValue``."""
        refused = BadPolicyValue(key=self.key, value=raw, allowed=self.allowed)
        if isinstance(self.default, bool):
            known = {"true": True, "false": False, True: True, False: False}
            if not isinstance(raw, str | bool) or raw not in known:
                raise refused
            return known[raw]
        if isinstance(self.default, int):
            try:
                number = int(str(raw))
            except ValueError:
                raise refused from None
            if not self.low <= number <= self.high:
                raise refused
            return number
        if raw not in self.choices:
            raise refused
        return str(raw)


KNOWN: dict[str, Policy] = {}


def declare(policy: Policy) -> Policy:
    """Make a policy known; a module does this once, when it is imported."""
    KNOWN[policy.key] = policy
    return policy


def known(key: str) -> Policy:
    """The policy of that name. Raises ``UnknownPolicy``."""
    found = KNOWN.get(key)
    if found is None:
        raise UnknownPolicy(key=key, known=", ".join(sorted(KNOWN)))
    return found


def value(session: Session, policy: Policy, unit_id: int | None) -> Any:
    """The policy's value for one unit (None: everybody's)."""
    if unit_id is None:
        return _everybodys(session, policy)
    return values(session, policy, [unit_id])[unit_id]


def values(session: Session, policy: Policy, unit_ids: Collection[int]) -> dict[int, Any]:
    """The policy's value for each unit, in three statements at most, however many they are."""
    settings = {
        row.unit_id: row.value
        for row in session.execute(
            select(PolicySetting.unit_id, PolicySetting.value).where(
                PolicySetting.key == policy.key
            )
        )
    }
    common = policy.read(settings.pop(None, policy.default))
    if not settings:
        return dict.fromkeys(unit_ids, common)
    above = _ancestors(session, unit_ids)
    return {
        unit: next((policy.read(settings[u]) for u in above[unit] if u in settings), common)
        for unit in unit_ids
    }


def put(
    session: Session, key: str, unit_id: int | None, raw: object, now: datetime, actor: str
) -> Value:
    """Set a policy for a unit and those below it, or for everybody; audited.

    ``raw`` None takes the setting away. Raises ``UnknownPolicy``, ``BadPolicyValue``.
    """
    policy = known(key)
    old = session.scalar(
        select(PolicySetting.value).where(
            PolicySetting.key == key, PolicySetting.unit_id.is_not_distinct_from(unit_id)
        )
    )
    new = None if raw is None else policy.read(raw)
    if new is None:
        session.execute(
            delete(PolicySetting).where(
                PolicySetting.key == key, PolicySetting.unit_id.is_not_distinct_from(unit_id)
            )
        )
    else:
        statement = insert(PolicySetting).values(key=key, unit_id=unit_id, value=new, set_at=now)
        session.execute(
            statement.on_conflict_do_update(
                constraint="uq_policy_key_unit_id", set_={"value": new, "set_at": now}
            )
        )
    detail: dict[str, object] = {"policy": key, "old": old, "new": new}
    audit.record(session, [audit.Entry(actor, "policy", unit_id=unit_id, detail=detail)], now)
    return policy.default if new is None else new


def _everybodys(session: Session, policy: Policy) -> Value:
    found = session.scalar(
        select(PolicySetting.value).where(
            PolicySetting.key == policy.key, PolicySetting.unit_id.is_(None)
        )
    )
    return policy.read(policy.default if found is None else found)


def _ancestors(session: Session, unit_ids: Collection[int]) -> dict[int, list[int]]:
    """Each unit with the units above it, the nearest first; only these are read."""
    asked = Unit.id == func.any(cast(literal(ints(unit_ids), Text), ARRAY(BigInteger)))
    above = select(Unit.id, Unit.parent_id).where(asked).cte(recursive=True)
    parent = aliased(Unit)
    above = above.union(
        select(parent.id, parent.parent_id).join(above, parent.id == above.c.parent_id)
    )
    parents = {row.id: row.parent_id for row in session.execute(select(above))}
    found = {}
    for unit in unit_ids:
        chain: list[int] = []
        here: int | None = unit
        while here is not None and here not in chain:
            chain.append(here)
            here = parents.get(here)
        found[unit] = chain
    return found

"""A unit that drafts: its people, and a draft to vary."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from adapters.directive_files import SAMPLES, DirectiveFiles, parse
from engine import drafting, people
from engine.deadlines import local_day
from engine.people import CLERK, LEADER, OFFICER, Actor
from engine.unit_names import find
from tests.web_world import PASSWORD, PASSWORDS

FORM = DirectiveFiles()
NOW = datetime(2023, 4, 14, 2, tzinfo=UTC)
ALL = (CLERK, LEADER, OFFICER)


def member(
    session: Session, unit: str | int, *roles: str, at: datetime = NOW, username: str = "nguoi.soan"
) -> Actor:
    """A person of the unit in these roles, all three by default."""
    held = list(roles or ALL)
    unit_id = unit if isinstance(unit, int) else find(session, unit, local_day(at)).id
    account = people.create_account(
        session,
        PASSWORDS,
        username=username,
        name="Nguyễn Văn Soạn",
        unit_id=unit_id,
        roles=held,
        password=PASSWORD,
        now=at,
    )
    return Actor(account.id, unit_id, frozenset(held), account.name)


def sample(name: str) -> dict[str, Any]:
    """A sample directive file's plain data."""
    return dict(parse((SAMPLES / f"{name}.yaml").read_bytes(), name).content)


def begun(session: Session, actor: Actor, content: dict[str, Any]) -> drafting.Draft:
    """A draft with that content."""
    return drafting.read(session, actor, drafting.begin(session, actor, content, NOW))

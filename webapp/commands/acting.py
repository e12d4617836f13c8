"""A command that an account gives: its installation open, its transaction, who acts, and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import click
from sqlalchemy.orm import Session

from adapters import clock
from engine.inbox import StepFailed
from engine.instances import Engine
from engine.people import Actor
from webapp.commands.common import acting
from webapp.installation import open_for
from webapp.setup import deploy_shipped


@dataclass(frozen=True, slots=True)
class Work:
    """What a use case needs; its changes are kept when the command ends well."""

    session: Session
    machine: Engine
    actor: Actor
    now: datetime


@contextmanager
def working(ctx: click.Context, username: str, *, begins: bool = False) -> Iterator[Work]:
    """Work as the account of that username. ``begins``: processes may begin, so models are there.

    A step that failed is kept too: its fault is recorded in the transaction. Raises ``NotFound``.
    """
    opened = open_for(ctx)
    try:
        with opened.sessions() as session:
            now = clock.now(session)
            if begins:
                deploy_shipped(session, opened.machine, now)
            try:
                yield Work(session, opened.machine, acting(session, username), now)
            except StepFailed:
                session.commit()
                raise
            session.commit()
    finally:
        opened.connections.dispose()

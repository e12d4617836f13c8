"""What the processes do that the crash tests kill. Forked from a server that has all imported."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import datetime
from multiprocessing.connection import Connection

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters import postgres
from engine import timers
from tests.helpers.outbox import no_mail
from tests.helpers.story import finish, items
from webapp.setup import make_engine

MACHINE = make_engine(no_mail)


def opened(url: str) -> sessionmaker[Session]:
    """Sessions on a connection of this process's own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return postgres.sessions(postgres.create_engine(url))


def fire(url: str, now: datetime, limit: int, told: Connection) -> None:
    """Fire what is due, ``limit`` at a time; say so at the beginning of each transaction."""
    sessions = opened(url)
    total = 0
    while True:
        told.send(total)
        with sessions.begin() as session:
            claimed = timers.fire_due(session, MACHINE, now, limit).claimed
        total += claimed
        if not claimed:
            told.send(("done", total))
            return


def pass_on(url: str, now: datetime, told: Connection) -> None:
    """All districts pass the directive on to their communes, in one transaction."""
    sessions = opened(url)
    try:
        with sessions.begin() as session:
            told.send(session.scalar(sa.text("SELECT pg_backend_pid()")))
            finish(
                session,
                MACHINE,
                items(session, "huyen-ban-hanh-trien-khai"),
                {"number": "5", "symbol": "KH", "issuedOn": now.date()},
                now,
            )
    except sa.exc.DBAPIError:
        os._exit(3)  # its connection was cut


TARGETS: dict[str, Callable[..., None]] = {"fire": fire, "pass_on": pass_on}

"""Long work that a test kills in its middle."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection
from pathlib import Path

import sqlalchemy as sa

from adapters import clock, postgres
from adapters.files import Folder
from adapters.long_work import Runner
from engine import long_work
from engine.long_work import Kind, Outcome, Work
from tests.helpers.outbox import no_mail
from webapp.setup import make_engine

MACHINE = make_engine(no_mail)
_TOLD: list[Connection] = []
_HALF = sa.text("""
    INSERT INTO calendar_day (day, source, working, note)
    VALUES (:day, 'override', false, :note)
""")


def run(work: Work) -> Outcome:
    """Half the work; where somebody is told of it, a long wait; then the other half."""
    work.session.execute(_HALF, {"day": "2030-01-01", "note": "một nửa"})
    work.progress(1, 2, "một nửa", "one half")
    if _TOLD:
        _TOLD[0].send("in the middle")
        time.sleep(60)
    work.session.execute(_HALF, {"day": "2030-01-02", "note": "nửa kia"})
    return Outcome()


def work(url: str, folder: str, job_id: int, told: Connection) -> None:
    """A worker's process."""
    _TOLD.append(told)
    long_work.KNOWN["tried"] = Kind("tried", "Thử", "Tried", run)
    sessions = postgres.sessions(postgres.create_engine(url))
    Runner(sessions, MACHINE, Folder(Path(folder) / "files"), clock.now)(job_id)

"""``dondoc doctor``: what is wrong with an installation, and what to do about it."""

from __future__ import annotations

import os
import shutil
import smtplib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import any_, func, literal, select, text
from sqlalchemy.orm import Session

from adapters import clock, postgres
from engine import audit
from engine.deployments import ProcessModel
from engine.errors import DondocError
from engine.instances import Fault
from engine.people import Account
from engine.units import Unit
from webapp.installation import Installation, database_url, open_installation

MIN_FREE = 2 * 2**30  # bytes


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``advice`` says what to do when it is not well."""

    name: str
    well: bool
    said: str
    advice: str = ""


def examine(*, demo: bool = False) -> list[Check]:
    """Everything that can be checked, in order; what depends on a failed check is left out."""
    found = list(_machine())
    try:
        url = database_url(demo=demo)
        current, head = postgres.revision(url)
    except Exception as error:
        return [
            *found,
            Check(
                "database",
                False,
                str(error).splitlines()[0],
                "Start it with «dondoc run», or correct DONDOC_DATABASE_URL.",
            ),
        ]
    found.append(Check("database", True, "answers"))
    found.append(
        Check(
            "schema", current == head, f"revision {current}, newest {head}", "Run «dondoc migrate»."
        )
    )
    if current == head:
        installation = open_installation(url)
        found.extend(_contents(installation))
        installation.connections.dispose()
    return found


def _machine() -> Iterator[Check]:
    version = sys.version_info
    yield Check(
        "python",
        (3, 11) <= version < (3, 14),
        sys.version.split()[0],
        "Use Python 3.11, 3.12 or 3.13.",
    )
    home = postgres.home()
    yield Check(
        "data folder",
        os.access(home, os.W_OK),
        str(home),
        "Give its owner the right to write, or set DONDOC_HOME.",
    )
    free = shutil.disk_usage(home).free
    yield Check(
        "free space",
        free > MIN_FREE,
        f"{free / 2**30:.1f} GB",
        "Free some space: the database stops when the disk is full.",
    )


def _contents(installation: Installation) -> Iterator[Check]:
    with installation.sessions() as session:
        for check in (_units, _models, _administrator, _timers, _faults, _jobs, _history):
            yield check(session, installation)
    yield _mail(installation)


def _units(session: Session, installation: Installation) -> Check:
    count = session.scalar(select(func.count()).select_from(Unit)) or 0
    return Check("units", count > 0, f"{count:,}", "Run «dondoc units import».")


def _models(session: Session, installation: Installation) -> Check:
    ids = session.scalars(select(ProcessModel.id)).all()
    for model_id in ids:
        try:
            installation.machine.library.load(session, model_id)
        except DondocError as error:
            return Check("models", False, str(error), "Deploy a mended version of this model.")
    return Check("models", bool(ids), f"{len(ids)} deployed", "Run «dondoc model deploy».")


def _administrator(session: Session, installation: Installation) -> Check:
    count = (
        session.scalar(
            select(func.count())
            .select_from(Account)
            .where(Account.active, literal("quantri") == any_(Account.roles))
        )
        or 0
    )
    return Check(
        "administrator",
        count > 0,
        f"{count} active",
        "Make one with «dondoc account add --role quantri».",
    )


def _timers(session: Session, installation: Installation) -> Check:
    late = clock.now(session) - timedelta(minutes=5)
    waiting, stopped = session.execute(
        text("""
        SELECT count(*) FILTER (WHERE due_at < :late AND attempts = 0),
               count(*) FILTER (WHERE attempts >= 5) FROM timer"""),
        {"late": late},
    ).one()
    if stopped:
        return Check(
            "timers", False, f"{stopped} rest after five failures", "Look at «dondoc fault list»."
        )
    return Check(
        "timers",
        waiting == 0,
        f"{waiting:,} overdue by more than 5 minutes",
        "No worker is running, or it cannot keep up: start «dondoc worker».",
    )


def _faults(session: Session, installation: Installation) -> Check:
    count = (
        session.scalar(select(func.count()).select_from(Fault).where(Fault.status == "open")) or 0
    )
    return Check("engine faults", count == 0, f"{count} open", "Look at «dondoc fault list».")


def _jobs(session: Session, installation: Installation) -> Check:
    failed = (
        session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")) or 0
    )
    return Check(
        "mail jobs",
        failed == 0,
        f"{failed} failed for good",
        "Correct the mail server or the addresses, then retry the jobs.",
    )


def _history(session: Session, installation: Installation) -> Check:
    broken = audit.verify(session)
    said = "its chain holds" if broken is None else f"broken at seal {broken.seal_id}"
    return Check(
        "history",
        broken is None,
        said,
        "Somebody changed the history: compare with a backup before anything else.",
    )


def _mail(installation: Installation) -> Check:
    server = installation.mail_server
    if server is None:
        return Check("mail server", True, "none set: notices stay in the box (DONDOC_SMTP_URL)")
    try:
        connect: Callable[..., smtplib.SMTP] = (
            smtplib.SMTP_SSL if server.tls == "tls" else smtplib.SMTP
        )
        with connect(server.host, server.port, timeout=5) as connection:
            connection.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Check(
            "mail server",
            False,
            f"{server.host}:{server.port}: {error}",
            "Correct DONDOC_SMTP_URL or start the mail server.",
        )
    return Check("mail server", True, f"{server.host}:{server.port} answers")

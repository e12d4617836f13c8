"""An installation opened: its database, engine, clock and mail, as every command needs them."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters import clock, mail, postgres
from adapters.files import Folder
from adapters.jobs import Jobs, no_mail
from engine.errors import DondocError
from engine.instances import Engine
from webapp.setup import make_engine
from webapp.wiring import Wiring

DATABASE, DEMO_DATABASE = "dondoc", "dondoc_demo"
DEMO_PASSWORD = "dondoc-demo"  # noqa: S105  (shown on the demonstration's sign-in page)


@dataclass(frozen=True, eq=False)
class Installation:
    """Everything a process works with. ``mail_server`` is None where no mail is sent."""

    url: str
    home: Path
    connections: sa.Engine
    sessions: sessionmaker[Session]
    machine: Engine
    jobs: Jobs
    mail_server: mail.Server | None
    demo: bool

    @property
    def files(self) -> Folder:
        """Where attachments are kept; the demonstration's apart."""
        return Folder(self.home / ("files-demo" if self.demo else "files"))

    def wiring(self) -> Wiring:
        """What the pages are handed."""
        return Wiring(
            sessions=self.sessions,
            engine=self.machine,
            now=clock.now,
            demo=self.demo,
            secret_key=secret_key(self.home),
            files=self.files,
            shift=clock.shift if self.demo else None,
            demo_password=DEMO_PASSWORD if self.demo else None,
            plain_http=os.environ.get("DONDOC_PLAIN_HTTP") == "1",
        )


class NoDemonstration(DondocError):
    """A command was to work on the demonstration, which nobody has made yet."""

    code = "no-demonstration"
    vi = "Chưa có dữ liệu trình diễn. Hãy chạy «dondoc run --demo» trước."
    en = "There is no demonstration yet. Run «dondoc run --demo» first."


def database_url(*, demo: bool) -> str:
    """The database's URL: the one given, or one on the embedded server (started, created).

    The demonstration's is never created here: an empty one would be taken for a filled one.
    Raises ``NoDemonstration`` and ``NoDatabase``.
    """
    given = postgres.given_url()
    server = given or postgres.Embedded(postgres.home()).ensure()
    if demo:
        if not is_there(server, DEMO_DATABASE):
            raise NoDemonstration
        return named(server, DEMO_DATABASE)
    if given:
        return given
    create_database(server, DATABASE)
    return named(server, DATABASE)


def is_there(server: str, name: str) -> bool:
    """Whether the server has a database of that name."""
    with postgres.admin(server) as connection:
        found = connection.scalar(
            sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}
        )
    return found is not None


def named(server: str, name: str) -> str:
    """The URL of another database on the same server."""
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def create_database(server: str, name: str) -> None:
    """Make the database unless it is there."""
    if not is_there(server, name):
        with postgres.admin(server) as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))


def open_installation(url: str, pool_size: int = 5) -> Installation:
    """Connect; the schema must already be the newest (``postgres.migrate``)."""
    connections = postgres.create_engine(url, pool_size)
    sessions = postgres.sessions(connections)
    server = mail_server()

    def send(notice_id: int) -> None:
        assert server is not None
        mail.send_notice(sessions, server, clock.now, notice_id)

    def send_digest(digest_id: int) -> None:
        assert server is not None
        mail.send_digest(sessions, server, clock.now, digest_id)

    jobs = Jobs(url, send, send_digest) if server else Jobs(url)
    with sessions() as session:
        demo = clock.is_demonstration(session)
    return Installation(
        url,
        postgres.home(),
        connections,
        sessions,
        make_engine(jobs.outbox if server else no_mail),
        jobs,
        server,
        demo,
    )


def open_for(ctx: click.Context) -> Installation:
    """The installation a command works on, its schema brought up to date; closed with the command."""
    url = database_url(demo=ctx.obj["demo"])
    postgres.migrate(url)
    opened = open_installation(url)
    ctx.call_on_close(opened.connections.dispose)
    return opened


def mail_server() -> mail.Server | None:
    """What ``DONDOC_SMTP_URL`` names. Raises ``BadMailServer``."""
    url = os.environ.get("DONDOC_SMTP_URL")
    return mail.Server.of(url) if url else None


def secret_key(home: Path) -> str:
    """The key that signs sessions: made once, readable by its owner only."""
    path = home / "secret_key"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32), encoding="ascii")
        try:
            os.link(fresh, path)  # the first of two processes wins, and both read its key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii")

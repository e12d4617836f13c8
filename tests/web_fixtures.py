"""The fixtures of the pages' tests: ``pytest_plugins = ("tests.web_fixtures",)`` in a test module.

The world is built once for a run; each test works in a transaction of its own, rolled back after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from adapters import postgres
from adapters.files import Folder
from tests.web_world import PASSWORDS, TODAY, Browser, World, build
from webapp.app import create_app
from webapp.setup import make_engine
from webapp.wiring import Wiring


@pytest.fixture(scope="session")
def built_world(server: str, national_template: str) -> Iterator[World]:
    """The world in a database of its own."""
    name = sa.make_url(national_template).database
    with postgres.scratch_database(server, name) as url:
        world = World(url, make_engine(lambda session, ids: None))
        connections = postgres.create_engine(url)
        try:
            with Session(connections, expire_on_commit=False) as session, session.begin():
                build(session, world)
        finally:
            connections.dispose()
        yield world


@pytest.fixture
def world(built_world: World) -> World:
    """The world, its clock set back to ``TODAY``."""
    built_world.now = TODAY
    return built_world


@pytest.fixture
def web_sessions(world: World) -> Iterator[sessionmaker[Session]]:
    """Sessions of one connection whose outer transaction is rolled back after the test."""
    connections = postgres.create_engine(world.url)
    with connections.connect() as connection:
        outer = connection.begin()
        yield sessionmaker(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        outer.rollback()
    connections.dispose()


MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(world: World, web_sessions: sessionmaker[Session], tmp_path: Path) -> MakeApp:
    """An application on the test's sessions; keywords go into its ``Wiring``."""

    def make(**wishes: Any) -> Flask:
        given: dict[str, Any] = {
            "sessions": web_sessions,
            "engine": world.machine,
            "now": world.tell_time,
            "demo": False,
            "secret_key": "only for tests",
            "plain_http": True,
            "files": Folder(tmp_path / "files"),
            "passwords": PASSWORDS,
        }
        return create_app(Wiring(**(given | wishes)))

    return make


@pytest.fixture
def browse(make_app: MakeApp) -> Callable[..., Browser]:
    """``browse("hd.cv")`` is that person's browser, ``browse()`` a stranger's."""
    app = make_app()

    def open_browser(username: str | None = None) -> Browser:
        browser = Browser(app)
        if username is not None:
            assert browser.sign_in(username).status_code == 302
        return browser

    return open_browser

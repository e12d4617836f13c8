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
from jinja2.bccache import Bucket, BytecodeCache
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


class Compiled(BytecodeCache):
    """Templates compiled once for all applications of a run."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja asks for what was compiled before; it compares the source itself."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja hands over what it compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Every test has a new application, but its templates are those of the last one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": Compiled()})
        yield


@pytest.fixture(scope="session")
def usual_apps() -> list[Flask]:
    """The application without wishes: what it is wired to changes with each test."""
    return []


@pytest.fixture
def make_app(
    world: World, web_sessions: sessionmaker[Session], tmp_path: Path, usual_apps: list[Flask]
) -> MakeApp:
    """An application on the test's sessions; keywords go into its ``Wiring``.

    Without keywords it is one for all tests, wired anew: nothing of a request stays in it, and
    putting its four hundred addresses together takes longer than most tests.
    """

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
        wiring = Wiring(**(given | wishes))
        if wishes or not usual_apps:
            app = create_app(wiring)
            if not wishes:
                usual_apps.append(app)
            return app
        (app,) = usual_apps
        app.extensions["dondoc"] = wiring
        return app

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

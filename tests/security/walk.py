"""The generated walk: everybody, everything, every address. ``test_every_route`` walks it.

To extend it: a parameter of an address gets an entry in ``PARAMETERS`` of ``walk_objects``, an
address that strangers may open one in ``OPEN`` here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.routing import Rule

import webapp
from adapters import postgres
from adapters.files import Folder
from engine import api_tokens, people, policies, second_factors
from engine.api_tokens import SCOPES
from engine.people import Account
from engine.unit_names import find
from tests.security.walk_objects import (
    FOREIGN,
    NOWHERE,
    OWN,
    PARAMETERS,
    SIBLING,
    SUPERIOR,
)
from tests.web_world import ON, PASSWORD, PASSWORDS, START, TODAY, Browser, World, actor
from webapp.app import create_app
from webapp.wiring import Wiring

ROLES = {"vt": "vanthu", "cv": "chuyenvien", "ld": "lanhdao"}
UNITS = {OWN: "hd", SUPERIOR: "bo", SIBLING: "bd", FOREIGN: "tp"}
NAMES = {"tp": "UBND huyện Tuy Phước, tỉnh Bình Định"}
STRANGER, ADMINISTRATOR = "stranger", "admin"
HALF_WAY = {"waiting": "/signin/code", "unprotected": "/account/second-factor"}
"""Who has given a password but not yet a code, or must set up a second factor: where they are led."""

API = "/api/v1/"
OPEN = frozenset(
    {
        "api_document.openapi",
        "api_document.docs",
        "api_document.asset",
        "static",
        "health.check",
        "account.sign_in",
        "account.sign_out",
        "account.language",
        "second_factor.ask",
        "oidc.begin",
        "oidc.back",
        "password_reset.forgotten",
        "password_reset.choose",
    }
)
"""The endpoints that a stranger reaches; a second list, so that opening one is never an accident."""

READ = r'(?:\.(?:args|form|values)\.get(?:list)?|number_in_url)\("(\w+)"'
SENT = sorted(
    {
        name
        for page in (Path(webapp.__file__).parent / "pages").glob("*.py")
        for name in re.findall(READ, page.read_text())
    }
)
"""The names of everything that pages read from forms and addresses, found in their sources."""


@dataclass
class Person:
    """Somebody: their browser's cookie, the token of their forms, and that of their programs."""

    name: str
    relation: str
    cookie: str = ""
    token: str = ""
    bearer: str = ""


@dataclass
class Walk:
    """The world of the walk, open in one transaction that is rolled back."""

    app: Flask
    connection: sa.Connection
    objects: dict[str, object]
    people: dict[str, Person] = field(default_factory=dict)

    def ask(
        self, person: Person, method: str, path: str, sent: dict[str, str] | None = None
    ) -> tuple[Any, set[str]]:
        """The answer, and the tables whose rows it changed; everything is undone afterwards.

        ``sent``: fields of the form, or of the address where the method is GET.
        """
        client = self.app.test_client()
        if person.cookie:
            client.set_cookie("dondoc", person.cookie)
        asked: dict[str, Any] = {"method": method}
        if method == "GET":
            asked["query_string"] = sent
        elif path.startswith(API):
            asked["json"] = sent or {}
        else:
            asked["data"] = {**(sent or {}), "csrf_token": person.token}
        if path.startswith(API) and person.bearer:
            asked["headers"] = {"Authorization": f"Bearer {person.bearer}"}
        undone = self.connection.begin_nested()
        try:
            with client.open(path, **asked) as answer:
                answer.get_data()
            changed = self.connection.execute(sa.text("SELECT DISTINCT name FROM walk_change"))
            return answer, set(changed.scalars())
        finally:
            undone.rollback()

    def address(self, rule: Rule, everywhere: object = None) -> str:
        """The rule's address with the objects of the walk, or with one id everywhere."""
        values: dict[str, object] = {
            name: self.objects[name]
            if everywhere is None
            else _like(self.objects[name], everywhere)
            for name in rule.arguments
        }
        built = rule.build(values)
        assert built is not None, rule
        return built[1]


def _like(value: object, everywhere: object) -> object:
    return everywhere if isinstance(value, int) else str(everywhere)


def rules() -> list[Rule]:
    """Every rule of the application, the demonstration's too."""
    unused: Any = None
    app = create_app(
        Wiring(unused, unused, unused, True, "x", unused, shift=lambda session, by: None)
    )
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def methods(rule: Rule) -> list[str]:
    """What can be asked of it."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def hidden(rule: Rule, person: Person) -> bool:
    """Whether something in the address is none of the person's business, by ``PARAMETERS``."""
    if person.name == ADMINISTRATOR:
        return False
    needed = [PARAMETERS[name] for name in rule.arguments]
    return any(
        person.relation not in p.seen_by or (p.only and p.only != person.name) for p in needed
    )


@contextmanager
def walking(world: World, folder: Path) -> Iterator[Walk]:
    """The walk on the world's database, everybody signed in, everything in ``PARAMETERS`` made."""
    connections = postgres.create_engine(world.url)
    try:
        with connections.connect() as connection:
            yield _ready(world, connection, folder)
            connection.rollback()
    finally:
        connections.dispose()


def _ready(world: World, connection: sa.Connection, folder: Path) -> Walk:
    connection.begin()
    sessions = sessionmaker(
        connection, join_transaction_mode="create_savepoint", expire_on_commit=False
    )
    app = create_app(
        Wiring(
            sessions=sessions,
            engine=world.machine,
            now=world.tell_time,
            demo=True,
            secret_key="only for tests",
            plain_http=True,
            files=Folder(folder),
            passwords=PASSWORDS,
            shift=lambda session, by: None,
            account_letters=lambda session, ids: None,
        )
    )
    with sessions.begin() as session:
        _people(session, world)
    walk = Walk(app, connection, {})
    for person in _everybody():
        walk.people[person.name] = person
        _sign_in(walk, person)
    with sessions.begin() as session:
        _half_way(session)
        _tokens(session, walk)
        for name, parameter in PARAMETERS.items():
            walk.objects[name] = parameter.find(session, world) if parameter.find else NOWHERE
    _watch(connection)
    return walk


def _tokens(session: Session, walk: Walk) -> None:
    for person in walk.people.values():
        if person.name not in (STRANGER, *HALF_WAY):
            me = actor(session, person.name)
            _, person.bearer = api_tokens.make(
                session, me, name="walk", scopes=SCOPES, days=1, now=TODAY
            )


def _everybody() -> Iterator[Person]:
    for relation, unit in UNITS.items():
        for role in ROLES:
            yield Person(f"{unit}.{role}", relation)
    for name in HALF_WAY:
        yield Person(name, OWN)
    yield Person(ADMINISTRATOR, "")
    yield Person(STRANGER, "")


def _people(session: Session, world: World) -> None:
    known = set(session.scalars(sa.select(Account.username)))
    units = {unit: world.units[f"{unit}.cv"] for unit in ("hd", "bo", "bd")}
    units |= {unit: find(session, name, ON).id for unit, name in NAMES.items()}
    wanted = {f"{unit}.{role}": (units[unit], ROLES[role]) for unit in units for role in ROLES}
    wanted |= {"waiting": (units["hd"], "vanthu"), "unprotected": (units["hd"], "quantri")}
    for username, (unit_id, role) in wanted.items():
        if username not in known:
            people.create_account(
                session,
                PASSWORDS,
                username=username,
                name=f"Người {username}",
                unit_id=unit_id,
                roles=[role],
                password=PASSWORD,
                now=START,
            )


def _half_way(session: Session) -> None:
    """From now on one person has a second factor, and another one's unit requires it."""
    waiting = session.scalars(sa.select(Account).where(Account.username == "waiting")).one()
    session.add(second_factors.SecondFactor(account_id=waiting.id, secret="sealed", last_step=0))
    policies.put(session, "second-factor-quantri", waiting.unit_id, True, TODAY, "test")
    session.flush()


def _sign_in(walk: Walk, person: Person) -> None:
    browser = Browser(walk.app)
    if person.name != STRANGER:
        assert browser.sign_in(person.name).status_code == 302, person.name
    person.token = browser.token()
    kept = browser.client.get_cookie("dondoc")
    assert kept is not None
    person.cookie = kept.value


def _watch(connection: sa.Connection) -> None:
    """Note the name of each table in which a row is written, until it is rolled back."""
    connection.execute(sa.text("CREATE TABLE walk_change (name text)"))
    connection.execute(
        sa.text(
            "CREATE FUNCTION walk_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "INSERT INTO walk_change VALUES (TG_TABLE_NAME); RETURN NULL; END $$"
        )
    )
    tables = connection.scalars(
        sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    )
    for name in set(tables) - {"walk_change"}:
        assert re.fullmatch("[a-z_]+", name)
        connection.execute(
            sa.text(
                f"CREATE TRIGGER walk_note AFTER INSERT OR UPDATE OR DELETE ON {name} "
                "FOR EACH ROW EXECUTE FUNCTION walk_note()"
            )
        )

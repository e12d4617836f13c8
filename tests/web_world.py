"""A small world for the tests of the pages: one directive on its way through the nation.

The fixtures that build it and open browsers on it are in ``tests.web_fixtures``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from adapters.directive_files import SAMPLES, read
from adapters.identity import Argon2Passwords
from engine import cascade, directives, inbox, people, timers
from engine.directives import record
from engine.instances import Engine
from engine.people import Account, Actor
from engine.unit_names import find

PASSWORD = "mật khẩu thử 1"
PASSWORDS = Argon2Passwords(time_cost=1, memory_kib=1024)
START = datetime(2023, 3, 16, 2, 0, tzinfo=UTC)
TODAY = datetime(2023, 5, 29, 3, 0, tzinfo=UTC)
ON = date(2023, 3, 16)

PEOPLE = {
    "bo.cv": ("Bộ Lao động - Thương binh và Xã hội", "Nguyễn Thị Bình", ["chuyenvien"]),
    "hd.vt": ("tỉnh Hải Dương", "Trần Văn Thư", ["vanthu"]),
    "hd.ld": ("tỉnh Hải Dương", "Lê Thị Đạo", ["lanhdao"]),
    "hd.cv": ("tỉnh Hải Dương", "Phạm Văn Viên", ["chuyenvien"]),
    "th.vt": ("huyện Thanh Hà, tỉnh Hải Dương", "Vũ Thị Hà", ["vanthu"]),
    "bd.cv": ("tỉnh Bình Định", "Hồ Văn Định", ["chuyenvien"]),
    "admin": ("Bộ Lao động - Thương binh và Xã hội", "Quản trị viên", ["quantri"]),
}


@dataclass
class World:
    """Where things are: ids by name; ``now`` is what the pages take for the present."""

    url: str
    machine: Engine
    now: datetime = TODAY
    root: int = 0
    derived: int = 0
    units: dict[str, int] = field(default_factory=dict)

    def tell_time(self, session: Session) -> datetime:
        """The clock that is wired."""
        return self.now


def build(session: Session, world: World) -> None:
    """People, a directive of the ministry, and one province that passed it on."""
    for username, (unit, name, roles) in PEOPLE.items():
        world.units[username] = find(session, unit, ON).id
        people.create_account(
            session,
            PASSWORDS,
            username=username,
            name=name,
            unit_id=world.units[username],
            roles=roles,
            password=PASSWORD,
            now=START,
        )
    draft = read(SAMPLES / "bo-ldtbxh-2023.yaml")
    directive = record(session, draft, START)
    cascade.issue(session, world.machine, directive, START)
    world.root = directive.id
    _pass_on(session, world)
    at = START
    while (due := timers.next_due(session)) is not None and due <= TODAY:
        at = max(at, due)
        timers.fire_due(session, world.machine, at)


def _pass_on(session: Session, world: World) -> None:
    answers: tuple[tuple[str, dict[str, object]], ...] = (
        ("hd.vt", {"arrivalNumber": "12", "arrivedOn": ON, "receiptNote": None}),
        (
            "hd.ld",
            {"route": "issue", "leadOfficer": None, "coordinators": None, "instructions": None},
        ),
        ("hd.cv", {"number": "76", "symbol": "KH-UBND", "issuedOn": date(2023, 3, 24)}),
    )
    for days, (username, given) in enumerate(answers, 1):
        who = actor(session, username)
        at = START + timedelta(days=days)
        item = inbox.page(session, who, now=at).rows[0]
        inbox.complete(session, world.machine, who, item.id, given, at)
    world.derived = session.scalars(
        sa.select(directives.Directive.id).where(directives.Directive.parent_id == world.root)
    ).one()


def actor(session: Session, username: str) -> Actor:
    """Who the account's person is."""
    account_id = session.scalars(sa.select(Account.id).where(Account.username == username)).one()
    found = people.signed_in(session, account_id, TODAY)
    assert found is not None
    return found.actor


class Browser:
    """A client that remembers, and sends what the forms of its pages would."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **options: Any) -> Any:
        """Open an address."""
        return self.client.get(path, **options)

    def token(self) -> str:
        """The CSRF token of a page that everybody may open."""
        for path in ("/account", "/account/second-factor", "/signin"):
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)
            if found:
                return found[1]
        raise AssertionError("no page with a CSRF token")

    def post(self, path: str, **data: str) -> Any:
        """Send a form with its token."""
        return self.client.post(path, data=data | {"csrf_token": self.token()})

    def sign_in(self, username: str, password: str = PASSWORD) -> Any:
        """Sign in as the person."""
        return self.post("/signin", username=username, password=password)

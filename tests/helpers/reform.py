"""A province's directive of 2024 that is on its way when the districts end on 2025-07-01."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters.directive_files import parse
from adapters.identity import Argon2Passwords
from engine import cascade, people
from engine.directives import Directive, record
from engine.instances import Engine, WorkItem
from engine.people import ADMINISTRATOR, Account, Actor
from engine.units import Unit, by_code
from tests.helpers.story import finish, items, tick

REFORM = date(2025, 7, 1)
ISSUED = datetime(2024, 10, 15, 2, tzinfo=UTC)
EVE = datetime(2025, 6, 27, 3, tzinfo=UTC)
DAY_AFTER = datetime(2025, 7, 2, 2, tzinfo=UTC)
PASSWORDS = Argon2Passwords(time_cost=1, memory_kib=1024)
TEXT = """\
issuer: UBND tỉnh Bình Định
number: 212
symbol: KH-UBND
type: ke_hoach
issued_on: 15/10/2024
subject: Công tác bình đẳng giới, vì sự tiến bộ của phụ nữ năm 2025
field: ldtbxh
process: cascade-three-tier
recipients:
  - group: UBND các huyện, thị xã, thành phố
    select: children(unit, "huyen")
obligations:
  - code: sau-thang
    title: Báo cáo sáu tháng
    deadline: {kind: one_off, boundary: before, date: 1/8/2025, window: 60, back_off: 20}
    who: all
    consolidator: lead(unit, "noivu")
  - code: chuyen-de
    title: Báo cáo chuyên đề
    deadline: {kind: one_off, boundary: before, date: 1/7/2025, window: 60, back_off: 15}
    who: all
    consolidator: lead(unit, "noivu")
"""


def directive_of_2024(session: Session, machine: Engine) -> Directive:
    """Issued, received, passed on by the districts to their communes; reports are being written."""
    draft = parse(TEXT.encode(), "thu.yaml")
    directive = record(session, draft, ISSUED)
    assert cascade.issue(session, machine, directive, ISSUED).faults == []
    answers: tuple[tuple[str, dict[str, object]], ...] = (
        ("huyen-tiep-nhan", {"arrivalNumber": "12", "arrivedOn": date(2024, 10, 16)}),
        ("huyen-phan-cong", {"route": "issue"}),
        (
            "huyen-ban-hanh-trien-khai",
            {"number": "76", "symbol": "KH-UBND", "issuedOn": date(2024, 10, 21)},
        ),
    )
    for days, (element, given) in enumerate(answers, 1):
        at = ISSUED + timedelta(days=2 * days)
        applied = finish(session, machine, items(session, element), given, at)
        assert applied.faults == []
    tick(session, machine, EVE, limit=2000)
    return directive


def account(session: Session, username: str, code: str, roles: list[str], on: date) -> Account:
    """Somebody at the unit of that code, since long ago."""
    return people.create_account(
        session,
        PASSWORDS,
        username=username,
        name=username.upper(),
        unit_id=by_code(session, code, on).id,
        roles=roles,
        password="mật khẩu thử 1",
        now=ISSUED,
    )


def administrator(session: Session) -> Actor:
    """Who makes the change."""
    made = account(session, "admin", "bo.noivu", [ADMINISTRATOR], ISSUED.date())
    return Actor(made.id, made.unit_id, frozenset({ADMINISTRATOR}), made.name)


def open_duties(session: Session) -> dict[int, dict[str, Any]]:
    """Reports still to be written, by id."""
    rows = session.execute(
        sa.text("""SELECT id, unit_id, obligation_id, period, due_at, first_due_at, status
                   FROM report WHERE status IN ('open', 'returned')""")
    )
    return {row.id: dict(row._mapping) for row in rows}


def unit_of(session: Session, item: WorkItem) -> Unit:
    """Whose task it is."""
    return session.get_one(Unit, item.unit_id)

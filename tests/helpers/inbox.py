"""Two units with random tasks, for tests of the list: every field a filter reads varies."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from engine.directive_tables import Directive, Obligation
from engine.inbox_tables import FollowUp, Priority
from engine.instance_rows import WorkItem
from engine.people import Account, Actor
from engine.post_tables import Absence, Post
from engine.report_tables import Report
from engine.units import Unit

NOW = datetime(2023, 5, 29, 3, tzinfo=UTC)
TODAY = date(2023, 5, 29)
ROLES = ("chuyenvien", "vanthu", "lanhdao")
NAMES = ("Lập báo cáo", "Xem xét báo cáo", "Tiếp nhận văn bản", "Ký duyệt")
SUBJECTS = ("Tăng cường bình đẳng giới", "Phòng, chống thiên tai", "Đề án 06")


@dataclass
class Office:
    """Where things are: a unit, its superior, people by name, and the tasks."""

    unit: Unit
    above: Unit
    people: dict[str, Account] = field(default_factory=dict)
    items: list[WorkItem] = field(default_factory=list)
    reports: dict[str, Report] = field(default_factory=dict)
    directives: dict[int, Directive] = field(default_factory=dict)
    followed: dict[int, date] = field(default_factory=dict)
    priorities: dict[int, int] = field(default_factory=dict)

    def actor(self, name: str, *roles: str, away: tuple[tuple[str, str], ...] = ()) -> Actor:
        """A person with these roles; ``away`` are roles of absent colleagues."""
        account = self.people[name]
        borrowed = frozenset(role for role, _ in away) - set(roles)
        instead = tuple((role, self.people[who].id) for role, who in away)
        held = frozenset(roles) | borrowed
        return Actor(
            account.id, account.unit_id, held, name, in_place_of=instead, borrowed=borrowed
        )


def a_unit(session: Session, code: str, name: str, search: str, parent: Unit | None) -> Unit:
    """A unit valid for a hundred years."""
    made = Unit(
        code=code, name=name, short_name=name, place=name, tier="xa", kind="ubnd", fields=[],
        parent_id=parent.id if parent else None, requested=False, national=False,
        valid_from=date(2000, 1, 1), aliases=[], keys=[], search=search,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def a_person(session: Session, office: Office, name: str, *roles: str) -> Account:
    """An account of the unit with posts."""
    made = Account(
        username=name, name=name, password_hash="-", unit_id=office.unit.id, roles=list(roles),
        created_at=NOW,
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add_all(
        Post(account_id=made.id, unit_id=office.unit.id, role=r, title="", valid_from=TODAY)
        for r in roles
    )
    session.flush()
    office.people[name] = made
    return made


def an_absence(session: Session, office: Office, who: str, deputy: str, days: int) -> None:
    """Somebody is away from today for so many days."""
    session.add(
        Absence(
            account_id=office.people[who].id, substitute_id=office.people[deputy].id,
            valid_from=TODAY, valid_to=TODAY + timedelta(days=days), reason="nghỉ phép",
            created_at=NOW,
        )
    )  # fmt: skip
    session.flush()


def office(session: Session, count: int = 160, seed: int = 3) -> Office:
    """An office with ``count`` tasks of its own, and some of its superior."""
    above = a_unit(session, "A", "UBND tỉnh Thanh Hóa", "ubnd tinh thanh hoa", None)
    unit = a_unit(session, "B", "UBND xã Đông Hà", "ubnd xa dong ha", above)
    made = Office(unit, above)
    for name, role in (("An", "chuyenvien"), ("Bình", "chuyenvien"), ("Chi", "vanthu")):
        a_person(session, made, name, role)
    a_person(session, made, "Dũng", "lanhdao")
    chance = random.Random(seed)
    duties = [a_duty(session, made, subject, n) for n, subject in enumerate(SUBJECTS)]
    for nth in range(count):
        a_task(session, made, chance, duties, nth)
    session.flush()
    return made


def a_duty(session: Session, office: Office, subject: str, nth: int) -> Obligation:
    """A directive of the superior with one report owed."""
    directive = Directive(
        issuer_id=office.above.id, number=str(90 + nth), symbol="KH-UBND", year=2023,
        type="ke_hoach", issued_on=TODAY, subject=subject, field="", model_key="m",
        status="issued", content={},
    )  # fmt: skip
    session.add(directive)
    session.flush()
    office.directives[directive.id] = directive
    duty = Obligation(
        directive_id=directive.id, position=1, code="a", title="Báo cáo", kind="monthly", rule={},
        who={}, requested=False, details={},
    )  # fmt: skip
    session.add(duty)
    session.flush()
    return duty


def a_report(session: Session, office: Office, duty: Obligation, unit: Unit, nth: int) -> Report:
    """That unit's report, one for each number."""
    start = date(2023, 1, 1) + timedelta(days=nth)
    report = Report(
        directive_id=duty.directive_id, obligation_id=duty.id, unit_id=unit.id,
        consolidator_id=office.above.id, title=f"Báo cáo tháng {1 + nth % 3}",
        period=f"2023-{1 + nth % 3:02}", period_start=start, period_end=start, requested=False,
        opens_at=NOW, first_due_at=NOW, due_at=NOW, status="open",
    )  # fmt: skip
    session.add(report)
    session.flush()
    office.reports[report.subject] = report
    return report


def a_task(
    session: Session, office: Office, chance: random.Random, duties: list[Obligation], nth: int
) -> WorkItem:
    """A random task; due moments repeat, so that the order needs more than them."""
    done = chance.random() < 0.3
    duty = chance.choice([*duties, None])
    about = chance.choice([office.unit, office.above])
    report = a_report(session, office, duty, about, nth) if duty and chance.random() < 0.6 else None
    days = chance.choice([None, *range(-6, 12)])
    people = list(office.people.values())
    item = WorkItem(
        instance_id=10_000 + nth, token=1, element=chance.choice(("a", "b")),
        name=chance.choice(NAMES), role=chance.choice(ROLES), form=chance.choice(("report", "x")),
        unit_id=office.above.id if chance.random() < 0.1 else office.unit.id,
        directive_id=duty and duty.directive_id, subject=report.subject if report else "",
        due_at=None if days is None else NOW + timedelta(days=days, hours=14),
        status="done" if done else "open", created_at=NOW,
        claimed_by=chance.choice([None, None, *(person.id for person in people)]),
        completed_by=chance.choice(people).id if done else None,
        completed_for=chance.choice([None, people[0].id]) if done else None,
        completed_at=NOW - timedelta(days=chance.randrange(4)) if done else None,
    )  # fmt: skip
    session.add(item)
    session.flush()
    office.items.append(item)
    if chance.random() < 0.4:
        office.followed[item.id] = on = TODAY + timedelta(days=chance.randrange(-3, 4))
        me = office.people["An"].id
        session.add(FollowUp(account_id=me, work_item_id=item.id, on=on, note="", set_at=NOW))
    if chance.random() < 0.4:
        office.priorities[item.id] = level = chance.choice((1, 2))
        session.add(Priority(work_item_id=item.id, level=level, set_by=people[0].id, set_at=NOW))
    return item

"""A round of inspections on its way, for tests: planned, chosen, opened, its tasks done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine import inbox, inspections, story_inspections
from engine.deadlines import LOCAL, local_day
from engine.inspections import Decision, Inspection, InspectionRound, Member
from engine.instances import Engine, WorkItem
from engine.people import Actor
from engine.selectors import descendants
from engine.unit_names import find
from engine.units import UnitRef
from tests.helpers.story import tick

ALL = frozenset({"vanthu", "chuyenvien", "lanhdao"})


def at(text: str) -> datetime:
    """ "02/03/2026 09:00" (08:00 without a time), in Vietnam."""
    day, _, hour = text.partition(" ")
    return datetime.strptime(f"{day} {hour or '08:00'}", "%d/%m/%Y %H:%M").replace(tzinfo=LOCAL)


def day(text: str) -> date:
    """The day of ``at``."""
    return at(text).date()


def person(unit: UnitRef | int, *roles: str, account: int = 1) -> Actor:
    """Somebody of the unit, of all roles unless some are given."""
    unit_id = unit if isinstance(unit, int) else unit.id
    return Actor(account, unit_id, frozenset(roles) or ALL, "Người thử", "vi")


class Inspecting:
    """One round in one session, its moments handed in; ``who`` inspects."""

    def __init__(
        self, session: Session, machine: Engine, who: str | UnitRef, now: datetime
    ) -> None:
        self.session, self.machine, self.now = session, machine, now
        self.who = find(session, who, local_day(now)) if isinstance(who, str) else who
        self.officer = person(self.who)
        self.round: InspectionRound

    def below(self, count: int, tier: str = "xa") -> list[UnitRef]:
        """The first units of that tier below, by code."""
        return descendants(self.session, self.who.id, tier, local_day(self.now))[:count]

    def plan(self, regime: str, starts: str, ends: str, title: str = "Kiểm tra năm") -> None:
        """Put the round into the plan."""
        self.round = inspections.add_round(
            self.session,
            self.officer,
            title=title,
            regime=regime,
            scope="Việc thực hiện quy định",
            starts_on=day(starts),
            ends_on=day(ends),
            now=self.now,
        )

    def choose(self, *units: UnitRef) -> None:
        """Choose these units by hand."""
        ids = [unit.id for unit in units]
        inspections.choose_by_hand(self.session, self.officer, self.round.id, ids, self.now)

    def decision(self, report_due: str, number: str = "12") -> Decision:
        """A decision of today with a team of two."""
        head = Member("Nguyễn Văn Trưởng", "Trưởng đoàn", self.who.id, head=True)
        team = (head, Member("Lê Thị Viên", "Thành viên", self.who.id))
        return Decision(
            number=number,
            symbol="QĐ-UBND",
            issued_on=local_day(self.now),
            outline="1. Công tác chỉ đạo. 2. Kết quả.",
            self_report_due_on=day(report_due),
            team=team,
            basis=("Nghị định số 217/2025/NĐ-CP",),
        )

    def open(self, report_due: str, number: str = "12") -> None:
        """Sign the decision, then have the team's plan made and approved."""
        decision = self.decision(report_due, number)
        applied = inspections.open_round(
            self.session, self.machine, self.officer, self.round.id, decision, self.now
        )
        assert applied.faults == []
        self.do("lap-ke-hoach")
        self.do("duyet-ke-hoach")

    def of(self, unit: UnitRef) -> Inspection:
        """The unit's inspection."""
        found = self.session.scalars(
            sa.select(Inspection).filter_by(round_id=self.round.id, unit_id=unit.id)
        ).one()
        self.session.refresh(found)
        return found

    def task(self, element: str, subject: str | None = None) -> WorkItem:
        """The open task whose element's id ends so."""
        return self.session.scalars(
            sa.select(WorkItem).where(
                WorkItem.element.like(f"%-{element}"),
                WorkItem.status == "open",
                WorkItem.subject == (subject or self.round.subject),
            )
        ).one()

    def do(self, element: str, unit: UnitRef | None = None, **answers: Any) -> None:
        """Finish a task of the round, or of a unit's inspection, through the inbox."""
        subject = self.of(unit).subject if unit else None
        item = self.task(element, subject)
        given = story_inspections.answers(item.form, self.now) | answers
        empty = self.machine.library.forms[item.form] - given.keys()
        inbox.complete(
            self.session,
            self.machine,
            person(item.unit_id),
            item.id,
            given | dict.fromkeys(empty),
            self.now,
        )

    def wait(self, moment: str | timedelta) -> None:
        """It is later now; what came due fires."""
        self.now = at(moment) if isinstance(moment, str) else self.now + moment
        tick(self.session, self.machine, self.now)

    def inspect(self, unit: UnitRef, **minutes: Any) -> None:
        """Announce, visit and write the minutes of one unit, all today."""
        for element in ("cong-bo", "tien-hanh"):
            self.do(element, unit)
        self.do("bien-ban", unit, **minutes)

    def extend(self, unit: UnitRef, days: int | None = None) -> None:
        """Whoever decided extends the unit's time limit."""
        inspections.extend(
            self.session,
            self.machine,
            self.officer,
            self.of(unit).id,
            "Nội dung phức tạp",
            self.now,
            days,
        )

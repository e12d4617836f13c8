"""Where the dated acts of a story take place: its people, its units by name, what was named.

Every simulated unit has one person who holds all its roles, with a real account and posts, so that
the use cases see an actor like any other. Nobody can sign in as one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from engine import inbox
from engine.deadlines import local_day
from engine.directive_tables import Directive, Obligation
from engine.errors import InputError
from engine.instance_rows import WorkItem
from engine.instances import Engine
from engine.people import ADMINISTRATOR, CLERK, LEADER, OFFICER, Actor, create_account, signed_in
from engine.report_tables import Report
from engine.restructuring import Summary
from engine.story_answers import Answers
from engine.unit_names import find
from engine.units import Unit, UnitRef


class NothingToActOn(InputError):
    """A happening comes at a moment at which there is nothing to do it to."""

    code = "story-nothing-to-act-on"
    vi = "Lúc {at} không có {what_vi}."
    en = "At {at} there is no {what}."


class _Nobody:
    """Passwords of people who never sign in."""

    def hash(self, password: str) -> str:
        """What no password fits."""
        return "!"

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Never."""
        return False

    def outdated(self, hashed: str) -> bool:
        """Never."""
        return False


@dataclass(slots=True)
class Stage:
    """One telling as its happenings see it: ``now`` is the moment, ``root`` the directive.

    ``named`` holds what a happening called by a name (difficulties, an incident, a round): ids.
    """

    session: Session
    machine: Engine
    root: int
    now: datetime
    named: dict[str, list[int]] = field(default_factory=dict)
    changes: list[Summary] = field(default_factory=list)
    _units: dict[tuple[str, date], UnitRef] = field(default_factory=dict)
    _people: dict[int, int] = field(default_factory=dict)
    _administrator: int | None = None

    def unit(self, name: str) -> UnitRef:
        """The unit of that name today. Raises UnknownUnit, AmbiguousUnit."""
        return self.unit_on(name, self.now)

    def unit_on(self, name: str, moment: datetime) -> UnitRef:
        """The unit of that name on the day of ``moment``. Raises as ``unit``."""
        asked = name, local_day(moment)
        if asked not in self._units:
            self._units[asked] = find(self.session, *asked)
        return self._units[asked]

    def person(self, unit_id: int) -> Actor:
        """Who acts for the unit, in all its roles."""
        if unit_id not in self._people:
            self._people[unit_id] = self._account(unit_id, [CLERK, OFFICER, LEADER])
        return self._actor(self._people[unit_id])

    def administrator(self) -> Actor:
        """Who changes the structure."""
        if self._administrator is None:
            issuer = self.session.get_one(Directive, self.root).issuer_id
            self._administrator = self._account(issuer, [ADMINISTRATOR])
        return self._actor(self._administrator)

    def _account(self, unit_id: int, roles: list[str]) -> int:
        unit = self.session.get_one(Unit, unit_id)
        made = create_account(
            self.session,
            _Nobody(),
            username=f"{unit.code}-{unit_id}-{roles[0]}".lower(),
            name=f"Cán bộ {unit.short_name}",
            unit_id=unit_id,
            roles=roles,
            password="không ai đăng nhập",  # noqa: S106 (hashed to what no password fits)
            now=self.now,
        )
        return made.id

    def _actor(self, account_id: int) -> Actor:
        found = signed_in(self.session, account_id, self.now)
        if found is None:
            raise self.missing("người giữ chức danh", "person with a post")
        return found.actor

    def report(self, unit_id: int, code: str, period: str, statuses: Collection[str]) -> Report:
        """The unit's report of that obligation and period, its window open, in such a status.

        Of period "" the earliest.
        """
        found = self.session.scalars(
            select(Report)
            .join(Obligation, Obligation.id == Report.obligation_id)
            .where(
                Report.unit_id == unit_id,
                Obligation.code == code,
                Report.status.in_(statuses),
                Report.opens_at <= self.now,
                Report.period == period if period else true(),
            )
            .order_by(Report.period_start, Report.id)
            .limit(1)
        ).one_or_none()
        if found is None:
            named = f"{code}, {', '.join(statuses)}"
            raise self.missing(f"báo cáo như vậy ({named})", f"such report ({named})")
        return found

    def task(self, forms: Collection[str], subject: str) -> WorkItem:
        """The open task of that subject with one of the forms."""
        item = self.session.scalars(
            select(WorkItem).where(
                WorkItem.form.in_(forms), WorkItem.subject == subject, WorkItem.status == "open"
            )
        ).one_or_none()
        if item is None:
            named = ", ".join(sorted(forms))
            raise self.missing(f"việc «{named}» đang mở", f"open task «{named}»")
        return item

    def finish(self, item: WorkItem, answers: Mapping[str, object]) -> None:
        """A person of the task's unit does it; what is not answered is left blank."""
        given: Answers = dict.fromkeys(self.machine.library.fields(self.session)[item.form]) | dict(
            answers
        )
        actor = self.person(item.unit_id)
        inbox.complete(self.session, self.machine, actor, item.id, given, self.now)

    def missing(self, vi: str, en: str) -> NothingToActOn:
        """There is nothing of that sort now."""
        return NothingToActOn(at=self.now.isoformat(), what_vi=vi, what=en)

"""What would happen if a draft were issued now: the first day as it would be, the rest expected.

Inside a savepoint that is rolled back the draft is recorded, issued and counted. Then each tier
below passes it on by the engine's own derivation, some working days after it has received it
(policy): nobody knows on which day a head will sign, and who decides to implement directly passes
nothing on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import contexts, date_checks, policies
from engine.calendar import Calendar, load
from engine.date_warnings import DateWarning
from engine.deadlines import local_day, midnight
from engine.deployments import Loaded, deployed
from engine.deriving import DeriveRequest, derive
from engine.directive_tables import Directive, Recipient
from engine.drafting import Draft
from engine.drafting_issue import send
from engine.drafting_models import name_of, passed_to, throws
from engine.drafting_trial import silent, undone
from engine.instances import Engine, Instance, WorkItem
from engine.notices import Notice
from engine.obligations import any_of, duties_of, owed
from engine.people import Actor
from engine.ports import DirectiveFormat
from engine.process.model import Element
from engine.report_tables import Report
from engine.selectors import resolve_many
from engine.units import Unit

PASS_ON_DAYS = policies.declare(
    policies.Policy(
        "preview.pass-on-days",
        5,
        "Số ngày làm việc mỗi cấp cần để tiếp nhận, phân công và ban hành văn bản triển khai, "
        "dùng khi xem trước cả đợt truyền xuống",
        "Working days each tier takes to receive, assign and pass a directive on, as the preview "
        "of a cascade supposes",
        source="the diagrams give a clerk 2 and a head 3 working days",
        high=60,
    )
)
MOST_TIERS = 8
"""Deeper no administration is; a diagram whose letters go round in a circle ends here."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many units of a tier get the directive on a day; ``direct``: from the issuer itself."""

    tier: str
    units: int
    on: date
    direct: bool


@dataclass(frozen=True, slots=True)
class TaskCount:
    """Tasks that open on the first day: of the units of a tier, for a role, due then."""

    tier: str
    name: str
    role: str
    units: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportCount:
    """Reports of one duty and period that units of a tier owe; ``direct``: opened at issue."""

    tier: str
    title: str
    period: str
    due_at: datetime
    units: int
    asked: int
    direct: bool


@dataclass(slots=True)
class Preview:
    """The cascade before it is issued. ``tasks`` and ``notices`` are of the first day."""

    model: str
    version: int
    issued_on: date
    pass_on_days: int
    sent: list[Sent] = field(default_factory=list)
    tasks: list[TaskCount] = field(default_factory=list)
    reports: list[ReportCount] = field(default_factory=list)
    notices: int = 0
    warnings: list[DateWarning] = field(default_factory=list)

    @property
    def units(self) -> int:
        """How many receive it, on whatever tier."""
        return sum(s.units for s in self.sent)


def preview(
    session: Session,
    engine: Engine,
    form: DirectiveFormat,
    actor: Actor,
    draft: Draft,
    now: datetime,
) -> Preview:
    """What would follow from issuing the draft now. Nothing is changed, nothing is mailed.

    Raises what ``drafting_issue.send`` raises but for the dates, which it returns.
    """
    loaded = form.load(draft.content)
    with undone(session):
        directive, _ = send(
            session,
            silent(engine),
            loaded,
            now,
            parent_id=draft.parent_id,
            passes_on=draft.passes_on,
            kept=None,
            by=actor.account_id,
        )
        model = deployed(session, directive.model_key)
        days: int = policies.value(session, PASS_ON_DAYS, draft.issuer_id)
        found = Preview(name_of(model), model.version, directive.issued_on, days)
        found.warnings = date_checks.of_directive(session, directive)
        found.tasks = _tasks(session, directive.id)
        found.reports = _reports(session, directive.id)
        found.notices = session.scalar(_count(Notice, directive.id)) or 0
        _Below(session, engine, found, directive, now).run()
    return found


def _count(table: Any, directive_id: int) -> Any:
    return select(func.count()).select_from(table).where(table.directive_id == directive_id)


def _tasks(session: Session, directive_id: int) -> list[TaskCount]:
    columns = (Unit.tier, WorkItem.name, WorkItem.role)
    rows = session.execute(
        select(*columns, func.count(), WorkItem.due_at)
        .join(Unit, Unit.id == WorkItem.unit_id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(Instance.directive_id == directive_id, WorkItem.status == "open")
        .group_by(*columns, WorkItem.due_at)
        .order_by(WorkItem.due_at, func.count().desc(), *columns)
    )
    return [TaskCount(*row) for row in rows]


def _reports(session: Session, directive_id: int) -> list[ReportCount]:
    columns = (Unit.tier, Report.title, Report.period, Report.due_at)
    rows = session.execute(
        select(*columns, func.count(), func.count().filter(Report.requested))
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.directive_id == directive_id)
        .group_by(*columns)
        .order_by(Report.due_at, *columns)
    )
    return [ReportCount(*row, direct=True) for row in rows]


class _Below:
    """The tiers below, one wave after the other: each unit passes on what it received."""

    def __init__(
        self, session: Session, engine: Engine, found: Preview, directive: Directive, now: datetime
    ) -> None:
        self.session, self.found, self.now = session, found, now
        self.loaded: Loaded = engine.library.load(
            session, deployed(session, directive.model_key).id
        )
        self.calendar: Calendar = load(session)
        self.issuer_tier = session.get_one(Unit, directive.issuer_id).tier
        self.root = directive

    def run(self) -> None:
        """Count each wave until nobody passes anything on."""
        on = max(local_day(self.now), self.root.issued_on)
        wave = dict.fromkeys(self._first(), self.root.id)
        tiers = self._tiers(wave)
        self._count(tiers, on, direct=True)
        letters = self._letters(self.issuer_tier)
        for _ in range(MOST_TIERS):
            on = self.calendar.add_working_days(on, self.found.pass_on_days)
            wave, letters = self._next(wave, tiers, letters, on)
            if not wave:
                return
            tiers = self._tiers(wave)
            self._count(tiers, on, direct=False)
            self._owed(wave, tiers, on)

    def _first(self) -> list[int]:
        wanted = select(Recipient.unit_id).where(
            Recipient.directive_id == self.root.id, Recipient.sent_at.is_not(None)
        )
        return list(self.session.scalars(wanted))

    def _letters(self, tier: str) -> list[str]:
        """The throws by which an issuer of that tier sent the directive."""
        return [
            e.id
            for d in self.loaded.processes.values()
            if tier in d.process.tiers
            for which in ("own", "issued")
            for e in throws(d, which)
        ]

    def _tiers(self, units: Iterable[int]) -> dict[int, str]:
        rows = self.session.execute(select(Unit.id, Unit.tier).where(Unit.id == any_of(units)))
        return {row.id: row.tier for row in rows}

    def _count(self, tiers: Mapping[int, str], on: date, *, direct: bool) -> None:
        for tier, units in Counter(tiers.values()).most_common():
            self.found.sent.append(Sent(tier, units, on, direct))

    def _passing(self, tier: str, letters: Sequence[str]) -> list[Element]:
        """The throws by which a unit of the tier that got one of the letters passes it on."""
        pools = {
            definition.process.id: definition
            for letter in letters
            for definition, _ in self.loaded.targets(letter, tier)
        }
        return [e for definition in pools.values() for e in throws(definition, "issued")]

    def _next(
        self, wave: Mapping[int, int], tiers: Mapping[int, str], letters: Sequence[str], on: date
    ) -> tuple[dict[int, int], list[str]]:
        passing = {tier: self._passing(tier, letters) for tier in set(tiers.values())}
        units = [unit for unit in wave if passing.get(tiers.get(unit, ""))]
        requests = [DeriveRequest(wave[unit], unit, "", "", on) for unit in units]
        made = derive(self.session, requests, self.now) if requests else {}
        about = contexts.of_units(self.session, units)
        asked = [
            (made[wave[unit], unit], chosen)
            for unit in units
            for element in passing[tiers[unit]]
            for chosen in passed_to(element, about[unit], self.now) or []
        ]
        found = resolve_many(self.session, asked, on) if asked else {}
        below = {ref.id: directive for directive, refs in found.items() for ref in refs}
        sent = [element.id for elements in passing.values() for element in elements]
        return below, sent

    def _owed(self, wave: Mapping[int, int], tiers: Mapping[int, str], on: date) -> None:
        """What the units of this wave will owe, counted by tier, duty and deadline."""
        duties = duties_of(self.session, set(wave.values()))
        names = {duty.id: duty.title for found in duties.values() for duty in found}
        pairs = [(directive, unit) for unit, directive in wave.items()]
        counted: dict[tuple[str, str, datetime, str], list[int]] = defaultdict(lambda: [0, 0])
        for report in owed(self.session, pairs, midnight(on), None, duties):
            tier = tiers.get(report.unit_id, "")
            key = (tier, names[report.obligation_id], report.due.due_at, report.due.key)
            counted[key][0] += 1
            counted[key][1] += report.requested
        for (tier, title, due_at, period), (units, asked) in sorted(
            counted.items(), key=lambda item: (item[0][2], item[0])
        ):
            self.found.reports.append(
                ReportCount(tier, title, period, due_at, units, asked, direct=False)
            )

"""A directive's year told at a run: simulated people and a simulated clock on the real engine.

``play`` issues the story's directive in a database of its own (``prepare`` fills one), then goes
from moment to moment: due timers fire, people do what they planned, and what opened is planned by
the story's rules. Nothing reads a clock; the same seed gives the same figures.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any, TypeAlias

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from engine import calendar, cascade, timers
from engine.calendar import DAY, CalendarDay
from engine.deadlines import LOCAL, midnight
from engine.deployments import deploy
from engine.directives import record
from engine.drafts import DirectiveDraft
from engine.errors import DondocError
from engine.instances import Engine, To, apply
from engine.process.dmn_imports import in_order
from engine.process.events import Complete
from engine.story_answers import Writer
from engine.story_behaviour import OPENS, BadStory, Hours, Plan, Rule, Task, decide, horizon
from engine.story_figures import Figures, count_figures
from engine.unit_import import Succession, UnitRow, import_units

BATCH = 2000
_ACTOR = "story"
Progress: TypeAlias = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Story:
    """What is told: a directive, from ``start`` (None: 08:00 on its date of issue) to the end of
    the day ``end`` (None: 31 December), with people who keep to ``rules``; the first that fits a
    task decides. ``days_off`` and ``working_weekends`` are the story's calendar."""

    title: str
    seed: int
    directive: DirectiveDraft
    rules: tuple[Rule, ...]
    start: datetime | None = None
    end: date | None = None
    days_off: tuple[date, ...] = ()
    working_weekends: tuple[date, ...] = ()

    @property
    def begins(self) -> datetime:
        """The moment of issue."""
        return self.start or datetime.combine(self.directive.issued_on, OPENS, LOCAL)

    @property
    def ends(self) -> datetime:
        """The first moment that is no longer told."""
        return midnight((self.end or date(self.begins.year, 12, 31)) + DAY)


class Standstill(DondocError):
    """A timer is due that nothing fires: an engine's fault, not the story's."""

    code = "story-standstill"
    vi = "Kịch bản dừng lại lúc {at}: có mốc thời gian đến hạn mà không chạy được."
    en = "The story stands still at {at}: a timer is due that does not fire."


def prepare(
    session: Session,
    machine: Engine,
    rows: Iterable[UnitRow],
    successions: Iterable[Succession],
    models: Mapping[str, bytes],
    decisions: Mapping[str, bytes],
    now: datetime,
) -> None:
    """Fill a migrated, empty database: units, decision models, diagrams. The caller commits."""
    import_units(session, rows, successions)
    for key in in_order(decisions):
        machine.library.decisions.deploy(session, key, decisions[key], now)
    for key, source in models.items():
        deploy(session, machine.library, key, source, now)
    session.execute(text("ANALYZE"))


def play(
    sessions: sessionmaker[Session], machine: Engine, story: Story, progress: Progress | None = None
) -> Figures:
    """Tell the story in a prepared database and count what became of the directive.

    ``progress`` is called with every moment that is reached. Raises ``BadStory``, ``Standstill``,
    ``DoesNotAddUp``, and whatever issuing the directive raises.
    """
    if story.ends <= story.begins:
        raise BadStory(
            story=story.title,
            why_vi="ngày kết thúc trước ngày bắt đầu",
            why="it ends before it begins",
        )
    # Only its own throwaway database: nobody waits for the disk.
    with sessions() as session:
        session.execute(text("SET synchronous_commit = off"))
        session.commit()
        run = _Run(session, machine, story)
        root = run.begin()
        while (moment := run.next()) is not None and moment < story.ends:
            if progress is not None:
                progress(moment)
            run.at(moment)
            if run.grown():
                # A year passes in seconds: the server's own statistics would never catch up.
                session.execute(_ANALYSE)
                session.commit()
        return count_figures(
            session,
            root,
            story.title,
            story.seed,
            story.begins,
            story.ends,
            unattended=run.unattended,
            stale=run.stale,
        )


@dataclass(frozen=True, slots=True)
class _Item:
    """A task with the row it is."""

    task: Task
    rule: Rule
    instance_id: int
    token: int


_ANALYSE = text("""
    ANALYZE instance, work_item, timer, report, notice, directive, obligation, recipient, milestone
""")
_OPENED = text("""
    SELECT w.id, w.instance_id, w.token, w.element, w.role, w.form, w.due_at,
        w.created_at, u.code AS unit, u.short_name, u.tier, u.requested OR coalesce(r.requested,
        false) AS requested, coalesce(issuer.code, '') AS issuer, i.model_id, i.process,
        reporter.code AS reporter, o.code AS obligation, r.period
    FROM work_item w JOIN instance i ON i.id = w.instance_id JOIN unit u ON u.id = w.unit_id
        LEFT JOIN directive d ON d.id = w.directive_id
        LEFT JOIN unit issuer ON issuer.id = d.issuer_id
        LEFT JOIN report r ON r.subject = w.subject
        LEFT JOIN obligation o ON o.id = r.obligation_id
        LEFT JOIN unit reporter ON reporter.id = r.unit_id
    WHERE w.id > :last AND w.status = 'open'
""")
_TOLD = text("""
    SELECT id, kind, instance_id FROM notice WHERE id > :last ORDER BY id
""")


@dataclass(slots=True)
class _Run:
    """One telling: what is planned, who waits for which rung, how far the tables were read."""

    session: Session
    machine: Engine
    story: Story
    unattended: Counter[str] = field(default_factory=Counter)
    stale: int = 0
    _agenda: list[tuple[datetime, int, _Item]] = field(default_factory=list)
    _nth: count[int] = field(default_factory=count)
    _waiting: dict[tuple[int, str], list[tuple[_Item, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _told: set[tuple[int, str]] = field(default_factory=set)
    _opened: Counter[tuple[object, ...]] = field(default_factory=Counter)
    _last_item: int = 0
    _last_notice: int = 0
    _analysed: int = 50
    _timer: datetime | None = None
    _hours: Hours = field(init=False)
    _writer: Writer = field(init=False)

    def begin(self) -> int:
        """Issue the directive; its id."""
        story, session = self.story, self.session
        days = [(day, False) for day in story.days_off] + [
            (day, True) for day in story.working_weekends
        ]
        session.add_all(CalendarDay(day=day, working=working) for day, working in days)
        session.flush()
        self._hours = Hours(calendar.load(session), *horizon(story.begins, story.ends))
        self._writer = Writer(story.seed)
        directive = record(session, story.directive, story.begins)
        cascade.issue(session, self.machine, directive, story.begins, actor=_ACTOR)
        self._look(story.begins)
        session.commit()
        return directive.id

    def grown(self) -> bool:
        """Whether the tables have doubled since this was last true."""
        size = self._last_item + self._last_notice
        if size < 2 * self._analysed:
            return False
        self._analysed = size
        return True

    def next(self) -> datetime | None:
        """The next moment at which anything happens."""
        planned = self._agenda[0][0] if self._agenda else None
        return min((m for m in (planned, self._timer) if m is not None), default=None)

    def at(self, moment: datetime) -> None:
        """Everything that happens at a moment: the clock first, then people."""
        before = self.next(), len(self._agenda)
        while self._timer is not None and self._timer <= moment:
            fired = timers.fire_due(self.session, self.machine, moment, limit=BATCH)
            self.session.commit()
            if fired.claimed == 0:
                break
        batch = []
        while self._agenda and self._agenda[0][0] <= moment:
            batch.append(heapq.heappop(self._agenda)[2])
        for start in range(0, len(batch), BATCH):
            self._act(batch[start : start + BATCH], moment)
        self._look(moment)
        self.session.commit()
        if not batch and before == (self.next(), len(self._agenda)):
            raise Standstill(at=moment.isoformat())

    def _act(self, items: Sequence[_Item], moment: datetime) -> None:
        deliveries = [
            To(i.instance_id, Complete(i.token, self._writer.answers(i.rule, i.task, moment)))
            for i in items
        ]
        applied = apply(self.session, self.machine, deliveries, moment, actor=_ACTOR)
        self.stale += len(applied.stale)
        self.session.commit()

    def _look(self, moment: datetime) -> None:
        """Plan what is new: open tasks, and rungs that somebody waits for."""
        for row in self.session.execute(_TOLD, {"last": self._last_notice}):
            self._last_notice = row.id
            told = (row.instance_id, row.kind)
            self._told.add(told)
            for item, within in self._waiting.pop(told, ()):
                self._plan(item, Plan(self._hours.after(moment, within)), moment)
        rows = self.session.execute(_OPENED, {"last": self._last_item}).all()
        self._last_item = max((row.id for row in rows), default=self._last_item)
        found = sorted(
            ((self._task(row), row) for row in rows),
            key=lambda pair: (repr(pair[0].key), pair[1].token),
        )
        for task, row in found:
            rule = next((r for r in self.story.rules if r.when.fits(task)), None)
            if rule is None:
                self.unattended[task.form] += 1
                continue
            item = _Item(task, rule, row.instance_id, row.token)
            self._plan(item, decide(rule, task, self.story.seed, self._hours), moment)
        due = timers.next_due(self.session)
        self._timer = max(due, moment) if due is not None else None

    def _plan(self, item: _Item, plan: Plan, moment: datetime) -> None:
        at = plan.at
        if plan.rung:
            wanted = (item.instance_id, plan.rung)
            if wanted not in self._told:
                self._waiting[wanted].append((item, plan.within))
                return
            at = self._hours.after(moment, plan.within)
        if at is not None:
            heapq.heappush(self._agenda, (max(at, moment), next(self._nth), item))

    def _task(self, row: Any) -> Task:
        definition = self.machine.library.load(self.session, row.model_id).processes[row.process]
        report = (row.reporter, row.obligation, row.period) if row.reporter else None
        which = (row.unit, row.issuer, row.element, report)
        again = self._opened[which]
        self._opened[which] += 1
        return Task(
            unit=row.unit,
            unit_name=row.short_name,
            tier=row.tier,
            issuer=row.issuer,
            element=row.element,
            role=row.role,
            form=row.form,
            milestone=definition.element(row.element).props.get("milestone", ""),
            requested=row.requested,
            report=report,
            again=again,
            opened_at=row.created_at,
            due_at=row.due_at,
        )

"""One telling of a story: what is planned, what happens at a moment, how people learn of it."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import calendar, cascade, consolidation, policies, timers
from engine.calendar import CalendarDay
from engine.directives import record
from engine.errors import DondocError
from engine.instances import Engine, To, apply
from engine.process.events import Complete
from engine.report_views import answers as stored
from engine.story_answers import REPORT_FORMS, Answers, Writer
from engine.story_behaviour import SLOTS, Hours, Plan, Rule, Task, decide, draw, horizon
from engine.story_happenings import Agenda
from engine.story_script import Story
from engine.story_stage import Stage

BATCH = 2000
ACTOR = "story"


class Standstill(DondocError):
    """A timer is due that nothing fires: an engine's fault, not the story's."""

    code = "story-standstill"
    vi = "Kịch bản dừng lại lúc {at}: có mốc thời gian đến hạn mà không chạy được."
    en = "The story stands still at {at}: a timer is due that does not fire."


class Manners(Protocol):
    """How people do their tasks: what decides a task's moment and what is written."""

    slots: int

    def plan(self, task: Task, hours: Hours) -> tuple[Rule, Plan] | None:
        """The rule for a task and when it is done; None: nobody's task."""

    def answers(self, rule: Rule, task: Task, at: datetime) -> Answers:
        """What is written into its form."""


class Habits:
    """A story's manners: the first rule that fits."""

    slots = SLOTS

    def __init__(self, story: Story) -> None:
        self._story = story
        self.answers = Writer(story.seed).answers

    def plan(self, task: Task, hours: Hours) -> tuple[Rule, Plan] | None:
        """By the first rule that fits the task."""
        rule = next((r for r in self._story.rules if r.when.fits(task)), None)
        return (rule, decide(rule, task, self._story.seed, hours)) if rule else None


@dataclass(frozen=True, slots=True)
class _Item:
    """A task with the row it is."""

    task: Task
    rule: Rule
    instance_id: int
    token: int
    subject: str


_OPENED = text("""
    SELECT w.id, w.instance_id, w.token, w.subject, w.element, w.role, w.form, w.due_at,
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
# What is begun of a report: its draft, or what a roll-up made of it and was sent back.
_BEGUN = text("""
    SELECT r.subject, coalesce(r.draft, r.content) AS answers,
        CASE WHEN b.versions = 0 THEN b.id END AS gathering
    FROM report r LEFT JOIN rollup b ON b.up_report_id = r.id
    WHERE r.subject = ANY(:subjects) AND (r.draft IS NOT NULL OR b.id IS NOT NULL)
""")
_ROLLUPS = text("""
    SELECT r.id, r.due_at, u.code, o.code AS obligation, r.period
    FROM rollup r JOIN unit u ON u.id = r.consolidator_id JOIN obligation o ON o.id = r.obligation_id
    WHERE r.id > :last ORDER BY r.id
""")
_TO_CLOSE = text("""
    SELECT r.id, r.consolidator_id FROM rollup r WHERE r.id = ANY(:ids) AND r.versions = 0
        AND EXISTS (SELECT 1 FROM rollup_entry e WHERE e.rollup_id = r.id) ORDER BY r.id
""")
_AFTERWARDS = 1 / 3
_STILL_OPEN = text("SELECT id FROM work_item WHERE id = ANY(:ids) AND status = 'open'")
_TOLD = text("""
    SELECT id, kind, instance_id FROM notice WHERE id > :last ORDER BY id
""")


@dataclass(slots=True)
class Run:
    """One telling: what is planned, who waits for which rung, how far the tables were read."""

    session: Session
    machine: Engine
    story: Story
    manners: Manners
    confirmed: bool = False
    batch: int = BATCH
    stale: int = 0
    stage: Stage = field(init=False)
    _happenings: Agenda = field(init=False)
    _unattended: dict[int, str] = field(default_factory=dict)
    _agenda: list[tuple[datetime, int, _Item]] = field(default_factory=list)
    _nth: count[int] = field(default_factory=count)
    _waiting: dict[tuple[int, str], list[tuple[_Item, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _told: set[tuple[int, str]] = field(default_factory=set)
    _opened: Counter[tuple[object, ...]] = field(default_factory=Counter)
    _closings: dict[int, datetime] = field(default_factory=dict)
    _last_rollup: int = 0
    _last_item: int = 0
    _last_notice: int = 0
    _analysed: int = 50
    _timer: datetime | None = None
    _hours: Hours = field(init=False)

    def begin(self) -> int:
        """Issue the directive; its id. Raises StoryRefused for a unit that a happening misnames."""
        story, session = self.story, self.session
        self._happenings = Agenda(story.happenings, story.source)
        self._happenings.vet(session)
        days = [(day, False) for day in story.days_off] + [
            (day, True) for day in story.working_weekends
        ]
        session.add_all(CalendarDay(day=day, working=working) for day, working in days)
        session.flush()
        span = horizon(story.begins, story.ends)
        self._hours = Hours(calendar.load(session), *span, self.manners.slots)
        for key, value in story.policies:
            policies.put(session, key, None, value, story.begins, ACTOR)
        directive = record(session, story.directive, story.begins)
        self.stage = Stage(session, self.machine, directive.id, story.begins)
        cascade.issue(
            session, self.machine, directive, story.begins, ACTOR, confirmed=self.confirmed
        )
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
        closing = min(self._closings.values(), default=None)
        moments = (planned, self._timer, self._happenings.next, closing)
        return min((m for m in moments if m is not None), default=None)

    def at(self, moment: datetime) -> None:
        """Everything that happens at a moment: the clock first, then happenings, then habits."""
        before = self.next(), len(self._agenda)
        while self._timer is not None and self._timer <= moment:
            fired = timers.fire_due(self.session, self.machine, moment, limit=self.batch)
            self.session.commit()
            if fired.claimed == 0:
                break
        while consolidation.close_due(self.session, self.machine, moment):
            self.session.commit()
        self.stage.now = moment
        happened = self._happenings.play(self.stage) + self._close(moment)
        self.session.commit()
        batch = []
        while self._agenda and self._agenda[0][0] <= moment:
            batch.append(heapq.heappop(self._agenda)[2])
        for acts in _one_for_each(batch):
            for start in range(0, len(acts), self.batch):
                self._act(acts[start : start + self.batch], moment)
        self._look(moment)
        self.session.commit()
        if not batch and not happened and before == (self.next(), len(self._agenda)):
            raise Standstill(at=moment.isoformat())

    def _act(self, items: Sequence[_Item], moment: datetime) -> None:
        begun = self._begun(items)
        deliveries = []
        for i in items:
            row = begun.get(i.subject)
            closing = self._closings.get(row.gathering) if row is not None else None
            if closing is not None and closing >= moment:
                # Whoever consolidates writes the report once the roll-up is closed.
                self._plan(i, Plan(self._hours.after(closing, _AFTERWARDS)), moment)
                continue
            answers = self.manners.answers(i.rule, i.task, moment)
            if row is not None and row.answers is not None:
                answers |= {k: v for k, v in stored(row.answers).items() if v is not None}
            deliveries.append(To(i.instance_id, Complete(i.token, answers)))
        applied = apply(self.session, self.machine, deliveries, moment, actor=ACTOR)
        self.stale += len(applied.stale)
        self.session.commit()

    def _close(self, moment: datetime) -> int:
        """Close the roll-ups whose officers meant to by now, if anything was accepted."""
        ids = [number for number, at in self._closings.items() if at <= moment]
        for row in self.session.execute(_TO_CLOSE, {"ids": ids}).all() if ids else ():
            actor = self.stage.person(row.consolidator_id)
            consolidation.close(self.session, self.machine, actor, row.id, moment)
        for number in ids:
            del self._closings[number]
        return len(ids)

    def _plan_closings(self, moment: datetime) -> None:
        days = self.story.rollups_close
        if days is None:
            return
        for row in self.session.execute(_ROLLUPS, {"last": self._last_rollup}):
            self._last_rollup = row.id
            part = draw(self.story.seed, "close", row.code, row.obligation, row.period)
            at = self._hours.before(row.due_at, 1 + part * max(days - 1, 0))
            if at is not None:
                self._closings[row.id] = max(at, moment)

    def _begun(self, items: Sequence[_Item]) -> dict[str, Any]:
        subjects = [i.subject for i in items if i.task.form in REPORT_FORMS]
        rows = self.session.execute(_BEGUN, {"subjects": subjects}) if subjects else ()
        return {row.subject: row for row in rows}

    def unattended(self) -> dict[str, int]:
        """Tasks by form that no rule was for and no happening did."""
        rows = self.session.scalars(_STILL_OPEN, {"ids": list(self._unattended)})
        return dict(sorted(Counter(self._unattended[number] for number in rows).items()))

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
            if self._happenings.takes(self.stage, task, row.subject):
                continue
            planned = self.manners.plan(task, self._hours)
            if planned is None:
                self._unattended[row.id] = task.form
                continue
            item = _Item(task, planned[0], row.instance_id, row.token, row.subject)
            self._plan(item, planned[1], moment)
        self._plan_closings(moment)
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


def _one_for_each(batch: Sequence[_Item]) -> list[list[_Item]]:
    """At most one act for each piece of business at once, as people would do it: one of them is
    first, and what follows from it happens before the other."""
    rounds: list[list[_Item]] = []
    seen: Counter[str] = Counter()
    for item in batch:
        nth = seen[item.subject] if item.subject else 0
        seen[item.subject] += 1
        rounds.extend([] for _ in range(nth + 1 - len(rounds)))
        rounds[nth].append(item)
    return rounds

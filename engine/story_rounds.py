"""Inspection rounds in a story: planned, chosen by rule, decided, minuted, concluded, remedied.

What a round asks of its team and units beside (schedules, visits, self-reports) habits do. A remedy
is a report like any other, of the obligation KP1, KP2, …
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine import inspections
from engine.deadlines import local_day
from engine.inspections import Decision, Inspection, InspectionRound, Member, Quota
from engine.story_behaviour import Task
from engine.story_happenings import Happening
from engine.story_inspections import answers
from engine.story_stage import Stage

_MINUTES, _CONCLUSION = "inspection-minutes", "inspection-conclusion"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePlan(Happening):
    """``unit`` adopts its inspection plan of the year."""

    unit: str
    number: str
    symbol: str
    title: str

    def units(self) -> Mapping[str, str]:
        """Who inspects."""
        return {"unit": self.unit}

    def act(self, stage: Stage) -> None:
        """Adopt it."""
        day = local_day(stage.now)
        inspections.make_plan(
            stage.session,
            stage.person(stage.unit(self.unit).id),
            year=day.year,
            number=self.number,
            symbol=self.symbol,
            issued_on=day,
            title=self.title,
            now=stage.now,
        )


@dataclass(frozen=True, slots=True)
class ByRule:
    """``count`` units by one of the rules (``engine.inspection_choice.RULES``)."""

    rule: str
    count: int
    years: int = 0
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRound(Happening):
    """A round of ``unit``, its units of ``tier`` chosen by rules with ``seed``."""

    name: str
    unit: str
    title: str
    regime: str
    scope: str
    starts_on: date
    ends_on: date
    tier: str | None
    seed: int
    choose: tuple[ByRule, ...]

    def units(self) -> Mapping[str, str]:
        """Who inspects, and who is named for it."""
        named = {
            f"choose[{n}].units[{m}]": unit
            for n, rule in enumerate(self.choose)
            for m, unit in enumerate(rule.named)
        }
        return {"unit": self.unit, **named}

    def act(self, stage: Stage) -> None:
        """Plan it and choose."""
        actor = stage.person(stage.unit(self.unit).id)
        round_ = inspections.add_round(
            stage.session,
            actor,
            title=self.title,
            regime=self.regime,
            scope=self.scope,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            now=stage.now,
        )
        stage.named[self.name] = [round_.id]
        quotas = [
            Quota(r.rule, r.count, r.years, tuple(stage.unit(u).id for u in r.named))
            for r in self.choose
        ]
        inspections.choose_by_rules(
            stage.session, actor, round_.id, quotas, self.seed, stage.now, self.tier
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Happening):
    """The head of the inspecting unit signs the decision of the round ``about``."""

    about: str
    number: str
    symbol: str
    outline: str
    self_report_by: date
    team: tuple[tuple[str, str], ...]

    def act(self, stage: Stage) -> None:
        """Sign it; the first of the team leads it."""
        round_ = stage.session.get_one(InspectionRound, stage.named[self.about][0])
        decision = Decision(
            number=self.number,
            symbol=self.symbol,
            issued_on=local_day(stage.now),
            outline=self.outline,
            self_report_due_on=self.self_report_by,
            team=tuple(
                Member(name, duty, round_.unit_id, head=n == 0)
                for n, (name, duty) in enumerate(self.team)
            ),
        )
        actor = stage.person(round_.unit_id)
        inspections.open_round(stage.session, stage.machine, actor, round_.id, decision, stage.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfInspected(Happening):
    """About the ``nth`` unit (from 1) on the list of the round ``about``."""

    about: str
    nth: int

    def _inspection(self, stage: Stage) -> Inspection | None:
        return stage.session.scalars(
            select(Inspection)
            .where(Inspection.round_id == stage.named.get(self.about, [0])[0])
            .order_by(Inspection.position)
            .offset(self.nth - 1)
            .limit(1)
            .execution_options(populate_existing=True)
        ).one_or_none()

    def _required(self, stage: Stage) -> Inspection:
        found = self._inspection(stage)
        if found is None:
            raise stage.missing(f"đơn vị thứ {self.nth} trong đợt", f"unit {self.nth} in the round")
        return found

    def _is(self, stage: Stage, task: Task, subject: str, form: str) -> bool:
        if task.form != form:
            return False
        found = self._inspection(stage)
        return found is not None and subject == found.subject


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMinutes(_OfInspected):
    """The team's minutes. With ``refused`` (why) the unit does not sign and ``witness`` does."""

    findings: str
    refused: str = ""
    witness: tuple[str, str] = ("", "")

    def takes(self, stage: Stage, task: Task, subject: str) -> bool:
        """The minutes of that unit."""
        return self._is(stage, task, subject, _MINUTES)

    def act(self, stage: Stage) -> None:
        """Write them."""
        task = stage.task({_MINUTES}, self._required(stage).subject)
        given = answers(task.form, stage.now) | {"findings": self.findings}
        if self.refused:
            name, title = self.witness
            given |= {"signature": "refused", "refusalReason": self.refused}
            given |= {"witnessKind": "commune", "witnessName": name, "witnessTitle": title}
        stage.finish(task, given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclude(_OfInspected):
    """The result is issued; ``remedies`` are (what, last day)."""

    outcome: str
    number: str
    symbol: str
    words: str
    remedies: tuple[tuple[str, date], ...] = ()

    def takes(self, stage: Stage, task: Task, subject: str) -> bool:
        """The conclusion on that unit."""
        return self._is(stage, task, subject, _CONCLUSION)

    def act(self, stage: Stage) -> None:
        """Issue it."""
        given = {
            "outcome": self.outcome,
            "number": self.number,
            "symbol": self.symbol,
            "issuedOn": local_day(stage.now),
            "conclusion": self.words,
            "remedies": "\n".join(f"{what} | {day:%d/%m/%Y}" for what, day in self.remedies)
            or None,
        }
        stage.finish(stage.task({_CONCLUSION}, self._required(stage).subject), given)

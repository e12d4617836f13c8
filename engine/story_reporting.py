"""What happens to reports in a story: handed in, sent back, extended, urged, rolled up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, true

from engine import consolidation, extensions, report_drafts
from engine.consolidation_tables import Rollup
from engine.directive_tables import Directive, Obligation
from engine.extension_tables import ASKED, Extension
from engine.report_tables import OPEN, RETURNED, SUBMITTED, Report
from engine.story_answers import REPORT_FORMS, report_of
from engine.story_behaviour import Task
from engine.story_happenings import Happening
from engine.story_stage import Stage

_REVIEW = frozenset({"review"})
_DECISION = "extension-decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfReport(Happening):
    """About ``unit``'s report of the obligation with the code ``report``.

    Of ``period``; without one of the earliest that it can be done to.
    """

    unit: str
    report: str
    period: str = ""

    def units(self) -> Mapping[str, str]:
        """The reporting unit."""
        return {"unit": self.unit}

    def _is(self, stage: Stage, task: Task, forms: frozenset[str]) -> bool:
        return (
            task.form in forms
            and task.report is not None
            and task.report[1] == self.report
            and self.period in ("", task.report[2])
            and task.report[0] == stage.unit_on(self.unit, self.at).code
        )

    def _report(self, stage: Stage, *statuses: str) -> Report:
        unit = stage.unit(self.unit)
        return stage.report(unit.id, self.report, self.period, statuses)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn(OfReport):
    """The unit hands its report in; ``figures`` are answers that are not drawn."""

    figures: Mapping[str, object] = field(default_factory=dict)

    def takes(self, stage: Stage, task: Task, subject: str) -> bool:
        """The report's writing."""
        return self._is(stage, task, REPORT_FORMS)

    def act(self, stage: Stage) -> None:
        """Write it as begun, with what is given."""
        unit = stage.unit(self.unit)
        report = self._report(stage, OPEN, RETURNED)
        begun = report_drafts.begun(stage.session, stage.person(unit.id), report.id)
        task = stage.task(REPORT_FORMS, report.subject)
        drawn = report_of(task.form, unit.short_name, stage.now, unit.code, self.report)
        stage.finish(task, drawn | begun | dict(self.figures))


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(OfReport):
    """The consolidating unit returns the report with ``remarks``."""

    remarks: str

    def takes(self, stage: Stage, task: Task, subject: str) -> bool:
        """The report's review."""
        return self._is(stage, task, _REVIEW)

    def act(self, stage: Stage) -> None:
        """Return it."""
        report = self._report(stage, SUBMITTED)
        task = stage.task(_REVIEW, report.subject)
        stage.finish(task, {"decision": "return", "remarks": self.remarks})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExtension(OfReport):
    """The unit asks for ``until`` as its new last day."""

    until: date
    reason: str

    def act(self, stage: Stage) -> None:
        """Ask."""
        unit = stage.unit(self.unit)
        report = self._report(stage, OPEN, RETURNED)
        actor = stage.person(unit.id)
        extensions.ask(
            stage.session, stage.machine, actor, report.id, self.until, self.reason, stage.now
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExtension(OfReport):
    """The owner decides: ``grant`` to ``until`` (None: as asked), or refuses."""

    grant: bool
    remarks: str = ""
    until: date | None = None

    def takes(self, stage: Stage, task: Task, subject: str) -> bool:
        """The decision on what the unit asked."""
        return task.form == _DECISION and subject in self._subjects(stage)

    def act(self, stage: Stage) -> None:
        """Decide."""
        subjects = self._subjects(stage)
        if not subjects:
            raise stage.missing("đề nghị gia hạn chưa quyết định", "undecided extension")
        decision = "grant" if self.grant else "refuse"
        answers = {"decision": decision, "newDay": self.until, "remarks": self.remarks or None}
        stage.finish(stage.task({_DECISION}, subjects[0]), answers)

    def _subjects(self, stage: Stage) -> list[str]:
        asked = (
            select(Extension.id)
            .join(Report, Report.id == Extension.report_id)
            .join(Obligation, Obligation.id == Report.obligation_id)
            .where(
                Extension.status == ASKED,
                Extension.unit_id == stage.unit(self.unit).id,
                Report.period == self.period if self.period else true(),
                Obligation.code == self.report,
            )
        )
        return [f"x{number}" for number in stage.session.scalars(asked)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRollup(OfReport):
    """``unit`` consolidates ``report``: a roll-up (of ``period``, or the earliest) is urged, closed
    or supplemented."""

    what: str

    def act(self, stage: Stage) -> None:
        """Urge, close or supplement it."""
        unit = stage.unit(self.unit)
        wanted = Rollup.versions > 0 if self.what == "supplement" else Rollup.versions == 0
        found = stage.session.scalars(
            select(Rollup.id)
            .join(Obligation, Obligation.id == Rollup.obligation_id)
            .join(Directive, Directive.id == Rollup.directive_id)
            .where(
                Rollup.consolidator_id == unit.id,
                Obligation.code == self.report,
                Directive.root_id == stage.root,
                wanted,
                Rollup.period == self.period if self.period else true(),
            )
            .order_by(Rollup.period_start, Rollup.id)
            .limit(1)
        ).one_or_none()
        if found is None:
            raise stage.missing("kỳ tổng hợp như vậy", "such roll-up")
        act = _ACTS[self.what]
        act(stage.session, stage.machine, stage.person(unit.id), found, stage.now)


_ACTS: Mapping[str, Callable[..., Any]] = {
    "urge": consolidation.urge,
    "close": consolidation.close,
    "supplement": consolidation.supplement,
}

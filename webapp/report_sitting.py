"""An officer at a report: what they have so far, and what last period said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from adapters.forms import Form
from engine import report_drafts
from engine.inbox import InboxRow
from engine.report_drafts import LastPeriod
from engine.report_tables import RETURNED
from engine.report_views import ReportView
from webapp.form_view import Answered, shown_answers
from webapp.labels import words
from webapp.requests import actor, session


@dataclass(frozen=True, slots=True)
class Sitting:
    """``last`` is None for the first period that is reported."""

    report: ReportView
    last: LastPeriod | None

    @classmethod
    def of(cls, row: InboxRow, report: ReportView) -> Self | None:
        """None where the task is not that of writing the report."""
        if row.unit_id != report.unit_id:
            return None
        return cls(report, report_drafts.last_period(session(), actor(), report.id))

    @property
    def seen(self) -> str:
        """The draft on the page, for the form that sends its successor."""
        at = self.report.draft_at
        return at.isoformat() if at else ""

    def begun(self, form: Form) -> dict[str, object]:
        """What stands in the form: the draft, what was returned, or last period's stocks."""
        if self.report.draft is not None:
            return self.report.draft
        if self.report.status == RETURNED:
            return self.report.content
        if self.last is None:
            return {}
        said = self.last.content
        return {f.name: said.get(f.name) for f in form.fields if f.prefilled}

    def carried(self, form: Form) -> list[str]:
        """Labels of the fields that begin with last period's answer."""
        if self.last is None or self.report.draft is not None or self.report.status == RETURNED:
            return []
        filled = (
            f for f in form.fields if f.prefilled and self.last.content.get(f.name) is not None
        )
        return [words(dict(f.label)) for f in filled]

    @property
    def said_last(self) -> list[Answered]:
        """Last period's answers as text."""
        return shown_answers(self.last.form, self.last.content) if self.last else []

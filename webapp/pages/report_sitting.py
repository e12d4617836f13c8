"""An officer at a report: what they have so far, and what last period said."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Self

from adapters.forms import Field, Form
from engine import report_drafts
from engine.inbox import InboxRow
from engine.report_drafts import LastPeriod
from engine.report_tables import RETURNED
from engine.report_views import ReportView
from webapp.labels import words
from webapp.pages.form_view import Answered, shown, shown_answers, the_form
from webapp.requests import actor, session


class Compared(NamedTuple):
    """One question with its answer, last period's, and by how much a figure changed ('': none)."""

    label: str
    text: str
    before: str
    change: str
    long: bool


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

    def before(self, field: Field) -> str:
        """Last period's answer to the field, as text; '' for none."""
        return shown(field, self.last.content.get(field.name)) if self.last else ""

    @staticmethod
    def beside(report: ReportView) -> list[Compared]:
        """What was submitted, beside the period before, in the form's order."""
        last = report_drafts.last_period(session(), actor(), report.id)
        earlier = last.content if last else {}
        return [
            Compared(
                words(dict(f.label)),
                shown(f, report.content.get(f.name)),
                shown(f, earlier.get(f.name)),
                _change(f, report.content.get(f.name), earlier.get(f.name)),
                f.type == "textarea",
            )
            for f in the_form(report.form).fields
        ]


def _change(field: Field, now: object, before: object) -> str:
    if not field.is_figure or now is None or before is None:
        return ""
    by = Decimal(str(now)) - Decimal(str(before))
    sign = "+" if by > 0 else "−" if by < 0 else "±"
    return f"{sign}{shown(field, abs(by))}"

"""Plans, rounds and inspections as their readers are shown them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round as a list shows it; the counts are of the inspections its reader may see."""

    id: int
    title: str
    regime: str
    inspector: str
    year: int | None
    starts_on: date
    ends_on: date
    status: str
    units: int
    concluded: int
    past_limit: int
    unit_id: int
    regime_code: str


@dataclass(frozen=True, slots=True)
class RemedyRow:
    """A remedy as the report that it is."""

    title: str
    first_due_at: datetime
    due_at: datetime
    status: str
    submitted_at: datetime | None
    rung: str | None
    report_id: int


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One unit's inspection with its findings and remedies; ``directive_id`` is its result.

    Days of the limit and of its extension are those in force at the announcement.
    """

    id: int
    unit: str
    chosen_by: str
    status: str
    self_reported_at: datetime | None
    announced_on: date | None
    clock_due_at: datetime | None
    first_clock_due_at: datetime | None
    extension_reason: str | None
    minutes_on: date | None
    signature: str | None
    witness: str | None
    findings: list[str]
    outcome: str | None
    conclusion: str | None
    result: str
    remedies: list[RemedyRow]
    unit_id: int
    subject: str
    noticed_at: datetime | None
    self_report: dict[str, Any] | None
    limit_days: int | None
    extension_days: int | None
    working: bool | None
    extended_at: datetime | None
    minutes: dict[str, Any] | None
    concluded_on: date | None
    directive_id: int | None


@dataclass(frozen=True, slots=True)
class RoundView:
    """All of a round; for a unit inspected in it (``whole`` is False), only its own inspection and
    no choice."""

    row: RoundRow
    plan: str
    scope: str
    decision: str
    directive_id: int | None
    outline: str
    self_report_due_on: date | None
    team: list[dict[str, object]]
    choice: dict[str, Any] | None
    report: dict[str, Any] | None
    inspections: list[InspectionRow]
    subject: str
    whole: bool
    superior: str
    opened_at: datetime | None
    noticed_at: datetime | None
    reported_at: datetime | None
    plan_id: int | None

    def as_json(self) -> dict[str, object]:
        """For ``--json``; the row's fields stand at the top."""
        told = asdict(self)
        row: dict[str, object] = told.pop("row")
        return row | told

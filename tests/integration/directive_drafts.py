"""What the tests of directives share: a draft to vary, and counts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.directive_files import parse
from engine.directives import Directive, Obligation, Provision, Recipient, owed, selection
from engine.drafts import DirectiveDraft
from engine.units import Unit

NOW = datetime(2023, 3, 28, 2, tzinfo=UTC)
APRIL = date(2023, 4, 10)
TEXT = """\
issuer: UBND tỉnh Bình Định
number: {number}
symbol: UBND-VX
type: cong_van
issued_on: 27/3/2023
subject: Thử
field: ldtbxh
process: cascade-three-tier
recipients:
  - group: Các sở
    select: children(unit, "so")
  - group: UBND các huyện
    units: ["540", UBND huyện Tuy Phước]
    requested: true
obligations:
  - code: a
    title: Báo cáo
    deadline: {deadline}
    who: {who}
    consolidator: {consolidator}
"""


def draft(
    number: str = "12",
    deadline: str = "{kind: annual, boundary: before, date: 15/11}",
    who: str = "all",
    consolidator: str = 'lead(unit, "ldtbxh")',
) -> DirectiveDraft:
    """A province's directive with one obligation."""
    text = TEXT.format(number=number, deadline=deadline, who=who, consolidator=consolidator)
    return parse(text.encode(), "thu.yaml")


def written(session: Session) -> list[int | None]:
    """How many rows there are of each kind."""
    tables = (Directive, Obligation, Provision, Recipient)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def owed_codes(session: Session, directive: Directive) -> dict[str, bool]:
    """Code of each unit that owes -> whether it is only asked."""
    reports = owed(session, [(directive.id, unit) for unit in selection(directive)], NOW)
    codes = dict(session.execute(select(Unit.id, Unit.code)).all())
    return {codes[report.unit_id]: report.requested for report in reports}

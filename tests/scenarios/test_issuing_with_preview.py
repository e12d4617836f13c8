"""A district issues to its communes: what the preview showed is what then is there."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine import drafting_issue
from engine.drafting_preview import preview
from engine.instances import Engine
from tests.helpers.drafting import FORM, NOW, begun, member, sample

pytestmark = pytest.mark.usefixtures("units")


def counted(session: Session, query: str, directive_id: int) -> dict[tuple[object, ...], int]:
    rows = session.execute(sa.text(query), {"id": directive_id})
    return {tuple(row[:-1]): row[-1] for row in rows}


def test_what_the_preview_showed_is_what_then_is_there(session: Session, machine: Engine) -> None:
    actor = member(session, "huyện Vị Xuyên, tỉnh Hà Giang")
    draft = begun(session, actor, sample("vi-xuyen-2023"))
    shown = preview(session, machine, FORM, actor, draft, NOW)
    issued = drafting_issue.issue(session, machine, FORM, actor, draft.id, draft.version, NOW)
    units = counted(
        session,
        """SELECT u.tier, count(*) FROM recipient r JOIN unit u ON u.id = r.unit_id
           WHERE r.directive_id = :id AND r.sent_at IS NOT NULL GROUP BY 1""",
        issued,
    )
    assert {(s.tier,): s.units for s in shown.sent} == units
    tasks = counted(
        session,
        """SELECT u.tier, w.name, w.role, w.due_at, count(*) FROM work_item w
           JOIN unit u ON u.id = w.unit_id WHERE w.directive_id = :id GROUP BY 1, 2, 3, 4""",
        issued,
    )
    assert {(t.tier, t.name, t.role, t.due_at): t.units for t in shown.tasks} == tasks
    reports = counted(
        session,
        """SELECT u.tier, r.title, r.period, r.due_at, count(*) FROM report r
           JOIN unit u ON u.id = r.unit_id WHERE r.directive_id = :id GROUP BY 1, 2, 3, 4""",
        issued,
    )
    assert {(r.tier, r.title, r.period, r.due_at): r.units for r in shown.reports} == reports
    notices = counted(session, "SELECT count(*) FROM notice WHERE directive_id = :id", issued)
    assert notices == {(): shown.notices}
    assert sum(units.values()) == shown.units == 42

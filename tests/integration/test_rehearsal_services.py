"""What a service raises in a rehearsal is a fault of its element, and the rest goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from adapters.rehearsals import Rehearsals
from engine.instances import Delivery, Engine, Reached, Service, ServiceCall
from engine.notices import UnknownAudience
from engine.rehearsal import Plan, Version
from engine.rehearsal_behaviour import OWN, Behaviour, Numbers
from engine.rehearsal_services import forgiving
from tests.conftest import DAWN
from tests.helpers.rehearsing import CASCADE, sample
from webapp.setup import make_engine


def _call(n: int, element: str) -> ServiceCall:
    return ServiceCall(Reached(n, 1, "p", None, n, ""), element, {})


def test_of_many_calls_only_those_that_fail_are_faults_and_undone(
    session: Session, machine: Engine
) -> None:
    def odd_ones_fail(
        session: Session, _engine: Engine, calls: Sequence[ServiceCall], _now: datetime
    ) -> list[Delivery]:
        for call in calls:
            session.execute(text("INSERT INTO tried VALUES (:id)"), {"id": call.instance.id})
            call.instance.issued_directive_id = 9
            if call.instance.id % 2:
                session.execute(text("SELECT 1 / 0"))
        return []

    session.execute(text("CREATE TEMP TABLE tried (id bigint)"))
    calls = [_call(n, "a" if n < 5 else "b") for n in range(1, 9)]
    handler = forgiving({"s": Service(frozenset(), odd_ones_fail)})["s"].handler
    assert handler(session, machine, calls, DAWN) == []
    assert session.scalars(text("SELECT id FROM tried ORDER BY id")).all() == [2, 4, 6, 8]
    assert [c.instance.issued_directive_id for c in calls] == [None, 9] * 4
    rows = session.execute(text("SELECT element, unit_id, message FROM fault ORDER BY unit_id"))
    faults = rows.all()
    assert [(f.element, f.unit_id) for f in faults] == [("a", 1), ("a", 3), ("b", 5), ("b", 7)]
    assert all("division by zero" in f.message and "INSERT" not in f.message for f in faults)


@pytest.mark.usefixtures("units")
def test_a_notice_nobody_can_be_told_is_a_fault_of_its_element(national_copy: str) -> None:
    def refused(*_: object) -> list[Delivery]:
        raise UnknownAudience(audience="ai-do", known="unit")

    machine = make_engine(lambda *_: None)
    services = {**machine.services, "notify": Service(frozenset({"kind", "audience"}), refused)}
    late = Behaviour(OWN, {}, {("xa", "vanthu"): Numbers(0.0, 0.0, (5.0, 9.0))})
    plan = Plan(sample(), (Version(CASCADE, "v"),), late, until=date(2023, 6, 30))
    found = Rehearsals(national_copy, replace(machine, services=services))(plan)[0]
    faults = {f.element: f for f in found.faults}
    assert faults["xa-nhac-tiep-nhan"].count == 24
    assert "ai-do" in faults["xa-nhac-tiep-nhan"].vi and faults["xa-nhac-tiep-nhan"].unit
    communes = next(t for t in found.tiers if t.tier == "xa")
    assert communes.kept.late == 24 and communes.kept.owed > 24
    assert "xa-nhac-tiep-nhan" not in {u.element for u in found.unreached}

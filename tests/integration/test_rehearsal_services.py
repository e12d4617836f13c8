"""What a service raises in a rehearsal is a fault of its element, and the rest goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from adapters.rehearsals import Rehearsals
from engine.errors import DondocError, NotFound
from engine.instances import Delivery, Service
from engine.notices import UnknownAudience
from engine.rehearsal import Plan, Version
from engine.rehearsal_behaviour import OWN, Behaviour, Numbers
from tests.helpers.rehearsing import CASCADE, sample
from webapp.setup import make_engine


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize(
    "error",
    [UnknownAudience(audience="ai-do", known="unit"), NotFound(what="ai-do")],
    ids=["misused", "refused"],
)
def test_a_notice_nobody_can_be_told_is_a_fault_of_its_element(
    national_copy: str, error: DondocError
) -> None:
    def refused(*_: object) -> list[Delivery]:
        raise error

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

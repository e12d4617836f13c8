"""Directives passed on: one at a time and all over the country."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from adapters.directive_files import SAMPLES, read
from engine.directives import (
    DerivedTwice,
    DeriveRequest,
    Directive,
    DuplicateDirective,
    IssuedTooEarly,
    UnknownDirective,
    derive,
    obligations_of,
    owed,
    provisions_of,
    record,
)
from engine.selectors import children, lead, resolve_many
from tests.helpers.statements import statements
from tests.integration.directive_drafts import APRIL, NOW, draft, written

pytestmark = pytest.mark.usefixtures("units")


def test_a_district_passes_on_what_it_owes_earlier_and_to_its_own_body(session: Session) -> None:
    province = record(session, read(SAMPLES / "binh-dinh-2023.yaml"), NOW)
    district = children(session, province.issuer_id, "huyen", APRIL)[0]
    request = DeriveRequest(province.id, district.id, "99", "UBND-LĐTBXH", APRIL)
    made = derive(session, [request], NOW)
    own = session.get_one(Directive, made[province.id, district.id])
    assert (own.parent_id, own.root_id, own.issuer_id) == (
        province.id,
        province.id,
        district.id,
    )
    assert (own.subject, own.type, own.status) == (province.subject, "cong_van", "issued")
    body = lead(session, district.id, "ldtbxh", APRIL)
    communes = children(session, district.id, "xa", APRIL)
    assert body is not None
    reports = owed(session, [(own.id, commune.id) for commune in communes], NOW)
    assert {(r.due.key, r.due.printed, r.consolidator_id, r.requested) for r in reports} == {
        ("2023-6T", date(2023, 5, 5), body.id, False),
        ("2023-N", date(2023, 11, 5), body.id, False),
    }
    assert len(reports) == 2 * len(communes)
    theirs = provisions_of(session, [province.id, own.id])
    assert theirs[own.id] == theirs[province.id]
    assert len(theirs[own.id]) == 7


def test_a_unit_without_a_body_of_the_field_consolidates_itself(session: Session) -> None:
    district = record(session, read(SAMPLES / "vi-xuyen-2023.yaml"), NOW)
    commune = children(session, district.issuer_id, "xa", district.issued_on)[0]
    made = derive(
        session, [DeriveRequest(district.id, commune.id, "", "KH-UBND", date(2023, 5, 2))], NOW
    )
    (id_,) = made.values()
    (duty,) = obligations_of(session, [id_])[id_]
    assert duty.consolidator_id == commune.id
    assert session.get_one(Directive, id_).type == "ke_hoach"


def test_a_late_letter_squeezes_or_leaves_out_and_says_so(session: Session) -> None:
    province = record(session, read(SAMPLES / "binh-dinh-2023.yaml"), NOW)
    first, second = children(session, province.issuer_id, "huyen", APRIL)[:2]
    days = {first.id: date(2023, 5, 10), second.id: date(2023, 5, 20)}
    requests = [DeriveRequest(province.id, unit, "", "", day) for unit, day in days.items()]
    made = derive(session, requests, NOW)
    squeezed, late = (session.get_one(Directive, made[province.id, unit]) for unit in days)
    told = {"obligation": "bc-6t", "key": "2023-6T"}
    assert squeezed.content == {"squeezed": [told | {"printed": "2023-05-11"}]}
    assert late.content == {"left_out": [told]}
    assert [o.code for o in obligations_of(session, [late.id])[late.id]] == ["bc-nam"]


def test_what_cannot_be_passed_on_writes_nothing(session: Session) -> None:
    province = record(session, draft(), NOW)
    first, second = children(session, province.issuer_id, "huyen", APRIL)[:2]
    before = written(session)
    good = DeriveRequest(province.id, first.id, "1", "UBND-VX", APRIL)
    early = replace(good, unit_id=second.id, issued_on=date(2023, 3, 1))
    same = replace(good, unit_id=second.id)
    with pytest.raises(UnknownDirective):
        derive(session, [good, replace(good, parent_directive_id=0)], NOW)
    with pytest.raises(DerivedTwice):
        derive(session, [good, replace(good, number="2")], NOW)
    with pytest.raises(IssuedTooEarly):
        derive(session, [good, early], NOW)
    assert written(session) == before
    derive(session, [good, same], NOW)
    other = record(session, draft(number="13"), NOW)
    with pytest.raises(DuplicateDirective) as error:
        derive(session, [replace(same, parent_directive_id=other.id)], NOW)
    assert "1/UBND-VX" in error.value.text("vi")


def below(session: Session, directives: dict[int, int], tier: str) -> list[tuple[int, int]]:
    """(directive of the unit above, unit) for all units of ``tier`` under the issuers."""
    asked = [(unit, {"select": "children", "unit": unit, "tier": tier}) for unit in directives]
    found = resolve_many(session, asked, APRIL)
    return [(directives[unit], ref.id) for unit, refs in found.items() for ref in refs]


def test_the_whole_country_takes_a_dozen_statements(session: Session) -> None:
    ministry = record(session, read(SAMPLES / "bo-ldtbxh-2023.yaml"), NOW)
    directives = {ministry.issuer_id: ministry.id}
    for tier, count in (("tinh", 63), ("huyen", 696)):
        requests = [
            DeriveRequest(parent, unit, "1", f"{tier}-VX", APRIL)
            for parent, unit in below(session, directives, tier)
        ]
        with statements(session) as ran:
            made = derive(session, requests, NOW)
        assert len(made) == count
        assert 0 < len(ran) <= 12
        directives = {unit: directive for (_, unit), directive in made.items()}
    pairs = below(session, directives, "xa")
    with statements(session) as ran:
        reports = owed(session, pairs, NOW)
    assert len(pairs) == 10_035
    assert len(reports) == 2 * len(pairs)
    assert 0 < len(ran) <= 4

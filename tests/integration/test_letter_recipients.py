"""To whom a letter goes: named lists, those named before, and Nơi nhận where no «Kính gửi» is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engine.intake.found import Found, Issuer, Report, Task
from engine.letter_choosing import typed
from engine.letter_notes import notes
from engine.letter_proposal import propose
from engine.letter_recipients import BEFORE, Meant
from engine.letter_resolving import Resolved
from engine.received_findings import Finding
from engine.selectors import children
from engine.unit_names import find
from engine.units import UnitRef
from tests.integration.test_letter_resolving import HERE, NOW, ON, VI_XUYEN, due, letter, understood

pytestmark = pytest.mark.usefixtures("units")
PROVINCE = "tỉnh Hà Giang"
HA_GIANG = Issuer("Ủy ban nhân dân tỉnh Hà Giang", "tinh", PROVINCE)
LIST = "UBND các xã: Việt Lâm, Quảng Ngần và Trung Thành"
DAY = due(ON.replace(month=12))


def told(session: Session, findings: list[Finding], found: Resolved, where: str) -> list[str]:
    unit = find(session, where, ON)
    return [n.code for n in notes(session, findings, found, unit.id, NOW.date())]


def names(meant: Meant) -> list[str]:
    return sorted(unit.name for unit in meant.units)


def commune(session: Session, name: str) -> UnitRef:
    return find(session, f"{name}, {HERE}", ON)


def test_a_list_of_places_is_found_name_by_name_below_the_issuer(session: Session) -> None:
    found = understood(session, HERE, letter(VI_XUYEN, (LIST,)))
    ((_, meant),) = found.recipients
    assert names(meant) == [
        "Ủy ban nhân dân xã Quảng Ngần",
        "Ủy ban nhân dân xã Trung Thành",
        "Ủy ban nhân dân xã Việt Lâm",
    ]
    assert (meant.outside, meant.several) == ((), ())


def test_a_name_of_a_list_that_is_not_below_the_issuer_is_told_and_nobody_elses(
    session: Session,
) -> None:
    findings = letter(VI_XUYEN, ("UBND các xã: Việt Lâm, Tả Lủng",))
    found = understood(session, HERE, findings)
    ((_, meant),) = found.recipients
    assert names(meant) == ["Ủy ban nhân dân xã Việt Lâm"]
    assert meant.outside == ("Tả Lủng",)
    assert "recipient-partly" in told(session, findings, found, HERE)


def test_those_named_before_owe_and_no_other_unit(session: Session) -> None:
    task = Task("Gửi danh sách", "gửi danh sách", ("UBND các xã nêu trên",), DAY)
    findings = letter(VI_XUYEN, (LIST, "UBND thị trấn Vị Xuyên"), tasks=(task,))
    found = understood(session, HERE, findings)
    (report,) = found.reports
    assert report.owing == found.recipients[0][1].members
    assert report.who[0].why == BEFORE
    assert propose(findings, found).content["obligations"][0]["who"] == [LIST]
    assert "who-before" in told(session, findings, found, HERE)


def test_named_before_by_nobody_is_not_understood(session: Session) -> None:
    report = Report("annual", "a", who=("UBND các xã nêu trên",), deadline=DAY)
    findings = letter(VI_XUYEN, ("Các phòng, ban huyện",), report)
    found = understood(session, HERE, findings)
    assert found.reports[0].owing == frozenset()
    assert "who-unanswered" in told(session, findings, found, HERE)


def a_plan(*copies: str, **more: Any) -> list[Finding]:
    reports = (
        Report("annual", "a", who=("Sở Y tế",), deadline=DAY),
        Report("half_year", "b", who=("UBND các huyện, thành phố",), deadline=DAY),
    )
    return letter(HA_GIANG, (), *reports, cc=tuple(Found(line) for line in copies), **more)


def test_a_plan_without_addressees_goes_to_those_of_its_copies_who_carry_it_out(
    session: Session,
) -> None:
    findings = a_plan(
        "Bộ Y tế (b/c)",
        "CT, các PCT UBND tỉnh",
        "UBND các huyện, thành phố",
        "Mặt trận Tổ quốc và các đoàn thể tỉnh",
        "Lưu: VT",
    )
    found = understood(session, PROVINCE, findings)
    assert found.inferred
    assert [meant.text for _, meant in found.recipients] == ["UBND các huyện, thành phố", "Sở Y tế"]
    content = propose(findings, found).content
    assert [group["group"] for group in content["recipients"]] == [
        "UBND các huyện, thành phố",
        "Sở Y tế",
    ]
    assert "UBND các huyện, thành phố" not in content["copy_to"]
    assert "recipients-inferred" in told(session, findings, found, PROVINCE)


def test_who_stands_beside_a_recipient_in_the_copies_is_printed_and_owes_nothing(
    session: Session,
) -> None:
    findings = a_plan("Sở Y tế, Công an tỉnh", "UBND các huyện, thành phố")
    content = propose(findings, understood(session, PROVINCE, findings)).content
    groups = [(group["group"], group.get("outside")) for group in content["recipients"]]
    assert groups == [
        ("Sở Y tế tỉnh Hà Giang", None),
        ("Công an tỉnh", "true"),
        ("UBND các huyện, thành phố", None),
    ]
    assert content["obligations"][0]["who"] == ["Sở Y tế tỉnh Hà Giang"]


def test_a_district_named_in_the_copies_of_a_plan_is_its_recipient(session: Session) -> None:
    findings = a_plan("UBND các huyện, thành phố")
    found = understood(session, HERE, findings)
    assert "not-to-us" not in told(session, findings, found, HERE)


def test_a_plan_that_names_nobody_is_told(session: Session) -> None:
    findings = letter(HA_GIANG, (), Report("annual", "a", deadline=DAY), cc=(Found("Lưu: VT"),))
    found = understood(session, PROVINCE, findings)
    assert "nobody-owes" in told(session, findings, found, PROVINCE)


def test_several_units_are_typed_by_name_or_code_and_each_must_be_found(session: Session) -> None:
    looker = understood(session, HERE, letter(VI_XUYEN)).looker
    assert looker is not None
    one, other = commune(session, "xã Việt Lâm"), commune(session, "xã Trung Thành")
    room = children(session, find(session, HERE, ON).id, "phong", ON)[0]
    units, wrong = typed(looker, f"Việt Lâm [{one.code}], Trung Thành\n{room.code}")
    assert ({u.id for u in units}, wrong) == ({one.id, other.id, room.id}, [])
    units, wrong = typed(looker, "xã Quảng Ngần; Phòng Chợ Búa")
    assert len(units) == 1
    assert ["Phòng Chợ Búa" in error.text("vi") for error in wrong] == [True]


def test_several_units_chosen_come_before_any_look_up(session: Session) -> None:
    one, other = commune(session, "xã Việt Lâm"), commune(session, "xã Trung Thành")
    findings = [
        replace(f, chosen={"group": f"{one.code},{other.code}"}) if f.kind == "recipient" else f
        for f in letter(VI_XUYEN, ("Các đơn vị có liên quan",))
    ]
    found = understood(session, HERE, findings)
    assert found.recipients[0][1].members == {one.id, other.id}

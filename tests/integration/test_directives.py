"""Directives on the nation's units: recorded and owed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy.orm import Session, sessionmaker

from adapters.directive_files import SAMPLES, read, samples
from engine.calendar import CalendarDay
from engine.deadlines import midnight
from engine.directives import (
    DeriveRequest,
    DirectiveRefused,
    Recipient,
    derive,
    issue,
    label,
    obligations_of,
    owed,
    record,
    selection,
)
from engine.errors import Conflict
from engine.selectors import children, lead
from engine.units import by_code
from tests.integration.directive_drafts import NOW, draft, owed_codes, written

pytestmark = pytest.mark.usefixtures("units")


def test_every_sample_is_recorded(session: Session) -> None:
    found = {path.stem: record(session, read(path), NOW) for path in samples()}
    sent = {name: len(selection(directive)) for name, directive in found.items()}
    assert sent["bo-ldtbxh-2023"] == 63
    assert sent["phu-thu-2023"] == 0
    assert label(found["bo-ldtbxh-2023"]) == "Công văn số 912/LĐTBXH-BĐG"
    assert label(found["vi-xuyen-2023"]) == "Công văn số 760/UBND-LĐTBOXH"
    assert label(found["binh-dinh-2023"]) == "Công văn ngày 27/03/2023"
    assert label(found["phu-thu-2023"]) == "Kế hoạch số …/KH-UBND ngày 16/03/2023"


def test_a_basis_on_record_becomes_the_parent(session: Session) -> None:
    ministry = record(session, read(SAMPLES / "bo-ldtbxh-2023.yaml"), NOW)
    province = record(session, read(SAMPLES / "binh-dinh-2023.yaml"), NOW)
    assert (province.parent_id, province.root_id) == (ministry.id, ministry.id)
    assert (ministry.parent_id, ministry.root_id) == (None, ministry.id)


def test_a_province_is_owed_by_its_bodies_and_districts(session: Session) -> None:
    province = record(session, read(SAMPLES / "binh-dinh-2023.yaml"), NOW)
    standing = lead(session, province.issuer_id, "ldtbxh", province.issued_on)
    assert standing is not None
    reports = owed(session, [(province.id, unit) for unit in selection(province)], NOW)
    districts = {u.id for u in children(session, province.issuer_id, "huyen", province.issued_on)}
    assert len(districts) == 11
    assert {report.consolidator_id for report in reports} == {standing.id}
    assert standing.id in selection(province)
    assert standing.id not in {report.unit_id for report in reports}
    assert {
        (report.due.key, report.due.last_ok) for report in reports if report.unit_id in districts
    } == {("2023-6T", date(2023, 5, 14)), ("2023-N", date(2023, 11, 14))}
    asked = {report.unit_id for report in reports if report.requested}
    assert asked == {
        u.id for u in children(session, province.issuer_id, "doan-the", province.issued_on)
    }


def test_what_has_no_date_is_kept_and_never_owed(session: Session) -> None:
    district = record(session, read(SAMPLES / "thanh-ha-2023.yaml"), NOW)
    duties = obligations_of(session, [district.id])[district.id]
    assert [duty.kind for duty in duties] == ["undated", "ad_hoc"]
    assert owed_codes(session, district) == {}


def test_the_structure_of_2025_reports_to_noi_vu(session: Session) -> None:
    now = datetime(2025, 9, 16, tzinfo=UTC)
    province = record(session, read(SAMPLES / "gia-lai-2025.yaml"), now)
    standing = lead(session, province.issuer_id, "noivu", province.issued_on)
    assert standing is not None and standing.name.startswith("Sở Nội vụ")
    duties = obligations_of(session, [province.id])[province.id]
    assert {duty.consolidator_id for duty in duties} == {standing.id}
    commune = children(session, province.issuer_id, "xa", province.issued_on)[0]
    made = derive(session, [DeriveRequest(province.id, commune.id, "", "", date(2025, 9, 20))], now)
    office = lead(session, commune.id, "noivu", date(2025, 9, 20))
    own = obligations_of(session, made.values())[made[province.id, commune.id]]
    assert office is not None and office.tier == "phong-xa"
    assert {duty.consolidator_id for duty in own} == {office.id}


@pytest.mark.parametrize(
    ("who", "owing"),
    [
        ("[UBND các huyện]", {"540", "550"}),
        ("{tiers: [huyen]}", {"540", "550"}),
        ("{select: 'unit by code(\"540\")'}", {"540"}),
        ("{units: [UBND huyện Tuy Phước]}", {"550"}),
    ],
)
def test_only_those_named_owe(session: Session, who: str, owing: set[str]) -> None:
    found = owed_codes(session, record(session, draft(who=who), NOW))
    assert found == dict.fromkeys(owing, True)


@pytest.mark.parametrize(
    ("wrong", "path", "line", "vi", "en"),
    [
        ({"who": "[Các phòng]"}, "obligations[0].who", 19, "Không có nhóm", "no group"),
        ({"who": "{units: [UBND huyện Ma]}"}, ".units[0]", 19, "Không có đơn vị", "no unit"),
        ({"who": "{select: 'sos(unit)'}"}, ".select", 19, "Không có tên", "no name"),
        ({"who": "{select: 'children(unit, 3)'}"}, ".select", 19, "Không chọn được", "select"),
        ({"consolidator": "Sở Ma"}, ".consolidator", 20, "Không có đơn vị", "no unit"),
        ({"consolidator": 'children(unit, "so")'}, ".consolidator", 20, "chọn được", "selects"),
        (
            {"deadline": "{kind: one_off, boundary: before, date: 27/3/2023}"},
            "obligations[0].deadline",
            18,
            "sớm hơn ngày ban hành 27/03/2023",
            "before the day of issue, 27/03/2023",
        ),
    ],
)
def test_a_fault_is_told_at_its_line_and_nothing_is_written(
    session: Session, wrong: dict[str, str], path: str, line: int, vi: str, en: str
) -> None:
    with pytest.raises(DirectiveRefused) as error:
        record(session, draft(**wrong), NOW)
    (problem,) = error.value.problems
    assert problem.path.endswith(path)
    assert problem.line == line
    assert vi in problem.vi and en in problem.en
    assert f"thu.yaml, dòng {line}, mục " in error.value.text("vi")
    assert written(session) == [0, 0, 0, 0]


def test_an_unknown_issuer_is_refused(session: Session) -> None:
    with pytest.raises(DirectiveRefused) as error:
        record(session, replace(draft(), issuer="UBND tỉnh Không Có"), NOW)
    assert [problem.path for problem in error.value.problems] == ["issuer"]
    assert written(session) == [0, 0, 0, 0]


def test_a_number_is_used_once_a_year_and_a_blank_one_never(session: Session) -> None:
    record(session, draft(), NOW)
    before = written(session)
    with pytest.raises(DirectiveRefused) as error:
        record(session, draft(), NOW)
    assert error.value.problems[0].path == "number"
    assert "12/UBND-VX năm 2023" in error.value.text("vi")
    assert written(session) == before
    record(session, replace(draft(), symbol="KH-UBND"), NOW)
    record(session, replace(draft(), issued_on=date(2024, 3, 1)), NOW)
    record(session, draft(number=""), NOW)
    record(session, draft(number=""), NOW)
    assert written(session)[0] == 5


def test_one_without_a_number_is_not_issued_twice_by_mistake(session: Session) -> None:
    issue(session, record(session, draft(number=""), NOW), NOW)
    with pytest.raises(DirectiveRefused) as error:
        record(session, draft(number=""), NOW)
    assert "đã ban hành ngày" in error.value.text("vi")
    record(session, replace(draft(number=""), subject="Việc khác"), NOW)


def test_of_two_that_race_for_a_number_one_wins(sessions: sessionmaker[Session]) -> None:
    start = Barrier(2)

    def try_it(_: int) -> str:
        with sessions() as session:
            found = draft()
            start.wait(10)
            try:
                record(session, found, NOW)
                session.commit()
            except DirectiveRefused as error:
                session.commit()
                return error.problems[0].path
            return "recorded"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, range(2))) == ["number", "recorded"]
    with sessions() as session:
        assert written(session)[0] == 1


def test_a_draft_is_issued_once(session: Session) -> None:
    directive = record(session, draft(), NOW)
    assert directive.status == "draft"
    issue(session, directive, NOW)
    assert (directive.status, directive.issued_at) == ("issued", NOW)
    with pytest.raises(Conflict):
        issue(session, directive, NOW)


def test_a_period_runs_from_the_day_each_unit_received(session: Session) -> None:
    rule = "{kind: within, days: 5, count: working, since: received}"
    directive = record(session, draft(deadline=rule), NOW)
    session.add(CalendarDay(day=date(2023, 4, 3), working=False, note="nghỉ"))
    district = by_code(session, "540", directive.issued_on).id
    row = session.get_one(Recipient, (directive.id, district))
    row.sent_at = midnight(date(2023, 3, 30)) + timedelta(hours=23)
    session.flush()
    other = by_code(session, "550", directive.issued_on).id
    last = {
        report.unit_id: report.due.last_ok
        for report in owed(session, [(directive.id, u) for u in (district, other)], NOW)
    }
    assert last == {district: date(2023, 4, 7), other: date(2023, 4, 5)}

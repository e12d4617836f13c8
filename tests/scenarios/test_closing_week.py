"""Tuần chốt tổng hợp của một huyện: từ báo cáo của xã, phòng đến báo cáo của UBND huyện gửi Sở."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine import consolidation, inbox, report_drafts, selectors
from engine.consolidation import Rollup
from engine.directives import Directive
from engine.instances import Engine
from engine.notices import Notice
from engine.people import Actor
from engine.reports import Report
from engine.units import Unit
from tests.helpers.rollups import officer_of
from tests.helpers.story import issued, tick

pytestmark = pytest.mark.usefixtures("units")
HOUR = timedelta(hours=1)
APRIL = date(2023, 4, 3)


def at(day: int, month: int = 5, hour: int = 9) -> datetime:
    """A working hour of 2023 in Vietnam."""
    return datetime(2023, month, day, hour - 7, tzinfo=UTC)


class Office:
    """The officers of every unit, who do what lies in their inbox."""

    def __init__(self, session: Session, machine: Engine) -> None:
        self.session, self.machine = session, machine

    def does(self, unit_id: int, element: str, answers: dict[str, Any], now: datetime) -> None:
        """Somebody of the unit finishes its oldest task of that kind."""
        item = self.session.scalars(
            sa.select(inbox.WorkItem)
            .where(
                inbox.WorkItem.unit_id == unit_id,
                inbox.WorkItem.element.like(f"%{element}"),
                inbox.WorkItem.status == "open",
            )
            .order_by(inbox.WorkItem.due_at, inbox.WorkItem.id)
        ).first()
        assert item is not None, (unit_id, element)
        who = Actor(1, unit_id, frozenset({item.role}), "Cán bộ", "vi")
        inbox.complete(self.session, self.machine, who, item.id, answers, now)

    def reports(self, unit_id: int, now: datetime, courses: int | None, rate: Any = None) -> None:
        """The unit's report of the half-year; None: nothing arose."""
        written = {
            "nil": courses is None,
            "narrative": "Không phát sinh."
            if courses is None
            else f"Đã mở {courses} lớp tập huấn.",
            "trainingCourses": courses,
            "participants": None if courses is None else courses * 30,
            "communicationEvents": None,
            "femaleLeaderRate": rate,
            "femaleOfficers": None,
            "difficulties": None,
            "proposals": None,
        }
        self.does(unit_id, "lap-bao-cao", written, now)

    def reviews(self, consolidator_id: int, now: datetime, *, accept: bool = True) -> None:
        """The consolidating unit takes the oldest report, or sends it back."""
        told = {
            "decision": "accept" if accept else "return",
            "remarks": None if accept else "Số liệu chưa khớp.",
        }
        self.does(consolidator_id, "xem-xet", told, now)


def received_and_passed_on(office: Office, province: Directive) -> Unit:
    """The smallest district receives the province's plan and issues its own, to whom it has."""
    session = office.session
    districts = selectors.children(session, province.issuer_id, "huyen", APRIL)
    below = {d.id: selectors.children(session, d.id, "xa", APRIL) for d in districts}
    district = min(districts, key=lambda d: (len(below[d.id]), d.code))
    office.does(
        district.id,
        "tiep-nhan",
        {"arrivalNumber": "45", "arrivedOn": date(2023, 3, 29), "receiptNote": None},
        at(29, 3),
    )
    office.does(district.id, "phan-cong", {"route": "issue", "leadOfficer": None}, at(30, 3))
    plan = {"number": "12", "symbol": "KH-UBND", "issuedOn": APRIL}
    office.does(district.id, "ban-hanh-trien-khai", plan, at(3, 4))
    return session.get_one(Unit, district.id)


def test_the_closing_week_of_a_district(session, machine):
    office = Office(session, machine)
    province = issued(session, machine)
    district = received_and_passed_on(office, province)
    plan = session.scalars(sa.select(Directive).where(Directive.issuer_id == district.id)).one()
    rollup = session.scalars(
        sa.select(Rollup).where(Rollup.directive_id == plan.id, Rollup.period == "2023-6T")
    ).one()
    # Các xã và các phòng của huyện đều phải báo cáo; Phòng LĐTBXH là cơ quan tổng hợp.
    units = consolidation.units(session, officer_of(rollup.consolidator_id), rollup.id).rows
    reporters = [unit.unit_id for unit in units]
    phong = Actor(7, rollup.consolidator_id, frozenset({"chuyenvien"}), "Trần Thị Phòng", "vi")
    names = {u: session.get_one(Unit, u).short_name for u in reporters}
    *punctual, nothing, sent_back, late, silent = reporters
    tick(session, machine, at(20, 4))

    # Đến hạn 04/5: đa số đã nộp, một đơn vị không phát sinh, một đơn vị bị trả lại, hai đơn vị im lặng.
    for n, reporter in enumerate(punctual):
        office.reports(reporter, at(3), courses=n + 1, rate=Decimal(20 + n))
        office.reviews(phong.unit_id, at(3))
    office.reports(nothing, at(4), courses=None)
    office.reviews(phong.unit_id, at(4))
    office.reports(sent_back, at(4), courses=900, rate=Decimal(10))
    office.reviews(phong.unit_id, at(4), accept=False)
    view = consolidation.read(session, phong, rollup.id, at(5))
    assert (view.row.accepted, view.row.missing, view.row.overdue) == (len(punctual) + 1, 3, 3)

    # 05/5: Phòng đôn đốc một lần cả ba đơn vị; bấm lại trong ngày thì không gửi nữa.
    first, again = (
        consolidation.urge(session, machine, phong, rollup.id, at(5, hour=h)) for h in (9, 15)
    )
    assert {u.unit_id: u.outcome for u in first} == dict.fromkeys(reporters[-3:], "told")
    assert {u.outcome for u in again} == {"told-before"}

    # 10/5: chốt tổng hợp với những gì đã có; ba đơn vị thiếu được nêu tên kèm lý do.
    closing = consolidation.close(session, machine, phong, rollup.id, at(10))
    assert f"Đã tiếp nhận {len(punctual) + 1}/{len(reporters)} báo cáo" in closing.body
    assert f"{names[sent_back]} (bị trả lại, chưa nộp lại)" in closing.body
    assert f"{names[silent]} (chưa báo cáo)" in closing.body
    assert f"Đơn vị báo cáo không phát sinh (1): {names[nothing]}." in closing.body
    courses = sum(range(1, len(punctual) + 1))
    rate = (Decimal(20) + Decimal(len(punctual) - 1) / 2).quantize(Decimal("0.01"))

    # UBND huyện mở báo cáo gửi Sở: số liệu đã điền sẵn. Sau đó một đơn vị nộp muộn, Phòng lập bổ sung.
    huyen = Actor(8, district.id, frozenset({"chuyenvien"}), "Lê Văn Huyện", "vi")
    above = session.get_one(Report, rollup.up_report_id)
    draft = report_drafts.begun(session, huyen, above.id)
    assert (draft["trainingCourses"], draft["femaleLeaderRate"]) == (courses, rate)
    office.reports(late, at(11), courses=7, rate=Decimal(0))
    office.reviews(phong.unit_id, at(11))
    added = consolidation.supplement(session, machine, phong, rollup.id, at(11, hour=15))
    assert f"Bổ sung lần này (1): {names[late]}." in added.body
    assert f"Đơn vị nộp quá hạn (1): {names[late]}." in added.body
    draft = report_drafts.begun(session, huyen, above.id)
    assert draft["trainingCourses"] == courses + 7

    # 12/5: UBND huyện nộp bản dự thảo, Sở tiếp nhận. Số liệu của Sở truy được đến từng đơn vị.
    office.does(district.id, "lap-bao-cao", {"nil": False, **draft}, at(12))
    so = Actor(9, above.consolidator_id, frozenset({"chuyenvien"}), "Phạm Thị Sở", "vi")
    office.reviews(so.unit_id, at(12))
    (source,) = consolidation.trace(session, so, rollup.up_rollup_id, "trainingCourses")
    assert (source.unit_id, source.value, source.adjusted) == (district.id, courses + 7, False)
    assert {s.unit_id: s.value for s in source.sources} == {
        **{reporter: n + 1 for n, reporter in enumerate(punctual)},
        nothing: 0,
        late: 7,
    }
    (mean,) = consolidation.trace(session, so, rollup.up_rollup_id, "femaleLeaderRate")
    assert mean.amount == (sum(range(20, 20 + len(punctual))), len(punctual) + 1)

    # 13/5: đơn vị cuối cùng nộp khi báo cáo huyện đã gửi; Sở nhận được thông báo bổ sung.
    office.reports(silent, at(13), courses=1, rate=Decimal(5))
    office.reviews(phong.unit_id, at(13))
    consolidation.supplement(session, machine, phong, rollup.id, at(13, hour=15))
    told = session.scalars(sa.select(Notice).where(Notice.kind == "bao-cao-bo-sung")).one()
    assert (told.unit_id, told.params["added"]) == (so.unit_id, names[silent])
    (source,) = consolidation.trace(session, so, rollup.up_rollup_id, "trainingCourses")
    assert [s.unit_id for s in source.sources if not s.counted] == [silent]

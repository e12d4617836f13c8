"""Vụ việc đột xuất: a flood at night, told upward within hours, closed by the body it reached."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import incident_views, incidents, policies
from engine.errors import Conflict, Forbidden, NotFound
from engine.incident_errors import (
    BadIncident,
    IncidentClosed,
    NoSuperiorBody,
    NotItsTurn,
    NotTheHolder,
    OutcomeMissing,
)
from engine.incident_tables import Incident, IncidentStep
from engine.incidents import IncidentDraft
from engine.instances import Instance
from engine.notices import Notice, sentence
from engine.units import Unit
from tests.helpers.matters import issue, of, unit
from tests.helpers.story import count, same_timers, tick

NIGHT = datetime(2023, 10, 14, 18, 30, tzinfo=UTC)  # 01:30 on Sunday 15/10/2023 in Vietnam
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def bodies(session):
    """A commune of Tuy Phước, its district, its province."""
    huyen = unit(session, "UBND huyện Tuy Phước, tỉnh Bình Định", NIGHT)
    xa = session.scalars(
        sa.select(Unit.id).where(Unit.parent_id == huyen, Unit.tier == "xa").order_by(Unit.code)
    ).first()
    return xa, huyen, unit(session, "UBND tỉnh Bình Định", NIGHT)


def lu_lut(urgency="hoa-toc", **more) -> IncidentDraft:
    return IncidentDraft(
        urgency=urgency,
        title="Nước lũ chia cắt thôn Vinh Quang",
        text="Nước lên nhanh, 40 hộ phải di dời trong đêm.",
        place="Thôn Vinh Quang",
        happened_at=NIGHT - HOUR,
        **more,
    )


def told(session, kind):
    return {
        (n.unit_id, n.audience)
        for n in session.scalars(sa.select(Notice).where(Notice.kind == kind))
    }


def held_once(session):
    """Every open incident is with exactly one body: its row, its step and its process agree."""
    session.expire_all()
    for incident in session.scalars(sa.select(Incident)):
        here = session.scalars(
            sa.select(IncidentStep.unit_id).where(
                IncidentStep.incident_id == incident.id, IncidentStep.left_at.is_(None)
            )
        ).all()
        running = session.execute(
            sa.select(Instance.process, Instance.unit_id).where(
                Instance.subject == incident.subject, Instance.status == "running"
            )
        ).all()
        if incident.status == "closed":
            assert (here, running) == ([], [])
        else:
            assert here == [incident.held_by_id]
            assert sorted(running) == sorted(
                [("ir-handle", incident.held_by_id), ("ir-report", incident.unit_id)]
            )


def test_an_urgent_incident_at_night_is_forwarded_within_hours(session, machine, bodies):
    xa, huyen, tinh = bodies
    vu_viec = incidents.report(session, machine, of(xa), lu_lut(), NIGHT)
    assert told(session, "vu-viec-den") == {(huyen, "officer"), (huyen, "head")}
    held_once(session)

    incidents.receive(session, machine, of(huyen), vu_viec, "Đã cử xuồng cứu hộ", NIGHT + HOUR / 2)
    incidents.forward(session, machine, of(huyen), vu_viec, "Cần bộ đội", NIGHT + HOUR)
    held_once(session)
    tick(session, machine, NIGHT + HOUR * 3 / 2)
    assert told(session, "vu-viec-cham-nhan") == set()

    incidents.receive(session, machine, of(tinh), vu_viec, "", NIGHT + HOUR * 3 / 2)
    incidents.add(session, machine, of(xa), vu_viec, "Đã di dời xong 40 hộ", NIGHT + HOUR * 2)
    incidents.close(
        session, machine, of(tinh), vu_viec, "An toàn, không thiệt hại", NIGHT + 3 * HOUR
    )
    held_once(session)
    same_timers(session, machine)

    seen = incident_views.read(session, of(xa), vu_viec)
    assert (seen.status, seen.outcome) == ("closed", "An toàn, không thiệt hại")
    assert [(s.receive_by - s.arrived_at, s.note) for s in seen.path] == [
        (HOUR, "Cần bộ đội"),
        (HOUR, ""),
    ]
    assert [n.text for n in seen.notes] == ["Đã di dời xong 40 hộ"]
    assert told(session, "vu-viec-ket-thuc") == {(xa, "officer"), (huyen, "officer")}
    assert told(session, "vu-viec-chuyen") == {(xa, "officer")}
    assert told(session, "vu-viec-bo-sung") == {(tinh, "officer")}


def test_a_body_that_sleeps_is_told_of_upward_once(session, machine, bodies):
    xa, huyen, tinh = bodies
    incidents.report(session, machine, of(xa), lu_lut(), NIGHT)
    tick(session, machine, NIGHT + HOUR - timedelta(microseconds=1))
    assert told(session, "vu-viec-cham-nhan") == set()
    tick(session, machine, NIGHT + HOUR)
    tick(session, machine, NIGHT + 48 * HOUR)
    assert told(session, "vu-viec-cham-nhan") == {(huyen, "head"), (tinh, "head")}
    notice = session.scalars(sa.select(Notice).where(Notice.kind == "vu-viec-cham-nhan")).first()
    for locale, words in (("vi", "hỏa tốc"), ("en", "at once")):
        assert words in sentence(notice.kind, notice.params, locale)[0]


def test_received_but_not_handled_in_time_is_told_upward_too(session, machine, bodies):
    xa, huyen, tinh = bodies
    vu_viec = incidents.report(session, machine, of(xa), lu_lut("khan"), NIGHT)
    incidents.receive(session, machine, of(huyen), vu_viec, "", NIGHT + HOUR)
    tick(session, machine, NIGHT + 12 * HOUR)
    assert told(session, "vu-viec-cham-nhan") == set()
    assert told(session, "vu-viec-cham-xu-ly") == {(huyen, "head"), (tinh, "head")}


def test_a_province_sets_its_own_hours(session, machine, bodies):
    xa, _, tinh = bodies
    policies.put(session, "incident.receive-hours.hoa-toc", tinh, 3, NIGHT, "command")
    vu_viec = incidents.report(session, machine, of(xa), lu_lut(), NIGHT)
    (step,) = incident_views.read(session, of(xa), vu_viec).path
    assert step.receive_by == NIGHT + 3 * HOUR


def test_only_the_body_it_reached_last_closes_it(session, machine, bodies):
    xa, huyen, tinh = bodies
    vu_viec = incidents.report(session, machine, of(xa), lu_lut(), NIGHT)

    def close(unit_id, outcome="Xong", *roles):
        incidents.close(session, machine, of(unit_id, *roles), vu_viec, outcome, NIGHT + HOUR)

    with pytest.raises(NotTheHolder, match="Tuy Phước"):
        close(xa)
    with pytest.raises(NotFound):
        close(tinh)
    with pytest.raises(NotItsTurn):
        close(huyen)
    incidents.receive(session, machine, of(huyen), vu_viec, "", NIGHT + HOUR)
    with pytest.raises(NotItsTurn):
        incidents.receive(session, machine, of(huyen), vu_viec, "", NIGHT + HOUR)
    with pytest.raises(Forbidden):
        close(huyen, "Xong", "chuyenvien")
    incidents.forward(session, machine, of(huyen), vu_viec, "", NIGHT + HOUR)
    with pytest.raises(NotTheHolder):
        close(huyen)
    incidents.receive(session, machine, of(tinh), vu_viec, "", NIGHT + HOUR)
    with pytest.raises(OutcomeMissing), session.begin_nested():
        close(tinh, "  ")
    held_once(session)
    close(tinh)
    with pytest.raises(IncidentClosed):
        close(tinh)
    with pytest.raises(IncidentClosed):
        incidents.add(session, machine, of(xa), vu_viec, "Thêm", NIGHT + 2 * HOUR)
    assert issubclass(IncidentClosed, Conflict)


def test_who_is_not_on_its_way_does_not_know_of_it(session, machine, bodies):
    xa, huyen, _ = bodies
    incidents.report(session, machine, of(xa), lu_lut(), NIGHT)
    other = unit(session, "UBND huyện Phù Cát, tỉnh Bình Định", NIGHT)
    assert incident_views.listed(session, of(other), NIGHT) == []
    (row,) = incident_views.listed(session, of(huyen), NIGHT + 2 * HOUR)
    assert (row.late, row.status) == (True, "reported")
    assert incident_views.listed(session, of(huyen), NIGHT, closed=True) == []


def test_at_the_top_it_is_closed_not_forwarded(session, machine, bodies):
    _, _, tinh = bodies
    top = session.scalars(sa.select(Unit.id).where(Unit.parent_id.is_(None))).one()
    vu_viec = incidents.report(session, machine, of(tinh), lu_lut(), NIGHT)
    incidents.receive(session, machine, of(top), vu_viec, "", NIGHT)
    with pytest.raises(NoSuperiorBody), session.begin_nested():
        incidents.forward(session, machine, of(top), vu_viec, "", NIGHT)
    held_once(session)
    with pytest.raises(NoSuperiorBody):
        incidents.report(session, machine, of(top), lu_lut(), NIGHT)


VAN_BAN = """
issuer: UBND tỉnh Bình Định
symbol: UBND-NC
type: cong_van
issued_on: 2/10/2023
subject: Phòng, chống thiên tai
field: noivu
process: cascade-three-tier
recipients:
  - {group: Huyện, select: 'children(unit, "huyen")'}
obligations:
  - {code: dot-xuat, title: Báo cáo vụ việc đột xuất, deadline: {kind: ad_hoc},
     consolidator: 'lead(unit, "noivu")'}
  - {code: nam, title: Báo cáo năm, deadline: {kind: annual, boundary: before, date: 1/12/2023}}
"""


def test_under_a_duty_it_goes_to_the_body_the_duty_names(session, machine, bodies):
    xa, huyen, tinh = bodies
    directive = issue(session, machine, VAN_BAN, NIGHT - 48 * HOUR)
    duty, nam = session.scalars(
        sa.text("SELECT id FROM obligation WHERE directive_id = :d ORDER BY position"),
        {"d": directive.id},
    )
    vu_viec = incidents.report(session, machine, of(huyen), lu_lut(obligation_id=duty), NIGHT)
    so_noi_vu = unit(session, "Sở Nội vụ tỉnh Bình Định", NIGHT)
    assert session.get_one(Incident, vu_viec).held_by_id == so_noi_vu
    assert incident_views.read(session, of(tinh), vu_viec).directive_id == directive.id
    with pytest.raises(BadIncident):
        incidents.report(session, machine, of(huyen), lu_lut(obligation_id=nam), NIGHT)
    with pytest.raises(NotFound):
        incidents.report(session, machine, of(xa), lu_lut(obligation_id=duty), NIGHT)
    with pytest.raises(BadIncident):
        incidents.report(session, machine, of(xa), lu_lut(), NIGHT - 2 * HOUR)
    assert count(session, "incident") == 1


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    acts=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["receive", "forward", "close", "tick"])),
        max_size=14,
    )
)
def test_whatever_bodies_try_it_is_held_by_exactly_one(session, machine, bodies, acts):
    savepoint = session.begin_nested()
    vu_viec = incidents.report(session, machine, of(bodies[0]), lu_lut("khan"), NIGHT)
    now = NIGHT
    for body, act in acts:
        now += HOUR
        try:
            with session.begin_nested():
                if act == "tick":
                    tick(session, machine, now)
                else:
                    getattr(incidents, act)(
                        session, machine, of(bodies[body]), vu_viec, "Đã làm", now
                    )
        except (Conflict, Forbidden, NotFound):
            pass
        held_once(session)
    same_timers(session, machine)
    savepoint.rollback()

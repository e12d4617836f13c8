"""Inspections in the database: who may be chosen, the clock, minutes, results, races, access."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine import inbox, inspection_views, inspections, policies, report_deadlines
from engine.calendar import CalendarDay
from engine.directive_tables import Directive
from engine.drafts import DirectiveRefused
from engine.errors import Conflict, Forbidden, NotFound
from engine.inspection_errors import (
    BadRemedy,
    BadRound,
    ClockRanOut,
    ExtendedAlready,
    NoClock,
    NotChosen,
    OutsideSubtree,
    PlanExists,
    RoundMoved,
    WitnessMissing,
    WrongDay,
)
from engine.inspection_results import WrongOutcome
from engine.inspections import Inspection, InspectionRound, Quota
from engine.notices import Notice
from engine.reports import Report
from tests.helpers.inspecting import Inspecting, at, day, person
from tests.helpers.story import ISSUED, OPEN, count, dump, issued, tick

pytestmark = pytest.mark.usefixtures("units")


def started(session, machine, who="tỉnh Gia Lai", regime="chuyen-nganh", units=1, tier="xa"):
    """A round whose notices are out, in April 2026, and its first units."""
    ir = Inspecting(session, machine, who, at("20/04/2026"))
    chosen = ir.below(units, tier)
    ir.plan(regime, "20/04/2026", "30/06/2026")
    ir.choose(*chosen)
    ir.open("25/04/2026")
    return ir, chosen


@pytest.fixture
def ir(session, machine):
    return started(session, machine)[0]


@pytest.fixture
def unit(ir):
    return ir.below(1)[0]


def refused(session, error, act):
    before = dump(session)
    with pytest.raises(error) as raised, session.begin_nested():
        act()
    session.expire_all()
    assert dump(session) == before
    return raised.value


def put(session, key, value, unit=None):
    policies.put(session, key, unit, value, at("01/01/2026"), "test")


# Choosing


def test_a_unit_outside_the_subtree_is_refused_by_name(session, machine):
    ir = Inspecting(session, machine, "tỉnh Gia Lai", at("02/03/2026"))
    other = Inspecting(session, machine, "tỉnh Lâm Đồng", at("02/03/2026")).below(1)[0]
    ir.plan("thuc-hien", "10/03/2026", "20/03/2026")
    error = refused(session, OutsideSubtree, lambda: ir.choose(ir.below(1)[0], other))
    assert other.short_name in error.text("vi")
    named = [Quota("named", 1, units=(other.id,))]
    by = (session, ir.officer, ir.round.id, named, 1, ir.now)
    refused(session, OutsideSubtree, lambda: inspections.choose_by_rules(*by))
    refused(session, OutsideSubtree, lambda: ir.choose(ir.who))


def test_a_unit_that_left_the_subtree_since_it_was_chosen_is_refused(session, machine):
    ir = Inspecting(session, machine, "tỉnh Gia Lai", at("20/06/2025"))
    ir.plan("thuc-hien", "01/07/2025", "30/07/2025")
    ir.choose(*ir.below(1, "huyen"))
    ir.now = at("02/07/2025")
    refused(session, OutsideSubtree, lambda: ir.open("10/07/2025"))


def test_the_rules_look_at_real_reports_and_real_inspections(session, machine):
    issued(session, machine)
    tick(session, machine, OPEN)
    ir = Inspecting(session, machine, "tỉnh Bình Định", at("01/08/2023"))
    good, late, fresh, *_ = ir.below(9, "huyen")
    done = sa.update(Report).where(Report.unit_id.in_([u.id for u in ir.below(99, "huyen")]))
    session.execute(done.values(status="accepted", submitted_at=ISSUED + timedelta(days=1)))
    lateness = sa.update(Report).where(Report.unit_id == late.id, Report.period == "2023-6T")
    session.execute(lateness.values(submitted_at=at("20/07/2023")))
    ir.plan("thuc-hien", "01/08/2023", "30/08/2023")
    ir.choose(*[u for u in ir.below(99, "huyen") if u.id != fresh.id])
    ir.open("05/08/2023")
    for inspected in session.scalars(sa.select(Inspection)):
        inspected.announced_on = day("01/08/2023")
    ir.plan("thuc-hien", "02/09/2023", "30/09/2023")
    quotas = [Quota("worst", 1), Quota("never", 5, 3)]
    by = (session, ir.officer, ir.round.id, quotas, 5, at("02/08/2023"), "huyen")
    made = inspections.choose_by_rules(*by)
    assert [(c.unit_id, c.rule) for c in made.chosen] == [(late.id, "worst"), (fresh.id, "never")]
    assert good.id not in {c.unit_id for c in made.chosen}


def test_a_choice_is_drawn_again_from_its_own_record(session, machine):
    ir = Inspecting(session, machine, "tỉnh Gia Lai", at("02/03/2026"))
    ir.plan("thuc-hien", "10/03/2026", "20/03/2026")
    by = (session, ir.officer, ir.round.id, [Quota("random", 7)])
    made = inspections.choose_by_rules(*by, 2026, ir.now, "xa")
    session.expire_all()
    kept = inspection_views.find_round(session, ir.officer, ir.round.id)
    assert inspections.drawn_again(kept) == made.chosen
    assert (kept.choice["seed"], kept.choice["hash"]) == (2026, made.digest)
    assert [c.unit_id for c in made.chosen] == inspections.units_of(session, kept)
    again = inspections.choose_by_rules(*by, 2027, ir.now, "xa")
    assert (again.digest, len(again.chosen)) == (made.digest, 7)
    assert again.chosen != made.chosen


def test_a_round_without_units_is_not_opened(session, machine):
    ir = Inspecting(session, machine, "tỉnh Gia Lai", at("02/03/2026"))
    ir.plan("thuc-hien", "10/03/2026", "20/03/2026")
    refused(session, NotChosen, lambda: ir.open("15/03/2026"))


# Plan and decision


def test_a_year_has_one_plan_and_its_rounds_stand_in_it(session, machine):
    ir = Inspecting(session, machine, "tỉnh Gia Lai", at("02/01/2026"))

    def make():
        return inspections.make_plan(
            session,
            ir.officer,
            year=2026,
            number="5",
            symbol="KH-UBND",
            issued_on=day("02/01/2026"),
            title="Kế hoạch kiểm tra 2026",
            now=ir.now,
        )

    plan = make()
    refused(session, PlanExists, make)
    ir.plan("thuc-hien", "10/03/2026", "20/03/2026")
    assert ir.round.plan_id == plan.id
    ir.plan("thuc-hien", "10/03/2027", "20/03/2027")
    assert ir.round.plan_id is None
    rows = inspection_views.listed(session, ir.officer, ir.now, 2026)
    assert [(r.year, r.status) for r in rows] == [(2026, "planned")]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"team": ()}, BadRound),
        ({"number": " "}, BadRound),
        ({"outline": ""}, BadRound),
        ({"issued_on": day("21/04/2026")}, WrongDay),
        ({"self_report_due_on": day("01/07/2026")}, WrongDay),
    ],
)
def test_a_decision_that_does_not_hold_opens_nothing(session, machine, wrong, error):
    ir = Inspecting(session, machine, "tỉnh Gia Lai", at("20/04/2026"))
    ir.plan("thuc-hien", "20/04/2026", "30/06/2026")
    ir.choose(*ir.below(1))
    decision = replace(ir.decision("25/04/2026"), **wrong)
    by = (session, machine, ir.officer, ir.round.id, decision, ir.now)
    refused(session, error, lambda: inspections.open_round(*by))


def test_only_the_head_signs_and_only_once(session, machine, ir):
    by = (ir.round.id, ir.decision("25/04/2026", "99"), ir.now)
    officer = person(ir.who, "chuyenvien")
    refused(session, Forbidden, lambda: inspections.open_round(session, machine, officer, *by))
    refused(session, RoundMoved, lambda: inspections.open_round(session, machine, ir.officer, *by))
    stranger = person(ir.who.id + 1)
    refused(session, NotFound, lambda: inspections.open_round(session, machine, stranger, *by))


def test_two_rounds_at_the_same_unit_run_side_by_side(session, machine, ir, unit):
    first = ir.round
    ir.plan("thuc-hien", "20/04/2026", "30/06/2026", "Đợt thứ hai")
    ir.choose(unit)
    ir.open("25/04/2026", "13")
    second = ir.round
    ir.inspect(unit)
    assert ir.of(unit).minutes_on is not None
    ir.round = first
    assert ir.of(unit).status == "noticed"
    ir.inspect(unit)
    ir.do("ket-luan", unit, number="1")
    session.refresh(second)
    assert ir.task("lap-bao-cao").subject == first.subject
    assert count(session, "work_item", "element = 'dot-lap-bao-cao'") == 1


# The clock


@pytest.mark.parametrize(
    ("who", "tier", "regime", "ends", "extended"),
    [
        ("Bộ Nội vụ", "tinh", "chuyen-nganh", "06/05/2026", "13/05/2026"),
        ("tỉnh Gia Lai", "xa", "chuyen-nganh", "01/05/2026", "06/05/2026"),
        ("tỉnh Gia Lai", "xa", "thanh-tra", "05/06/2026", "30/06/2026"),
        ("Bộ Nội vụ", "tinh", "thanh-tra", "20/06/2026", "21/07/2026"),  # 19/7 is a Sunday
    ],
)
def test_the_limit_is_that_of_the_law_for_who_inspects(
    session, machine, who, tier, regime, ends, extended
):
    ir, [unit] = started(session, machine, who, regime, tier=tier)
    ir.do("cong-bo", unit)
    assert ir.of(unit).clock_due_at == at(f"{ends} 00:00")
    ir.extend(unit)
    assert ir.of(unit).clock_due_at == at(f"{extended} 00:00")
    assert ir.of(unit).first_clock_due_at == at(f"{ends} 00:00")
    assert ir.task("tien-hanh", ir.of(unit).subject).due_at == at(f"{extended} 00:00")


def test_a_commune_has_seven_days(session, machine):
    commune = Inspecting(session, machine, "tỉnh Gia Lai", at("20/04/2026")).below(1)[0]
    ir, [office] = started(session, machine, commune, tier="phong-xa")
    ir.do("cong-bo", office)
    assert ir.of(office).clock_due_at == at("28/04/2026 00:00")


def test_working_days_leave_out_holidays_where_the_policy_counts_them(session, machine):
    for off in ("27/04/2026", "30/04/2026", "01/05/2026"):
        session.add(CalendarDay(day=day(off), working=False))
    put(session, "inspection.counting", "working-days")
    ir, [unit] = started(session, machine)
    ir.do("cong-bo", unit)
    # 21, 22, 23, 24 | 28, 29 | 4, 5, 6, 7 tháng 5
    assert ir.of(unit).clock_due_at == at("08/05/2026 00:00")


def test_a_limit_in_days_that_ends_on_a_holiday_ends_on_the_next_working_day(session, machine):
    session.add(CalendarDay(day=day("30/04/2026"), working=False))
    session.add(CalendarDay(day=day("01/05/2026"), working=False))
    ir, [unit] = started(session, machine)
    ir.do("cong-bo", unit)
    assert ir.of(unit).clock_due_at == at("05/05/2026 00:00")


def test_an_administration_sets_its_own_limit_for_a_unit_and_those_below(session, machine):
    ir, [unit] = started(session, machine)
    put(session, "inspection.chuyen-nganh.limit-days", 4, ir.who.id)
    put(session, "inspection.chuyen-nganh.extension-days", 2, ir.who.id)
    ir.do("cong-bo", unit)
    assert ir.of(unit).clock_due_at == at("25/04/2026 00:00")
    ir.extend(unit, days=1)
    assert ir.of(unit).clock_due_at == at("28/04/2026 00:00")


def test_a_limit_is_extended_once_by_the_head_before_it_ends(session, machine, ir, unit):
    refused(session, NoClock, lambda: ir.extend(unit))
    ir.do("cong-bo", unit)
    refused(session, policies.BadPolicyValue, lambda: ir.extend(unit, days=6))
    head, ir.officer = ir.officer, person(ir.who, "chuyenvien")
    refused(session, Forbidden, lambda: ir.extend(unit))
    ir.officer = person(unit)
    refused(session, Forbidden, lambda: ir.extend(unit))
    ir.officer = head
    ir.extend(unit)
    refused(session, ExtendedAlready, lambda: ir.extend(unit))


def test_a_limit_that_has_passed_is_told_to_the_head_and_not_extended(session, machine, ir, unit):
    ir.do("cong-bo", unit)
    ir.wait("30/04/2026")
    late = sa.select(Notice).where(Notice.kind.like("kiem-tra-%-han")).order_by(Notice.id)
    assert [n.kind for n in session.scalars(late)] == ["kiem-tra-sap-het-han"]
    ir.wait("01/05/2026 00:00")
    told = session.scalars(late).all()[-1]
    assert (told.kind, told.audience, told.unit_id) == ("kiem-tra-het-han", "head", ir.who.id)
    refused(session, ClockRanOut, lambda: ir.extend(unit))
    row = inspection_views.listed(session, ir.officer, ir.now)[0]
    assert row.past_limit == 1


def test_minutes_in_time_end_the_clock(session, machine, ir, unit):
    ir.inspect(unit)
    ir.wait("30/05/2026")
    assert count(session, "notice", "kind = 'kiem-tra-het-han'") == 0
    refused(session, NoClock, lambda: ir.extend(unit))


def test_the_free_kind_has_no_clock_whatever_the_policies_say(session, machine):
    ir, [unit] = started(session, machine, regime="thuc-hien")
    put(session, "inspection.chuyen-nganh.limit-days", 4)
    ir.do("cong-bo", unit)
    assert ir.of(unit).clock_due_at is None
    refused(session, NoClock, lambda: ir.extend(unit))


# Minutes and result


@pytest.mark.parametrize("missing", ["refusalReason", "witnessKind", "witnessName", "witnessTitle"])
def test_a_refusal_to_sign_needs_its_reason_and_a_witness(session, ir, unit, missing):
    ir.do("cong-bo", unit)
    ir.do("tien-hanh", unit)
    said = {
        "signature": "refused",
        "refusalReason": "Không thống nhất",
        "witnessKind": "commune",
        "witnessName": "Trần Thị Chứng",
        "witnessTitle": "Công chức xã",
    }
    wrong = said | {missing: None}
    refused(session, WitnessMissing, lambda: ir.do("bien-ban", unit, **wrong))
    ir.do("bien-ban", unit, **said)
    assert ir.of(unit).witness == "Trần Thị Chứng"


def test_days_follow_one_another(session, ir, unit):
    tomorrow, before = day("21/04/2026"), day("19/04/2026")
    for wrong in (tomorrow, before):
        refused(session, WrongDay, lambda w=wrong: ir.do("cong-bo", unit, announcedOn=w))
    ir.do("cong-bo", unit)
    ir.do("tien-hanh", unit)
    refused(session, WrongDay, lambda: ir.do("bien-ban", unit, minutesOn=before))
    ir.do("bien-ban", unit)
    refused(session, WrongDay, lambda: ir.do("ket-luan", unit, number="1", issuedOn=tomorrow))


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"remedies": "Mở sổ"}, BadRemedy),
        ({"remedies": "Mở sổ | 31/02/2026"}, BadRemedy),
        ({"remedies": "Mở sổ | 20/05/2026\nLưu hồ sơ | 01/01/2026"}, BadRemedy),
        ({"remedies": None}, WrongOutcome),
        ({"outcome": "ket-luan"}, WrongOutcome),
        ({"number": "12", "symbol": "QĐ-UBND"}, DirectiveRefused),
    ],
)
def test_a_result_that_does_not_hold_is_refused_whole(session, ir, unit, answers, error):
    ir.inspect(unit)
    given = {"number": "1"} | answers
    raised = refused(session, error, lambda: ir.do("ket-luan", unit, **given))
    if "\n" in str(answers.get("remedies")):
        assert "dòng 2" in raised.text("vi")


def test_a_remedy_is_a_report_like_any_other(session, machine, ir, unit):
    ir.inspect(unit)
    ir.do("ket-luan", unit, number="1", remedies="Mở sổ | 20/05/2026")
    remedy = session.scalars(sa.select(Report)).one()
    assert (remedy.unit_id, remedy.consolidator_id) == (unit.id, ir.who.id)
    assert session.get_one(Directive, remedy.directive_id).root_id == ir.round.directive_id
    ir.wait("20/04/2026 09:00")
    assert count(session, "work_item", "element = 'donvi-lap-bao-cao' AND status = 'open'") == 1
    new = at("01/06/2026 00:00")
    by = (session, machine, [remedy.id], new, ir.now, "test")
    assert report_deadlines.move_deadline(*by) > 0
    ir.wait("21/05/2026 08:00")
    assert count(session, "notice", "kind = 'qua-han'") == 0
    view = inspection_views.shown(session, ir.officer, ir.round.id, ir.now)
    assert [r.due_at for r in view.inspections[0].remedies] == [new]


# Who sees what


def test_an_inspected_unit_sees_its_own_inspection_and_no_others(session, machine):
    ir, [mine, other] = started(session, machine, units=2)
    view = inspection_views.shown(session, person(mine), ir.round.id, ir.now)
    assert [i.unit for i in view.inspections] == [mine.short_name]
    assert view.choice is None
    seen = inspection_views.shown(session, ir.officer, ir.round.id, ir.now)
    assert len(seen.inspections) == 2
    stranger = person(ir.below(3)[2])
    with pytest.raises(NotFound):
        inspection_views.shown(session, stranger, ir.round.id, ir.now)
    with pytest.raises(NotFound):
        inspection_views.find_round(session, person(mine), ir.round.id)
    assert inspection_views.listed(session, stranger, ir.now) == []
    assert other.id != mine.id


def test_a_planned_round_is_not_known_to_the_units_on_its_list(session, machine):
    ir = Inspecting(session, machine, "tỉnh Gia Lai", at("02/03/2026"))
    unit = ir.below(1)[0]
    ir.plan("thuc-hien", "10/03/2026", "20/03/2026")
    ir.choose(unit)
    assert inspection_views.listed(session, person(unit), ir.now) == []


def test_the_team_s_inbox_says_at_which_unit_a_task_is(session, machine):
    ir, units = started(session, machine, units=2)
    rows = inbox.page(session, ir.officer, now=ir.now).rows
    assert {(r.name, r.reporter) for r in rows} == {
        ("Công bố quyết định kiểm tra", u.short_name) for u in units
    }


# Races


@pytest.fixture
def visited(sessions, machine):
    """Two units with their minutes, committed: (round id, [(work item of the result, number)])."""
    with sessions.begin() as session:
        ir, units = started(session, machine, units=2)
        for unit in units:
            ir.inspect(unit)
        found = [ir.task("ket-luan", ir.of(unit).subject).id for unit in units]
        return ir.officer, ir.round.id, found, ir.now


def together(*acts):
    """Run all at once; the errors they ended with."""
    errors = []

    def run(act):
        try:
            act()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(a,)) for a in acts]
    for t in threads:
        t.start()
    for t in threads:
        t.join(30)
        assert not t.is_alive()
    return errors


def concluding(sessions, machine, officer, item, number, now):
    answers = {
        "outcome": "chan-chinh",
        "number": number,
        "symbol": "UBND",
        "issuedOn": day("20/04/2026"),
        "conclusion": "Có tồn tại",
        "remedies": "Mở sổ | 20/05/2026",
    }

    def act():
        with sessions.begin() as session:
            inbox.complete(session, machine, officer, item, answers, now)

    return act


def test_of_two_officers_who_conclude_one_inspection_one_is_told(sessions, machine, visited):
    officer, _, (item, _), now = visited
    by = (sessions, machine, officer, item)
    errors = together(*(concluding(*by, str(n), now) for n in (1, 2)))
    assert [type(e) for e in errors] == [Conflict]
    with sessions() as session:
        assert count(session, "report") == 1
        assert count(session, "inspection", "status = 'concluded'") == 1


def test_two_inspections_concluded_at_once_let_the_round_go_on_once(sessions, machine, visited):
    officer, round_id, found, now = visited
    acts = [concluding(sessions, machine, officer, i, str(n), now) for n, i in enumerate(found, 1)]
    assert together(*acts) == []
    with sessions() as session:
        round_ = session.get_one(InspectionRound, round_id)
        open_now = f"element = 'dot-lap-bao-cao' AND subject = '{round_.subject}'"
        assert count(session, "work_item", open_now) == 1
        assert count(session, "fault") == 0


def test_of_two_heads_who_extend_one_is_told(sessions, machine):
    with sessions.begin() as session:
        ir, [unit] = started(session, machine)
        ir.do("cong-bo", unit)
        officer, inspection, now = ir.officer, ir.of(unit).id, ir.now

    def act():
        with sessions.begin() as session:
            inspections.extend(session, machine, officer, inspection, "Phức tạp", now)

    assert [type(e) for e in together(act, act)] == [ExtendedAlready]


def test_of_two_heads_who_sign_the_decision_one_is_told(sessions, machine):
    with sessions.begin() as session:
        ir = Inspecting(session, machine, "tỉnh Gia Lai", at("20/04/2026"))
        ir.plan("thuc-hien", "20/04/2026", "30/06/2026")
        ir.choose(*ir.below(1))
        decisions = [ir.decision("25/04/2026", n) for n in ("1", "2")]

    def act(decision):
        with sessions.begin() as session:
            by = (ir.officer, ir.round.id, decision, ir.now)
            inspections.open_round(session, machine, *by)

    errors = together(*(lambda d=d: act(d) for d in decisions))
    assert [type(e) for e in errors] == [RoundMoved]
    with sessions() as session:
        assert isinstance(session, Session)
        assert count(session, "directive") == 1

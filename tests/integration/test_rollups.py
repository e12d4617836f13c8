"""Reports accepted, closed with what is there, supplemented with what comes late."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from adapters.directive_files import SAMPLES, parse
from engine import consolidation, policies, selectors
from engine.access import NotTheConsolidator
from engine.consolidation_closing import AT_DUE, CLOSES
from engine.consolidation_errors import (
    AlreadyClosed,
    NobodyToUrge,
    NothingReported,
    NothingToAdd,
    StillOpen,
    UnknownFigure,
)
from engine.deadlines import midnight
from engine.directives import record
from engine.errors import NotFound
from engine.notices import Notice
from engine.report_views import answers
from engine.units import Unit
from tests.helpers import rollups
from tests.helpers.rollups import (
    APRIL,
    HOUR,
    ISSUED,
    WRITTEN,
    consolidator,
    officer_of,
    opened,
    report,
    reported,
    sent_up,
    submitted,
    tiers,
)
from tests.helpers.story import count, dump

pytestmark = pytest.mark.usefixtures("units")
DAY = timedelta(days=1)
HALF_YEAR = "{kind: half_year, boundary: before, date: 15/5, until: 31/12/2023}"
ONCE = "{boundary: no_later, date: 9/5/2023}"


@pytest.fixture
def world(session, machine):
    return tiers(session, machine)


def close(session, machine, rollup, at=WRITTEN + HOUR):
    return consolidation.close(session, machine, consolidator(rollup), rollup.id, at)


def totals(session, rollup, at=WRITTEN):
    found = consolidation.read(session, consolidator(rollup), rollup.id, at).totals
    return {t.figure.name: (t.value, t.units) for t in found}


def names(session, reports):
    return [session.get_one(Unit, r.unit_id).short_name for r in reports]


def test_a_roll_up_opens_with_its_reports_and_knows_where_its_result_goes(session, world):
    district, above = world.districts[0], world.above[0]
    assert (district.up_report_id, district.up_rollup_id) == (above.id, world.province.id)
    assert district.due_at == above.due_at
    assert world.province.up_report_id is None
    assert world.province.due_at == above.due_at + 10 * DAY
    view = consolidation.read(session, consolidator(district), district.id, WRITTEN)
    assert (view.row.expected, view.row.missing, view.totals) == (3, 3, [])


def test_a_report_above_that_opens_later_is_found(session, machine, world):
    district, above = world.districts[0], world.above[0]
    session.execute(
        sa.update(consolidation.Rollup)
        .where(consolidation.Rollup.id == district.id)
        .values(up_report_id=None, up_rollup_id=None)
    )
    consolidation.opened(session, [above.id], WRITTEN)
    session.refresh(district)
    assert (district.up_report_id, district.up_rollup_id) == (above.id, world.province.id)


def test_figures_are_added_and_averaged_by_their_rules(session, machine, world):
    a, b, c = world.communes[0]
    reported(session, machine, a, trainingCourses=2, femaleLeaderRate=Decimal("10.5"))
    reported(session, machine, b, trainingCourses=3, femaleLeaderRate=Decimal(21), femaleOfficers=7)
    assert totals(session, world.districts[0]) == {
        "trainingCourses": (5, 2),
        "participants": (None, 0),
        "communicationEvents": (None, 0),
        "femaleLeaderRate": (Decimal("15.75"), 2),
        "femaleOfficers": (7, 1),
    }
    reported(session, machine, c, nil=True, trainingCourses=None, femaleLeaderRate=None)
    assert totals(session, world.districts[0])["trainingCourses"] == (5, 3)
    assert totals(session, world.districts[0])["femaleLeaderRate"] == (Decimal("15.75"), 2)


@pytest.mark.parametrize(
    ("deadline", "moment", "period"),
    [
        (HALF_YEAR, "{boundary: before, date: 10/5}", "2023-6T"),
        ("{kind: one_off, boundary: before, date: 15/5/2023}", ONCE, "2023-05-15"),
    ],
)
def test_a_printed_day_of_the_consolidated_report_holds_also_before_the_units_own(
    session, machine, deadline, moment, period
):
    text = (SAMPLES / "binh-dinh-2023.yaml").read_text("utf-8")
    printed = f"deadline: {deadline}\n    consolidated: {moment}\n"
    changed = text.replace(f"deadline: {HALF_YEAR}\n", printed)
    assert changed != text
    directive = record(session, parse(changed.encode(), "binh-dinh.yaml"), ISSUED)
    (unit, *_) = selectors.children(session, directive.issuer_id, "huyen", APRIL)
    opened(session, machine, [(directive.id, unit.id)])
    mine = rollups.rollup(session, directive, period)
    assert mine.due_at == midnight(date(2023, 5, 10))
    assert consolidation.read(session, consolidator(mine), mine.id, WRITTEN).row.due_at == (
        mine.due_at
    )
    assert report(session, directive, unit.id, period).due_at == midnight(date(2023, 5, 15))


def test_before_any_report_nothing_is_consolidated(session, machine, world):
    submitted(session, world.communes[0][0], {"trainingCourses": 1})
    before = dump(session)
    with pytest.raises(NothingReported) as refused:
        close(session, machine, world.districts[0])
    assert "3 đơn vị" in refused.value.text("vi")
    assert dump(session) == before


def test_the_missing_are_named_with_their_reason_in_the_text(session, machine, world):
    there, sent, missing = world.communes[0]
    reported(session, machine, there, narrative="Đã mở 2 lớp.", trainingCourses=2)
    submitted(session, sent, {"trainingCourses": 1})
    version = close(session, machine, world.districts[0])
    names_of = names(session, [there, sent, missing])
    assert "Đã tiếp nhận 1/3 báo cáo" in version.body
    assert f"{names_of[1]} (đã nộp, chưa được tiếp nhận); {names_of[2]} (chưa báo cáo)" in (
        version.body
    )
    assert f"{names_of[0]}: Đã mở 2 lớp." in version.body
    assert "Số lớp tập huấn đã tổ chức: 2 lớp (cộng 1 đơn vị)" in version.body
    assert [a["reason"] for a in version.absent] == ["not-accepted", "not-reported"]


def test_a_requested_body_that_sent_nothing_is_named_apart(session, machine, world):
    there, asked, _ = world.communes[0]
    asked.requested = True
    session.flush()
    reported(session, machine, there, trainingCourses=2)
    body = close(session, machine, world.districts[0]).body
    assert "Đơn vị chưa có báo cáo (1)" in body
    assert f"chưa gửi báo cáo (1): {names(session, [asked])[0]}." in body


def test_the_result_is_the_draft_of_the_report_one_tier_up(session, machine, world, outbox):
    a, b, _ = world.communes[0]
    reported(session, machine, a, narrative="A", trainingCourses=2, femaleLeaderRate=Decimal(10))
    reported(session, machine, b, narrative="B", trainingCourses=3, femaleLeaderRate=Decimal(15))
    close(session, machine, world.districts[0])
    session.refresh(world.above[0])
    draft: dict[str, Any] = answers(world.above[0].draft)
    assert (draft["trainingCourses"], draft["femaleLeaderRate"]) == (5, Decimal("12.50"))
    assert draft["narrative"].startswith("Đã tiếp nhận 2/3 báo cáo")
    assert f"{names(session, [a])[0]}: A" in draft["narrative"]
    told = session.scalars(sa.select(Notice).where(Notice.kind == "da-tong-hop")).one()
    assert told.unit_id == world.above[0].unit_id


def test_a_late_report_waits_for_a_supplement_which_renews_the_draft(session, machine, world):
    a, b, c = world.communes[0]
    rollup = world.districts[0]
    reported(session, machine, a, trainingCourses=2)
    close(session, machine, rollup)
    with pytest.raises(NothingToAdd):
        consolidation.supplement(session, machine, consolidator(rollup), rollup.id, WRITTEN)
    reported(session, machine, b, b.first_due_at + DAY, trainingCourses=3)
    view = consolidation.read(session, consolidator(rollup), rollup.id, WRITTEN)
    assert (view.row.status, view.row.waiting) == ("closed", 1)
    later = b.first_due_at + 2 * DAY
    version = consolidation.supplement(session, machine, consolidator(rollup), rollup.id, later)
    assert version.n == 2
    assert version.body.startswith("Báo cáo bổ sung lần 1:")
    assert f"Bổ sung lần này (1): {names(session, [b])[0]}." in version.body
    assert f"Đơn vị nộp quá hạn (1): {names(session, [b])[0]}." in version.body
    assert "5 lớp (cộng 2 đơn vị); lần trước: 2 lớp" in version.body
    session.refresh(world.above[0])
    assert answers(world.above[0].draft)["trainingCourses"] == 5
    assert consolidation.read(session, consolidator(rollup), rollup.id, later).row.missing == 1
    assert names(session, [c])[0] in version.body


def test_a_supplement_does_not_undo_what_an_officer_wrote(session, machine, world):
    a, b, _ = world.communes[0]
    rollup, above = world.districts[0], world.above[0]
    reported(session, machine, a, trainingCourses=2, participants=10)
    close(session, machine, rollup)
    session.refresh(above)
    above.draft = above.draft | {"participants": 11, "proposals": "Đề nghị cấp kinh phí."}
    above.draft_by = 1
    session.flush()
    reported(session, machine, b, trainingCourses=3, participants=20)
    consolidation.supplement(session, machine, consolidator(rollup), rollup.id, WRITTEN + DAY)
    session.refresh(above)
    draft: dict[str, Any] = answers(above.draft)
    assert (draft["trainingCourses"], draft["participants"]) == (5, 11)
    assert draft["proposals"] == "Đề nghị cấp kinh phí."
    assert draft["narrative"].startswith("Đã tiếp nhận 2/3")


def test_a_supplement_to_a_report_that_was_sent_is_told_to_who_received_it(session, machine, world):
    a, b, _ = world.communes[0]
    rollup, above = world.districts[0], world.above[0]
    reported(session, machine, a, trainingCourses=2)
    close(session, machine, rollup)
    sent_up(session, machine, above)
    reported(session, machine, b, trainingCourses=3)
    draft = above.draft
    consolidation.supplement(session, machine, consolidator(rollup), rollup.id, WRITTEN + DAY)
    session.refresh(above)
    assert above.draft == draft
    told = session.scalars(sa.select(Notice).where(Notice.kind == "bao-cao-bo-sung")).one()
    assert (told.unit_id, told.params["added"]) == (
        world.province.consolidator_id,
        names(session, [b])[0],
    )
    assert totals(session, world.province)["trainingCourses"] == (2, 1)


def test_the_mean_over_a_province_is_the_mean_over_its_communes(session, machine, world):
    rates = {0: (100, 0, 0), 1: (50,)}
    for n, (rollup, above, communes) in enumerate(world.chains):
        for one, value in zip(communes, rates[n], strict=False):
            reported(session, machine, one, femaleLeaderRate=value)
        close(session, machine, rollup)
        sent_up(session, machine, above)
    who = consolidator(world.province)
    found = consolidation.trace(session, who, world.province.id, "femaleLeaderRate")
    assert [s.value for s in found] == [Decimal("33.33"), Decimal("50.00")]
    assert [s.amount for s in found] == [(100, 3), (50, 1)]
    assert totals(session, world.province)["femaleLeaderRate"] == (Decimal("37.50"), 4)


def test_a_figure_changed_by_hand_goes_up_as_reported_and_is_marked(session, machine, world):
    a, b, _ = world.communes[0]
    reported(session, machine, a, trainingCourses=2, femaleLeaderRate=10)
    reported(session, machine, b, trainingCourses=3, femaleLeaderRate=30)
    close(session, machine, world.districts[0])
    reported(session, machine, world.above[0], trainingCourses=6, femaleLeaderRate=20)
    assert totals(session, world.province)["trainingCourses"] == (6, 2)
    assert totals(session, world.province)["femaleLeaderRate"] == (Decimal("20.00"), 2)
    (source,) = consolidation.trace(
        session, consolidator(world.province), world.province.id, "trainingCourses"
    )
    assert source.adjusted
    assert [s.value for s in source.sources] == [2, 3]


def test_every_number_of_the_province_is_traced_to_its_communes(session, machine, world):
    for n, (rollup, above, communes) in enumerate(world.chains):
        for m, one in enumerate(communes):
            reported(session, machine, one, trainingCourses=10 * n + m)
        close(session, machine, rollup)
        sent_up(session, machine, above)
    who = consolidator(world.province)
    found = consolidation.trace(session, who, world.province.id, "trainingCourses")
    assert [[s.value for s in district.sources] for district in found] == [[0, 1, 2], [10, 11, 12]]
    assert [(s.value, s.adjusted) for s in found] == [(3, False), (33, False)]
    assert totals(session, world.province)["trainingCourses"] == (36, 6)
    level = consolidation.level(session, who, found[0].rollup_id, "trainingCourses", limit=2)
    assert ([s.value for s in level.rows], level.next_after) == ([0, 1], 2)
    with pytest.raises(UnknownFigure):
        consolidation.trace(session, who, world.province.id, "narrative")


def test_what_came_after_the_report_above_is_shown_but_not_counted(session, machine, world):
    a, b, _ = world.communes[0]
    rollup, above = world.districts[0], world.above[0]
    reported(session, machine, a, trainingCourses=2)
    close(session, machine, rollup)
    sent_up(session, machine, above)
    reported(session, machine, b, trainingCourses=3)
    (source,) = consolidation.trace(
        session, consolidator(world.province), world.province.id, "trainingCourses"
    )
    assert [(s.value, s.counted) for s in source.sources] == [(2, True), (3, False)]
    assert not source.adjusted


def test_of_a_stock_the_last_period_counts_and_units_are_added(session, machine, world):
    rollup = world.districts[0]
    for period, values in (("2023-6T", (5, 7, 1)), ("2023-N", (6, None, 2))):
        for one, value in zip(world.communes[0], values, strict=True):
            each = session.scalars(
                sa.select(type(one)).filter_by(
                    obligation_id=_obligation(session, rollup, period),
                    unit_id=one.unit_id,
                    period=period,
                )
            ).one()
            reported(session, machine, each, femaleOfficers=value, trainingCourses=1)
    # The sample owes half-year and year under two obligations; over one, periods are told apart.
    session.execute(
        sa.text(
            "UPDATE rollup SET obligation_id = :o WHERE directive_id = :d AND period = '2023-N'"
        ),
        {"o": rollup.obligation_id, "d": rollup.directive_id},
    )
    found = consolidation.over_periods(
        session,
        consolidator(rollup),
        rollup.id,
        rollup.period_start,
        rollup.period_end.replace(month=12, day=31),
    )
    told = {t.figure.name: (t.value, t.units) for t in found}
    assert told["femaleOfficers"] == (6 + 7 + 2, 3)
    assert told["trainingCourses"] == (6, 6)


def _obligation(session, rollup, period):
    return session.scalars(
        sa.select(consolidation.Rollup.obligation_id).where(
            consolidation.Rollup.directive_id == rollup.directive_id,
            consolidation.Rollup.period == period,
        )
    ).one()


def test_the_missing_are_urged_in_one_action_once_a_day(session, machine, world, outbox):
    there, missing, asked = world.communes[0]
    rollup = world.districts[0]
    asked.requested = True
    session.flush()
    reported(session, machine, there, trainingCourses=2)
    late = missing.due_at + HOUR

    def urge(at):
        found = consolidation.urge(session, machine, consolidator(rollup), rollup.id, at)
        return {u.unit_id: u.outcome for u in found}

    both = {missing.unit_id, asked.unit_id}
    assert urge(missing.opens_at - DAY) == dict.fromkeys(both, "not-open")
    assert urge(missing.due_at - DAY) == dict.fromkeys(both, "told")
    assert urge(late) == dict.fromkeys(both, "told")
    assert urge(late + HOUR) == dict.fromkeys(both, "told-before")
    kinds = dict(
        session.execute(
            sa.select(Notice.unit_id, sa.func.array_agg(Notice.kind)).group_by(Notice.unit_id)
        ).all()
    )
    assert sorted(kinds[missing.unit_id]) == ["don-doc-tong-hop", "nhac-tong-hop"]
    assert set(kinds[asked.unit_id]) == {"de-nghi-tong-hop"}
    for one in (missing, asked):
        reported(session, machine, one, trainingCourses=2)
    with pytest.raises(NobodyToUrge):
        urge(late + DAY)


def test_only_the_consolidator_acts_and_others_see_no_more_than_they_may(session, machine, world):
    rollup, above = world.districts[0], world.above[0]
    reported(session, machine, world.communes[0][0], trainingCourses=2)
    issuer, sister = officer_of(above.unit_id), officer_of(world.above[1].unit_id)
    assert consolidation.read(session, issuer, rollup.id, WRITTEN).may_act is False
    for actor in (
        issuer,
        consolidator(world.province),
        officer_of(rollup.consolidator_id, "vanthu"),
    ):
        assert consolidation.units(session, actor, rollup.id).rows
        for act in (consolidation.close, consolidation.urge, consolidation.supplement):
            with pytest.raises(NotTheConsolidator):
                act(session, machine, actor, rollup.id, WRITTEN)
    commune = officer_of(world.communes[0][0].unit_id)
    for stranger in (sister, commune):
        for act in (consolidation.close, consolidation.urge, consolidation.supplement):
            with pytest.raises(NotFound):
                act(session, machine, stranger, rollup.id, WRITTEN)
        for look in (consolidation.units, consolidation.trace, consolidation.level):
            with pytest.raises(NotFound):
                look(session, stranger, rollup.id, *(() if look is consolidation.units else ("x",)))
    assert count(session, "rollup_version") == 0


def test_a_roll_up_is_closed_once_and_supplemented_only_then(session, machine, world):
    rollup = world.districts[0]
    reported(session, machine, world.communes[0][0], trainingCourses=2)
    with pytest.raises(StillOpen):
        consolidation.supplement(session, machine, consolidator(rollup), rollup.id, WRITTEN)
    close(session, machine, rollup)
    with pytest.raises(AlreadyClosed):
        close(session, machine, rollup)
    assert count(session, "audit_entry", "action = 'rollup-close'") == 1


def test_a_day_before_the_report_above_is_due_a_roll_up_closes_where_policy_says_so(
    session, machine, world
):
    mine, other = world.districts
    closing = mine.due_at - DAY
    reported(session, machine, world.communes[0][0], trainingCourses=2)
    reported(session, machine, world.communes[1][0], trainingCourses=2)
    policies.put(session, CLOSES.key, mine.consolidator_id, AT_DUE, WRITTEN, "test")
    assert consolidation.close_due(session, machine, closing - HOUR) == 0
    assert consolidation.close_due(session, machine, closing) == 2
    assert consolidation.close_due(session, machine, closing) == 0
    session.refresh(mine)
    session.refresh(other)
    assert (mine.versions, other.versions) == (1, 0)
    told = session.scalars(sa.select(Notice).where(Notice.kind == "den-han-tong-hop")).all()
    assert [n.unit_id for n in told] == [other.consolidator_id]


def test_the_date_follows_an_extension_of_the_report_above(session, machine, world):
    mine, above = world.districts[0], world.above[0]
    above.due_at += 5 * DAY
    session.flush()
    assert consolidation.close_due(session, machine, above.due_at - DAY - HOUR) == 1
    view = consolidation.read(session, consolidator(mine), mine.id, WRITTEN)
    assert view.row.due_at == above.due_at


def test_reports_accepted_before_there_were_roll_ups_are_in_the_closing(session, machine, world):
    a, b, _ = world.communes[0]
    for one in (a, b):
        submitted(session, one, {"trainingCourses": 4})
    session.execute(
        sa.text("UPDATE report SET status = 'accepted' WHERE id = ANY(:ids)"),
        {"ids": [a.id, b.id]},
    )
    close(session, machine, world.districts[0])
    assert totals(session, world.districts[0])["trainingCourses"] == (8, 2)


def test_the_list_shows_what_presses_first(session, machine, world):
    rollup = world.districts[0]
    reported(session, machine, world.communes[0][0], trainingCourses=2)
    close(session, machine, rollup)
    rows = consolidation.page(session, consolidator(rollup), rollup.due_at).rows
    assert [(r.period, r.status) for r in rows] == [("2023-N", "open"), ("2023-6T", "closed")]
    assert (rows[1].expected, rows[1].accepted, rows[1].overdue) == (3, 1, 2)
    assert consolidation.consolidates(session, consolidator(rollup))
    assert not consolidation.consolidates(session, officer_of(world.communes[0][0].unit_id))


def test_roll_ups_go_on_at_the_successor(session, machine, world):
    rollup = world.districts[0]
    heir = world.communes[0][0].unit_id
    consolidation.handed_over(session, {rollup.consolidator_id: heir})
    session.refresh(rollup)
    assert rollup.consolidator_id == heir
    assert world.province.consolidator_id != heir

"""Tháng hành động 15/11–15/12: a window with its plan, and a closing report where the letter asks."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from adapters.directive_files import SAMPLES, parse, read
from engine import campaign_views, inbox, policies
from engine.campaign_tables import Campaign
from engine.deadlines import midnight
from engine.directives import DirectiveRefused
from engine.errors import NotFound
from engine.instances import WorkItem
from engine.notices import Notice
from engine.report_tables import Report
from tests.helpers.matters import issue, of, unit
from tests.helpers.story import count, same_timers, tick

ISSUED = datetime(2023, 9, 20, 2, tzinfo=UTC)
DAY = timedelta(days=1)
VAN_BAN = """
issuer: UBND tỉnh Bình Định
number: 6001
symbol: UBND-VX
type: cong_van
issued_on: 18/9/2023
subject: Tháng hành động vì bình đẳng giới
field: ldtbxh
process: cascade-three-tier
recipients:
  - {group: Huyện, select: 'children(unit, "huyen")'}
  - {group: Đoàn thể, select: 'children(unit, "doan-the")', requested: true}
campaigns:
  - name: Tháng hành động vì bình đẳng giới
    from: 15/11/2023
    to: 15/12/2023
"""
CLOSING = """    report: {days: 15, who: [Huyện], consolidator: 'lead(unit, "ldtbxh")'}
"""
YEARLY = """    until: 31/12/2025
"""
pytestmark = pytest.mark.usefixtures("units")


def plans(session, unit_id, status="open"):
    return session.scalars(
        sa.select(WorkItem).where(
            WorkItem.form == "campaign-plan",
            WorkItem.unit_id == unit_id,
            WorkItem.status == status,
        )
    ).all()


def test_a_month_of_action_with_its_plan_and_its_closing_report(session, machine):
    directive = issue(session, machine, VAN_BAN + CLOSING, ISSUED)
    tinh, huyen = directive.issuer_id, unit(session, "UBND huyện Phù Cát, tỉnh Bình Định", ISSUED)
    (row,) = campaign_views.listed(session, of(huyen), ISSUED)
    assert (row.starts_on, row.ends_on) == (date(2023, 11, 15), date(2023, 12, 15))
    assert (row.plan_due_on, row.report_due_on) == (date(2023, 11, 14), date(2023, 12, 30))

    tick(session, machine, midnight(date(2023, 10, 26)) - DAY / 24)
    assert plans(session, huyen) == []
    tick(session, machine, midnight(date(2023, 10, 26)))
    (task,) = plans(session, huyen)
    assert task.due_at == midnight(date(2023, 11, 15))
    answers = {"planDocument": "118/KH-UBND", "planSummary": "Mít tinh, truyền thông"}
    planned_at = midnight(date(2023, 11, 2))
    inbox.complete(session, machine, of(huyen), task.id, answers, planned_at)
    seen = campaign_views.read(session, of(tinh), row.id, planned_at)
    assert [p.document for p in seen.plans] == ["118/KH-UBND"]
    peer = unit(session, "UBND huyện Tuy Phước, tỉnh Bình Định", ISSUED)
    assert campaign_views.read(session, of(peer), row.id, planned_at).plans == ()

    closing = session.scalars(
        sa.select(Report).where(Report.unit_id == huyen, Report.title.like("Báo cáo tổng kết%"))
    ).one()
    assert closing.due_at == midnight(date(2023, 12, 31))
    assert (closing.period_start, closing.period_end) == (row.starts_on, row.ends_on)
    so = unit(session, "Sở Lao động - Thương binh và Xã hội tỉnh Bình Định", ISSUED)
    assert closing.consolidator_id == so
    tick(session, machine, midnight(date(2023, 12, 16)))
    assert count(session, "work_item", f"subject = '{closing.subject}' AND status = 'open'") == 1
    same_timers(session, machine)


def test_without_a_plan_the_head_is_told_and_a_requested_body_never(session, machine):
    directive = issue(session, machine, VAN_BAN, ISSUED)
    tick(session, machine, midnight(date(2023, 11, 15)))
    told = set(session.scalars(sa.select(Notice.unit_id).where(Notice.kind == "dot-cham-ke-hoach")))
    ordered, asked = (
        set(
            session.scalars(
                sa.text(
                    "SELECT unit_id FROM recipient WHERE directive_id = :d AND requested = :asked"
                ),
                {"d": directive.id, "asked": requested},
            )
        )
        for requested in (False, True)
    )
    assert told == ordered and asked
    tick(session, machine, midnight(date(2023, 12, 16)))
    assert count(session, "work_item", "form = 'campaign-plan' AND status = 'open'") == 0
    assert count(session, "instance", "process = 'cp-plan' AND status = 'running'") == 0


def test_a_province_has_its_own_days_for_the_closing_report(session, machine):
    tinh = unit(session, "UBND tỉnh Bình Định", ISSUED)
    policies.put(session, "campaign.report-days", tinh, 7, ISSUED, "command")
    issue(session, machine, VAN_BAN + "    report: {}\n", ISSUED)
    assert session.scalars(sa.select(Campaign.report_due_on)).all() == [date(2023, 12, 22)]
    assert set(session.scalars(sa.select(Report.due_at))) == {midnight(date(2023, 12, 23))}


def test_a_letter_that_asks_for_no_closing_report_gets_none(session, machine):
    issue(session, machine, VAN_BAN, ISSUED)
    assert count(session, "obligation") == count(session, "report") == 0
    assert session.scalars(sa.select(Campaign.report_due_on)).all() == [None]


def test_each_year_the_next_window_waits_and_no_other(session, machine):
    issue(session, machine, VAN_BAN + YEARLY + CLOSING, ISSUED)
    huyen = unit(session, "UBND huyện Phù Cát, tỉnh Bình Định", ISSUED)
    starts = session.scalars(sa.select(Campaign.starts_on).order_by(Campaign.starts_on)).all()
    assert starts == [date(year, 11, 15) for year in (2023, 2024, 2025)]
    running = f"process = 'cp-plan' AND unit_id = {huyen} AND status = 'running'"
    for year in (2023, 2024, 2025):
        assert count(session, "instance", running) == 1
        tick(session, machine, midnight(date(year, 10, 26)), limit=2000)
        assert len(plans(session, huyen)) == 1
        tick(session, machine, midnight(date(year, 12, 16)), limit=2000)
    assert count(session, "instance", running) == 0
    dues = session.scalars(
        sa.select(Report.first_due_at).where(Report.unit_id == huyen).order_by(Report.first_due_at)
    ).all()
    assert dues == [midnight(date(year, 12, 31)) for year in (2023, 2024, 2025)]


def test_before_running_over_by_the_day(session, machine):
    issue(session, machine, VAN_BAN, ISSUED)
    huyen = unit(session, "UBND huyện Phù Cát, tỉnh Bình Định", ISSUED)

    def standing(day):
        return campaign_views.listed(session, of(huyen), midnight(day))[0].standing

    assert standing(date(2023, 11, 14)) == "before"
    assert standing(date(2023, 11, 15)) == standing(date(2023, 12, 15)) == "running"
    assert standing(date(2023, 12, 16)) == "over"


def test_an_administration_that_asks_for_no_plans_gets_no_tasks(session, machine):
    policies.put(session, "campaign.plan", None, False, ISSUED, "command")
    issue(session, machine, VAN_BAN, ISSUED)
    assert count(session, "campaign") == 1
    assert count(session, "instance", "process = 'cp-plan'") == 0


def test_a_stranger_does_not_see_it(session, machine):
    issue(session, machine, VAN_BAN, ISSUED)
    stranger = of(unit(session, "UBND tỉnh Phú Yên", ISSUED))
    assert campaign_views.listed(session, stranger, ISSUED) == []
    with pytest.raises(NotFound):
        campaign_views.read(session, stranger, session.scalar(sa.select(Campaign.id)), ISSUED)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (("    to: 15/12/2023\n", "    to: 15/10/2023\n"), "campaigns[0].to"),
        (("    from: 15/11/2023\n", "    until: 1/1/2025\n"), "campaigns[0].from"),
        (("    to: 15/12/2023\n", "    to: 15/12/2023\n    until: 1/1/2090\n"), "until"),
        (("    to: 15/12/2023\n", "    to: 15/12/2023\n    report: {days: 1.5}\n"), "report.days"),
    ],
)
def test_an_impossible_campaign_is_refused_at_its_line(change, where):
    with pytest.raises(DirectiveRefused, match=where.replace("[", r"\[")):
        parse(VAN_BAN.replace(*change).encode(), "thu.yaml")


def test_the_samples_campaigns_are_read():
    for sample in SAMPLES.glob("*.yaml"):
        for campaign in read(sample).campaigns:
            assert campaign.report is None

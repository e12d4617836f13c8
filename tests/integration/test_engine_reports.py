"""A report's life in the database: opened, due, late, returned, accepted, its deadline moved."""

from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa

from engine import inbox, notices, reports
from engine.errors import NotFound
from engine.instances import Instance
from engine.notices import Notice
from engine.process.data import load
from engine.reports import DeadlineInThePast, Report, statuses
from engine.timers import Timer
from tests.helpers.story import (
    DUE,
    ISSUED,
    OPEN,
    REPORT,
    count,
    finish,
    issued,
    items,
    lap_bao_cao,
    officer,
    one_report,
    same_timers,
    tick,
)

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def directive(session, machine):
    return issued(session, machine)


def written(session, report, kind=None):
    query = sa.select(Notice.kind).where(Notice.report_id == report.id).order_by(Notice.id)
    return list(session.scalars(query))


def submit(session, machine, report, now):
    finish(session, machine, [lap_bao_cao(session, report)], REPORT, now)
    session.refresh(report)
    return report


def review(session, machine, report, decision, now):
    item = session.scalars(
        sa.select(inbox.WorkItem).where(
            inbox.WorkItem.subject == report.subject,
            inbox.WorkItem.element == "tonghop-xem-xet",
            inbox.WorkItem.status == "open",
        )
    ).one()
    assert item.unit_id == report.consolidator_id
    applied = finish(session, machine, [item], {"decision": decision, "remarks": "thiếu"}, now)
    assert applied.faults == []
    session.refresh(report)
    return report


def test_issuing_opens_exactly_what_is_owed(session, machine, directive):
    # 24 bodies of the province (18 'sở' and 6 mass organisations) and 11 districts; all but the
    # consolidating Sở owe two reports of 2023.
    assert count(session, "recipient", "sent_at IS NOT NULL") == 35
    assert count(session, "work_item") == 35
    assert count(session, "report") == 68
    assert count(session, "instance") == 35 + 68 + 1
    assert count(session, "instance", "status = 'ended'") == 1
    assert count(session, "timer") == 35 + 68
    assert count(session, "fault") == 0
    assert count(session, "notice", "report_id IS NOT NULL") == 0
    assert tick(session, machine, ISSUED) == 0
    same_timers(session, machine)


def test_the_ladder_is_climbed_rung_by_rung_and_each_rung_told_once(session, machine, directive):
    tick(session, machine, OPEN)
    report = one_report(session, requested=False, period="2023-6T")
    told = []
    for day in (-7, -1, 0, 2, 5, 10):
        before = count(session, "notice")
        tick(session, machine, DUE + day * DAY - timedelta(microseconds=1))
        assert count(session, "notice") == before, f"early: {day}"
        tick(session, machine, DUE + day * DAY)
        told.append(written(session, report))
    # The letter goes to the head, with a copy to the superior.
    rungs = ["nhac-1", "nhac-2", "qua-han", "lanh-dao", "cap-tren", "don-doc", "don-doc"]
    assert told[-1] == rungs
    assert [len(t) for t in told] == [1, 2, 3, 4, 5, 7]
    superior = session.scalars(
        sa.select(Notice).where(Notice.report_id == report.id, Notice.kind == "cap-tren")
    ).one()
    assert superior.unit_id != report.unit_id == superior.about_unit_id
    session.refresh(report)
    assert report.rung == "don-doc"
    assert count(session, "notice", "kind = 'qua-han'") == 28


def test_who_was_only_asked_is_reminded_but_never_urged(session, machine, directive):
    for day in (-7, -1, 0, 20):
        tick(session, machine, DUE + day * DAY)
    asked = one_report(session, requested=True, period="2023-6T")
    assert written(session, asked) == ["nhac-1", "nhac-2"]


def test_who_was_only_asked_is_not_urged_after_an_earlier_deadline_either(
    session, machine, directive
):
    tick(session, machine, OPEN)
    asked = one_report(session, requested=True, period="2023-6T")
    reports.move_deadline(session, machine, [asked.id], OPEN + 2 * DAY, OPEN, "test")
    tick(session, machine, OPEN + 3 * DAY)
    assert set(written(session, asked)) <= {"nhac-1", "nhac-2"}


@pytest.mark.parametrize(
    ("moment", "late"),
    [(DUE - timedelta(microseconds=1), False), (DUE - timedelta(seconds=1), False), (DUE, True)],
)
def test_the_last_day_counts_to_its_last_instant(session, machine, directive, moment, late):
    tick(session, machine, OPEN)
    report = one_report(session, requested=False, period="2023-6T")
    submit(session, machine, report, moment)
    tick(session, machine, moment)
    counts = statuses(session, [directive.id], moment)
    assert (counts["on_time"], counts["late"]) == ((0, 1) if late else (1, 0))
    tick(session, machine, DUE + DAY)
    assert "qua-han" not in written(session, report)
    assert sum(statuses(session, [directive.id], DUE).values()) == 56


def test_lateness_begins_with_the_first_instant_after_the_last_day(session, machine, directive):
    before = statuses(session, [directive.id], DUE - timedelta(microseconds=1))
    assert before == {"on_time": 0, "late": 0, "within_time": 56, "overdue": 0}
    assert statuses(session, [directive.id], DUE)["overdue"] == 28


def test_a_report_is_submitted_returned_resubmitted_and_accepted(session, machine, directive):
    tick(session, machine, OPEN)
    report = one_report(session, requested=False, period="2023-6T")
    first = OPEN + DAY
    submit(session, machine, report, first)
    assert (report.status, report.submitted_at, report.content) == ("submitted", first, REPORT)
    assert (
        count(
            session,
            "timer",
            f"instance_id IN (SELECT id FROM instance WHERE subject = '{report.subject}')",
        )
        == 0
    )
    review(session, machine, report, "return", first + DAY)
    assert (report.status, report.remarks) == ("returned", "thiếu")
    assert lap_bao_cao(session, report).due_at == DUE
    submit(session, machine, report, first + 2 * DAY)
    assert (report.status, report.remarks) == ("submitted", None)
    review(session, machine, report, "accept", first + 3 * DAY)
    assert (report.status, report.accepted_at) == ("accepted", first + 3 * DAY)
    ended = session.scalars(sa.select(Instance.status).where(Instance.subject == report.subject))
    assert set(ended) == {"ended"}
    tick(session, machine, DUE + 20 * DAY)
    assert written(session, report) == ["tra-lai"]
    same_timers(session, machine)


def test_a_report_returned_after_its_day_is_not_reminded_of_days_gone_by(
    session, machine, directive
):
    tick(session, machine, OPEN)
    report = one_report(session, requested=False, period="2023-6T")
    submit(session, machine, report, OPEN + DAY)
    back = DUE + 3 * DAY
    review(session, machine, report, "return", back)
    tick(session, machine, back)
    assert not {"nhac-1", "nhac-2"} & set(written(session, report))


def test_a_moved_deadline_moves_timers_and_task_but_not_lateness(session, machine, directive):
    tick(session, machine, DUE - 7 * DAY)
    report = one_report(session, requested=False, period="2023-6T")
    assert written(session, report) == ["nhac-1"]
    later = DUE + 10 * DAY
    second = (DUE - DAY).isoformat()
    untouched = count(session, "timer", f"due_at = '{second}'")
    assert reports.move_deadline(session, machine, [report.id], later, DUE - 5 * DAY, "x") == 1
    session.refresh(report)
    assert (report.due_at, report.first_due_at) == (later, DUE)
    assert lap_bao_cao(session, report).due_at == later
    running = session.scalars(
        sa.select(Instance).where(Instance.subject == report.subject, Instance.status == "running")
    ).one()
    assert load(running.data)["dueAt"] == later
    due = {
        t.element: t.due_at
        for t in session.scalars(sa.select(Timer).where(Timer.instance_id == running.id))
    }
    assert due == {"donvi-den-bac": later - 7 * DAY}
    assert count(session, "timer", f"due_at = '{second}'") == untouched - 1
    for day in (-7, -1):
        tick(session, machine, later + day * DAY)
    tick(session, machine, later - timedelta(seconds=1))
    # The new deadline begins a new round of the ladder.
    assert written(session, report) == ["nhac-1", "nhac-1", "nhac-2"]
    submit(session, machine, report, later - timedelta(seconds=1))
    assert report.submitted_at >= report.first_due_at
    same_timers(session, machine)


def test_a_deadline_moved_while_the_consolidator_reads_counts_after_a_return(
    session, machine, directive
):
    tick(session, machine, OPEN)
    report = one_report(session, requested=False, period="2023-6T")
    submit(session, machine, report, OPEN + DAY)
    reports.move_deadline(session, machine, [report.id], DUE + 9 * DAY, OPEN + 2 * DAY, "x")
    review(session, machine, report, "return", OPEN + 3 * DAY)
    assert lap_bao_cao(session, report).due_at == DUE + 9 * DAY
    same_timers(session, machine)


def test_a_deadline_in_the_past_or_of_nothing_is_refused(session, machine, directive):
    tick(session, machine, OPEN)
    report = one_report(session, requested=False, period="2023-6T")
    for past in (OPEN, OPEN - DAY):
        with pytest.raises(DeadlineInThePast):
            reports.move_deadline(session, machine, [report.id], past, OPEN, "x")
    with pytest.raises(NotFound):
        reports.move_deadline(session, machine, [10**9], DUE + DAY, OPEN, "x")
    session.refresh(report)
    assert report.due_at == DUE


@pytest.mark.parametrize("seed", range(4))
def test_after_any_history_every_waiting_timer_and_open_task_has_its_row(
    session, machine, directive, seed
):
    chance, now = Random(seed), OPEN
    for _ in range(25):
        now += timedelta(hours=chance.randrange(60))
        what = chance.randrange(4)
        if what == 0:
            tick(session, machine, now, limit=chance.choice([1, 7, 200]))
        elif what == 1:
            some = session.scalars(sa.select(Report.id).order_by(Report.id)).all()
            try:
                reports.move_deadline(
                    session,
                    machine,
                    chance.sample(some, 9),
                    now + chance.randrange(40) * DAY + DAY,
                    now,
                    "x",
                )
            except NotFound:
                continue
        else:
            opened = items(
                session,
                chance.choice(
                    ["tiep-nhan", "phan-cong", "lap-bao-cao", "xem-xet", "to-chuc-thuc-hien"]
                ),
            )
            some_of = chance.sample(opened, min(len(opened), 8))
            decision = chance.choice(["accept", "return"])
            applied = finish(
                session,
                machine,
                some_of,
                REPORT | {"decision": decision, "remarks": None, "route": "implement"},
                now,
            )
            assert applied.faults == []
        same_timers(session, machine)
    assert count(session, "fault") == 0


def test_everything_told_can_be_read_in_both_languages(session, machine, directive):
    tick(session, machine, DUE + 20 * DAY)
    for notice in session.scalars(sa.select(Notice)):
        for locale in ("vi", "en"):
            subject, body = notices.sentence(
                notice.kind, {**notice.params, "unit": "xã Một", "directive": "1/KH"}, locale
            )
            assert subject and body and "\n" not in subject


def test_the_officer_s_page_says_how_much_is_late(session, machine, directive):
    tick(session, machine, OPEN)
    item = items(session, "lap-bao-cao")[0]
    page = inbox.page(session, officer(item), now=DUE)
    assert (page.total_open, page.total_late) == (1, 1)
    assert inbox.page(session, officer(item), now=DUE - timedelta(seconds=1)).total_late == 0


def test_an_answer_to_a_process_that_is_gone_is_a_visible_fault(session, machine, directive):
    report = one_report(session, period="2023-6T")
    tick(session, machine, OPEN)
    submit(session, machine, report, OPEN)
    session.execute(
        sa.update(Instance)
        .where(Instance.subject == report.subject, Instance.process == "pr-report")
        .values(status="cancelled")
    )
    item = session.scalars(
        sa.select(inbox.WorkItem).where(
            inbox.WorkItem.subject == report.subject,
            inbox.WorkItem.element == "tonghop-xem-xet",
        )
    ).one()
    finish(session, machine, [item], {"decision": "accept", "remarks": None}, OPEN)
    fault = session.execute(sa.text("SELECT element, message_vi FROM fault")).one()
    assert fault.element == "tonghop-tiep-nhan"
    assert "không có tiến trình nào đang chờ" in fault.message_vi

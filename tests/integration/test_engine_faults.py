"""A step that fails harms nobody else, is counted, is put off, and rests for a person to repair."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from adapters import postgres
from adapters.directive_files import read
from adapters.scheduler import fire_all
from engine import cascade, deployments, inbox, timers
from engine.directives import record
from engine.instances import Begin, Fault, Instance, To, apply
from engine.process.events import Change, Complete, Message, Start
from engine.process.step import Stale
from engine.reports import Report
from tests.helpers import bpmn as b
from tests.helpers.story import (
    DUE,
    ISSUED,
    OPEN,
    REPORT,
    count,
    dump,
    finish,
    issued,
    items,
    lap_bao_cao,
    officer,
    one_report,
    tick,
)

pytestmark = pytest.mark.usefixtures("units")
DAY = timedelta(days=1)


@pytest.fixture
def directive(session, machine):
    return issued(session, machine)


def poison(session, report):
    """Data that the report's process cannot use: its next step must fail."""
    session.execute(
        sa.text(
            'UPDATE instance SET data = replace(data, \'"dueAt":{"@t":\', \'"dueAt":{"@x":\')'
            " WHERE subject = :s"
        ),
        {"s": report.subject},
    )


def state_of(session, report):
    return session.execute(
        sa.text("SELECT state, data, status FROM instance WHERE subject = :s"),
        {"s": report.subject},
    ).one()


def test_one_poisoned_timer_of_a_batch_leaves_the_others_done(session, machine, directive):
    report = one_report(session, period="2023-6T")
    poison(session, report)
    before = state_of(session, report)
    for attempt, minutes in enumerate((0, 1, 5, 21, 85), 1):
        now = OPEN + timedelta(minutes=minutes)
        if attempt > 1:
            tick(session, machine, now - timedelta(seconds=1))
        fired = timers.fire_due(session, machine, now)
        assert fired.failed == 1, minutes
        assert session.scalars(sa.select(Fault.attempts)).one() == attempt
        assert timers.fire_due(session, machine, now).claimed == 0
    assert tick(session, machine, OPEN + DAY) == 0
    assert count(session, "timer", "attempts = 5") == 1
    assert len(items(session, "lap-bao-cao")) == 33
    assert state_of(session, report) == before
    fault = session.scalars(sa.select(Fault)).one()
    assert (fault.status, fault.unit_id) == ("open", report.unit_id)
    assert fault.message and fault.message_vi and fault.element


def test_a_fault_in_an_officer_s_step_keeps_the_task_and_tells_an_administrator(
    session, machine, directive
):
    tick(session, machine, OPEN)
    report = one_report(session, period="2023-6T")
    session.execute(
        sa.text(
            "UPDATE instance SET data = replace(data, '\"consolidator\"', '\"lost\"') "
            "WHERE subject = :s"
        ),
        {"s": report.subject},
    )
    item = lap_bao_cao(session, report)
    try:
        inbox.complete(session, machine, officer(item), item.id, REPORT, OPEN)
    except inbox.StepFailed:
        assert count(session, "fault", "status = 'open'") == 1
        session.refresh(item)
        assert item.status == "open"
    else:
        assert count(session, "fault") == 1  # a letter to nobody is a fault, not a lost report


def test_a_row_that_cannot_be_read_fails_alone(session, machine, directive):
    tick(session, machine, OPEN)
    one, *others = items(session, "lap-bao-cao")
    for column in ("data", "state"):
        with session.begin_nested() as undo:
            session.execute(
                sa.text(f"UPDATE instance SET {column} = :bad WHERE id = :i"),
                {"i": one.instance_id, "bad": '{"v": {"@n": "?"}}'},
            )
            applied = apply(
                session,
                machine,
                [To(i.instance_id, Complete(i.token, REPORT)) for i in (one, *others)],
                OPEN,
            )
            assert len(applied.faults) <= 1
            done = len(items(session, "lap-bao-cao", "done"))
            assert done >= len(others)
            undo.rollback()


TWO = b.xml(
    b.process(
        "z-one",
        b.start("zs"),
        b.throw("zt", "M", '[children(unit, "so"), children(unit, "huyen")]'),
        b.end("ze"),
        b.path("zs", "zt", "ze"),
    ),
    b.process(
        "z-two",
        b.start("zm", "M"),
        b.service(
            "zf", "notify", kind='"x"', audience='if unit.name = null then null else "clerk"'
        ),
        b.catch("zc", date="directive.recipients"),
        b.end("zx"),
        b.path("zm", "zf", "zc", "zx"),
    ),
    collaboration=b.pool("z-one", "tinh") + b.pool("z-two", "so") + b.letter("zt", "zm"),
)


def begin(session, machine, source):
    model = deployments.deploy(session, machine.library, "z", source, ISSUED)
    province = session.execute(
        sa.text(
            "SELECT parent_id FROM unit WHERE tier = 'huyen' AND valid_from <= '2023-03-28' AND"
            " valid_to > '2023-03-28' ORDER BY id LIMIT 1"
        )
    ).scalar_one()
    unit = {"id": province, "code": "x", "name": "x", "tier": "tinh"}
    return apply(
        session,
        machine,
        [Begin(model.id, "z-one", None, province, "", Start({"unit": unit, "directive": None}))],
        ISSUED,
    ), province


def test_a_recipient_without_a_pool_is_a_visible_fault_and_the_others_are_reached(session, machine):
    source = (
        TWO.replace(b'date="directive.recipients"', b"")
        .replace(b"<timeDate>directive.recipients</timeDate>", b"<timeDate>now()</timeDate>")
        .replace(b'kind="x"', b"")
    )
    applied, province = begin(session, machine, source)
    assert applied.steps > 1
    found = session.scalars(sa.select(Fault)).all()
    assert len(found) == 1
    assert (found[0].unit_id, found[0].element, found[0].status) == (province, "zt", "open")
    assert "huyen" in found[0].message
    assert count(session, "instance", "process = 'z-two'") > 0


def test_beginnings_that_fail_are_faults_of_their_units_and_begin_nothing(session, machine):
    applied, _ = begin(session, machine, TWO)
    faults = session.scalars(sa.select(Fault).where(Fault.element == "zc")).all()
    assert len(faults) == len([f for f in applied.faults if f[2].element == "zc"]) > 1
    assert count(session, "instance", "process = 'z-two'") == 0


def test_a_beginning_that_does_not_apply_does_not_take_the_others_with_it(
    session, machine, directive
):
    model = deployments.deployed(session, "periodic-report").id
    begins = [
        Begin(model, "pr-review", directive.id, u, "r1", Start({}, m))
        for u, m in ((1, "no such letter"), (2, "Nộp báo cáo"))
    ]
    apply(session, machine, begins, ISSUED)
    assert count(session, "instance", "process = 'pr-review'") == 1
    with pytest.raises(Stale):
        apply(session, machine, [To(10**9, Message("x"), strict=True)], ISSUED)


def test_a_batch_that_fails_as_a_whole_is_fired_one_by_one(sessions, machine, monkeypatch):
    with sessions.begin() as session:
        issued(session, machine)
        tick(session, machine, OPEN)
        bad = one_report(session, requested=False, period="2023-6T").id
    escalate = machine.services["escalate"].handler

    def failing(session, engine, calls, now):
        if any(c.instance.subject == f"r{bad}" for c in calls):
            raise RuntimeError("a service that breaks")
        return escalate(session, engine, calls, now)

    monkeypatch.setitem(
        machine.services,
        "escalate",
        type(machine.services["escalate"])(frozenset({"rung"}), failing),
    )
    now = DUE - 7 * DAY
    fire_all(sessions, machine, lambda _: now)
    with sessions() as session:
        assert count(session, "notice", "kind = 'nhac-1'") == 33
        assert count(session, "timer", "attempts > 0") == 1
    attempts = []
    for minutes in range(0, 60 * 24 * 5, 30):
        moment = now + timedelta(minutes=minutes)
        fire_all(sessions, machine, lambda _: moment)  # noqa: B023  (called at once)
        with sessions() as session:
            attempts.append(
                session.scalar(
                    sa.text(
                        f"SELECT attempts FROM timer t JOIN instance i ON i.id = t.instance_id WHERE "
                        f"subject = 'r{bad}' AND element = 'donvi-den-bac'"
                    )
                )
            )
    assert attempts[-1] == timers.MAX_ATTEMPTS
    assert sorted(set(attempts)) == [1, 2, 3, 4, 5]


def test_a_timer_moved_away_between_claim_and_firing_does_not_fire(session, machine, directive):
    timer_id = timers.claimable(session, OPEN)[0]
    session.execute(
        sa.text("UPDATE timer SET due_at = :d WHERE id = :i"), {"d": DUE, "i": timer_id}
    )
    assert timers.fire_one(session, machine, timer_id, OPEN).steps == 0
    assert count(session, "timer", f"id = {timer_id}") == 1


def test_a_timer_of_an_instance_that_ended_is_dropped_not_claimed_for_ever(
    session, machine, directive
):
    session.execute(sa.text("UPDATE instance SET status = 'cancelled'"))
    assert timers.fire_due(session, machine, OPEN).claimed > 0
    tick(session, machine, OPEN)
    assert count(session, "timer", f"due_at <= '{OPEN.isoformat()}'") == 0
    assert count(session, "notice", "report_id IS NOT NULL") == 0


def test_a_repaired_fault_is_tried_again_and_then_closed(session, machine, directive):
    report = one_report(session, period="2023-6T")
    good = state_of(session, report).data
    poison(session, report)
    tick(session, machine, OPEN)
    assert count(session, "fault", "status = 'open'") == 1
    session.execute(
        sa.text("UPDATE instance SET data = :d WHERE subject = :s"),
        {"d": good, "s": report.subject},
    )
    tick(session, machine, OPEN + timedelta(minutes=2))
    assert lap_bao_cao(session, report).due_at == DUE
    assert count(session, "fault", "status = 'open'") == 0


def test_changing_data_that_cannot_be_used_changes_nothing(session, machine, directive):
    tick(session, machine, OPEN)
    item = items(session, "lap-bao-cao")[0]
    before = dump(session)
    applied = apply(session, machine, [To(item.instance_id, Change({"dueAt": "mai"}))], OPEN)
    assert len(applied.faults) == 1
    after = dump(session)
    assert {n for n in before if before[n] != after[n]} == {"fault"}


def test_many_finish_what_they_can_when_one_of_them_cannot(session, machine, directive):
    received = items(session, "huyen-tiep-nhan")
    finish(session, machine, received, {}, OPEN)
    assign = items(session, "huyen-phan-cong")
    answers = [{"route": "implement"}] * (len(assign) - 1) + [{"route": 7}]
    applied = apply(
        session,
        machine,
        [To(i.instance_id, Complete(i.token, a)) for i, a in zip(assign, answers, strict=True)],
        OPEN,
    )
    assert (applied.steps, len(applied.faults)) == (len(assign) - 1, 1)
    assert len(items(session, "huyen-phan-cong")) == 1
    assert session.get_one(Instance, assign[-1].instance_id).status == "running"


def test_reports_survive_what_cannot_be_stored(session, machine, directive):
    tick(session, machine, OPEN)
    for text in ("a\x00b", "\ud800"):
        item = items(session, "lap-bao-cao")[0]
        before = dump(session)
        try:
            with session.begin_nested():
                inbox.complete(session, machine, officer(item), item.id, {"summary": text}, OPEN)
        except (sa.exc.DBAPIError, UnicodeError, inbox.StepFailed, ValueError):
            assert dump(session) == before
        else:
            assert (
                session.scalars(
                    sa.select(Report.status).where(Report.subject == item.subject)
                ).one()
                == "submitted"
            )


def test_a_letter_to_nobody_is_counted_among_the_faults_of_its_cascade(session, machine):
    # In 2026 the districts are gone: their successors are provinces, which this pool does not take.
    draft = read(Path(postgres.__file__).parent / "data" / "directives" / "binh-dinh-2023.yaml")
    directive = record(session, draft, ISSUED)
    applied = cascade.issue(session, machine, directive, ISSUED + timedelta(days=1200))
    assert len(applied.faults) == count(session, "fault") > 0


def test_units_that_begin_alike_and_end_in_an_error_nobody_catches_are_a_fault_each(
    session, machine
):
    source = (
        TWO.replace(b'<intermediateCatchEvent id="zc">', b'<task id="zc">')
        .replace(b"</intermediateCatchEvent>", b"</task>")
        .replace(b"<timerEventDefinition><timeDate>directive.recipients</timeDate>", b"")
        .replace(b"</timerEventDefinition>", b"")
        .replace(b'if unit.name = null then null else "clerk"', b'"clerk"')
        .replace(
            b'<endEvent id="zx"></endEvent>',
            b'<endEvent id="zx"><errorEventDefinition errorRef="err"/></endEvent>',
        )
        .replace(b"<process", b'<error id="err" errorCode="E"/><process', 1)
    )
    begin(session, machine, source)
    troubled = count(session, "fault", "code = 'error-uncaught' AND what LIKE 'Trouble:%'")
    assert troubled == count(session, "instance", "process = 'z-two' AND status = 'ended'") > 1
    nobody = session.scalars(sa.select(Fault).where(Fault.code == "no-pool")).one()
    assert nobody.what.startswith("Lost:zt:M:")
    assert session.scalar(sa.text("SELECT count(DISTINCT instance_id) FROM fault")) == troubled + 1


def test_a_start_that_gathers_several_letters_is_begun_by_one_and_hears_the_others(
    session, machine
):
    events = "".join(f'<messageEventDefinition messageRef="{m}"/>' for m in ("M", "N"))
    source = b.xml(
        b.process(
            "z-one",
            b.start("zs"),
            b.throw("zt", "M", 'children(unit, "so")'),
            b.throw("zt2", "N", 'children(unit, "so")'),
            b.end("ze"),
            b.path("zs", "zt", "zt2", "ze"),
        ),
        b.process(
            "z-two",
            b.node("startEvent", "zm", events, parallelMultiple="true"),
            b.user("both", dondoc_form="receive"),
            b.end("zx"),
            b.path("zm", "both", "zx"),
        ),
        collaboration=b.pool("z-one", "tinh")
        + b.pool("z-two", "so")
        + b.letter("zt", "zm")
        + b.letter("zt2", "zm"),
    )
    applied, _ = begin(session, machine, source)
    assert applied.faults == []
    assert len(items(session, "both")) == count(session, "instance", "process = 'z-two'") > 1


def test_a_timer_that_repeats_keeps_its_one_row_and_turns_that_were_missed_count_once(
    session, machine
):
    cycle = b.boundary("zb", "zu", duration="P1D").replace(
        "<timeDuration>P1D</timeDuration>", "<timeCycle>R4/P1D</timeCycle>"
    )
    source = b.xml(
        b.process(
            "z-one",
            b.start("zs"),
            b.user("zu", dondoc_form="receive"),
            cycle,
            b.user("zr", dondoc_form="receive"),
            b.end("ze"),
            b.end("zx"),
            b.path("zs", "zu", "ze"),
            b.path("zb", "zr", "zx"),
        )
    )
    begin(session, machine, source)
    reminders = []
    for hours in (24, 25, 48, 96 + 5, 300):
        tick(session, machine, ISSUED + timedelta(hours=hours))
        reminders.append(len(items(session, "zr")))
    assert reminders == [1, 1, 2, 3, 3]
    assert (count(session, "timer"), count(session, "fault")) == (0, 0)

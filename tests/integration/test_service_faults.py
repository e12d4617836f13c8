"""A service's call that fails is a fault of the instance that called; the others of its batch go on."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from adapters.scheduler import fire_all
from engine import audit, timers
from engine.deployments import Library
from engine.errors import InputError
from engine.faults import Fault
from engine.instances import Service
from tests.helpers import bpmn as b
from tests.helpers.faults import NOW, answer, begin, deploy, task, tasks, the_fault

DUE = NOW + timedelta(days=2)
DAY = timedelta(days=1)


class Refused(InputError):
    code = "refused"
    vi = "Dịch vụ từ chối {value}."
    en = "The service refuses {value}."


def mark(session, engine, calls, now):
    """Writes one entry for each call; after some are written it meets what it cannot use."""
    for call in calls:
        audit.record(session, [audit.Entry("service", "mark", instance_id=call.instance.id)], now)
        value = call.inputs["value"]
        if value == "refused":
            raise Refused(value=value)
        if value == "broken":
            raise KeyError(value)
        if value == "database":
            session.execute(sa.text("SELECT 1 / 0"))
        if value == "bug":
            raise RuntimeError("not an instance's fault alone")
    return []


@pytest.fixture
def engine(machine):
    library = Library({"mark": frozenset({"value"})}, {"form": frozenset({"answer"})})
    return replace(machine, library=library, services={"mark": Service(frozenset({"value"}), mark)})


def model(session, engine, *before):
    steps = [part.split('id="')[1].split('"')[0] for part in before]
    source = b.xml(
        b.process(
            "z-work",
            b.start("s"),
            *before,
            b.service("k", "mark", value="value"),
            b.user("after"),
            b.end("e"),
            b.path("s", *steps, "k", "after", "e"),
            variables="value",
        )
    )
    return deploy(session, engine, source)


def marks(session):
    found = sa.text("SELECT count(*) FROM audit_entry WHERE action = 'mark'")
    return session.execute(found).scalar_one()


def waiting(session, engine, values):
    made = model(session, engine, b.catch("wait", duration="P1D"))
    for unit, value in enumerate(values, 1):
        begin(session, engine, made, unit=unit, value=value)


@pytest.mark.parametrize(
    ("value", "code"),
    [("refused", "refused"), ("broken", "call-broke"), ("database", "call-broke")],
)
def test_one_timer_of_a_batch_fails_alone_is_seen_and_tried_again(session, engine, value, code):
    waiting(session, engine, ["a", "b", value, "c", "d"])
    fired = timers.fire_due(session, engine, DUE)
    assert (fired.claimed, fired.failed) == (5, 1)
    assert (tasks(session), marks(session)) == (["after"] * 4, 4)
    fault = the_fault(session)
    assert (fault.unit_id, fault.element, fault.code, fault.attempts) == (3, "k", code, 1)
    assert fault.message_vi != fault.message
    timers.fire_due(session, engine, DUE + timedelta(minutes=2))
    assert the_fault(session).attempts == 2
    assert marks(session) == 4


def test_all_of_a_batch_may_fail(session, engine):
    waiting(session, engine, ["refused"] * 5)
    assert timers.fire_due(session, engine, DUE).failed == 5
    assert marks(session) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(Fault)) == 5


def test_beginnings_that_fail_are_faults_and_the_others_begin(session, engine):
    made = model(session, engine)
    for unit, value in enumerate(["a", "broken", "b"], 1):
        begin(session, engine, made, unit=unit, value=value)
    assert tasks(session) == ["after", "after"]
    fault = the_fault(session)
    assert (fault.unit_id, fault.instance_id, fault.element) == (2, None, "k")


def test_an_officer_is_told_at_once_what_a_service_refuses_of_the_answers(session, engine):
    made = model(session, engine, b.user("u"))
    begin(session, engine, made, value="a")
    with pytest.raises(Refused):
        answer(session, engine, "u", value="refused")


def test_what_an_officer_cannot_mend_is_a_fault_and_the_task_stays(session, engine):
    made = model(session, engine, b.user("u"))
    begin(session, engine, made, value="broken")
    applied = answer(session, engine, "u")
    assert [f.code for _, _, f in applied.faults] == ["call-broke"]
    assert task(session, "u").status == "open"
    assert the_fault(session).element == "k"


def test_a_letter_whose_recipients_are_nobody_is_a_fault_of_its_sender(session, machine, engine):
    engine = replace(engine, router=machine.router)
    source = b.xml(
        b.process(
            "z-work",
            b.start("s"),
            b.catch("wait", duration="P1D"),
            b.throw("zt", "M", "value"),
            b.end("e"),
            b.path("s", "wait", "zt", "e"),
            variables="value",
        ),
        b.process("z-two", b.start("zm", "M"), b.end("z2"), b.path("zm", "z2")),
        collaboration=b.pool("z-work", "tinh") + b.pool("z-two", "so") + b.letter("zt", "zm"),
    )
    made = deploy(session, engine, source)
    for unit, value in enumerate([[], "nobody", {"id": 10**9}], 1):
        begin(session, engine, made, unit=unit, value=value)
    assert timers.fire_due(session, engine, DUE).failed == 2
    rows = session.scalars(sa.select(Fault).order_by(Fault.unit_id)).all()
    assert [(f.unit_id, f.element, f.code) for f in rows] == [
        (2, "zt", "bad-selection"),
        (3, "zt", "unknown-unit"),
    ]


def test_what_breaks_a_whole_batch_is_a_fault_too_not_a_line_in_a_log(sessions, engine):
    with sessions.begin() as session:
        waiting(session, engine, ["a", "bug", "b"])
    fire_all(sessions, engine, lambda _: DUE)
    with sessions() as session:
        assert (tasks(session), marks(session)) == (["after", "after"], 2)
        fault = the_fault(session)
        assert (fault.unit_id, fault.element, fault.attempts) == (2, "wait", 1)
        assert "RuntimeError" in fault.message


def test_a_fault_that_was_mended_is_closed_by_the_next_try(session, engine):
    waiting(session, engine, ["refused"])
    timers.fire_due(session, engine, DUE)
    session.execute(sa.text("UPDATE instance SET data = replace(data, 'refused', 'a')"))
    timers.fire_due(session, engine, DUE + DAY)
    assert tasks(session) == ["after"]
    assert session.scalars(sa.select(Fault.status)).one() == "repaired"

"""A signal reaches whoever waits for it in the same directive, and nobody else."""

import re

import pytest
import sqlalchemy as sa

from engine.faults import Fault
from engine.instances import Instance
from engine.process.events import Signal
from tests.helpers import bpmn as b
from tests.helpers.faults import answer, begin, deploy, tasks, the_fault, the_instance, traced
from tests.helpers.story import count, same_timers


def signal(tag, id, name="S", inner="", **more):
    event = f'{inner}<signalEventDefinition signalRef="{name}"/>'
    return b.node(tag, id, event, **more)


def with_signals(*processes):
    ids = [p.split('id="')[1].split('"')[0] for p in processes]
    pools = "".join(map(b.pool, ids, ("bo", "tinh", "huyen", "xa")))
    source = b.xml(*processes, collaboration=pools).decode()
    names = sorted(set(re.findall('signalRef="([^"]*)"', source)))
    roots = "".join(f'<signal id="{n}" name="{n}"/>' for n in names)
    return source.replace("<process", f"{roots}<process", 1).encode()


SOURCE = with_signals(
    b.process(
        "z-throw",
        b.start("ts"),
        signal("intermediateThrowEvent", "tt", inner=b._inputs({"n": "n + 1"})),
        signal("intermediateCatchEvent", "tc"),
        b.end("te"),
        b.path("ts", "tt", "tc", "te"),
        variables="n",
    ),
    b.process(
        "z-listen",
        b.start("ls"),
        b.user("first"),
        signal("boundaryEvent", "lb", attachedToRef="first", cancelActivity="false"),
        b.user("heard", dondoc_due='if n = 5 then @"2026-04-01" else @"2026-05-01"'),
        b.end("le"),
        b.end("lx"),
        b.path("ls", "first", "le"),
        b.path("lb", "heard", "lx"),
        variables="n",
    ),
    b.process(
        "z-begin",
        signal("startEvent", "bs"),
        b.user("begun"),
        b.end("be"),
        b.path("bs", "begun", "be"),
    ),
    b.process("z-deaf", b.start("ds"), b.user("deaf"), b.end("de"), b.path("ds", "deaf", "de")),
)


@pytest.fixture
def engine(machine):
    return traced(machine)


@pytest.fixture
def model(session, engine):
    return deploy(session, engine, SOURCE)


def test_a_signal_reaches_every_waiting_instance_of_the_directive_with_its_data(
    session, engine, model
):
    for unit in (1, 2, 3):
        begin(session, engine, model, "z-listen", unit, n=0)
    begin(session, engine, model, "z-begin", 4)
    begin(session, engine, model, "z-deaf", 5)
    begin(session, engine, model, "z-listen", 6, directive=8, n=0)
    begin(session, engine, model, "z-listen", 7, directive=None, n=0)
    applied = begin(session, engine, model, "z-throw", 9, n=4)
    assert applied.faults == []
    assert tasks(session) == ["begun", "deaf", *["first"] * 5, *["heard"] * 3]
    assert count(session, "work_item", "element = 'heard' AND due_at < '2026-04-02'") == 3
    assert count(session, "audit_entry", "action = 'signal'") == 4
    # The thrower's own catch came after the throw: it still waits.
    assert the_instance(session, "z-throw").status == "running"
    same_timers(session, engine)


def test_who_does_not_wait_any_more_is_no_fault_and_is_left_as_it_was(session, engine, model):
    begin(session, engine, model, "z-listen", 1, n=0)
    answer(session, engine, "first")
    begin(session, engine, model, "z-listen", 2, n=0)
    begin(session, engine, model, "z-begin", 3)
    begin(session, engine, model, "z-throw", 8, n=0)
    before = session.scalars(sa.select(Instance.state).where(Instance.process == "z-begin")).one()
    applied = begin(session, engine, model, "z-throw", 9, n=0)
    assert [to.event for to in applied.stale] == [Signal("S", {"n": 1})]  # the one that had begun
    assert (
        session.scalars(sa.select(Instance.state).where(Instance.process == "z-begin")).one()
        == before
    )
    # The first thrower heard the second.
    assert session.scalars(sa.select(Instance.status).where(Instance.unit_id == 8)).one() == "ended"
    assert count(session, "fault") == 0


def test_a_signal_without_a_directive_reaches_nobody(session, engine, model):
    for directive in (None, 8):
        begin(session, engine, model, "z-listen", 1, directive=directive, n=0)
    begin(session, engine, model, "z-throw", 9, directive=None, n=0)
    assert tasks(session) == ["first", "first"]


def test_signals_that_answer_each_other_without_end_are_cut_and_told(session, engine):
    def echo(id, hears, throws):
        return b.process(
            id,
            b.start(f"{id}-s"),
            b.user(f"{id}-u"),
            signal(
                "boundaryEvent", f"{id}-in", hears, attachedToRef=f"{id}-u", cancelActivity="false"
            ),
            signal("endEvent", f"{id}-out", throws),
            b.end(f"{id}-e"),
            b.path(f"{id}-s", f"{id}-u", f"{id}-e"),
            b.path(f"{id}-in", f"{id}-out"),
        )

    serve = b.process("serve", b.start("s"), signal("endEvent", "e", "A"), b.path("s", "e"))
    model = deploy(
        session, engine, with_signals(echo("ping", "A", "B"), echo("pong", "B", "A"), serve)
    )
    for process in ("ping", "pong", "serve"):
        begin(session, engine, model, process)
    faults = session.scalars(sa.select(Fault)).all()
    assert {f.code for f in faults} == {"endless-exchange"}
    assert tasks(session) == ["ping-u", "pong-u"]


def test_a_step_whose_own_signal_cannot_be_heard_by_one_leaves_that_one_with_a_fault(
    session, engine, model
):
    begin(session, engine, model, "z-listen", 1, n=0)
    begin(session, engine, model, "z-listen", 2, n=0)
    session.execute(sa.text("UPDATE instance SET data = '[' WHERE unit_id = 1"))
    begin(session, engine, model, "z-throw", 9, n=1)
    fault = the_fault(session)
    assert (fault.unit_id, fault.what.split(":")[:2]) == (1, ["Signal", "S"])
    assert tasks(session) == ["first", "first", "heard"]

"""Recipients that begin alike are written as clones of one: row for row what each would write."""

import re

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine import deployments, rolling, waves
from engine.deliveries import Begin
from engine.instances import Fault, apply
from engine.process.data import load
from engine.process.events import Start
from engine.units import Unit
from tests.helpers import bpmn as b
from tests.helpers.rolling import at, monthly
from tests.helpers.story import issued

pytestmark = pytest.mark.usefixtures("units")
TABLES = {
    "instance": "unit_id, process, directive_id, subject, status, state, issued_directive_id,"
    " created_at, ended_at, data",
    "work_item": "unit_id, token, element, name, role, form, directive_id, subject, due_at, status,"
    " created_at",
    "timer": "token, element, due_at, attempts, retry_at,"
    " (SELECT unit_id FROM instance i WHERE i.id = timer.instance_id)",
    "audit_entry": "unit_id, at, actor, action, directive_id, detail",
    "recipient": "unit_id, requested, sent_at",
    "notice": "unit_id, kind, once, params",
}


def rows(session, table):
    """Its rows without ids, in a fixed order; variables as FEEL values."""
    query = sa.text(f"SELECT {TABLES[table]} FROM {table}")
    found = [dict(r._mapping) for r in session.execute(query)]
    if table == "instance":
        found = [{**r, "data": load(r["data"])} for r in found]
    return sorted(found, key=repr)


def both_ways(session, monkeypatch, do):
    """What ``do`` writes with clones and row by row, and whether a family was cloned at all."""
    told, cloned = [], []
    clone = waves.Wave._begin_alike

    def watched(wave, family, reached):
        cloned.append(clone(wave, family, reached))
        return cloned[-1]

    for way in (watched, lambda wave, family, reached: False):
        monkeypatch.setattr(waves.Wave, "_begin_alike", way)
        with session.begin_nested() as kept:
            do()
            told.append({table: rows(session, table) for table in TABLES})
            kept.rollback()
        session.expire_all()
    return *told, any(cloned)


def process(recipient_reads="1", due="", result="n"):
    return b.sample(
        "x mine",
        b.start("s"),
        b.script("set", recipient_reads, result),
        b.gate("fork", "parallel"),
        b.user("a", dondoc_form="receive", **({"dondoc_due": due} if due else {})),
        b.catch("wait", duration="P2D"),
        b.end("e"),
        b.end("f"),
        b.path("s", "set", "fork", "a", "e"),
        b.path("fork", "wait", "f"),
    )


def begins(session, machine, source, data, mine):
    model = deployments.deploy(session, machine.library, "alike", source, b.NOW)
    name = next(iter(machine.library.load(session, model.id).processes))
    event = Start(data)
    chosen = session.scalars(sa.select(Unit).where(Unit.tier == "xa").order_by(Unit.id).limit(7))
    return [
        Begin(
            model.id,
            name,
            None,
            u.id,
            f"r{n}",
            event,
            {"id": u.id, "code": u.code, "name": u.short_name, "tier": u.tier},
            own={"mine": {"n": n, "of": mine}, "ours": mine},
        )
        for n, u in enumerate(chosen)
    ]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.text(max_size=8)
    | st.integers(-9, 9)
    | st.decimals(-9, 9, places=2),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["a", "@n", "@@", "unit", 'q"\\']), inner, max_size=2)
    ),
    max_leaves=5,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    data=st.dictionaries(st.sampled_from(["x", "y", "@n", "@@", "unit"]), VALUES, max_size=3),
    mine=VALUES,
    reads=st.sampled_from(["1", "x", "unit.code", "mine.n", '"ăâ\\"" + "\'"']),
    due=st.sampled_from(["", "now()", 'date and time("2026-05-15T00:00:00+07:00")']),
    result=st.sampled_from(["n", "unit", "mine"]),
)
@example({"y": {"@n": "boom"}}, 1, "1", "", "n")
@example({"y": 1}, {"@n": "boom"}, "1", "", "n")
@example({"unit": {"id": 0}}, 'q"\\', "1", "", "n")
@example({}, 1, "1", "", "unit")
@example({}, 1, "1", "", "mine")
@example({}, 1, "mine.n", "", "n")
def test_a_family_is_written_as_each_of_it_alone(session, machine, data, mine, reads, due, result):
    with pytest.MonkeyPatch.context() as patch:

        def do():
            source = process(reads, due, result)
            wave = begins(session, machine, source, {"x": None, **data}, mine)
            apply(session, machine, wave, b.NOW)
            assert session.scalars(sa.select(Fault)).all() == []

        alike, alone, cloned = both_ways(session, patch, do)
    assert alike == alone
    assert len(alike["instance"]) == 7
    apart = {"unit", "mine"}
    assert cloned or apart & {reads[:4], result} or "@" in repr((data, mine))


def test_a_directive_cascades_alike_with_and_without_clones(session, machine, monkeypatch):
    alike, alone, cloned = both_ways(session, monkeypatch, lambda: issued(session, machine))
    assert cloned
    assert len(alike["recipient"]) > 30
    assert without_ids(alike) == without_ids(alone)


def test_a_period_opens_alike_with_and_without_clones(session, machine, monkeypatch):
    for number, district in enumerate(("huyện Tuy Phước", "huyện Hoài Ân")):
        monthly(
            session,
            machine,
            at(10, 3),
            issuer=f"UBND {district}, tỉnh Bình Định",
            number=f"{number}",
        )
    alike, alone, cloned = both_ways(
        session, monkeypatch, lambda: rolling.open_due(session, machine, at(10, 4))
    )
    assert cloned
    assert len(alike["instance"]) == 2 + 3 * (13 + 15)
    assert numberless(alike) == numberless(alone)


def numberless(told):
    """The rows without the numbers of reports, which are others the second time."""
    for row in told["instance"]:
        if "report" in row["data"]:
            del row["data"]["report"]["id"]
        row["data"] = sorted(row["data"].items())
    return {t: sorted(re.sub(r"\br\d+\b", "r", repr(r)) for r in told[t]) for t in told}


def without_ids(told):
    """Directives and reports get other ids the second time."""
    return {
        table: sorted(repr([(k, v) for k, v in r.items() if k in KEPT]) for r in found)
        for table, found in told.items()
    }


KEPT = {
    "unit_id",
    "process",
    "status",
    "state",
    "created_at",
    "token",
    "element",
    "name",
    "role",
    "form",
    "due_at",
    "at",
    "actor",
    "action",
    "requested",
    "sent_at",
    "kind",
    "params",
}

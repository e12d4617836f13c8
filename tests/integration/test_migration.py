"""Running instances brought to another version of their model, in the database."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.exc import DBAPIError

from engine import decision_models, deployments, migrations, timers
from engine.decision_models import DecisionFile
from engine.deliveries import Begin, Engine, Service
from engine.deployments import Library, ProcessModel
from engine.errors import ModelRefused
from engine.instances import Instance, To, WorkItem, apply
from engine.migration_rows import write_moved
from engine.process.events import Complete, Start
from engine.process.migration import BadMapping
from engine.timers import Timer
from tests.helpers import bpmn as b
from webapp.cli import main
from webapp.commands import migrate as cli_migrate
from webapp.commands import models as cli_models
from webapp.setup import deploy_shipped, shipped_decisions

DAY = timedelta(days=1)
MANY = 200


def model(name, wait, third="c"):
    """Receive, report, close; reminders while the report is awaited."""
    return b.sample(
        "x",
        b.start("s"),
        b.user("a", name=name, dondoc_form="receive"),
        b.boundary("soon", "a", duration="P1D"),
        b.boundary("late", "a", duration=wait),
        b.user("b", dondoc_form="receive"),
        b.user(third, dondoc_form="receive"),
        b.end("e"),
        b.end("n"),
        b.service("ping-1", "open-reports"),
        b.path("s", "a", "b", third, "e"),
        b.path("soon", "ping-1", "n"),
        b.flow("late", "n"),
    )


@pytest.fixture
def library(machine):
    return machine.library


@pytest.fixture
def engine(machine):
    """No service does anything here."""
    quiet = {name: Service(s.inputs, lambda *_: []) for name, s in machine.services.items()}
    return replace(machine, services=quiet)


def deploy(session, library, source):
    return deployments.deploy(session, library, "k", source, b.NOW).id


def begin(session, engine, model_id, units, now=b.NOW):
    given = [Begin(model_id, "p", None, u, "", Start({"x": None}), None) for u in units]
    assert apply(session, engine, given, now).faults == []


def complete(session, engine, items, now):
    events = [To(i.instance_id, Complete(i.token, {})) for i in items]
    assert apply(session, engine, events, now).faults == []


def open_at(session, element):
    found = sa.select(WorkItem).where(WorkItem.element == element, WorkItem.status == "open")
    return session.scalars(found.order_by(WorkItem.id)).all()


def world(sessions, engine):
    """200 instances: 50 before any reminder, 50 after the first, 50 at b, 50 at the third."""
    with sessions.begin() as session:
        old = deploy(session, engine.library, model("Cũ", "P9D"))
        begin(session, engine, old, range(1, 151))
        complete(session, engine, open_at(session, "a")[50:], b.NOW)
        complete(session, engine, open_at(session, "b")[50:], b.NOW)
        assert timers.fire_due(session, engine, b.NOW + DAY).claimed == 50
        begin(session, engine, old, range(151, 201), b.NOW + DAY)
        return old


def rows(session, table):
    return {
        r[0]: r
        for r in session.execute(
            sa.text(f"SELECT instance_id, token, element, due_at FROM {table}")
        )
    }


def migrate(sessions, engine, old, new, mapping=None, **more):
    given: dict[str, Any] = {
        "actor": "command",
        "why": "bản mới",
        "clock": lambda _: b.NOW + 2 * DAY,
    }
    return migrations.migrate(sessions, engine.library, old, new, mapping or {}, **(given | more))


def test_two_hundred_instances_at_four_places(sessions, engine):
    old = world(sessions, engine)
    with sessions.begin() as session:
        new = deploy(session, engine.library, model("Mới", "P5D", third="close"))
        seen = migrations.preview(session, engine.library, old, new, {}, b.NOW + 2 * DAY)
        before = {i.id: (i.instance_id, i.token) for i in session.scalars(sa.select(WorkItem))}
    done = migrate(sessions, engine, old, new)
    for outcome in (seen, done):
        assert (outcome.moved, outcome.held) == (150, 50)
        assert {(o.element, o.code): n for o, n in outcome.obstacles.items()} == {
            ("c", "element-missing"): 50
        }
    with sessions.begin() as session:
        versions = session.execute(
            sa.text("SELECT model_id, count(*) FROM instance GROUP BY 1 ORDER BY 1")
        ).all()
        assert [tuple(v) for v in versions] == [(old, 50), (new, 150)]
        assert {i.name for i in open_at(session, "a")} == {"Mới"}
        after = {i.id: (i.instance_id, i.token) for i in session.scalars(sa.select(WorkItem))}
        assert after == before
        timed = session.execute(
            sa.text("""
                SELECT element, due_at, count(*) FROM timer GROUP BY 1, 2 ORDER BY 1, 2""")
        ).all()
        # Fired stays fired; the reminder that still waits keeps its moment; the changed is anew.
        assert [tuple(t) for t in timed] == [
            ("late", b.NOW + 7 * DAY, 100),
            ("soon", b.NOW + 2 * DAY, 50),
        ]
        told = session.scalars(
            sa.text("SELECT detail FROM audit_entry WHERE action = 'migrate'")
        ).all()
        assert len(told) == 150
        assert json.loads(told[0]).items() >= {"from": 1, "to": 2, "why": "bản mới"}.items()
    finish(sessions, engine)


def finish(sessions, engine):
    """Everything goes on in its version to the end."""
    with sessions.begin() as session:
        for element in ("a", "b", "c", "close"):
            complete(session, engine, open_at(session, element), b.NOW + 3 * DAY)
        assert set(session.scalars(sa.select(Instance.status))) == {"ended"}
        assert session.scalars(sa.select(Timer)).all() == []


def test_what_stayed_behind_moves_with_a_mapping(sessions, engine):
    old = world(sessions, engine)
    with sessions.begin() as session:
        new = deploy(session, engine.library, model("Mới", "P5D", third="close"))
    done = migrate(sessions, engine, old, new, {"c": "close"})
    assert (done.moved, done.held) == (200, 0)
    with sessions() as session:
        assert len(open_at(session, "close")) == 50
    finish(sessions, engine)


def test_a_migration_that_was_cut_off_is_run_again(sessions, engine, monkeypatch):
    old = world(sessions, engine)
    with sessions.begin() as session:
        new = deploy(session, engine.library, model("Mới", "P5D"))
    batches = []

    def dies(session, *given):
        write_moved(session, *given)
        batches.append(1)
        if len(batches) == 3:
            raise RuntimeError("the power is gone")

    monkeypatch.setattr(migrations, "write_moved", dies)
    with pytest.raises(RuntimeError):
        migrate(sessions, engine, old, new, batch=40)
    with sessions() as session:
        moved = session.scalars(sa.select(Instance).where(Instance.model_id == new)).all()
        told = session.scalar(sa.text("SELECT count(*) FROM audit_entry WHERE action='migrate'"))
        assert len(moved) == told == 80
    monkeypatch.undo()
    assert migrate(sessions, engine, old, new, batch=40).moved == 120
    finish(sessions, engine)


def test_an_instance_that_somebody_holds_is_waited_for(sessions, engine):
    old = world(sessions, engine)
    with sessions.begin() as session:
        new = deploy(session, engine.library, model("Mới", "P5D"))
    held, let_go = threading.Event(), threading.Event()

    def officer():
        with sessions.begin() as session:
            complete(session, engine, open_at(session, "a")[:1], b.NOW + DAY)
            held.set()
            let_go.wait(10)

    working = threading.Thread(target=officer)
    working.start()
    held.wait(10)
    threading.Timer(0.5, let_go.set).start()
    done = migrate(sessions, engine, old, new)
    working.join()
    assert (done.moved, done.held) == (200, 0)
    with sessions() as session:
        assert (len(open_at(session, "a")), len(open_at(session, "b"))) == (99, 51)
    finish(sessions, engine)


def test_a_wrong_mapping_changes_nothing(sessions, engine):
    old = world(sessions, engine)
    with sessions.begin() as session:
        new = deploy(session, engine.library, model("Mới", "P5D"))
    with pytest.raises(BadMapping, match="nowhere"):
        migrate(sessions, engine, old, new, {"nowhere": "a"})
    with sessions() as session:
        assert set(session.scalars(sa.select(Instance.model_id))) == {old}


def test_a_deployed_model_never_changes(session, machine):
    deploy_shipped(session, machine, b.NOW)
    for table in ("process_model", "decision_model"):
        with pytest.raises(DBAPIError, match="never changes"), session.begin_nested():
            session.execute(sa.text(f"UPDATE {table} SET xml = ''"))


TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="t" name="t" namespace="urn:{space}">
  <inputData id="x" name="x"><variable name="x"/></inputData>
  <decision id="{id}" name="answer of">
    <variable name="answer of"/>
    <informationRequirement><requiredInput href="#x"/></informationRequirement>
    <literalExpression><text>{value}</text></literalExpression>
  </decision>
</definitions>"""


def table(value, id="rate", space="t"):
    return TABLE.format(value=value, id=id, space=space).encode()


def asking(name="P"):
    rule = b.node("businessRuleTask", "rule", dondoc_decision="rate", dondoc_result="y")
    return b.sample(
        "x", b.start("s"), rule, b.user("a", name=name, dondoc_form="receive"), b.end("e"),
        b.path("s", "rule", "a", "e"),
    )  # fmt: skip


def value_of(session, engine, model_id, unit):
    begin(session, engine, model_id, [unit])
    row = session.scalars(sa.select(Instance).where(Instance.unit_id == unit)).one()
    return json.loads(row.data)["y"]


def test_a_process_runs_with_the_tables_that_it_was_deployed_with(sessions, engine):
    with sessions.begin() as session:
        runs_with_its_tables(session, engine)


def runs_with_its_tables(session, engine):
    library = engine.library
    with pytest.raises(ModelRefused, match="decision-unknown"):
        deploy(session, library, asking())
    library.decisions.deploy(session, "rates", table("1"), b.NOW)
    one = deploy(session, library, asking())
    second = library.decisions.deploy(session, "rates", table("2"), b.NOW)
    assert (second.version, deploy(session, library, asking()) == one) == (2, False)
    two = deployments.deployed(session, "k").id
    assert deploy(session, library, asking()) == two
    fresh = Engine(
        Library(library.services, library.forms), engine.services, engine.router, engine.outbox
    )
    assert [value_of(session, fresh, m, u) for u, m in ((1, one), (2, two))] == [1, 2]


def test_the_same_table_is_deployed_once(session, library):
    first = library.decisions.deploy(session, "rates", table("1"), b.NOW)
    library.decisions.deploy(session, "rates", table("2"), b.NOW)
    assert library.decisions.deploy(session, "rates", table("1"), b.NOW).id == first.id
    assert sorted(session.scalars(sa.select(DecisionFile.version))) == [1, 2]


def test_one_decision_in_two_files_is_refused(session, library):
    library.decisions.deploy(session, "one", table("1"), b.NOW)
    library.decisions.deploy(session, "two", table("1", space="u"), b.NOW)
    with pytest.raises(ModelRefused, match="decision-twice"):
        deploy(session, library, asking())
    assert session.scalars(sa.select(ProcessModel)).all() == []


def test_the_preview_tells_the_moments_that_the_migration_writes(sessions, engine):
    def asked(wait, gone):
        return b.sample(
            "x",
            b.start("s"),
            b.user("a", dondoc_form="receive"),
            b.boundary("soon", "a", duration="P1D"),
            b.boundary("late", "a", date=wait),
            *([b.boundary("once", "a", duration="P2D"), b.flow("once", "n")] if gone else []),
            b.end("e"),
            b.end("n"),
            b.path("s", "a", "e"),
            b.path("soon", "n"),
            b.flow("late", "n"),
        )

    with sessions.begin() as session:
        old = deploy(session, engine.library, asked("x", gone=True))
        given = [
            Begin(old, "p", None, unit, "", Start({"x": b.NOW + unit * DAY}), None)
            for unit in (3, 5, 9)
        ]
        assert apply(session, engine, given, b.NOW).faults == []
        new = deploy(session, engine.library, asked('x - duration("P3D")', gone=False))
        told = migrations.preview(session, engine.library, old, new, {}, b.NOW + DAY / 2).timers
    assert {(f.element, f.what): (f.many, f.first, f.last, f.past) for f in told.rows} == {
        ("late", "anew"): (3, b.NOW, b.NOW + 6 * DAY, 1),
        ("once", "dropped"): (3, None, None, 0),
        ("soon", "kept"): (3, None, None, 0),
    }
    migrate(sessions, engine, old, new, clock=lambda _: b.NOW + DAY / 2)
    with sessions() as session:
        waiting = sa.select(Timer.due_at).where(Timer.element == "late").order_by(Timer.due_at)
        assert list(session.scalars(waiting)) == [b.NOW + n * DAY for n in (0, 2, 6)]
        assert set(session.scalars(sa.select(Timer.element))) == {"late", "soon"}


def test_a_table_keeps_the_version_that_it_imports(session, library):
    importing = table("1", space="main").replace(
        b"<inputData",
        b'<import name="lib" namespace="urn:lib"'
        b' importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/><inputData',
    )
    base = library.decisions.deploy(session, "lib", table("1", id="low", space="lib"), b.NOW)
    main = library.decisions.deploy(session, "main", importing, b.NOW)
    assert main.imports == [base.id]
    other = library.decisions.deploy(session, "lib", table("2", id="low", space="lib"), b.NOW)
    again = library.decisions.deploy(session, "main", importing, b.NOW)
    assert (again.version, again.imports, main.imports) == (2, [other.id], [base.id])


def test_the_shipped_tables_are_deployed_with_the_shipped_models(session, machine):
    deploy_shipped(session, machine, b.NOW)
    assert {r.key for r in decision_models.newest(session)} == set(shipped_decisions())


@pytest.fixture
def command(sessions, machine, monkeypatch):
    """Runs ``dondoc model …`` on the test's database."""
    opened = SimpleNamespace(sessions=sessions, machine=machine)
    for module in (cli_migrate, cli_models):
        monkeypatch.setattr(module, "open_for", lambda _: opened)
    return lambda *given: CliRunner().invoke(main, ["--lang", "en", "model", *map(str, given)])


def test_the_command_previews_and_migrates(sessions, engine, command):
    old = world(sessions, engine)
    with sessions.begin() as session:
        deploy(session, engine.library, model("Mới", "P5D", third="close"))
    versions = ("migrate", "k", "--from", 1, "--to", 2)
    seen = command(*versions, "--preview", "--json")
    told = json.loads(seen.stdout)
    assert (seen.exit_code, told["moved"], told["held"]) == (1, 150, 50)
    assert [(o["code"], o["instances"]) for o in told["obstacles"]] == [("element-missing", 50)]
    assert [(t["element"], t["what"], t["waits"]) for t in told["timers"]] == [
        ("late", "anew", 100),
        ("soon", "kept", 50),
    ]
    plain = command(*versions, "--preview").stdout
    assert "--map old=new" in plain and "late: 100 set anew" in plain
    assert "--why" in command(*versions).stderr
    assert "old=new" in command(*versions, "--map", "c", "--why", "x").stderr
    assert "was not found" in command("migrate", "k", "--from", 1, "--to", 9, "--preview").stderr
    with sessions() as session:
        assert set(session.scalars(sa.select(Instance.model_id))) == {old}
    done = command(*versions, "--map", "c=close", "--why", "bản mới")
    assert (done.exit_code, done.stdout.split(",")[0]) == (0, "200 chuyển được / move")


def test_the_command_deploys_tables_before_the_diagrams_that_ask_them(sessions, command, tmp_path):
    (tmp_path / "asks.bpmn").write_bytes(asking())
    (tmp_path / "rates.dmn").write_bytes(table("1"))
    files = sorted(tmp_path.iterdir())
    assert command("check", files[0]).exit_code == 1
    assert command("check", *files).exit_code == 0
    assert command("deploy", *files).exit_code == 0
    with sessions() as session:
        pinned = session.scalars(sa.select(ProcessModel.decisions)).one()
        assert pinned == list(session.scalars(sa.select(DecisionFile.id)))

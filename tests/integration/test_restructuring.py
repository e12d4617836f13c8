"""Units merged, abolished, renamed on a day: what is refused, and what is left when it fails."""

import json
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from adapters.structure_files import BadStructureFile, read
from engine import restructuring
from engine.errors import Forbidden
from engine.people import Actor
from engine.process import data as variables
from engine.restructuring import NoHeir, NotYet
from engine.restructuring_changes import UnitChange
from engine.restructuring_moves import Moves, StructureRefused, UnitSpan
from engine.restructuring_values import Replacer
from engine.unit_import import UnitsRefused
from engine.units import UnknownUnit, by_code
from tests.helpers.reform import DAY_AFTER, REFORM, account, administrator, directive_of_2024
from tests.helpers.statements import statements
from tests.helpers.story import count, dump, same_timers
from webapp.cli import main
from webapp.commands import accounts as cli_accounts
from webapp.commands import people as cli_people
from webapp.commands import structure as cli_structure

ON = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)


@pytest.fixture
def admin(session, units):
    return administrator(session)


@pytest.fixture
def communes(session, units):
    """Codes of four communes of one province, valid since the reform."""
    return session.scalars(
        sa.text("""SELECT code FROM unit WHERE tier = 'xa' AND province_code = '52'
                   AND valid_to IS NULL ORDER BY code LIMIT 4""")
    ).all()


def merge(units, into, **more):
    return UnitChange("merge", tuple(units), (into,), **more)


def test_two_communes_become_one_and_their_offices_and_officers_with_them(
    session, machine, admin, communes
):
    a, b, *_ = communes
    officer = account(session, "can-bo", f"{a}.vhxh", ["chuyenvien"], ON)
    change = merge([a, b], "99001", name="Ủy ban nhân dân xã Hợp Nhất", place="xã Hợp Nhất")
    seen = restructuring.preview(session, machine, admin, ON, [change])
    assert (seen.units["xa"], seen.people) == (2, 1)
    with pytest.raises(UnknownUnit):
        by_code(session, "99001", ON)
    restructuring.apply(session, machine, admin, ON, NOW, [change])
    made = by_code(session, "99001", ON)
    with pytest.raises(UnknownUnit):
        by_code(session, a, ON)
    session.refresh(officer)
    home = session.execute(
        sa.text("SELECT code, parent_id, valid_from FROM unit WHERE id = :u"),
        {"u": officer.unit_id},
    ).one()
    assert (home.code, home.parent_id, home.valid_from) == (f"{a}.vhxh", made.id, ON)
    before = dump(session)
    again = restructuring.apply(session, machine, admin, ON, NOW, [change])
    assert not again.changes_anything
    assert dump(session) == before


def test_a_commune_joins_one_that_lives_on(session, machine, admin, communes):
    a, b, *_ = communes
    account(session, "can-bo", a, ["chuyenvien"], ON)
    done = restructuring.apply(session, machine, admin, ON, NOW, [merge([a, b], b)])
    assert (done.units["xa"], done.people) == (1, 1)
    assert by_code(session, f"{b}.vhxh", ON).id == by_code(session, f"{b}.vhxh", REFORM).id


def test_a_renamed_unit_keeps_its_code_and_answers_to_its_old_name(
    session, machine, admin, communes
):
    change = UnitChange("rename", (communes[0],), name="Ủy ban nhân dân xã Tên Mới")
    restructuring.apply(session, machine, admin, ON, NOW, [change])
    found = by_code(session, communes[0], ON)
    assert found.name == "Ủy ban nhân dân xã Tên Mới"
    assert count(session, "unit_succession", f"successor_id = {found.id}") == 1


def refusals(a, b, c, d):
    yield "merge into a unit that ends", [merge([a], b), UnitChange("abolish", (b,), (c,))]
    yield "circle of successions", [merge([a], b), merge([b], a)]
    yield "successor not valid that day", [merge([a], "540")]
    yield "unknown successor", [merge([a], "77777")]
    yield "twice into different ones", [merge([a], b), merge([a], c)]
    yield "unit that ended long ago", [merge(["540"], b)]
    yield "no successor", [UnitChange("abolish", (a,))]
    yield "no such change", [UnitChange("explode", (a,), (b,))]
    yield "new without parent", [UnitChange("create", ("99002",), name="Xã Mới")]
    yield (
        "circular hierarchy",
        [
            UnitChange("rename", (a,), parent=b),
            UnitChange("rename", (b,), parent=a),
        ],
    )
    yield "parent that is not there", [UnitChange("rename", (a,), parent="540")]


@pytest.mark.parametrize("why", [why for why, _ in refusals("a", "b", "c", "d")])
def test_what_contradicts_itself_is_refused_and_nothing_changes(
    session, machine, admin, communes, why
):
    changes = dict(refusals(*communes))[why]
    before = count(session, "unit"), count(session, "unit_succession")
    with pytest.raises((StructureRefused, UnitsRefused)), session.begin_nested():
        restructuring.apply(session, machine, admin, ON, NOW, changes)
    with pytest.raises((StructureRefused, UnitsRefused)):
        restructuring.preview(session, machine, admin, ON, changes)
    assert (count(session, "unit"), count(session, "unit_succession")) == before


def test_a_stored_succession_in_a_circle_is_named(session, machine, admin, communes):
    a, b, *_ = (by_code(session, code, ON).id for code in communes)
    session.execute(
        sa.text("""INSERT INTO unit_succession (predecessor_id, successor_id, "on")
                   VALUES (:a, :b, '2026-01-05'), (:b, :a, '2026-01-05')"""),
        {"a": a, "b": b},
    )
    with pytest.raises(StructureRefused, match="circle"):
        restructuring.preview(session, machine, admin, ON)


def test_only_an_administrator_and_only_when_the_day_has_come(session, machine, admin):
    with pytest.raises(NotYet):
        restructuring.apply(session, machine, admin, REFORM, datetime(2025, 6, 30, tzinfo=UTC))
    officer = Actor(1, 1, frozenset({"lanhdao"}), "x")
    with pytest.raises(Forbidden):
        restructuring.preview(session, machine, officer, REFORM)


def test_work_of_a_unit_that_ended_without_successor_stops_the_change(session, machine, admin):
    directive_of_2024(session, machine)
    session.execute(
        sa.text("""DELETE FROM unit_succession WHERE predecessor_id =
                   (SELECT id FROM unit WHERE code = '540')""")
    )
    assert restructuring.preview(session, machine, admin, REFORM).heirless[0][0] == "540"
    with pytest.raises(NoHeir, match="540"):
        restructuring.apply(session, machine, admin, REFORM, DAY_AFTER)


class Broken(Exception):
    pass


@pytest.mark.parametrize("at", ["follow", "processes", "standing"])
def test_a_failure_midway_leaves_nothing(session, machine, admin, monkeypatch, at):
    directive_of_2024(session, machine)
    before = dump(session)
    done = getattr(restructuring, at)

    def fails(*args):
        done(*args)
        raise Broken

    monkeypatch.setattr(restructuring, at, fails)
    with pytest.raises(Broken), session.begin_nested():
        restructuring.apply(session, machine, admin, REFORM, DAY_AFTER)
    assert dump(session) == before
    monkeypatch.undo()
    restructuring.apply(session, machine, admin, REFORM, DAY_AFTER)
    same_timers(session, machine)


def test_preview_leaves_nothing_and_says_what_apply_does(session, machine, admin):
    directive_of_2024(session, machine)
    before = dump(session)
    seen = restructuring.preview(session, machine, admin, REFORM)
    assert dump(session) == before
    assert restructuring.apply(session, machine, admin, REFORM, DAY_AFTER) == seen
    assert count(session, "audit_entry", "action = 'structure-change'") == 1
    assert count(session, "audit_entry", "action = 'report-merged'") == seen.reports_merged


def test_a_file_says_the_changes(tmp_path):
    yaml, csv = tmp_path / "a.yaml", tmp_path / "a.csv"
    yaml.write_text(
        "changes:\n"
        "  - {merge: [00001, '00002'], into: 99001, name: Xã Mới}\n"
        "  - {abolish: 540, into: [52, 53]}\n"
    )
    csv.write_text("change,units,into,name\nmerge,00001 00002,99001,Xã Mới\nabolish,540,52 53,\n")
    wanted = [merge(["00001", "00002"], "99001", name="Xã Mới"),
              UnitChange("abolish", ("540",), ("52", "53"))]  # fmt: skip
    assert read(yaml) == read(csv) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "changes: []", "changes: [5]", "changes: [{merge: [a], rename: b}]",
     "changes: [{merge: [a], intoo: b}]", "changes: {", "a: b"],
)  # fmt: skip
def test_a_file_that_says_nothing_clear_is_refused(tmp_path, text):
    path = tmp_path / "a.yaml"
    path.write_text(text)
    with pytest.raises(BadStructureFile):
        read(path)


def test_the_number_of_statements_does_not_grow_with_the_work(session, machine, admin):
    directive_of_2024(session, machine)
    with statements(session) as ran:
        found = restructuring.apply(session, machine, admin, REFORM, DAY_AFTER)
    assert found.instances + found.ended > 600
    assert 0 < len(ran) < 70


contexts = st.builds(
    lambda number, code, name: {"id": number, "code": code, "name": name, "tier": "xa"},
    st.integers(1, 6),
    st.sampled_from(["c1", "c2", "c3", "c4"]),
    st.text(max_size=5),
)
values = st.recursive(
    contexts | st.integers(1, 6) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["report", "unit", "id", "code"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(data=st.dictionaries(st.sampled_from(["a", "unit", "list"]), values, max_size=3))
def test_units_in_variables_are_replaced_and_nothing_else(data):
    spans = {
        n: UnitSpan(n, f"c{n}", f"Đơn vị «{n}»", "xa", None, REFORM, None) for n in range(1, 5)
    }
    heirs = {1: 3, 2: 3}
    moves = Moves(REFORM, spans, heirs, {}, frozenset(), frozenset())

    def wanted(value):
        if isinstance(value, dict):
            number = value.get("id")
            if isinstance(number, int) and number in heirs and value.get("code") == f"c{number}":
                return {**value, **spans[3].context()}
            return {key: wanted(inner) for key, inner in value.items()}
        if isinstance(value, list):
            inner = [wanted(one) for one in value]
            changed = inner != value
            return [v for n, v in enumerate(inner) if not changed or v not in inner[:n]]
        return value

    after = Replacer(moves)(variables.dump(data))
    assert (variables.load(after) if after is not None else data) == wanted(data)


def test_an_administrator_works_it_from_the_command_line(units, sessions, machine, monkeypatch):
    opened = SimpleNamespace(sessions=sessions, machine=machine)
    for module in (cli_accounts, cli_people, cli_structure):
        monkeypatch.setattr(module, "open_for", lambda _: opened)
    with sessions.begin() as session:
        administrator(session)
        account(session, "an", "52", ["chuyenvien"], ON)
        account(session, "ba", "52", ["vanthu"], ON)

    def run(*given):
        result = CliRunner().invoke(main, ["--lang", "vi", *given])
        assert result.exit_code == 0, result.output
        return result.output

    run(
        "post",
        "add",
        "an",
        "--unit",
        "Sở Nội vụ tỉnh Gia Lai",
        "--role",
        "lanhdao",
        "--by",
        "admin",
    )
    posts = json.loads(run("post", "list", "--account", "an", "--by", "admin", "--json"))
    assert {p["role"] for p in posts} == {"chuyenvien", "lanhdao"}
    run("post", "choose", "Sở Nội vụ tỉnh Gia Lai", "--by", "an")
    run("post", "end", str(posts[1]["id"]), "--by", "admin")
    run("absence", "add", "ba", "--substitute", "an", "--until", "31/12/2099", "--by", "admin")
    (away,) = json.loads(run("absence", "list", "--by", "admin", "--json"))
    run("absence", "end", str(away["id"]), "--by", "admin")
    assert "an" in run("account", "leave", "an", "--to", "ba", "--by", "admin")
    seen = run("structure", "preview", "--on", "1/7/2025", "--by", "admin", "--json")
    assert json.loads(seen)["units"]["huyen"] == 696
    run("structure", "apply", "--on", "2025-07-01", "--by", "admin")

"""``dondoc rollup``: the whole way from the list to a traced number, by command."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from adapters.identity import Argon2Passwords
from engine.people import create_account
from tests.helpers.rollups import WRITTEN, reported, sent_up, tiers
from webapp.cli import main
from webapp.commands import consolidation as cli_consolidation

pytestmark = pytest.mark.usefixtures("units")
CHEAP = Argon2Passwords(time_cost=1, memory_kib=1024)


@pytest.fixture
def dondoc(sessions, machine, monkeypatch):
    """A district's roll-up with one report in it, and its officers at the command line."""
    opened = SimpleNamespace(sessions=sessions, machine=machine)
    monkeypatch.setattr(cli_consolidation, "open_for", lambda _: opened)
    with sessions.begin() as session:
        world = tiers(session, machine)
        first, second, _ = world.communes[0]
        reported(session, machine, first, narrative="Đã mở lớp.", trainingCourses=2)
        ids = {"district": world.districts[0].id, "province": world.province.id}
        above, late = world.above[0], second
        for username, unit in (
            ("phong", world.districts[0].consolidator_id),
            ("so", world.province.consolidator_id),
            ("xa", first.unit_id),
        ):
            create_account(
                session,
                CHEAP,
                username=username,
                name=username,
                unit_id=unit,
                roles=["chuyenvien"],
                password="mật khẩu thử 1",
                now=WRITTEN,
            )

    def run(*words, by, fails=False):
        told = [str(ids.get(w, w)) for w in words]
        result = CliRunner().invoke(main, ["rollup", *told, "--by", by])
        assert result.exit_code == int(fails), result.output
        return json.loads(result.output) if "--json" in words else result.output

    def later(*, up):
        with sessions.begin() as session:
            found = session.merge(above if up else late)
            session.refresh(found)
            if up:
                sent_up(session, machine, found)
            else:
                reported(session, machine, found, trainingCourses=3)

    return SimpleNamespace(run=run, later=later)


def test_a_roll_up_is_listed_urged_closed_supplemented_and_traced(dondoc):
    rows = dondoc.run("list", "--json", by="phong")["rows"]
    assert {(r["period"], r["accepted"], r["expected"]) for r in rows} == {
        ("2023-6T", 1, 3),
        ("2023-N", 0, 3),
    }
    assert {u["outcome"] for u in dondoc.run("urge", "district", "--json", by="phong")} == {"told"}
    assert "đã đôn đốc trước đó" in dondoc.run("urge", "district", by="phong")
    closed = dondoc.run("close", "district", "--json", by="phong")
    assert [a["words"] for a in closed["absent"]] == ["chưa báo cáo"] * 2
    dondoc.later(up=False)
    assert "Báo cáo bổ sung lần 1" in dondoc.run("supplement", "district", by="phong")
    dondoc.later(up=True)
    (source,) = dondoc.run("trace", "province", "trainingCourses", "--json", by="so")
    assert (source["value"], [s["value"] for s in source["sources"]]) == ("5", ["2", "3"])
    assert ": 5\n" in dondoc.run("trace", "province", "trainingCourses", by="so")
    year = ("--from", "1/1/2023", "--to", "31/12/2023")
    totals = dondoc.run("periods", "district", *year, "--json", by="phong")
    assert {t["figure"]: t["value"] for t in totals}["trainingCourses"] == "5"
    view = dondoc.run("show", "district", "--json", by="phong")
    assert (view["status"], len(view["units"]), len(view["versions"])) == ("supplemented", 3, 2)
    assert "trainingCourses" in dondoc.run("show", "district", by="phong")
    assert "Báo cáo bổ sung lần 1" in dondoc.run("show", "district", "--text", by="phong")


def test_what_may_not_be_done_is_said_in_one_sentence(dondoc):
    assert "chưa chốt" in dondoc.run("supplement", "district", by="phong", fails=True)
    assert "chưa có báo cáo nào" in dondoc.run("close", "province", by="so", fails=True)
    assert "chỉ xem được" in dondoc.run("close", "district", by="so", fails=True)
    assert "Không tìm thấy" in dondoc.run("show", "district", by="xa", fails=True)
    assert "Không có chỉ tiêu" in dondoc.run("trace", "district", "narrative", by="so", fails=True)

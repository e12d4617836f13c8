"""Incidents, difficulties, campaigns and assignments from the command line, in today's two tiers."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from adapters.postgres import libpq
from engine.directive_tables import Recipient
from engine.units import Unit
from tests.helpers.matters import account, issue, unit
from tests.helpers.story import dump, same_timers
from webapp.cli import main

NOW = datetime.now(UTC)
VAN_BAN = f"""
issuer: UBND tỉnh Gia Lai
number: 77
symbol: UBND-VX
type: cong_van
issued_on: {date.today():%d/%m/%Y}
subject: Công tác bình đẳng giới
field: noivu
process: cascade-two-tier
recipients:
  - {{group: Xã, select: 'children(unit, "xa")'}}
provisions:
  - {{number: 1, text: Bố trí người phụ trách công tác giới.}}
campaigns:
  - name: Tháng hành động
    from: {date.today() + timedelta(days=40):%d/%m/%Y}
    to: {date.today() + timedelta(days=70):%d/%m/%Y}
    report: {{}}
"""


@pytest.fixture
def office(units, database, sessions, machine, tmp_path):
    """The province, two of its communes, a stranger; commands; the letter that came."""
    with sessions.begin() as session:
        tinh = unit(session, "UBND tỉnh Gia Lai", NOW)
        directive = issue(session, machine, VAN_BAN, NOW)
        communes = session.scalars(
            sa.select(Recipient.unit_id)
            .join(Unit, Unit.id == Recipient.unit_id)
            .where(Recipient.directive_id == directive.id)
            .order_by(Unit.code)
            .limit(2)
        ).all()
        everything = ("vanthu", "chuyenvien", "lanhdao")
        account(session, tinh, "tinh", *everything)
        account(session, communes[0], "xa1", *everything)
        account(session, communes[1], "xa2", *everything)
        account(session, unit(session, "UBND tỉnh Phú Thọ", NOW), "la", *everything)
    environment = {"DONDOC_HOME": str(tmp_path), "DONDOC_DATABASE_URL": libpq(database)}

    def run(*arguments, by=None, fails=False):
        given = [*map(str, arguments), *(["--by", by] if by else [])]
        told = CliRunner(env=environment).invoke(main, given)
        assert told.exit_code == (1 if fails else 0), told.output
        if "--json" in arguments:
            return json.loads(told.stdout)
        return (told.stderr if fails else told.stdout).strip()

    return run, directive.id, sessions


def test_an_incident_from_its_report_to_its_end(office, machine):
    run, directive, sessions = office
    words = ("--title", "Sạt lở", "--text", "Đường bị vùi", "--urgency", "khan")
    number, _, holder = run("incident", "report", *words, "--directive", directive, by="xa1").split(
        maxsplit=2
    )
    assert holder == "UBND tỉnh Gia Lai"
    assert [r["title"] for r in run("incident", "list", "--json", by="tinh")] == ["Sạt lở"]
    assert run("incident", "list", "--json", by="xa2") == []
    with sessions() as session:
        before = dump(session)
    refusals = (
        (("close", number, "--outcome", "Xong"), "xa1", "UBND tỉnh Gia Lai"),
        (("close", number, "--outcome", "Xong"), "tinh", "chưa được tiếp nhận"),
        (("show", number), "la", "Không tìm thấy"),
        (("add", number, "--text", "Thêm"), "tinh", "không có quyền"),
    )
    for arguments, who, why in refusals:
        assert why in run("incident", *arguments, by=who, fails=True)
    with sessions() as session:
        assert dump(session) == before
    run("incident", "receive", number, "--note", "Đã rõ", by="tinh")
    run("incident", "add", number, "--text", "Đã thông một làn", by="xa1")
    run("incident", "close", number, "--outcome", "Đã thông xe", by="tinh")
    shown = run("incident", "show", number, "--json", by="xa1")
    assert (shown["status"], shown["outcome"]) == ("closed", "Đã thông xe")
    assert "Đã thông một làn" in run("incident", "show", number, by="xa1")
    assert "Sạt lở" in run("incident", "list", "--closed", by="xa1")
    with sessions() as session:
        same_timers(session, machine)


def test_a_difficulty_asked_twice_is_answered_once(office):
    run, directive, _ = office
    first, second = (
        run("difficulty", "raise", directive, "--text", "Thiếu biên chế", by=who).split()[0]
        for who in ("xa1", "xa2")
    )
    assert run("difficulty", "group", first, second, by="tinh") == f"{first}: +1"
    assert "văn bản gốc" in run("difficulty", "pass", first, by="tinh", fails=True)
    (age,) = run("difficulty", "list", "--ages", "--json", by="tinh")
    assert (age["unit_name"], age["count"]) == ("UBND tỉnh Gia Lai", 2)
    assert "Thiếu biên chế" in run("difficulty", "list", by="tinh")
    run("difficulty", "answer", second, "--text", "Kiêm nhiệm", "--public", by="tinh")
    shown = run("difficulty", "show", first, "--json", by="xa1")
    assert shown["row"]["answer"] == "Kiêm nhiệm"
    assert "= Kiêm nhiệm" in run("difficulty", "show", second, by="xa2")
    assert len(run("difficulty", "list", "--answered", "--json", by="xa2")) == 2
    assert run("difficulty", "list", "--json", by="la") == []


def test_a_campaign_is_shown_with_its_dates(office):
    run, _, _ = office
    (row,) = run("campaign", "list", "--json", by="xa1")
    assert (row["standing"], row["report_due_on"]) == (
        "before",
        (date.today() + timedelta(days=80)).isoformat(),
    )
    assert "Tháng hành động" in run("campaign", "show", row["id"], by="xa1")
    assert "Tháng hành động" in run("campaign", "list", by="xa1")
    assert "Không tìm thấy" in run("campaign", "show", row["id"], by="la", fails=True)


def test_an_assignment_is_given_done_returned_and_accepted(office):
    run, directive, _ = office
    due = f"{date.today() + timedelta(days=9):%d/%m/%Y}"
    given = ("--lead", "xa1", "--due", due, "--product", "Quyết định phân công")
    number = run("assignment", "add", directive, *given, by="xa1").split()[0]
    run("assignment", "progress", number, "--percent", 30, "--text", "Dự thảo", by="xa1")
    run("assignment", "done", number, "--product", "Quyết định số 5", by="xa1")
    run("assignment", "review", number, "--return", "--remarks", "Thiếu dấu", by="xa1")
    run("assignment", "done", number, "--product", "Quyết định số 5", by="xa1")
    told = run("assignment", "list", "--json", by="xa1")
    assert told["update_rate"] == {"open": 1, "touched": 1, "rate": 1.0}
    run("assignment", "review", number, "--accept", by="xa1")
    assert "Quyết" in run("assignment", "list", "--done", "--json", by="xa1")["rows"][0]["product"]
    assert "1/" not in run("assignment", "list", by="xa1")
    words = ("--percent", 1, "--text", "x")
    assert "Không tìm thấy" in run("assignment", "progress", number, *words, by="la", fails=True)

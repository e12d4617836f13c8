"""``dondoc inspection``: a round from its plan to its report, on the command line."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from adapters import clock
from adapters.identity import Argon2Passwords
from adapters.postgres import libpq
from engine.deadlines import local_day
from engine.people import create_account
from engine.selectors import descendants
from engine.unit_names import find
from webapp.cli import main

pytestmark = pytest.mark.usefixtures("units")
ROLES = ["vanthu", "chuyenvien", "lanhdao"]


@pytest.fixture
def run(sessions, database, tmp_path):
    """Runs a command as an account of the province, or ``by`` another's; its result."""
    environment = {"DONDOC_HOME": str(tmp_path), "DONDOC_DATABASE_URL": libpq(database)}

    def invoke(*arguments, by="tinh"):
        given = ["inspection", *map(str, arguments), "--by", by]
        return CliRunner(env=environment).invoke(main, given)

    return invoke


@pytest.fixture
def today(sessions):
    passwords = Argon2Passwords(time_cost=1, memory_kib=1024)
    with sessions.begin() as session:
        now = clock.now(session)
        province = find(session, "tỉnh Gia Lai", local_day(now))
        commune = descendants(session, province.id, "xa", local_day(now))[0]
        for username, unit in (("tinh", province), ("xa", commune)):
            create_account(
                session,
                passwords,
                username=username,
                name=username,
                unit_id=unit.id,
                roles=ROLES,
                password="mot-mat-khau-dai",
                now=now,
            )
        return local_day(now), commune.name


def test_a_round_from_its_plan_to_its_report(run, today):
    day, commune = today
    soon, later = (day + timedelta(days=n) for n in (5, 40))

    def done(*arguments, **by):
        result = run(*arguments, **by)
        assert result.exit_code == 0, result.output
        return result.output

    assert str(day.year) in done("plan", day.year, "--title", "Kế hoạch kiểm tra")
    dates = ("--from", day, "--to", later)
    done("add", "Kiểm tra PCCC", "--regime", "chuyen-nganh", "--scope", "PCCC", *dates)
    drawn = json.loads(
        done(
            "choose",
            1,
            "--rule",
            "never:3=2",
            "--rule",
            f"named={commune}",
            "--tier",
            "xa",
            "--json",
        )
    )
    assert [rule for _, rule in drawn["units"]][:2] == ["never", "never"]
    assert run("choose", 1, "--rule", "best=2").exit_code == 1
    done("choose", 1, "--rule", "random=2", "--seed", 7)
    assert "the same" in done("verify", 1)
    done("choose", 1, "--unit", commune)
    head = ("--head", "Nguyễn Văn Trưởng", "--member", f"Trần Thị Xã; {commune}")
    named = ("--number", 12, "--symbol", "QĐ-UBND", "--report-due", soon, "--outline", "1. Kết quả")
    assert "Quyết định số 12/QĐ-UBND" in done("open", 1, *named, *head, "--basis", "NĐ 217/2025")
    done("schedule", 1, "--schedule", "Một ngày")
    assert run("announce", 1, "--announced-on", day, "--place", "Xã", "--mode", "onsite").exit_code
    done("approve", 1, "--decision", "approve")

    number = json.loads(done("show", 1, "--json"))["inspections"][0]["id"]
    assert json.loads(done("list", "--json", by="xa"))[0]["units"] == 1
    done("self-report", number, "--self-results", "Đã làm", by="xa")
    done("announce", number, "--announced-on", day, "--place", "Xã", "--mode", "onsite")
    done("extend", number, "--why", "Phức tạp")
    assert run("extend", number, "--why", "Phức tạp").exit_code == 1
    done("visit", number, "--visited-on", day, "--work", "Đã xem hồ sơ")
    refusal = ("minutes", number, "--minutes-on", day, "--signature", "refused")
    wrong = run(*refusal)
    assert (wrong.exit_code, "người chứng kiến" in wrong.output) == (1, True)
    witness = (
        "--witness-kind",
        "witness",
        "--witness-name",
        "Lê Văn A",
        "--witness-title",
        "Thôn 1",
    )
    done(*refusal, "--refusal-reason", "Không ký", *witness, "--findings", "Chưa mở sổ")
    bad = run("conclude", number, "--outcome", "none", "--number", 1, "--symbol", "S")
    assert bad.exit_code == 2
    result = ("--outcome", "chan-chinh", "--number", 1, "--symbol", "UBND-NV", "--issued-on", day)
    done("conclude", number, *result, "--conclusion", "C", "--remedies", f"Mở sổ | {later}")
    done("report", 1, "--round-summary", "Xong")
    shown = done("show", 1)
    assert "Lê Văn A" not in shown
    assert "Kết quả khắc phục: Mở sổ – open" in shown
    assert "reported" in done("list", "--year", day.year)


def test_what_does_not_fit_the_form_is_told_by_its_option(run, today):
    wrong = run("announce", 1, "--announced-on", "31/02/2026", "--place", "X", "--mode", "by post")
    assert wrong.exit_code == 2
    assert "--announced-on" in wrong.output
    assert "--mode" in wrong.output

"""What hangs from a directive: its reports, timeline, notices and dossier; and the list of reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlalchemy.orm import Session, sessionmaker

from engine import directive_timeline, notices_sent, progress, report_lists
from engine.report_lists import OURS, STATES, TO_US, Wish
from engine.report_tables import Report
from tests.web_world import TODAY, Browser, World, actor

pytest_plugins = ("tests.web_fixtures",)

Browse = Callable[..., Browser]
PARTS = ("timeline", "reports", "difficulties", "notices", "dossier", "diagram")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_part_opens_for_the_issuer(browse: Browse, world: World, part: str, lang: str):
    page = browse("bo.cv").get(f"/directives/{world.root}/{part}?lang={lang}")
    assert page.status_code == 200
    assert 'aria-current="page"' in page.text


def test_a_recipient_sees_every_part_but_the_dossier(browse: Browse, world: World):
    browser = browse("bd.cv")
    for part in PARTS[:-2]:
        assert browser.get(f"/directives/{world.root}/{part}").status_code == 200
    for part in ("dossier", "dossier.jsonl"):
        assert browser.get(f"/directives/{world.root}/{part}").status_code == 404


def test_a_directive_of_others_has_no_parts(browse: Browse, world: World):
    browser = browse("bd.cv")
    for part in (*PARTS, "dossier.jsonl", "reports.xlsx"):
        assert browser.get(f"/directives/{world.derived}/{part}").status_code == 404


def test_the_timeline_counts_every_report_once(
    web_sessions: sessionmaker[Session], world: World
) -> None:
    with web_sessions() as session:
        who = actor(session, "bo.cv")
        seen = progress.scope(session, who, world.root)
        told = directive_timeline.of(session, who, seen, TODAY)
        tiers = progress.summary(session, seen, TODAY)
    due = sum(h.count for h in told if h.kind == directive_timeline.DUE)
    assert due == sum(t.reports.total for t in tiers) > 0
    assert [h.day for h in told] == sorted(h.day for h in told)
    assert sum(h.count for h in told if h.kind == directive_timeline.DERIVED) == 1


def test_a_recipients_timeline_tells_of_no_peer(
    web_sessions: sessionmaker[Session], world: World
) -> None:
    with web_sessions() as session:
        who = actor(session, "bd.cv")
        seen = progress.scope(session, who, world.root)
        told = directive_timeline.of(session, who, seen, TODAY)
    reached = [h for h in told if h.kind == directive_timeline.REACHED]
    assert all(h.count == 1 for h in reached)
    assert not [h for h in told if h.kind in (directive_timeline.DERIVED, directive_timeline.URGED)]


@pytest.mark.parametrize("username", ["bo.cv", "hd.cv", "th.vt", "admin"])
def test_pages_of_reports_cover_each_filter_once_and_nothing_hidden(
    web_sessions: sessionmaker[Session], world: World, username: str
) -> None:
    with web_sessions() as session:
        who = actor(session, username)
        for whose in (None, OURS, TO_US):
            for state in (None, *STATES):
                wish = Wish(whose=whose, state=state)
                whole = [r.id for r in report_lists.every(session, who, wish, TODAY)]
                assert _paged(session, who, wish) == whole
                assert len(set(whole)) == len(whole)
        seen = {r.id for r in report_lists.every(session, who, Wish(), TODAY)}
        for whose in (OURS, TO_US):
            assert {r.id for r in report_lists.every(session, who, Wish(whose), TODAY)} <= seen


def _paged(session: Session, who, wish: Wish) -> list[int]:
    found: list[int] = []
    after = None
    while True:
        page = report_lists.page(session, who, wish, TODAY, after, limit=37)
        found += [r.id for r in page.rows]
        after = page.next_after
        if after is None:
            return found


def test_a_unit_is_found_without_accents(web_sessions: sessionmaker[Session], world: World):
    with web_sessions() as session:
        who = actor(session, "bo.cv")
        for text in ("binh dinh", "Bình Định"):
            rows = report_lists.page(session, who, Wish(unit=text), TODAY).rows
            assert {r.unit_name for r in rows} == {"UBND tỉnh Bình Định"}


def test_the_excel_file_holds_what_the_filter_shows(browse: Browse, world: World):
    browser = browse("bo.cv")
    listed = browser.get(f"/directives/{world.root}/reports?state=overdue&q=hai").text
    answer = browser.get(f"/directives/{world.root}/reports.xlsx?state=overdue&q=hai")
    rows = list(load_workbook(BytesIO(answer.data)).active.iter_rows(min_row=2, values_only=True))
    assert len(rows) == listed.count('class="dd-task"')
    assert all("hai" in str(row[0]).lower() or "hải" in str(row[0]).lower() for row in rows)


def test_the_list_of_reports_is_of_both_directions(browse: Browse, world: World):
    assert "UBND tỉnh Bình Định" in browse("bo.cv").get("/reports?whose=to-us").text
    mine = browse("bd.cv").get("/reports?whose=ours").text
    assert "UBND tỉnh Bình Định" in mine and "Hải Dương" not in mine
    assert browse("bd.cv").get("/reports?after=broken").status_code == 400


def test_notices_are_told_to_who_watches_and_to_nobody_else(
    web_sessions: sessionmaker[Session], world: World
) -> None:
    with web_sessions() as session:
        watching, received = actor(session, "bo.cv"), actor(session, "bd.cv")
        all_ = notices_sent.of_directive(
            session, watching, progress.scope(session, watching, world.root), limit=10_000
        )
        own = notices_sent.of_directive(
            session, received, progress.scope(session, received, world.root), limit=10_000
        )
    assert {r.to for r in own.rows} == {"UBND tỉnh Bình Định"}
    assert len(all_.rows) > len(own.rows) > 0


def test_the_dossier_is_a_file_whose_every_line_is_an_object(browse: Browse, world: World):
    answer = browse("bo.cv").get(f"/directives/{world.root}/dossier.jsonl")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines[0]["record"] == "dossier"
    assert {"directive", "report", "history"} <= {line["record"] for line in lines}


def test_a_report_merged_into_another_is_not_listed(
    web_sessions: sessionmaker[Session], world: World
) -> None:
    with web_sessions() as session:
        who = actor(session, "bo.cv")
        before = {r.id for r in report_lists.every(session, who, Wish(), TODAY)}
        gone = min(before)
        session.execute(sa.update(Report).where(Report.id == gone).values(status="merged"))
        after = {r.id for r in report_lists.every(session, who, Wish(), TODAY)}
    assert after == before - {gone}

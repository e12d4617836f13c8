"""A rehearsal shows what the engine would do, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import text

from adapters import postgres, rehearsal_place
from adapters.rehearsals import Rehearsals
from engine.cascade import NoIssuingPool
from engine.deployments import deploy
from engine.errors import ModelRefused
from engine.instances import Engine
from engine.long_work import WorkCancelled
from engine.model_releases import By
from engine.rehearsal import NothingToRehearse, Plan, TooLong, Version
from engine.rehearsal_behaviour import LAST_DAYS, OWN, Behaviour, Numbers
from engine.rehearsal_compare import differences
from engine.rehearsal_figures import Rehearsed
from engine.story import Story, play
from engine.story_behaviour import SLOTS, Habit, Rule, When
from tests.conftest import DAWN
from tests.helpers.rehearsing import CASCADE, SAMPLE, sample, shipped
from webapp.setup import make_engine

pytestmark = pytest.mark.usefixtures("units")
VERSION = Version(CASCADE, "v")
SOME_LATE = Behaviour(OWN, {}, {("", ""): Numbers(0.7, 0.1, (1.0, 20.0))})
COUNTED = ("unit", "instance", "work_item", "report", "notice", "audit_entry", "process_model")


@pytest.fixture(scope="module")
def played(server: str, national_template: str) -> Iterator[tuple[str, Rehearsed]]:
    """Rehearsed with everybody on time, at the moments of a story; the database that was read."""
    with postgres.scratch_database(server, sa.make_url(national_template).database) as url:
        yield url, _rehearse(url, Plan(sample(), (VERSION,), slots=SLOTS))[0]


def _rehearse(url: str, plan: Plan, **more: object) -> list[Rehearsed]:
    return Rehearsals(url, make_engine(lambda *_: None))(plan, **more)  # type: ignore[arg-type]


def _rows(url: str) -> dict[str, int]:
    connections = sa.create_engine(url, poolclass=sa.NullPool)
    with connections.connect() as connection:
        return {t: connection.scalar(text(f"SELECT count(*) FROM {t}")) or 0 for t in COUNTED}


def _scratch(url: str) -> list[str]:
    with postgres.admin(url) as connection:
        named = text("SELECT datname FROM pg_database WHERE starts_with(datname, :p)")
        return list(connection.scalars(named, {"p": rehearsal_place.PREFIX}))


def test_a_rehearsal_is_what_a_story_of_the_same_habits_tells(
    server: str, national_template: str, played: tuple[str, Rehearsed]
) -> None:
    found = played[1]
    story = Story("v", 1, sample(), (Rule(When(), (Habit(1, before_due=LAST_DAYS),)),))
    with postgres.scratch_database(server, sa.make_url(national_template).database) as url:
        connections = postgres.create_engine(url)
        sessions = postgres.sessions(connections)
        figures = play(sessions, make_engine(lambda *_: None), story)
        with sessions() as session:
            days = text("""
                SELECT CAST(w.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS date) AS on, u.tier,
                    count(*) AS n FROM work_item w JOIN unit u ON u.id = w.unit_id GROUP BY 1, 2
            """)
            tasks = {(r.on.isoformat(), r.tier): r.n for r in session.execute(days)}
            kinds = text("SELECT kind, count(*) AS n FROM notice GROUP BY kind")
            notices = {r.kind: r.n for r in session.execute(kinds)}
        connections.dispose()
    assert {(s.on, s.tier): s.n for s in found.sent if s.kind == "task"} == tasks
    seen: dict[str, int] = {}
    for s in found.sent:
        if s.kind not in ("task", "letter", "mail"):
            seen[s.kind] = seen.get(s.kind, 0) + s.n
    assert seen == notices and sum(notices.values()) > 50
    told = {t.tier: (t.letters, t.reports, t.asked) for t in found.tiers}
    assert {t.tier: (t.sent, t.reports, t.asked) for t in figures.tiers}.items() <= told.items()


def test_nothing_is_written_to_the_real_database_and_nothing_is_left(
    played: tuple[str, Rehearsed],
) -> None:
    url, first = played
    before = _rows(url)
    again = _rehearse(url, Plan(sample(), (VERSION,), slots=SLOTS))[0]
    assert again == first
    assert _rows(url) == before
    assert _scratch(url) == []


def test_officers_who_are_late_are_seen_as_late(played: tuple[str, Rehearsed]) -> None:
    url, punctual = played
    late = _rehearse(url, Plan(sample(), (VERSION,), SOME_LATE))[0]
    figures = [t.reports for t in late.tiers]
    assert sum(r.late for r in figures) > 0 and sum(r.never for r in figures) > 0
    tasks = [t.kept for t in late.tiers]
    assert all(r.on_time + r.late + r.never == r.owed for r in figures)
    assert all(t.on_time + t.late + t.never == t.owed for t in tasks)
    assert all(t.kept.owed == t.kept.on_time > 0 for t in punctual.tiers if t.tier == "xa")
    communes = next(t for t in late.tiers if t.tier == "xa")
    assert 0.5 < communes.kept.on_time / communes.kept.owed < 0.9
    found = {(d.what, d.where): (d.before, d.after) for d in differences(punctual, late)}
    on_time = found["on_time", ""]
    assert on_time[1] is not None and on_time[0] is not None and on_time[1] < on_time[0]
    assert any(what == "wait" for what, _ in found)
    assert {"tasks_on_time", "tasks_late", "tasks_never"} <= {what for what, _ in found}
    assert differences(punctual, punctual) == []


def test_where_tokens_wait_and_what_nobody_reaches_is_told(played: tuple[str, Rehearsed]) -> None:
    found = played[1]
    waits = {w["element"]: w for w in found.waits}
    assert waits["xa-tiep-nhan"]["count"] == 24 and waits["xa-tiep-nhan"]["still"] == 0
    assert waits["donvi-cho-ngay-mo"]["median"] > 100  # a report whose window opens in autumn
    missed = {u.element for u in found.unreached}
    assert {"tinh-nhan-van-ban", "xa-cham-tiep-nhan", "xa-nhac-tiep-nhan"} <= missed
    assert not missed & {"xa-nhan-van-ban", "xa-tach-viec", "xa-tiep-nhan", "xa-mo-ky-bao-cao"}


@pytest.mark.parametrize(
    ("diagram", "element"),
    [
        (shipped().replace('dondoc:handler="notify"', 'dondoc:handler="rm"', 1), "tinh-nhac"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><definitions/>', ""),
    ],
)
def test_a_model_that_cannot_run_is_refused_with_its_element(
    national_copy: str, diagram: str, element: str
) -> None:
    version = Version(CASCADE, "x", diagram.encode())
    with pytest.raises(ModelRefused) as refused:
        _rehearse(national_copy, Plan(sample(), (version,)))
    assert refused.value.findings and refused.value.findings[0].element.startswith(element)
    assert _scratch(national_copy) == []


def test_a_model_nobody_deployed_and_a_rehearsal_without_end_are_refused(
    national_copy: str,
) -> None:
    with pytest.raises(NothingToRehearse):
        _rehearse(national_copy, Plan(sample(), (Version("khong-co"),)))
    with pytest.raises(TooLong):
        _rehearse(national_copy, Plan(sample(), (VERSION,), until=date(2030, 1, 1)))


def test_a_draft_is_compared_with_the_version_that_a_person_deployed(database: str) -> None:
    machine = make_engine(lambda *_: None)
    first, second, third = (
        shipped().replace('name="Tiếp nhận văn bản"', f'name="Vào sổ {n}"').encode()
        for n in (1, 2, 3)
    )
    connections = postgres.create_engine(database)
    with postgres.sessions(connections).begin() as session:
        for source in (first, second):
            row = deploy(session, machine.library, CASCADE, source, DAWN, By("account:7"))
        deployed = Version(CASCADE, "v3", row.xml.encode(), model_id=row.id)
    connections.dispose()
    versions = (Version(CASCADE, "draft", third), deployed, Version(CASCADE, "old", first))
    plan = Plan(sample(), versions, until=date(2023, 4, 20))
    found = Rehearsals(database, machine)(plan)
    names = [one.names[f"{CASCADE}/xa-tiep-nhan"] for one in found]
    assert names == ["Vào sổ 3", "Vào sổ 2", "Vào sổ 1"]


def test_a_second_version_that_cannot_begin_is_refused_before_the_first_is_played(
    national_copy: str,
) -> None:
    """Its pool of communes cannot play the district that issues the directive."""
    alone = shipped().replace('dondoc:tier="huyen"', 'dondoc:tier="bo"')
    versions = (VERSION, Version(CASCADE, "alone", alone.encode()))
    said: list[str] = []
    with pytest.raises(NoIssuingPool):
        _rehearse(
            national_copy,
            Plan(sample(), versions),
            progress=lambda _done, _total, _vi, en: said.append(en),
        )
    assert said == ["(1/2) Preparing a scratch database"]
    assert _scratch(national_copy) == []


def test_a_cancelled_rehearsal_leaves_nothing(national_copy: str) -> None:
    def cancel(done: int, total: int, vi: str, en: str) -> None:
        if done > 5:
            raise WorkCancelled

    with pytest.raises(WorkCancelled):
        _rehearse(national_copy, Plan(sample(), (VERSION,)), progress=cancel)
    assert _scratch(national_copy) == []


def test_what_a_killed_process_left_goes_and_what_another_uses_stays(national_copy: str) -> None:
    with postgres.admin(national_copy) as connection:
        left = f"{rehearsal_place._prefix(national_copy)}1_2"
        connection.execute(text(f'CREATE DATABASE "{left}"'))
    with rehearsal_place.scratch(national_copy) as url:
        name = sa.make_url(url).database
        assert _scratch(national_copy) == [name]
        assert rehearsal_place.sweep(national_copy) == 0
    assert _scratch(national_copy) == []


def test_units_are_those_of_the_day_that_was_chosen(national_copy: str) -> None:
    """After 2025-07-01 there is no district to issue the directive."""
    from engine.drafts import DirectiveRefused

    with pytest.raises(DirectiveRefused):
        _rehearse(national_copy, Plan(sample(), (VERSION,), on=date(2026, 1, 1)))


def test_another_seed_is_another_year(played: tuple[str, Rehearsed]) -> None:
    url, first = played
    other = _rehearse(url, Plan(sample(SAMPLE), (VERSION,), seed=2, slots=SLOTS))[0]
    assert replace(other, seed=1) != first
    assert [t.letters for t in other.tiers] == [t.letters for t in first.tiers]


def test_the_engine_that_rehearses_is_not_the_one_that_runs(national_copy: str) -> None:
    machine: Engine = make_engine(lambda *_: None)
    Rehearsals(national_copy, machine)(Plan(sample(), (VERSION,)))
    assert machine.watch is None and machine.history and not machine.library._loaded

"""Whole years on the real engine: the same figures every time, and the ladder climbed as it must."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from adapters import directive_files, postgres, story_files
from adapters.forms import catalogue
from engine import cascade, timers
from engine.deadlines import LOCAL
from engine.directives import record
from engine.instances import Engine, To, apply
from engine.process.events import Complete
from engine.story import Story, play
from engine.story_answers import KNOWN_FORMS, Writer
from engine.story_behaviour import BadStory, Habit, Rule, Task, When
from engine.story_figures import Figures
from engine.story_happenings import StoryRefused
from engine.story_table import table
from tests.helpers.story import dump
from webapp.setup import BPMN, make_engine

STORIES = Path(__file__).parent / "stories"
RUNGS = ["nhac-1", "nhac-2", "qua-han", "lanh-dao", "cap-tren", "don-doc", "neu-ten", "phe-binh"]
# Told again in the round of the urging letter's deadline, or to the head and the superior both.
TWICE = frozenset({"nhac-1", "nhac-2", "qua-han", "don-doc", "phe-binh"})
pytestmark = pytest.mark.usefixtures("units")


def _story(name: str) -> Story:
    return story_files.read(STORIES / f"{name}.yaml")


# A duty arises once for one unit and period, whoever passed it on.
_TWICE = text("""
    SELECT r.unit_id, r.title, r.period, count(*) FROM report r JOIN unit u ON u.id = r.unit_id
    WHERE u.valid_to IS NULL AND r.period_end > '2025-07-01' AND r.status <> 'merged'
    GROUP BY 1, 2, 3 HAVING count(*) > 1
""")
_YEAR = text("""
    SELECT c.short_name AS consolidator, count(*) AS owed,
        count(*) FILTER (WHERE u.tier = 'xa') AS communes, count(e.report_id) AS merged
    FROM rollup l JOIN unit c ON c.id = l.consolidator_id
        JOIN report r ON r.obligation_id = l.obligation_id AND r.period = l.period
        JOIN unit u ON u.id = r.unit_id LEFT JOIN rollup_entry e ON e.report_id = r.id
    WHERE l.period = '2025-N' GROUP BY l.id, 1
""")


def _told(
    server: str, template: str, story: Story, look: Callable[[Session], None] | None = None
) -> Figures:
    with postgres.scratch_database(server, sa.make_url(template).database) as url:
        connections = postgres.create_engine(url)
        try:
            sessions = postgres.sessions(connections)
            figures = play(sessions, make_engine(lambda *_: None), story)
            if look is not None:
                with sessions() as session:
                    look(session)
            return figures
        finally:
            connections.dispose()


@pytest.fixture(scope="module")
def binh_dinh(server, national_template) -> Figures:
    return _told(server, national_template, _story("binh-dinh-2023"))


@pytest.fixture(scope="module")
def vi_xuyen(server, national_template) -> Figures:
    return _told(server, national_template, _story("vi-xuyen-2023"))


def test_the_same_seed_tells_the_same_year(server, national_template, vi_xuyen):
    again = _told(server, national_template, _story("vi-xuyen-2023"))
    assert json.dumps(again.as_json()) == json.dumps(vi_xuyen.as_json())


def test_another_seed_tells_another_year(server, national_template, vi_xuyen):
    story = _story("vi-xuyen-2023")
    other = _told(server, national_template, replace(story, seed=story.seed + 1))
    assert [t.sent for t in other.tiers] == [t.sent for t in vi_xuyen.tiers]
    assert other.tiers != vi_xuyen.tiers


def test_the_figures_of_binh_dinh_are_those_of_a_province(binh_dinh):
    by_tier = {t.tier: t for t in binh_dinh.tiers}
    assert (by_tier["huyen"].sent, by_tier["huyen"].passed_on, by_tier["xa"].sent) == (11, 11, 155)
    for tier in binh_dinh.tiers:
        for reports in (tier.reports, tier.asked):
            assert reports.on_time + reports.late + reports.never == reports.owed
        assert tier.passed_on <= tier.received <= tier.sent
    assert by_tier["huyen"].reports.owed == 22
    assert not binh_dinh.faults and not binh_dinh.unattended and not binh_dinh.stale


def test_a_question_of_communes_goes_two_tiers_up_and_the_answer_reaches_all(binh_dinh):
    asked = binh_dinh.acts.difficulties
    assert (asked.raised, asked.questions, asked.tiers_up) == (3, 1, 2)
    assert (asked.answered, asked.open) == (3, 0)


def test_districts_close_their_roll_ups_in_time_and_report_the_sum(binh_dinh):
    rollups = binh_dinh.acts.rollups
    assert rollups.closed >= 22 and rollups.without_some > 0
    huyen = next(t for t in binh_dinh.tiers if t.tier == "huyen")
    assert huyen.reports.on_time > huyen.reports.late and huyen.reports.returned >= 1


def test_a_district_extends_refuses_inspects_and_rolls_up(vi_xuyen):
    acts = vi_xuyen.acts
    assert (acts.extensions.granted, acts.extensions.refused) == (1, 1)
    inspected = acts.inspections
    assert (inspected.rounds, inspected.reported, inspected.unsigned) == (1, 1, 1)
    assert inspected.remedies == 3 and inspected.late >= 1
    assert (acts.rollups.closed, acts.rollups.without_some) == (1, 1)
    assert acts.letters.issued == acts.letters.units > 0 and acts.letters.lists > 0
    assert not vi_xuyen.faults and not vi_xuyen.unattended


def test_a_plan_of_2024_lives_through_the_reform(server, national_template):
    """Districts end on 2025-07-01; their communes' duties go on, once each, to the province."""

    def look(session: Session) -> None:
        assert session.execute(_TWICE).all() == []
        (year,) = session.execute(_YEAR).all()
        assert (year.consolidator, year.communes) == ("UBND tỉnh Lai Châu", 38)
        assert 0 < year.merged < year.owed

    figures = _told(server, national_template, _story("lai-chau-2024"), look)
    acts = figures.acts
    assert acts.structure.changes == 1 and acts.structure.reports_merged > 50
    assert (acts.extensions.granted, acts.difficulties.answered, acts.incidents.closed) == (1, 3, 1)
    communes = next(t for t in figures.tiers if t.tier == "xa")
    assert communes.sent == 38 and communes.reports.merged > 0
    assert acts.rollups.supplements == 1
    assert not figures.faults and not figures.unattended


def test_requested_bodies_are_reminded_and_never_urged(binh_dinh):
    asked = next(t for t in binh_dinh.tiers if t.tier == "doan-the")
    assert asked.reports.owed == 0 and asked.asked.never > 0
    assert set(asked.notices) & set(RUNGS) <= {"nhac-1", "nhac-2"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_table_has_every_tier(binh_dinh, lang):
    printed = table(binh_dinh, lang, {"huyen": "UBND cấp huyện"})
    assert "UBND cấp huyện" in printed and all(t.tier in printed for t in binh_dinh.tiers[2:])


@pytest.mark.parametrize("name", ["thanh-ha-2023", "hong-ngu-2022", "phu-thu-2023"])
def test_each_small_story_runs(server, national_template, name):
    figures = _told(server, national_template, _story(name))
    acts = figures.acts
    assert figures.tiers and not figures.faults and not figures.unattended
    assert acts.extensions.asked == acts.extensions.granted + acts.extensions.refused == 1
    assert acts.inspections.remedies >= 3 and acts.inspections.late >= 1
    assert acts.incidents.closed == acts.incidents.reported == 1


def test_every_sample_directive_has_its_story():
    stories = {_story(path.stem).directive.source.name for path in STORIES.glob("*.yaml")}
    assert stories == {sample.name for sample in directive_files.samples()}


def _vi_xuyen(*habits: Habit) -> Story:
    """Nobody registers anything; reports are written as ``habits`` say."""
    story = replace(_story("vi-xuyen-2023"), happenings=())
    never = (Habit(1, never=True),)
    return replace(story, rules=(Rule(When(forms=("report",)), habits), Rule(When(), never)))


def test_who_never_reports_climbs_all_rungs_in_order(server, national_template):
    figures = _told(server, national_template, _vi_xuyen(Habit(1, never=True)))
    for tier in figures.tiers:
        told = [kind for kind in tier.notices if kind in RUNGS]
        if tier.reports.owed:
            assert told == RUNGS
            assert tier.reports.never == tier.reports.owed
            owed = tier.reports.owed
            assert {k: sum(tier.notices[k].values()) for k in told} == {
                k: 2 * owed if k in TWICE else owed for k in told
            }
        else:
            assert told == RUNGS[:2]


def _at(text_: str) -> datetime:
    return datetime.strptime(text_, "%d/%m/%Y %H:%M").replace(tzinfo=LOCAL)


def _fire(session: Session, machine: Engine, moment: datetime) -> None:
    while timers.fire_due(session, machine, moment).claimed:
        pass


def test_the_last_acceptable_minute_is_in_time_and_the_next_is_late(session, machine, samples):
    issued = _at("27/3/2023 08:00")
    draft = directive_files.read(samples / "binh-dinh-2023.yaml")
    cascade.issue(session, machine, record(session, draft, issued), issued)
    for day in ("1/5", "8/5", "14/5"):
        _fire(session, machine, _at(f"{day}/2023 23:59"))
    open_ = session.execute(
        text("""
        SELECT w.instance_id, w.token, w.subject FROM work_item w
            JOIN report r ON r.subject = w.subject JOIN unit u ON u.id = r.unit_id
        WHERE w.status = 'open' AND w.form = 'report' AND u.tier = 'huyen' ORDER BY u.code
    """)
    ).all()
    early, late = open_[:2]
    writer, rule = Writer(1), Rule(When(), (Habit(1, within=1),))
    task = Task(
        "x",
        "UBND huyện",
        "huyen",
        "y",
        "donvi-lap-bao-cao",
        "chuyenvien",
        "report",
        "",
        False,
        None,
        0,
        issued,
        None,
    )

    def submit(row, moment):
        answers = writer.answers(rule, task, moment)
        apply(session, machine, [To(row.instance_id, Complete(row.token, answers))], moment)

    def kinds(row):
        return set(
            session.scalars(
                text("""
            SELECT n.kind FROM notice n JOIN report r ON r.id = n.report_id
            WHERE r.subject = :subject"""),
                {"subject": row.subject},
            )
        )

    def in_time(row):
        return session.scalar(
            text("""
            SELECT submitted_at < first_due_at FROM report WHERE subject = :subject
        """),
            {"subject": row.subject},
        )

    submit(early, _at("14/5/2023 23:59"))
    _fire(session, machine, _at("15/5/2023 00:00") - timedelta(microseconds=1))
    assert kinds(late) == {"nhac-1", "nhac-2"}
    _fire(session, machine, _at("15/5/2023 00:00"))
    submit(late, _at("15/5/2023 00:00"))
    _fire(session, machine, _at("31/5/2023 00:00"))
    assert in_time(early) and kinds(early) == {"nhac-1", "nhac-2"}
    assert not in_time(late) and kinds(late) == {"nhac-1", "nhac-2", "qua-han"}


def test_answers_fit_the_shipped_forms():
    forms = catalogue(BPMN / "forms")
    assert set(forms) == KNOWN_FORMS
    rule = Rule(When(), (Habit(1, within=1),), returns=0.5)
    for name, form in forms.items():
        for n in range(20):
            task = Task(
                f"u{n}",
                "UBND xã",
                "xa",
                "y",
                "e",
                "r",
                name,
                "",
                False,
                None,
                0,
                _at("1/4/2023 08:00"),
                None,
            )
            given = Writer(n).answers(rule, task, _at("3/4/2023 09:00"))
            assert set(given) <= {f.name for f in form.fields}
            printed = {
                k: v.strftime("%d/%m/%Y") if hasattr(v, "strftime") else str(v).lower()
                for k, v in given.items()
            }
            form.answers(printed, "en")


def test_a_unit_that_nobody_knows_is_named_at_its_line_before_anything_happens(
    sessions: sessionmaker[Session], machine, tmp_path
):
    told = (STORIES / "vi-xuyen-2023.yaml").read_text(encoding="utf-8")
    path = tmp_path / "lac.yaml"
    path.write_text(told.replace("UBND xã Thượng Sơn", "UBND xã Không Có"), encoding="utf-8")
    with sessions() as session:
        before = dump(session)
    with pytest.raises(StoryRefused) as refused:
        play(sessions, machine, story_files.read(path))
    places = [(p.path, p.line) for p in refused.value.problems]
    assert [p for p, _ in places] == ["happenings[3].choose[0].units[0]", "happenings[7].unit"]
    assert all(line for _, line in places)
    with sessions() as session:
        assert dump(session) == before


def test_what_cannot_happen_is_named_at_its_line(server, national_template, tmp_path):
    told = (STORIES / "phu-thu-2023.yaml").read_text(encoding="utf-8")
    again = """
  - {on: 5/9/2023, do: ask-extension, unit: 'UBND phường Phú Thứ, thị xã Kinh Môn, tỉnh Hải Dương', report: KP2, until: 30/9/2023, reason: muộn}
"""
    path = tmp_path / "muon.yaml"
    path.write_text(told + again, encoding="utf-8")
    with pytest.raises(StoryRefused) as refused:
        _told(server, national_template, story_files.read(path))
    (problem,) = refused.value.problems
    assert problem.line == len(told.splitlines()) + 2
    assert "KP2" in problem.vi and "KP2" in problem.en


def test_a_story_in_an_empty_calendar_needs_an_end_after_its_beginning(
    sessions: sessionmaker[Session], machine
):
    story = replace(_story("phu-thu-2023"), end=_at("1/1/2023 00:00").date())
    with pytest.raises(BadStory):
        play(sessions, machine, story)

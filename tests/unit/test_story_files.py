"""Story files: what they may say, what they are told when they say it wrongly; and the drawing."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.story_files import read
from engine.calendar import Calendar
from engine.deadlines import LOCAL
from engine.story_behaviour import Habit, Hours, Rule, Task, When, decide, draw
from engine.story_happenings import StoryRefused
from engine.story_matters import AnswerAll, Ask
from engine.story_reporting import AskExtension

GOOD = """
title: Một câu chuyện
seed: 7
directive: vi-xuyen-2023
start: 17/4/2023
start_at: 09:30
end: 31/12/2023
days_off: [1/5/2023]
rules:
  - when: {form: [receive, assign], tier: xa, requested: false}
    passes_on: 90%
    habits:
      - {share: 0.5, within: 1.5}
      - {share: 30%, after_rung: chua-tiep-nhan, within: 2}
      - {share: 20%, never: true}
"""


HAPPENINGS = """
policies: {extension.at-most: 2}
rollups_close: 3
happenings:
  - on: 2/5/2023
    do: difficulty
    name: kinh-phi
    by: [UBND xã Cao Bồ, UBND xã Lao Chải]
    text: Chưa có kinh phí.
  - {on: 9/5/2023, at: 10:00, do: answer, about: kinh-phi, text: Chi từ nguồn đã giao.}
  - on: 20/11/2023
    do: ask-extension
    unit: UBND xã Cao Bồ
    report: bc-nam
    until: 12/12/2023
    reason: Sạt lở đường.
"""


def _read(tmp_path, text):
    path = tmp_path / "story.yaml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_a_story_is_read_as_it_stands(tmp_path):
    story = _read(tmp_path, GOOD)
    assert (story.title, story.seed, story.end) == ("Một câu chuyện", 7, date(2023, 12, 31))
    assert story.begins == datetime(2023, 4, 17, 9, 30, tzinfo=LOCAL)
    assert story.days_off == (date(2023, 5, 1),)
    rule = story.rules[0]
    assert rule.when == When(forms=("receive", "assign"), tiers=("xa",), requested=False)
    assert rule.habits[1] == Habit(0.3, within=2, after_rung="chua-tiep-nhan")
    assert rule.passes_on == 0.9


def test_a_story_begins_at_eight_on_the_day_of_issue_and_ends_with_the_year(tmp_path):
    lines = [line for line in GOOD.splitlines() if not line.startswith(("start", "end"))]
    story = _read(tmp_path, "\n".join(lines))
    issued = story.directive.issued_on
    assert story.begins == datetime(issued.year, issued.month, issued.day, 8, tzinfo=LOCAL)
    assert story.ends == datetime(issued.year + 1, 1, 1, tzinfo=LOCAL)


def test_a_directive_may_stand_beside_the_story(tmp_path, samples):
    (tmp_path / "own.yaml").write_bytes((samples / "vi-xuyen-2023.yaml").read_bytes())
    story = _read(tmp_path, GOOD.replace("vi-xuyen-2023", "own.yaml"))
    assert story.directive.source.name == "own.yaml"


@pytest.mark.parametrize(
    ("old", "new", "path", "line"),
    [
        ("share: 20%", "share: 30%", "rules[0].habits", 12),
        ("share: 0.5", "share: 1.5", "rules[0].habits[0].share", 13),
        ("within: 1.5", "within: soon", "rules[0].habits[0].within", 13),
        ("never: true", "never: true, within: 2", "rules[0].habits[2]", 15),
        (", within: 2}", "}", "rules[0].habits[1]", 14),
        ("form:", "forms:", "rules[0].when.forms", 10),
        ("seed: 7", "seed: x", "seed", 3),
        ("vi-xuyen-2023", "nowhere-2023", "directive", 4),
        ("1/5/2023", "31/4/2023", "days_off[0]", 8),
    ],
)
def test_a_fault_is_named_at_its_line(tmp_path, old, new, path, line):
    with pytest.raises(StoryRefused) as refused:
        _read(tmp_path, GOOD.replace(old, new))
    problem = refused.value.problems[0]
    assert (problem.path, problem.line) == (path, line)
    assert problem.vi and problem.en and problem.vi != problem.en


def test_happenings_are_read_as_they_stand(tmp_path):
    story = _read(tmp_path, GOOD + HAPPENINGS)
    asked, answered, extension = story.happenings
    assert isinstance(asked, Ask) and asked.by == ("UBND xã Cao Bồ", "UBND xã Lao Chải")
    assert isinstance(answered, AnswerAll) and answered.path == "happenings[1]"
    assert answered.at == datetime(2023, 5, 9, 10, tzinfo=LOCAL)
    assert isinstance(extension, AskExtension) and extension.until == date(2023, 12, 12)
    assert (story.policies, story.rollups_close) == ((("extension.at-most", "2"),), 3)


@pytest.mark.parametrize(
    ("old", "new", "path", "line"),
    [
        ("do: answer", "do: reply", "happenings[1].do", 25),
        ("about: kinh-phi", "about: khac", "happenings[1].about", 25),
        ("on: 9/5/2023", "on: 1/5/2023", "happenings[1].about", 25),
        ("on: 9/5/2023", "on: 9/5/2024", "happenings[1].on", 25),
        ("at: 10:00", "at: 25:00", "happenings[1].at", 25),
        ("    reason: Sạt lở đường.", "", "happenings[2].reason", 26),
        ("report: bc-nam", "report: bc-quy", "happenings[2].report", 29),
        ("until: 12/12/2023", "until: 31/2/2023", "happenings[2].until", 30),
        ("reason:", "why: x\n    reason:", "happenings[2].why", 31),
        ("at-most: 2", "at-most: many", "policies.extension.at-most", 17),
        ("at-most: 2", "at-least: 2", "policies.extension.at-least", 17),
    ],
)
def test_a_fault_of_a_happening_is_named_at_its_line(tmp_path, old, new, path, line):
    assert old in HAPPENINGS
    with pytest.raises(StoryRefused) as refused:
        _read(tmp_path, GOOD + HAPPENINGS.replace(old, new))
    problem = refused.value.problems[0]
    assert (problem.path, problem.line) == (path, line)
    assert problem.vi and problem.en and problem.vi != problem.en


def test_broken_yaml_is_refused_as_a_story(tmp_path):
    with pytest.raises(StoryRefused):
        _read(tmp_path, "title: a: b")


def test_draws_are_even_and_depend_on_nothing_but_seed_and_subject():
    drawn = [draw(1, "moment", f"unit-{n}") for n in range(4000)]
    assert drawn == [draw(1, "moment", f"unit-{n}") for n in range(4000)]
    assert abs(sum(drawn) / 4000 - 0.5) < 0.02
    assert draw(2, "moment", "unit-0") != drawn[0]


_HOURS = Hours(Calendar(frozenset({date(2023, 5, 1)})), date(2023, 1, 1), date(2023, 12, 31))
_MOMENTS = st.datetimes(datetime(2023, 2, 1), datetime(2023, 11, 1)).map(
    lambda moment: moment.replace(tzinfo=LOCAL)
)


@given(_MOMENTS, st.floats(0, 20))
def test_people_act_in_working_hours_after_and_before(moment, days):
    after, before = _HOURS.after(moment, days), _HOURS.before(moment, days)
    assert before < moment <= after
    for at in (after, before):
        assert 8 <= at.hour < 17 and at.weekday() < 5 and at.date() != date(2023, 5, 1)


@given(st.integers(0, 10**6), st.sampled_from([0.0, 1.0, 10.0]))
def test_who_reports_in_time_does_so_before_the_deadline(seed, days):
    due = datetime(2023, 5, 15, tzinfo=LOCAL)
    task = Task(
        "u",
        "UBND xã",
        "xa",
        "i",
        "lap-bao-cao",
        "chuyenvien",
        "report",
        "",
        False,
        ("u", "bc-6t", "2023-6T"),
        0,
        due - timedelta(days=30),
        due,
    )
    plan = decide(Rule(When(), (Habit(1, before_due=days),)), task, seed, _HOURS)
    assert task.opened_at <= plan.at < due

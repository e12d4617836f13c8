"""Figures: typed, bounded, checked the same in a form and in the engine; the nil report."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.forms import AnswersRefused, BadForm, catalogue, figures_of, parse
from engine.figures import AnswerRefused, Figure, Rules
from webapp.wiring import FORMS

WORDS = {"vi": "Số lớp", "en": "Courses"}
COURSES = Figure("courses", "integer", WORDS, low=Decimal(0), high=Decimal(100), rollup="sum")
RATE = Figure("rate", "decimal", WORDS, low=Decimal(0), high=Decimal(100), rollup="mean")
GOOD = {
    "narrative": "Đã triển khai.",
    "trainingCourses": "3",
    "participants": "1.250",
    "femaleLeaderRate": "27,5",
}


@pytest.fixture
def report():
    return catalogue(FORMS)["report"]


@given(st.integers(-300, 300) | st.decimals(-300, 300, places=2))
def test_a_figure_is_right_exactly_within_its_bounds(value):
    assert (RATE.problem(value) is None) is (0 <= value <= 100)
    assert (COURSES.problem(value) is None) is (0 <= value <= 100 and value == int(value))


@pytest.mark.parametrize("value", ["12", True, 1.5, [1], Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_no_figure(value):
    assert COURSES.problem(value) is not None
    assert RATE.problem(value) is not None


def test_a_refusal_names_every_figure_and_its_bound():
    with pytest.raises(AnswerRefused) as refused:
        Rules((COURSES, RATE)).check({"courses": 101, "rate": Decimal("-0.5")})
    assert [p.name for p in refused.value.problems] == ["courses", "rate"]
    assert "«Số lớp» không được quá 100." in refused.value.text("vi")
    assert "must be 0 or more" in refused.value.text("en")


def test_a_nil_report_counts_as_zero_in_a_sum_and_not_in_a_mean():
    assert COURSES.counted(None, nil=True) == 0
    assert RATE.counted(None, nil=True) is None
    assert COURSES.counted(None, nil=False) is None
    assert COURSES.counted(3, nil=False) == 3


def test_a_nil_report_may_leave_its_figures_blank(report):
    answers = report.answers({"narrative": "Không phát sinh.", "nil": "true"}, "vi")
    assert answers["nil"] is True
    assert answers["trainingCourses"] is None


def test_a_nil_report_may_not_report_what_arose(report):
    with pytest.raises(AnswersRefused) as refused:
        report.answers(GOOD | {"nil": "true"}, "vi")
    assert set(refused.value.errors) == {"trainingCourses", "participants"}
    stocks = {"narrative": "x", "nil": "true", "femaleOfficers": "12", "trainingCourses": "0"}
    assert report.answers(stocks, "vi")["femaleOfficers"] == 12


def test_without_nil_a_required_figure_may_not_be_blank(report):
    with pytest.raises(AnswersRefused) as refused:
        report.answers({"narrative": "x"}, "vi")
    assert set(refused.value.errors) == {"trainingCourses", "participants", "femaleLeaderRate"}


def test_a_draft_needs_nothing_but_what_it_holds_must_be_right(report):
    assert report.draft({"trainingCourses": "3", "narrative": " "}, "vi") == {"trainingCourses": 3}
    with pytest.raises(AnswersRefused):
        report.draft({"trainingCourses": "-3"}, "vi")


def test_what_was_answered_can_be_typed_again(report):
    answers = report.answers(GOOD, "vi")
    assert report.answers(report.as_typed(answers), "vi") == answers


def test_returning_needs_remarks_and_accepting_does_not():
    review = catalogue(FORMS)["review"]
    assert review.answers({"decision": "accept"}, "vi")["remarks"] is None
    with pytest.raises(AnswersRefused) as refused:
        review.answers({"decision": "return", "remarks": "  "}, "en")
    assert refused.value.errors == {"remarks": "Fill in «Remarks»."}


def test_stocks_are_prefilled_and_flows_are_not_unless_the_form_says_so(report):
    assert [f.name for f in figures_of(report) if f.prefill] == ["femaleOfficers"]
    field = {"name": "n", "type": "integer", "label": WORDS, "required": False}
    for wish, rollup in ((True, "sum"), (False, "latest")):
        form = parse("t", {"title": WORDS, "fields": [field | {"rollup": rollup, "prefill": wish}]})
        assert form.fields[0].prefilled is wish


@pytest.mark.parametrize(
    "field",
    [
        {"name": "nil", "type": "integer"},
        {"name": "a", "type": "text", "required_if": {"nowhere": "x"}},
    ],
)
def test_a_form_that_misuses_its_words_is_refused(field):
    with pytest.raises(BadForm):
        parse("t", {"title": WORDS, "fields": [{"label": WORDS, "required": False} | field]})

"""What a reviewer reads beside the picture: every element in words, tables as tables, old and new."""

import re

import pytest
from flask_babel import force_locale

from tests.helpers import bpmn as b
from webapp import model_words, table_words
from webapp.setup import shipped_decisions, shipped_models

pytest_plugins = ("tests.web_fixtures",)
WAIT = "working days after(now(), 2)"


def drawn(role="chuyenvien", wait="P2D", extra=True):
    return b.sample(
        "x",
        b.start("s"),
        b.user(
            "lam", name="Làm việc", dondoc_form="review", dondoc_role=role, dondoc_due=WAIT
        ),
        b.boundary("nhac", "lam", duration=wait),
        *([b.service("goi", "open-reports"), b.flow("nhac", "goi"), b.end("g"), b.flow("goi", "g")]
          if extra else [b.end("g"), b.flow("nhac", "g")]),
        b.end("e"),
        b.path("s", "lam", "e"),
    ).decode()  # fmt: skip


@pytest.fixture
def read(make_app):
    """The rows of a diagram by id, as a Vietnamese reader is told them."""

    web_app = make_app()

    def rows(content, before=None):
        with web_app.test_request_context("/?lang=vi"), force_locale("vi"):
            groups = model_words.groups(content, web_app.extensions["dondoc_forms"])
            if before is not None:
                old = model_words.groups(before, web_app.extensions["dondoc_forms"])
                groups = model_words.compared(old, groups)
        return {row.id: row for group in groups for row in group.rows}

    return rows


def told(row):
    return {fact.label: fact.said for fact in row.facts}


def test_a_task_and_its_timer_are_told_in_words(read):
    rows = read(drawn())
    task = told(rows["lam"])
    assert task["Ai làm"] == "Chuyên viên"
    assert task["Hạn"] == f"2 ngày làm việc sau lúc bắt đầu chờ ({WAIT})"
    assert task["Biểu mẫu"].endswith("(review)")
    timer = told(rows["nhac"])
    assert timer["Gắn vào"] == "Làm việc"
    assert timer["Khi nào"].startswith("Sau 2 ngày")
    assert timer["Khi xảy ra"] == "việc đó vẫn tiếp tục"


def test_a_later_version_shows_what_each_property_was(read):
    rows = read(drawn("lanhdao", "P3D", extra=False), before=drawn())
    assert {id_: row.mark for id_, row in rows.items() if row.mark} == {
        "lam": model_words.CHANGED,
        "nhac": model_words.CHANGED,
        "goi": model_words.REMOVED,
    }
    (fact,) = [f for f in rows["lam"].facts if f.before is not None]
    assert (fact.label, fact.before, fact.said) == ("Ai làm", "Chuyên viên", "Lãnh đạo")


@pytest.mark.parametrize("key", sorted(shipped_models()))
def test_every_element_of_a_shipped_diagram_is_told(read, key):
    source = shipped_models()[key].decode()
    tasks = set(re.findall(r'<(?:\w+:)?userTask id="([^"]+)"', source))
    rows = read(source)
    assert tasks <= rows.keys()
    assert all({"Ai làm", "Biểu mẫu"} <= told(rows[task]).keys() for task in tasks)


def test_a_table_is_told_as_one_with_the_cells_that_changed(make_app):
    source = shipped_decisions()["escalation"].decode()
    with make_app().test_request_context("/"), force_locale("vi"):
        old = table_words.decisions(source)
        new = table_words.decisions(source.replace("<text>-7</text>", "<text>-9</text>", 1))
        one = table_words.compared(old, new)[0]
    (table,) = one.tables
    assert table.hits.startswith("RULE ORDER") and len(table.rules) == 8
    assert [c.label for c in table.inputs] == ["Hình thức", "Số văn bản đôn đốc đã gửi"]
    cells = [(c.before, c.said) for rule in table.rules for c in rule.cells if c.before is not None]
    assert cells == [("-7", "-9")]
    assert [rule.mark for rule in table.rules].count("") == 7

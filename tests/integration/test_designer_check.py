"""What the editors ask the server while somebody draws, and what saving refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import model_drafts, people
from tests.helpers.designing import diagram
from tests.web_world import PASSWORD, PASSWORDS, START, actor

pytest_plugins = ("tests.web_fixtures",)

BPMN = Path(__file__).parents[2] / "bpmn"
BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'


class Drawing:
    """A person's browser, asking as the editor's script does."""

    def __init__(self, browser):
        self.browser = browser
        self.get = browser.get
        self.token = browser.token()

    def post(self, path, body):
        return self.browser.client.post(path, json=body, headers={"X-CSRFToken": self.token})

    def ask(self, what, **body):
        answer = self.post(f"/designer/{what}", body)
        assert answer.status_code == 200, answer.text
        return answer.json


@pytest.fixture
def designers(world, web_sessions, browse):
    """Two designers, drawing."""
    with web_sessions.begin() as session:
        for name in ("ve.mot", "ve.hai"):
            people.create_account(
                session,
                PASSWORDS,
                username=name,
                name=f"Người {name}",
                unit_id=world.units["bo.cv"],
                roles=["thietke"],
                password=PASSWORD,
                now=START,
            )
    return Drawing(browse("ve.mot")), Drawing(browse("ve.hai"))


@pytest.fixture
def drafted(world, web_sessions):
    """``drafted(kind, content)`` is the id of a new draft."""

    def make(content, kind="bpmn"):
        with web_sessions.begin() as session:
            made = model_drafts.create(
                session,
                actor(session, "ve.mot"),
                kind=kind,
                key="thu",
                title="Thử",
                content=content,
                now=START,
            )
            return made.id

    return make


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("bpmn", "periodic-report.bpmn"),
        ("dmn", "escalation.dmn"),
        ("form", "forms/report.json"),
    ],
)
def test_each_kind_has_its_editor_in_both_languages_and_styles_of_its_own(
    designers, drafted, browse, kind, file
):
    one, _ = designers
    draft = drafted((BPMN / file).read_text(), kind)
    for language in ("vi", "en"):
        page = one.get(f"/designer/drafts/{draft}/edit?lang={language}")
        assert page.status_code == 200
        assert f'data-lang="{language}"' in page.text
        policy = page.headers["Content-Security-Policy"]
        assert "style-src 'self' 'unsafe-inline';" in policy
        assert "script-src 'self';" in policy
    assert "unsafe-inline" not in one.get("/inbox").headers["Content-Security-Policy"]
    assert browse("hd.cv").get(f"/designer/drafts/{draft}/edit").status_code == 403


def test_what_is_saved_comes_back_and_the_second_designer_is_told_of_the_first(designers, drafted):
    one, two = designers
    path = f"/designer/drafts/{drafted(diagram())}/content.json"
    seen = one.get(path).json
    mine, theirs = diagram(name="Của tôi"), diagram(name="Của họ")
    assert two.post(path, {"content": theirs, "revision": seen["revision"]}).status_code == 200
    refused = one.post(path, {"content": mine, "revision": seen["revision"]})
    assert refused.status_code == 409
    assert "Người ve.hai" in refused.json["error"]
    now = one.get(path).json
    assert now["content"] == theirs
    assert now["saved_by"] == "Người ve.hai"


@pytest.mark.parametrize(
    "body",
    [
        {"content": BOMB, "revision": 1},
        {"content": "<not xml", "revision": 1},
        {"content": f"<a>{'x' * 5 * 2**20}</a>", "revision": 1},
        {"content": "<a/>", "revision": "1"},
        {"content": "<a/>", "revision": True},
        {"content": 7, "revision": 1},
        [],
    ],
)
def test_nothing_hostile_or_malformed_is_saved_and_the_reason_is_said(designers, drafted, body):
    one, _ = designers
    path = f"/designer/drafts/{drafted(diagram())}/content.json"
    refused = one.post(path, body)
    assert refused.status_code == 400
    assert refused.json["error"]
    assert one.get(path).json["revision"] == 1


def test_a_draft_that_is_no_longer_drawn_leads_back_to_its_page(designers, drafted, web_sessions):
    one, _ = designers
    draft = drafted(diagram())
    with web_sessions.begin() as session:
        session.get(model_drafts.ModelDraft, draft).status = model_drafts.DROPPED
    assert one.get(f"/designer/drafts/{draft}/edit").location == f"/designer/drafts/{draft}"
    path = f"/designer/drafts/{draft}/content.json"
    assert one.post(path, {"content": diagram(), "revision": 1}).status_code == 409


def test_findings_come_with_their_elements_in_the_readers_language(designers):
    one, _ = designers
    content = diagram().replace('dondoc:role="chuyenvien"', 'dondoc:role="ai-do"')
    said = {}
    for language in ("vi", "en"):
        body = {"kind": "bpmn", "content": content}
        found = one.post(f"/designer/check?lang={language}", body).json["findings"]
        said[language] = next(f for f in found if f["code"] == "role-unknown")
    assert said["vi"]["element"] == said["en"]["element"] == "a"
    assert said["vi"]["text"].startswith("Vai trò «ai-do» không có.")
    assert said["en"]["text"].startswith("There is no role «ai-do».")


def test_a_hostile_file_is_unreadable_and_a_python_script_only_a_finding(designers):
    one, _ = designers
    assert one.ask("check", kind="bpmn", content=BOMB)["unreadable"]
    script = '<scriptTask id="y" scriptFormat="python"><script>import os</script></scriptTask>'
    content = diagram().replace("</process>", f"{script}</process>")
    found = one.ask("check", kind="bpmn", content=content)
    assert not found["unreadable"]
    assert "script-format" in {f["code"] for f in found["findings"] if f["element"] == "y"}


@pytest.mark.parametrize(
    ("expression", "form", "said"),
    [
        ("working days before(dueAt, 7)", "timeDate", "7 ngày làm việc trước hạn"),
        ('=dueAt - duration("P2D")', "timeDate", "2 ngày trước hạn"),
        ("P1DT12H", "timeDuration", "Sau 1 ngày 12 giờ kể từ lúc bắt đầu chờ"),
        ("R4/P1D", "timeCycle", "Mỗi 1 ngày một lần, 4 lần"),
        ("2024-05-14T17:00:00", "timeDate", "Đúng 17:00 ngày 14/05/2024"),
        ('date and time("2023-05-02T20:00:00Z")', "timeDate", "Đúng 03:00 ngày 03/05/2023"),
        ("2023-05-02T20:00:00+09:00", "timeDate", "Đúng 18:00 ngày 02/05/2023"),
        (
            "R3/2023-05-02T20:00:00Z/P1D",
            "timeCycle",
            "Mỗi 1 ngày một lần, từ 03:00 ngày 03/05/2023, 3 lần",
        ),
        ("if nil then a else b", "timeDate", "Theo «if nil then a else b»"),
    ],
)
def test_a_timer_is_said_in_plain_words(designers, expression, form, said):
    answer = designers[0].ask("echo", expression=expression, form=form)
    assert answer == {"text": said, "wrong": False}


def test_an_expression_that_is_none_is_answered_with_the_reason(designers):
    answer = designers[0].ask("echo", expression="dueAt -", form="timeDate")
    assert answer["wrong"]
    assert "dòng 1" in answer["text"]


@pytest.mark.parametrize(
    ("expression", "form"),
    [
        ('now() + duration("P1W")', "timeDate"),
        ('dueAt + duration("P1W")', "timeDate"),
        ('working days after(now(), "2")', "timeDate"),
        ('working days after(dueAt, "2")', "timeDate"),
        ("directive.when", "timeDate"),
        ('date and time("2023-05-02T25:00:00Z")', "timeDate"),
        ("-P1D", "timeDuration"),
        ("R/PT1S", "timeCycle"),
        ("R3/P0D", "timeCycle"),
    ],
)
def test_what_the_check_refuses_has_no_sentence_as_if_it_could_come(designers, expression, form):
    answer = designers[0].ask("echo", expression=expression, form=form)
    assert answer["wrong"]
    assert "Hãy" in answer["text"]


def test_the_names_at_an_element_are_those_that_its_expressions_may_read(designers):
    one, _ = designers
    content = (BPMN / "periodic-report.bpmn").read_text()
    found = one.ask("names", content=content, element="donvi-tra-moc")["names"]
    names = {known["name"]: known["info"] for known in found}
    assert {"unit", "directive", "dueAt", "urgings", "narrative"} <= names.keys()
    assert names["unit"] == "luôn có"
    assert names["narrative"] == "ô của biểu mẫu report"
    assert one.ask("names", content=content, element="không có")["names"] == []


def test_names_come_with_their_members_and_choices(designers):
    one, _ = designers
    content = (BPMN / "periodic-report.bpmn").read_text()
    found = one.ask("names", content=content, element="donvi-tra-moc")["names"]
    names = {known["name"]: known for known in found}
    assert all(row.keys() == {"name", "info", "type", "members", "values"} for row in found)
    directive = {member["name"]: member for member in names["directive"]["members"]}
    assert directive.keys() == {"id", "issuer", "label", "recipients", "subject"}
    issuer = [(m["name"], m["info"]) for m in directive["issuer"]["members"]]
    assert issuer == [("code", "chữ"), ("id", "con số"), ("name", "chữ"), ("tier", "chữ")]
    assert [m["name"] for m in names["report"]["members"]] == ["id", "period", "title"]
    review = one.ask("names", content=content, element="tonghop-xem-xet")["names"]
    [decision] = [known for known in review if known["name"] == "decision"]
    assert (decision["type"], decision["values"]) == ("string", ["accept", "return"])


def test_what_is_no_drawing_has_no_names(designers):
    one, _ = designers
    assert one.ask("names", content=BOMB, element="a")["names"] == []


def test_a_form_is_shown_as_officers_will_see_it_and_a_bad_one_is_explained(designers):
    one, _ = designers
    content = (BPMN / "forms" / "report.json").read_text()
    assert 'name="trainingCourses"' in one.ask("preview", content=content)["html"]
    wrong = json.loads(content)
    wrong["fields"][0]["label"] = {"vi": "", "en": ""}
    assert one.ask("preview", content=json.dumps(wrong))["error"] == ""
    wrong["fields"][0]["type"] = "hình"
    assert "hình" in one.ask("preview", content=json.dumps(wrong))["error"]
    assert one.ask("preview", content="{")["error"]


@pytest.mark.parametrize("what", ["check", "echo", "names", "preview"])
def test_only_designers_may_ask(browse, what):
    assert Drawing(browse("hd.cv")).post(f"/designer/{what}", {}).status_code == 403

"""A token sees and does what its person may: what is foreign is as unknown as what is not there."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine.instance_rows import WorkItem
from engine.notices import Notice
from engine.reports import Report

pytest_plugins = ("tests.web_fixtures", "tests.api.fixtures")


@pytest.fixture
def owned(web_sessions, world):
    """Ids of things of Hải Dương."""
    unit = world.units["hd.cv"]
    with web_sessions() as session:
        report = sa.select(sa.func.min(Report.id)).where(Report.unit_id == unit)
        item = sa.select(WorkItem.id).where(WorkItem.unit_id == unit, WorkItem.status == "open")
        notice = sa.select(Notice.id).where(Notice.unit_id == unit, Notice.audience == "officer")
        return {
            "item": session.scalars(item).one(),
            "report": session.scalars(report).one(),
            "notice": session.scalars(notice).one(),
            "directive": world.derived,
            "unit": unit,
            "rollup": session.execute(sa.text("SELECT min(id) FROM rollup")).scalar_one(),
        }


ROUTES: tuple = (
    ("GET", "/work-items/{item}", None),
    ("POST", "/work-items/{item}/claim", None),
    ("POST", "/work-items/{item}/unclaim", None),
    ("POST", "/work-items/{item}/complete", {"answers": {}}),
    ("PUT", "/work-items/{item}/draft", {"answers": {}}),
    ("GET", "/reports/{report}", None),
    ("GET", "/reports/{report}/versions", None),
    ("POST", "/reports/{report}/submit", {"answers": {}}),
    ("POST", "/notices/{notice}/read", None),
    ("GET", "/directives/{directive}", None),
    ("GET", "/directives/{directive}/tiers", None),
    ("GET", "/directives/{directive}/units", None),
    ("GET", "/board/directives/{directive}", None),
    ("GET", "/board/units/{unit}", None),
    ("GET", "/rollups/{rollup}", None),
    ("GET", "/rollups/{rollup}/units", None),
    ("GET", "/rollups/{rollup}/figures", None),
    ("POST", "/rollups/{rollup}/urge", None),
    ("POST", "/rollups/{rollup}/close", None),
)


@pytest.mark.parametrize(("method", "route", "body"), ROUTES)
def test_a_foreign_id_answers_like_one_that_does_not_exist(connect, owned, method, route, body):
    client = connect("bd.cv")
    foreign = client.ask(method, route.format(**owned), json=body)
    nowhere = client.ask(method, route.format(**dict.fromkeys(owned, 10**9)), json=body)
    assert foreign.status_code == nowhere.status_code == 404
    assert foreign.json | {"instance": ""} == nowhere.json | {"instance": ""}


def test_a_colleague_of_another_role_sees_and_may_not(connect, owned):
    clerk = connect("hd.vt")
    assert clerk.get(f"/work-items/{owned['item']}").status_code == 200
    answer = clerk.post(
        f"/work-items/{owned['item']}/complete",
        json={
            "answers": {
                "narrative": "x",
                "trainingCourses": 1,
                "participants": 1,
                "femaleLeaderRate": 1,
            }
        },
    )
    assert (answer.status_code, answer.json["code"]) == (403, "wrong-role")


def test_lists_hold_what_the_person_may_see(connect, owned):
    assert owned["item"] not in [i["id"] for i in connect("bd.cv").get("/work-items").json["items"]]
    assert owned["item"] in [i["id"] for i in connect("hd.cv").get("/work-items").json["items"]]
    units = {r["unit_id"] for r in connect("bd.cv").get("/reports?limit=200").json["items"]}
    assert owned["unit"] not in units


def test_a_report_is_drafted_and_submitted_through_its_task(connect, owned):
    client = connect("hd.cv")
    item, report = f"/work-items/{owned['item']}", client.get(f"/work-items/{owned['item']}").json
    client.ask("PUT", f"{item}/draft", json={"answers": {"narrative": "Nháp"}})
    assert client.get(item).json["draft"] == {"narrative": "Nháp"}
    answers = {"narrative": "Đã xong.", "trainingCourses": 3, "participants": "1250"}
    answers |= {"femaleLeaderRate": 27.5}
    done = client.post(f"/reports/{report['report_id']}/submit", json={"answers": answers})
    assert (done.status_code, done.json["status"]) == (200, "submitted")
    assert done.json["content"]["femaleLeaderRate"] == "27.5"
    versions = client.get(f"/reports/{report['report_id']}/versions").json["items"]
    assert [v["content"]["participants"] for v in versions] == [1250]


def test_only_administrators_deploy(connect, world):
    xml = connect("hd.cv").get("/process-models/1/xml").text
    body = {"key": "thu-nghiem", "xml": xml}
    assert connect("hd.cv").post("/process-models", json=body).status_code == 403
    made = connect("admin").post("/process-models", json=body)
    assert (made.status_code, made.json["version"]) == (201, 1)
    assert made.headers["Location"] == f"/api/v1/process-models/{made.json['id']}"
    again = connect("admin").post("/process-models", json=body)
    assert again.json["id"] == made.json["id"]


def test_a_diagram_that_cannot_run_is_refused_with_every_reason(connect):
    broken = {"key": "hong", "xml": "<definitions/>"}
    answer = connect("admin").post("/process-models", json=broken)
    assert (answer.status_code, answer.json["code"]) == (409, "model-refused")
    assert answer.json["errors"]


LETTER = {
    "issuer": "tỉnh Hải Dương",
    "number": "99",
    "symbol": "CV-UBND",
    "type": "cong_van",
    "issued_on": "29/05/2023",
    "subject": "Rà soát số liệu",
    "process": "cascade-three-tier",
    "recipients": [{"group": "Huyện", "units": ["huyện Thanh Hà"]}],
    "provisions": [{"number": "1", "text": "Rà soát."}],
}


def test_a_unit_issues_its_own_directive_and_no_other_units(connect):
    made = connect("hd.cv").post("/directives", json=LETTER)
    assert made.status_code == 201, made.text
    one = connect("hd.cv").get(f"/directives/{made.json['id']}").json
    assert one["status"] == "issued" and one["subject"] == "Rà soát số liệu"
    foreign = connect("bd.cv").post("/directives", json=LETTER | {"number": "100"})
    assert foreign.status_code == 403
    assert connect("admin").get("/directives?q=100/CV-UBND").json["items"] == []


def test_a_letter_that_cannot_be_recorded_says_what_is_wrong_and_where(connect):
    letter = LETTER | {"recipients": [{"group": "Huyện", "units": ["huyện Không Có"]}]}
    answer = connect("hd.cv").post("/directives", json=letter)
    assert (answer.status_code, answer.json["code"]) == (409, "directive-refused")
    assert answer.json["errors"][0]["field"].startswith("recipients[0]")

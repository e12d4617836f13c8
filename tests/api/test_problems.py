"""Every error is a problem in the reader's language; every list can be read to its end."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from engine import directive_views
from engine.reports import Report

pytest_plugins = ("tests.web_fixtures", "tests.api.fixtures")

SHAPE = {"type", "title", "status", "detail", "code", "instance"}


def check(answer, status, code):
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert set(answer.json) - {"errors"} == SHAPE
    assert (answer.json["status"], answer.json["code"]) == (status, code)


def test_all_of_them_have_one_shape(connect):
    client = connect("hd.cv")
    check(client.get("/khong-co"), 404, "not-found")
    check(client.get("/directives/0"), 404, "not-found")
    check(client.get("/directives/99999999999999999999"), 404, "not-found")
    refused = client.ask("DELETE", "/directives")
    check(refused, 405, "method-not-allowed")
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    check(client.get("/directives?cursor=!!!"), 400, "bad-cursor")
    check(client.get("/notices?cursor=YQ"), 400, "bad-cursor")
    check(client.get("/directives?limit=0"), 422, "invalid")
    check(client.get("/directives?trang=2"), 422, "invalid")
    check(client.post("/directives", data="{", content_type="application/json"), 400, "bad-request")
    deep, half = "[" * 100_000, '{"issuer": "\\ud800"}'
    check(
        client.post("/directives", data=deep, content_type="application/json"), 400, "bad-request"
    )
    check(client.post("/directives", data="a=1"), 415, "unsupported-media-type")
    check(client.post("/directives", data=half, content_type="application/json"), 422, "invalid")
    large = {"answers": {"narrative": "x" * 11_000_000}}
    check(client.post("/work-items/1/complete", json=large), 413, "too-large")


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (RuntimeError("secret"), 500, "internal-error"),
        (OperationalError("secret", None, Exception("secret")), 503, "unavailable"),
    ],
)
def test_what_nobody_foresaw_tells_a_reference_and_no_more(
    connect, monkeypatch, caplog, raised, status, code
):
    client = connect("hd.cv")

    def fail(*args, **kwargs):
        raise raised

    monkeypatch.setattr(directive_views, "page", fail)
    answer = client.get("/directives")
    check(answer, status, code)
    assert "secret" not in answer.text
    assert answer.json["instance"].removeprefix("urn:dondoc:") in caplog.text


def test_wrong_parts_are_named_each_with_its_fault(connect):
    answer = connect("hd.cv").post("/directives", json={"issuer": "", "odd": 1, "type": "thơ"})
    errors = {(e["in"], e["field"]) for e in answer.json["errors"]}
    assert errors >= {("body", "issuer"), ("body", "odd"), ("body", "type"), ("body", "subject")}


def test_the_language_is_the_readers(connect):
    client = connect("hd.cv")
    told = {
        lang: client.get("/directives?x=1", headers={"Accept-Language": lang}).json
        for lang in ("vi", "en-GB,en;q=0.9", "fr")
    }
    assert told["vi"]["errors"][0]["message"] == told["fr"]["errors"][0]["message"]
    assert {t["errors"][0]["field"] for t in told.values()} == {"x"}


def test_answers_that_do_not_fit_are_told_by_question(connect):
    client = connect("hd.cv")
    item = client.get("/work-items").json["items"][0]["id"]
    sent = {"answers": {"trainingCourses": "ba", "khongCo": 1}}
    answer = client.post(f"/work-items/{item}/complete", json=sent)
    check(answer, 409, "answers-refused")
    assert [e["field"] for e in answer.json["errors"]] == ["answers.khongCo"]


PAGED = ("/reports", "/process-models", "/work-items", "/units?q=thanh", "/notices", "/rollups")


@pytest.mark.parametrize("path", PAGED)
def test_pages_hold_everything_once_and_in_order(connect, path):
    client = connect("admin")
    mark = "&" if "?" in path else "?"
    whole, cursor = [], None
    for _ in range(200):
        more = f"&cursor={cursor}" if cursor else ""
        answer = client.get(f"{path}{mark}limit=7{more}").json
        whole += [item["id"] for item in answer["items"]]
        assert len(answer["items"]) == 7 or answer["next"] is None
        cursor = answer["next"]
        if cursor is None or len(whole) > 60:
            break
    at_once = [i["id"] for i in client.get(f"{path}{mark}limit=200").json["items"]]
    assert whole == at_once[: len(whole)]
    assert len(set(whole)) == len(whole) > 0


def test_units_of_a_directive_are_read_on_to_the_end(connect, world, web_sessions):
    client = connect("admin")
    found, cursor = [], ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        answer = client.get(f"/directives/{world.root}/units?limit=20{more}").json
        found += [u["unit_id"] for u in answer["items"]]
        cursor = answer["next"]
    with web_sessions() as session:
        sent = session.scalars(
            sa.text("SELECT unit_id FROM recipient WHERE directive_id = :d"), {"d": world.root}
        ).all()
    assert sorted(found) == sorted(sent)


def test_what_was_read_before_is_not_sent_again(connect, world, web_sessions):
    client = connect("hd.cv")
    path = f"/directives/{world.root}"
    first = client.get(path)
    same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    item = client.get("/work-items").json["items"][0]["id"]
    tag = client.get(f"/work-items/{item}").headers["ETag"]
    client.post(f"/work-items/{item}/claim")
    assert client.get(f"/work-items/{item}", headers={"If-None-Match": tag}).status_code == 200


def test_reports_are_filtered(connect, world, web_sessions):
    unit = world.units["hd.cv"]
    answer = connect("admin").get(f"/reports?unit_id={unit}&status=open").json
    with web_sessions() as session:
        owed = session.scalars(
            sa.select(Report.id).where(Report.unit_id == unit, Report.status == "open")
        ).all()
    assert sorted(r["id"] for r in answer["items"]) == sorted(owed) != []

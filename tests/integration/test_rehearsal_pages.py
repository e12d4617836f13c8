"""Designers ask for a rehearsal on a page, watch it, and read what it showed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from adapters.files import Folder
from adapters.long_work import Runner
from adapters.rehearsals import Rehearsals
from engine import model_drafts, people
from engine.long_work import LongWork
from engine.people import signed_in
from tests.helpers.rehearsing import CASCADE, reminding_daily, shipped
from tests.web_world import PASSWORD, PASSWORDS, START, Browser, World

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]
ASKED = {
    "first": f"model:{CASCADE}",
    "source": "sample",
    "sample": "vi-xuyen-2023",
    "behaviour": "own",
    "on_time..": "70",
    "never..": "5",
    "late_days..": "20",
    "returns": "10",
    "seed": "3",
}


@pytest.fixture
def designer(browse: Browse, web_sessions: sessionmaker[Session], world: World) -> Browser:
    """A designer of the ministry, signed in."""
    with web_sessions.begin() as session:
        people.create_account(
            session,
            PASSWORDS,
            username="ve",
            name="Ngô Thị Vẽ",
            unit_id=world.units["bo.cv"],
            roles=["thietke"],
            password=PASSWORD,
            now=START,
        )
    return browse("ve")


@pytest.fixture
def run(
    web_sessions: sessionmaker[Session], world: World, tmp_path: Path
) -> Callable[[int], LongWork]:
    """Does the work as a worker does, on the test's own sessions."""
    rehearse = Rehearsals(world.url, world.machine)
    files = Folder(tmp_path / "files")
    runner = Runner(
        web_sessions, world.machine, files, world.tell_time, PASSWORDS, rehearse=rehearse
    )

    def work(job: int) -> LongWork:
        runner(job)
        with web_sessions() as session:
            return session.get_one(LongWork, job)

    return work


def _job(answer: object) -> int:
    location: str = answer.headers["Location"]  # type: ignore[attr-defined]
    return int(location.rsplit("/", 1)[1])


def _fail(sessions: sessionmaker[Session], job: int, *elements: str) -> None:
    """Steps failed there, in what a rehearsal came to."""
    fault = {"model": CASCADE, "name": "", "count": 3, "unit": "U", "vi": "hỏng", "en": "broken"}
    with sessions.begin() as session:
        row = session.get_one(LongWork, job)
        found = [
            {**v, "faults": [{**fault, "element": e} for e in elements]}
            for v in row.result["versions"]
        ]
        row.result = {**row.result, "versions": found}


def test_a_rehearsal_is_asked_for_watched_and_read_in_both_languages(
    designer: Browser, run: Callable[[int], LongWork], web_sessions: sessionmaker[Session]
) -> None:
    asked = designer.post("/designer/rehearsals/new", **ASKED)
    job = _job(asked)
    address = f"/designer/rehearsals/{job}"
    assert asked.headers["Location"] == address
    assert "Hủy công việc" in designer.get(address).text
    done = run(job)
    assert done.status == "done", done.said
    for lang, words in (("vi", "báo cáo phải nộp"), ("en", "%")):
        page = designer.get(f"{address}?lang={lang}")
        assert page.status_code == 200 and words in page.text and "%(" not in page.text
        assert 'class="dd-bar"' in page.text and "UBND xã" in page.text
        assert designer.get(f"/designer/rehearsals?lang={lang}").status_code == 200
    assert designer.get(f"{address}?month=2023-12").status_code == 200
    overlays = designer.get(f"{address}/1/overlays.json").json["elements"]
    assert overlays["xa-tiep-nhan"]["count"] == 24
    assert max(o["heat"] for o in overlays.values()) == 4
    _fail(web_sessions, job, "xa-nhac-tiep-nhan", "xa-tiep-nhan")
    overlays = designer.get(f"{address}/1/overlays.json").json["elements"]
    assert {overlays[e]["state"] for e in ("xa-nhac-tiep-nhan", "xa-tiep-nhan")} == {"overdue"}
    assert (overlays["xa-nhac-tiep-nhan"]["count"], overlays["xa-tiep-nhan"]["count"]) == (3, 24)
    assert designer.get(f"{address}/1.bpmn").text == shipped()
    assert designer.get(f"{address}/2.bpmn").status_code == 404
    with designer.get(f"/jobs/{job}/file") as file:
        assert file.status_code == 200 and file.data.startswith(b"PK")
    assert f"/designer/rehearsals/{job}" in designer.get(f"/jobs/{job}").text


def test_two_versions_are_compared_and_both_play_the_draft_table_ticked_beside_them(
    designer: Browser,
    run: Callable[[int], LongWork],
    web_sessions: sessionmaker[Session],
    world: World,
) -> None:
    with web_sessions.begin() as session:
        account = session.scalars(select(people.Account.id).filter_by(username="ve"))
        found = signed_in(session, account.one(), world.now)
        assert found is not None
        draft = model_drafts.create(
            session,
            found.actor,
            kind="bpmn",
            key=CASCADE,
            title="Bản của tôi",
            content=shipped().replace("working days after(now(), 2)", "now()"),
            now=world.now,
        )
        table = model_drafts.create(
            session,
            found.actor,
            kind="dmn",
            key="escalation",
            title="Thang mới",
            content=reminding_daily(10).decode(),
            now=world.now,
        )
        numbers = draft.id, table.id
    form = designer.get(f"/designer/rehearsals/new?draft={numbers[0]}").text
    assert "Bản của tôi" in form and "Thang mới" in form
    assert f"({CASCADE}, phiên bản 1)" in form and f"Đã triển khai: {CASCADE}" not in form
    given = ASKED | {"first": f"draft:{numbers[0]}", "second": f"model:{CASCADE}"}
    job = _job(designer.post("/designer/rehearsals/new", **given, **{"with": str(numbers[1])}))
    done = run(job)
    assert done.status == "done", done.said
    for played in done.result["versions"]:
        assert any(sent["kind"].startswith("nhac-ngay-") for sent in played["sent"])
    page = designer.get(f"/designer/rehearsals/{job}").text
    assert "Hai phiên bản khác nhau" in page and "Bản của tôi" in page
    assert done.result["differences"]
    assert designer.get(f"/designer/rehearsals/{job}/2/overlays.json").status_code == 200


def test_of_two_drafts_of_one_table_only_one_is_taken(
    designer: Browser, web_sessions: sessionmaker[Session], world: World
) -> None:
    with web_sessions.begin() as session:
        account = session.scalars(select(people.Account.id).filter_by(username="ve"))
        found = signed_in(session, account.one(), world.now)
        assert found is not None
        drafts = [
            model_drafts.create(
                session,
                found.actor,
                kind="dmn",
                key="escalation",
                title=f"Thang {days}",
                content=reminding_daily(days).decode(),
                now=world.now,
            ).id
            for days in (5, 6)
        ]
    both = {**ASKED, "with": [str(number) for number in drafts], "csrf_token": designer.token()}
    answer = designer.client.post("/designer/rehearsals/new", data=both)
    assert answer.status_code == 422 and "hai bản nháp của «escalation»" in answer.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"first": ""}, 'id="first-error"'),
        ({"first": "model:khong-co"}, "khong-co"),
        ({"on": "32/1/2023"}, 'id="on-error"'),
        ({"seed": "x"}, 'id="seed-error"'),
        ({"on_time..": "170"}, "0 đến 100"),
        ({"never..": "60"}, "100%"),
        ({"source": "file"}, 'id="file-error"'),
        ({"source": "recorded", "recorded": "999999"}, 'id="recorded-error"'),
        ({"sample": "khong-co"}, 'id="sample-error"'),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    designer: Browser, change: dict[str, str], said: str
) -> None:
    answer = designer.post("/designer/rehearsals/new", **(ASKED | change))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="20"' in answer.text and "vi-xuyen-2023" in answer.text


def test_a_drawing_that_cannot_run_fails_with_its_element(
    designer: Browser,
    run: Callable[[int], LongWork],
    web_sessions: sessionmaker[Session],
    world: World,
) -> None:
    with web_sessions.begin() as session:
        account = session.scalars(select(people.Account.id).filter_by(username="ve"))
        found = signed_in(session, account.one(), world.now)
        assert found is not None
        broken = shipped().replace('dondoc:handler="notify"', 'dondoc:handler="rm"', 1)
        draft = model_drafts.create(
            session,
            found.actor,
            kind="bpmn",
            key=CASCADE,
            title="Hỏng",
            content=broken,
            now=world.now,
        )
        number = draft.id
    given = ASKED | {"first": f"draft:{number}"}
    job = _job(designer.post("/designer/rehearsals/new", **given))
    done = run(job)
    assert done.status == "failed" and "tinh-nhac-tiep-nhan" in done.said["vi"]
    assert "tinh-nhac-tiep-nhan" in designer.get(f"/designer/rehearsals/{job}").text


def test_a_recorded_directive_is_rehearsed_and_a_derived_one_is_not(
    designer: Browser, world: World, browse: Browse
) -> None:
    given = ASKED | {"source": "recorded"}
    admin = browse("admin")
    assert (
        admin.post("/designer/rehearsals/new", **given, recorded=str(world.root)).status_code == 302
    )
    derived = admin.post("/designer/rehearsals/new", **given, recorded=str(world.derived))
    assert derived.status_code == 422 and "văn bản gốc" in derived.text


def test_rehearsals_are_for_designers_and_each_sees_their_own(
    designer: Browser, browse: Browse
) -> None:
    job = _job(designer.post("/designer/rehearsals/new", **ASKED))
    again = designer.post("/designer/rehearsals/new", **ASKED)
    assert _job(again) == job  # asked for twice is begun once
    for path in ("", "/new", f"/{job}"):
        assert browse("hd.cv").get(f"/designer/rehearsals{path}").status_code == 403
    assert designer.get("/designer/rehearsals/999999").status_code == 404
    assert designer.post(f"/jobs/{job}/cancel").status_code == 302
    assert "đã hủy" in designer.get(f"/designer/rehearsals/{job}").text

"""Engine faults in the browser: by cause, one with all that is known, mended, moved, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters.long_work import Runner
from engine.deliveries import Engine
from engine.faults import Fault
from engine.instance_rows import WorkItem
from engine.instances import To, apply
from engine.long_work import LongWork
from engine.process.events import Complete
from tests.helpers import bpmn as b
from tests.helpers.faults import NOW, begin, deploy, traced, work
from tests.web_world import PASSWORDS, Browser, World

pytest_plugins = ("tests.web_fixtures",)
WHY = "theo văn bản đính chính"
UNITS = ("hd.cv", "bd.cv", "th.vt")


@pytest.fixture
def engine(world: World) -> Engine:
    """The world's engine with a service that leaves a trace."""
    return traced(world.machine)


@pytest.fixture
def faults(web_sessions: sessionmaker[Session], world: World, engine: Engine) -> list[int]:
    """Three faults of one cause: officers of three units answered with no number."""
    with web_sessions.begin() as session:
        model = deploy(session, engine, work(b.user("u")))
        for name in UNITS:
            begin(session, engine, model, unit=world.units[name], directive=None)
        items = session.scalars(sa.select(WorkItem).where(WorkItem.element == "u")).all()
        wrong = {"n": "nhiều"}
        answers = [To(i.instance_id, Complete(i.token, wrong), strict=True) for i in items]
        apply(session, engine, answers, NOW)
        return list(session.scalars(sa.select(Fault.id).order_by(Fault.id)))


@pytest.fixture
def admin(make_app: Callable[..., Any], engine: Engine) -> Browser:
    """An administrator where that engine is wired."""
    browser = Browser(make_app(engine=engine))
    assert browser.sign_in("admin").status_code == 302
    return browser


def status(sessions: sessionmaker[Session], fault_id: int) -> tuple[str, int]:
    with sessions() as session:
        fault = session.get_one(Fault, fault_id)
        return fault.status, fault.attempts


def test_faults_are_listed_by_cause_and_one_shows_all_that_is_known(
    admin: Browser, faults: list[int]
) -> None:
    assert len(faults) == len(UNITS)
    listed = admin.get("/faults").text
    assert "<strong>3</strong>" in listed
    assert "wrong-type" in listed
    assert (
        f"/faults/{faults[0]}" in admin.get("/faults?process=z-work&element=x&code=wrong-type").text
    )
    assert "Không có lỗi nào" in admin.get("/faults?process=khac").text
    page = admin.get(f"/faults/{faults[0]}").text
    assert "built-in" not in page and 'role="alert"' not in page
    for known in ("z-work", "wrong-type", "nhiều", "Complete", "Thử lại", "Hủy tiến trình"):
        assert known in page
    assert "3 lỗi đang chờ" in admin.get("/administration").text


def test_a_retry_says_that_it_failed_again_and_mends_with_a_value(
    admin: Browser, faults: list[int], web_sessions: sessionmaker[Session]
) -> None:
    path = f"/faults/{faults[0]}/retry"
    bare = admin.post(path, why=" ")
    assert (bare.status_code, "Hãy ghi lý do" in bare.text) == (422, True)
    assert admin.post(path, why=WHY).status_code == 302
    assert status(web_sessions, faults[0]) == ("open", 2)
    for values in ("không gán gì", "unit = 1", "n = ((", "chưa.biết = 1"):
        refused = admin.post(path, why=WHY, values=values)
        assert (refused.status_code, values in refused.text) == (422, True), values
    assert admin.post(path, why=WHY, values="n = string length(n)").status_code == 302
    assert status(web_sessions, faults[0])[0] == "repaired"
    assert admin.post(path, why=WHY).status_code == 422
    assert f"/faults/{faults[0]}" in admin.get("/faults?status=repaired").text


def test_a_token_is_moved_a_process_cancelled_a_fault_closed(
    admin: Browser, faults: list[int], web_sessions: sessionmaker[Session]
) -> None:
    page = admin.get(f"/faults/{faults[0]}").text
    target = next(t for t in page.split('<option value="')[1:] if ':after"' in t).split('"')[0]
    wrong = admin.post(f"/faults/{faults[0]}/move", why=WHY, target="1:khong-co")
    assert wrong.status_code == 422
    moved = admin.post(f"/faults/{faults[0]}/move", why=WHY, target=target)
    assert (moved.status_code, status(web_sessions, faults[0])[0]) == (302, "repaired")
    for fault, act in ((faults[1], "cancel"), (faults[2], "close")):
        assert admin.post(f"/faults/{fault}/{act}", why=WHY).status_code == 302
        assert status(web_sessions, fault)[0] == "repaired"
    with web_sessions() as session:
        open_ = sa.select(WorkItem.element).where(
            WorkItem.status == "open", WorkItem.element.in_(("u", "after"))
        )
        assert sorted(session.scalars(open_)) == ["after", "u"]


def test_all_faults_of_a_cause_are_retried_as_long_work(
    admin: Browser,
    faults: list[int],
    web_sessions: sessionmaker[Session],
    engine: Engine,
    world: World,
) -> None:
    cause = {"process": "z-work", "element": "x", "code": "wrong-type"}
    assert admin.post("/faults/retry", **cause).headers["Location"] == "/faults"
    sent = admin.post("/faults/retry", why=WHY, **cause)
    job = int(sent.headers["Location"].rsplit("/", 1)[1])
    Runner(web_sessions, engine, None, world.tell_time, PASSWORDS)(job)
    with web_sessions() as session:
        done = session.get_one(LongWork, job)
    assert (done.status, done.result["faults"], done.result["failed"]) == ("done", 3, 3)
    assert [status(web_sessions, fault) for fault in faults] == [("open", 2)] * 3
    assert "3" in admin.get(f"/jobs/{job}").text


def test_faults_are_no_business_of_officers(
    faults: list[int], browse: Callable[..., Browser], admin: Browser
) -> None:
    officer = browse("hd.ld")
    assert officer.get("/faults").status_code == 403
    assert officer.get(f"/faults/{faults[0]}").status_code == 403
    for act in ("retry", "move", "cancel", "close"):
        assert officer.post(f"/faults/{faults[0]}/{act}", why=WHY).status_code == 403
        assert admin.post(f"/faults/999999/{act}", why=WHY).status_code == 404
    assert admin.get("/faults/999999").status_code == 404

"""From a draft to a version: review by another, deployment on a day exactly once, going back."""

import threading
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from adapters.scheduler import deploy_models
from engine import (
    deployments,
    model_checks,
    model_drafts,
    model_releases,
    model_reviews,
    model_versions,
)
from engine.audit import AuditEntry
from engine.deadlines import local_day
from engine.deliveries import Begin
from engine.errors import Forbidden, ModelRefused
from engine.instances import apply
from engine.model_releases import COMMAND, DIAGRAM, FORM, By
from engine.model_reviews import (
    BadDay,
    NoteMissing,
    OwnDraft,
    ReasonMissing,
    VersionMoved,
    WrongStep,
)
from engine.notices import Notice
from engine.process.events import Start
from tests.helpers.designing import NOW, designers, diagram, form, library
from webapp.setup import deploy_shipped, shipped_decisions, shipped_models

DAY = timedelta(days=1)
TODAY = local_day(NOW)


class Room:
    """Two designers at work on one key."""

    def __init__(self, session):
        self.session, self.library = session, library()
        self.one, self.two = designers(session, "mot", "hai")

    def draft(self, content=None, key="k", kind=DIAGRAM):
        content = content or diagram()
        return model_drafts.create(
            self.session, self.one, kind=kind, key=key, title="K", content=content, now=NOW
        )

    def approved(self, *args, **more):
        draft = self.draft(*args, **more)
        model_reviews.ask(self.session, self.library, self.one, draft.id, "", NOW)
        return model_reviews.approve(self.session, self.library, self.two, draft.id, "Tốt", NOW)

    def schedule(self, draft, on=TODAY, note="Đổi tên", replaces=None):
        return model_reviews.schedule(
            self.session, self.library, self.one, draft.id, on, note, replaces, NOW
        )

    def deployed(self, *args, **more):
        draft = self.approved(*args, **more)
        held = model_releases.last(self.session, draft.kind, draft.key)
        return self.schedule(draft, replaces=held.model_id if held else None)


@pytest.fixture
def room(session):
    return Room(session)


def test_a_draft_goes_through_review_to_a_version_with_its_author_and_note(room, session):
    draft = room.deployed()
    assert draft.status == model_drafts.DEPLOYED
    ((row,), _) = model_versions.versions(session, room.two, DIAGRAM, "k")
    assert (row.version, row.by, row.note, row.current) == (1, "Người mot", "Đổi tên", True)
    acts = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts == [
        *("model-draft-created", "model-draft-asked", "model-draft-approved"),
        *("model-draft-scheduled", "model-release", "model-draft-deployed"),
    ]


def test_neither_the_author_nor_anybody_who_saved_it_approves_it(room, session):
    draft = room.draft()
    model_drafts.save(session, room.two, draft.id, diagram("x"), 1, NOW)
    model_drafts.save(session, room.one, draft.id, diagram("y"), 2, NOW)
    model_reviews.ask(session, room.library, room.one, draft.id, "", NOW)
    for actor in (room.one, room.two):
        with pytest.raises(OwnDraft):
            model_reviews.approve(session, room.library, actor, draft.id, "", NOW)
    assert draft.status == model_drafts.REVIEW


def test_it_is_sent_back_with_a_reason_only(room, session):
    draft = room.approved()
    with pytest.raises(ReasonMissing):
        model_reviews.send_back(session, room.two, draft.id, "  ", NOW)
    model_reviews.send_back(session, room.two, draft.id, "Thiếu hạn", NOW)
    assert draft.status == model_drafts.DRAFT
    assert model_drafts.last_step(session, draft.id, "returned").note == "Thiếu hạn"


def test_what_cannot_run_is_refused_at_every_step(room, session):
    wrong = diagram().replace("chuyenvien", "giamdoc")
    draft = room.draft(wrong)
    with pytest.raises(ModelRefused) as refused:
        model_reviews.ask(session, room.library, room.one, draft.id, "", NOW)
    assert [f.element for f in refused.value.findings] == ["a"]
    for status, step in (
        (
            "review",
            lambda: model_reviews.approve(session, room.library, room.two, draft.id, "", NOW),
        ),
        ("approved", lambda: room.schedule(draft)),
    ):
        draft.status = status
        with pytest.raises(ModelRefused):
            step()
    assert session.scalar(sa.select(sa.func.count()).select_from(model_releases.ModelRelease)) == 0


def test_steps_out_of_their_order_are_refused(room, session):
    draft = room.draft()
    for step in (
        lambda: model_reviews.approve(session, room.library, room.two, draft.id, "", NOW),
        lambda: model_reviews.send_back(session, room.two, draft.id, "x", NOW),
        lambda: room.schedule(draft),
        lambda: model_reviews.unschedule(session, room.two, draft.id, NOW),
    ):
        with pytest.raises(WrongStep):
            step()
    model_reviews.drop(session, room.one, draft.id, NOW)
    with pytest.raises(WrongStep):
        model_reviews.ask(session, room.library, room.one, draft.id, "", NOW)


def test_other_roles_take_no_step(room, session):
    draft = room.draft()
    other = type(room.one)(room.one.account_id, room.one.unit_id, frozenset({"lanhdao"}), "x")
    for step in (
        lambda: model_reviews.ask(session, room.library, other, draft.id, "", NOW),
        lambda: model_reviews.drop(session, other, draft.id, NOW),
        lambda: model_versions.versions(session, other, DIAGRAM, "k"),
    ):
        with pytest.raises(Forbidden):
            step()


@pytest.mark.parametrize("days", [-1, 367])
def test_a_day_that_is_past_or_far_off_is_refused(room, days):
    with pytest.raises(BadDay):
        room.schedule(room.approved(), TODAY + days * DAY)


def test_a_version_is_deployed_with_a_note(room):
    with pytest.raises(NoteMissing):
        room.schedule(room.approved(), note=" ")


def test_a_deployment_that_would_undo_anothers_is_told(room):
    first, second = room.approved(diagram("Một")), room.approved(diagram("Hai"))
    room.schedule(first)
    with pytest.raises(VersionMoved):
        room.schedule(second)
    assert room.schedule(second, replaces=first.model_id).status == model_drafts.DEPLOYED


def test_a_later_day_comes_by_itself_exactly_once(sessions):
    with sessions.begin() as session:
        room = Room(session)
        draft = room.schedule(room.approved(), TODAY + 3 * DAY)
        draft_id = draft.id
        assert draft.status == model_drafts.APPROVED
    machine: Any = SimpleNamespace(library=room.library, outbox=lambda _, ids: None)
    deploy_models(sessions, machine, lambda _: NOW + 2 * DAY)
    with sessions() as session:
        assert deployments.current(session, "k") is None
    gate = threading.Barrier(4)

    def work():
        gate.wait()
        deploy_models(sessions, machine, lambda _: NOW + 3 * DAY)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    with sessions() as session:
        draft = session.get(model_drafts.ModelDraft, draft_id)
        assert (draft.status, draft.deployed_at) == (model_drafts.DEPLOYED, NOW + 3 * DAY)
        assert session.scalars(sa.select(model_releases.ModelRelease.note)).all() == ["Đổi tên"]
        assert deployments.current(session, "k").id == draft.model_id
        told = session.scalars(sa.select(Notice.kind)).all()
        assert told == ["mo-hinh-trien-khai"] * 2  # to both who had to do with it


def test_a_process_that_dies_while_deploying_leaves_it_for_the_next(sessions):
    with sessions.begin() as session:
        room = Room(session)
        draft_id = room.schedule(room.approved(), TODAY + DAY).id
    with sessions() as session:  # closed without a commit, as by a kill
        assert model_reviews.deploy_due(session, room.library, draft_id, NOW + DAY)
    with sessions() as session:
        assert model_reviews.due(session, NOW + DAY) == [draft_id]
    machine: Any = SimpleNamespace(library=room.library, outbox=lambda _, ids: None)
    deploy_models(sessions, machine, lambda _: NOW + DAY)
    with sessions() as session:
        assert deployments.current(session, "k").version == 1


def test_a_failure_nobody_foresaw_holds_up_nothing_and_is_not_tried_each_minute(
    sessions, monkeypatch
):
    with sessions.begin() as session:
        room = Room(session)
        poisoned = room.schedule(room.approved(key="p"), TODAY + DAY).id
        healthy = room.schedule(room.approved(key="h"), TODAY + DAY).id
    deploy = deployments.deploy

    def failing(session, library, key, *more):
        if key == "p":
            raise RuntimeError(key)
        return deploy(session, library, key, *more)

    monkeypatch.setattr(deployments, "deploy", failing)
    machine: Any = SimpleNamespace(library=room.library, outbox=lambda _, ids: None)
    deploy_models(sessions, machine, lambda _: NOW + DAY)
    with sessions() as session:
        told = {i: session.get(model_drafts.ModelDraft, i) for i in (poisoned, healthy)}
        assert (told[poisoned].status, told[poisoned].deploy_on) == (model_drafts.APPROVED, None)
        assert told[poisoned].trouble
        assert told[healthy].status == model_drafts.DEPLOYED
        assert model_reviews.due(session, NOW + DAY) == []


def test_what_became_wrong_by_its_day_is_not_deployed_and_says_why(room, session):
    draft = room.schedule(room.approved(), TODAY + DAY)
    room.library.forms = {}
    assert model_reviews.deploy_due(session, room.library, draft.id, NOW + DAY)
    assert (draft.status, draft.deploy_on) == (model_drafts.APPROVED, None)
    assert "form" in draft.trouble
    assert deployments.current(session, "k") is None


def test_going_back_changes_what_new_instances_begin_with_and_nothing_else(room, session):
    one, two = room.deployed(diagram("Một")), room.deployed(diagram("Hai"))
    assert deployments.deployed(session, "k").id == two.model_id
    model_versions.roll_back(
        session, room.library, room.two, DIAGRAM, one.model_id, "Lỗi ở bước a", NOW
    )
    assert deployments.deployed(session, "k").id == one.model_id
    told = model_versions.releases(session, room.one, DIAGRAM, "k")
    assert [(r.version, r.by) for r in told] == [
        (1, "Người hai"),
        (2, "Người mot"),
        (1, "Người mot"),
    ]
    with pytest.raises(model_versions.AlreadyCurrent):
        model_versions.roll_back(session, room.library, room.two, DIAGRAM, one.model_id, "x", NOW)
    third = room.deployed(diagram("Ba"))
    assert deployments.deployed(session, "k").version == 3 == third_version(session, third)


def third_version(session, draft):
    return session.get(deployments.ProcessModel, draft.model_id).version


def test_a_draft_of_what_an_older_version_holds_takes_that_version_again(room, session):
    one = room.deployed(diagram("Một"))
    room.deployed(diagram("Hai"))
    again = room.deployed(diagram("Một"))
    assert again.model_id == one.model_id == deployments.deployed(session, "k").id


def test_the_products_own_models_never_take_the_place_of_a_persons(session, machine):
    deploy_shipped(session, machine, NOW)
    (designer,) = designers(session, "mot")
    shipped = deployments.deployed(session, "extension")
    own = shipped.xml.replace("gia hạn", "gia hạn thêm").encode()
    by = By.account(designer.account_id, "Của ta")
    mine = deployments.deploy(session, machine.library, "extension", own, NOW, by)
    newer = shipped.xml.replace("gia hạn", "gia hạn mới").encode()
    later = deployments.deploy(session, machine.library, "extension", newer, NOW)
    deploy_shipped(session, machine, NOW)
    assert later.version == 3
    assert deployments.deployed(session, "extension").id == mine.id
    told = deployments.deploy(
        session, machine.library, "extension", own + b"<!-- -->", NOW, By(COMMAND)
    )
    assert deployments.deployed(session, "extension").id == told.id


def test_a_version_of_a_shipped_diagram_keeps_what_the_product_begins(session, machine):
    deploy_shipped(session, machine, NOW)
    (designer,) = designers(session, "mot")
    source = shipped_models()["extension"].decode().replace("ex-review", "khac")
    draft = model_drafts.create(
        session, designer, kind=DIAGRAM, key="extension", title="x", content=source, now=NOW
    )
    found = model_drafts.findings(session, machine.library, draft)
    assert [(f.code, f.element) for f in found] == [("shipped-process-missing", "ex-review")]
    with pytest.raises(ModelRefused, match="ex-review"):
        model_checks.deploy(
            session, machine.library, "extension", source.encode(), NOW, By(COMMAND)
        )
    model_drafts.rename(session, designer, draft.id, "gia-han-rieng", "x", NOW)
    assert model_drafts.findings(session, machine.library, draft) == []


def test_a_form_holds_from_its_deployment_for_tasks_and_diagrams(room, session):
    room.deployed(form("cauhoi"), key="moi", kind=FORM)
    assert room.library.fields(session)["moi"].keys() == {"cauhoi"}
    asks = diagram().replace('form="form"', 'form="moi"')
    assert room.deployed(asks, key="dung-bieu-mau").status == model_drafts.DEPLOYED
    grown = room.deployed(form("cauhoi", "them"), key="moi", kind=FORM)
    assert room.library.fields(session)["moi"].keys() == {"cauhoi", "them"}
    assert model_versions.read(session, room.one, FORM, grown.model_id).version == 2


def test_a_form_that_no_unit_was_asked_may_drop_a_question(room, session):
    room.deployed(form("cauhoi"), key="moi", kind=FORM)
    assert room.deployed(form("khac"), key="moi", kind=FORM).status == model_drafts.DEPLOYED
    assert room.library.fields(session)["moi"].keys() == {"khac"}


def test_a_form_keeps_the_questions_that_units_were_asked(room, session, machine):
    room.deployed(form("cauhoi"), key="moi", kind=FORM)
    asks = diagram().replace('form="form"', 'form="moi"')
    model = room.deployed(asks, key="dung-bieu-mau").model_id
    begun = Begin(model, "p", None, room.one.unit_id, "", Start({}), None)
    assert apply(session, replace(machine, library=room.library), [begun], NOW).faults == []
    for content, code in (
        (form("khac"), "form-question-lost"),
        (form("cauhoi", type="integer"), "form-question-changed"),
    ):
        draft = room.draft(content, key="moi", kind=FORM)
        found = model_drafts.findings(session, room.library, draft)
        assert [(f.code, f.element) for f in found] == [(code, "cauhoi")]


def test_a_diagram_that_still_asks_an_older_table_is_told_and_deployed_again(session, machine):
    deploy_shipped(session, machine, NOW)
    assert model_versions.behind(session, "escalation") == []
    table = shipped_decisions()["escalation"]
    newer = table.replace(b"</definitions>", b"<!-- 2 --></definitions>")
    machine.library.decisions.deploy(session, "escalation", newer, NOW, By(COMMAND))
    told = model_versions.behind(session, "escalation")
    assert [row.key for row in told] == ["periodic-report"]
    source = shipped_models()["periodic-report"]
    again = deployments.deploy(
        session, machine.library, "periodic-report", source, NOW, By(COMMAND)
    )
    assert again.version == 2
    assert model_versions.behind(session, "escalation") == []

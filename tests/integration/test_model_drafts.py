"""Drafts of models: who may, what may be kept, and that nobody's drawing is overwritten unseen."""

import threading

import pytest

from engine import access, model_drafts
from engine.errors import Forbidden, NotFound
from engine.model_checks import UnsafeContent
from engine.model_drafts import BadDraft, DraftOvertaken, NotWritable
from tests.helpers.designing import NOW, designers, diagram, library
from webapp.setup import shipped_decisions, shipped_models

FORM = '{"title": {"vi": "A", "en": "A"}, "fields": []}'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


def begin(session, actor, content=None, kind="bpmn", key="kiem-tra"):
    content = content if content is not None else diagram()
    return model_drafts.create(
        session, actor, kind=kind, key=key, title="Kiểm tra", content=content, now=NOW
    )


def test_what_one_designer_saves_another_reads_and_saves_on(session):
    one, two = designers(session, "mot", "hai")
    draft = begin(session, one)
    model_drafts.save(session, two, draft.id, diagram("Khác"), 1, NOW)
    found = model_drafts.read(session, one, draft.id)
    assert (found.revision, found.saved_by, found.author_id) == (2, two.account_id, one.account_id)
    assert found.content == diagram("Khác")


@pytest.mark.parametrize("role", ["vanthu", "chuyenvien", "lanhdao"])
def test_other_roles_neither_read_nor_write(session, role):
    (designer,) = designers(session, "mot")
    draft = begin(session, designer)
    other = type(designer)(designer.account_id, designer.unit_id, frozenset({role}), "x")
    assert not access.may_design(other)
    for deed in (
        lambda: begin(session, other),
        lambda: model_drafts.read(session, other, draft.id),
        lambda: model_drafts.save(session, other, draft.id, diagram(), 1, NOW),
    ):
        with pytest.raises(Forbidden):
            deed()


def test_a_draft_that_is_not_there(session):
    (designer,) = designers(session, "mot")
    with pytest.raises(NotFound):
        model_drafts.read(session, designer, 10**9)


def test_two_save_the_same_revision_at_once_and_one_is_told_of_the_other(sessions):
    with sessions.begin() as session:
        people = designers(session, "mot", "hai", "ba")
        draft_id = begin(session, people[0]).id
    gate, outcomes = threading.Barrier(3), []

    def work(actor):
        try:
            with sessions.begin() as session:
                gate.wait()
                model_drafts.save(session, actor, draft_id, diagram(actor.name), 1, NOW)
            outcomes.append(actor.name)
        except DraftOvertaken as error:
            outcomes.append(error)

    threads = [threading.Thread(target=work, args=(a,)) for a in people]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    saved = [o for o in outcomes if isinstance(o, str)]
    told = [o for o in outcomes if isinstance(o, DraftOvertaken)]
    assert (len(saved), len(told)) == (1, 2)
    assert all(saved[0] in t.text("vi") and "09:00 02/05/2024" in t.text("vi") for t in told)
    with sessions() as session:
        found = model_drafts.read(session, people[0], draft_id)
        assert (found.revision, found.content) == (2, diagram(saved[0]))


def test_a_draft_in_review_is_not_written(session):
    (designer,) = designers(session, "mot")
    draft = begin(session, designer)
    draft.status = model_drafts.REVIEW
    with pytest.raises(NotWritable):
        model_drafts.save(session, designer, draft.id, diagram("x"), 1, NOW)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("bpmn", BOMB),
        ("bpmn", "<a>"),
        ("bpmn", ""),
        ("bpmn", "<a>" * 250 + "</a>" * 250),
        ("bpmn", "<a b='\ud800'/>"),
        ("dmn", BOMB),
        ("form", "{"),
        ("form", "[" * 100000),
        ("form", '{"a": "\0"}'),
        ("form", '"' + "x" * (5 * 2**20) + '"'),
    ],
)
def test_what_is_unsafe_is_kept_nowhere(session, kind, content):
    (designer,) = designers(session, "mot")
    with pytest.raises(UnsafeContent):
        begin(session, designer, content, kind)
    draft = begin(session, designer, FORM if kind == "form" else "<a/>", kind)
    with pytest.raises(UnsafeContent):
        model_drafts.save(session, designer, draft.id, content, 1, NOW)
    assert draft.revision == 1


@pytest.mark.parametrize("key", ["", "../x", "a b", "a/b", "ạ", "x" * 81, "-a"])
def test_a_key_is_a_plain_name(session, key):
    (designer,) = designers(session, "mot")
    with pytest.raises(BadDraft):
        begin(session, designer, key=key)


def test_a_drawing_that_cannot_run_is_kept_with_its_findings(session):
    (designer,) = designers(session, "mot")
    draft = begin(session, designer, diagram().replace("chuyenvien", "giamdoc"))
    (found,) = model_drafts.findings(session, library(), draft)
    assert found.element == "a"
    assert "giamdoc" in found.vi


def test_shipped_models_and_tables_have_no_findings(session, machine):
    (designer,) = designers(session, "mot")
    tables = {key: ("dmn", source) for key, source in shipped_decisions().items()}
    for key, (_, source) in tables.items():
        machine.library.decisions.deploy(session, key, source, NOW)
    diagrams = {key: ("bpmn", source) for key, source in shipped_models().items()}
    for key, (kind, source) in (tables | diagrams).items():
        draft = begin(session, designer, source.decode(), kind, key)
        assert model_drafts.findings(session, machine.library, draft) == [], key


def test_a_wrong_form_is_told(session):
    (designer,) = designers(session, "mot")
    draft = begin(session, designer, '{"title": "x", "fields": [{"name": 1}]}', "form")
    assert model_drafts.findings(session, library(), draft)

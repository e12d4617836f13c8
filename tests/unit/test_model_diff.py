"""What differs between two versions of a model."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.process import differences
from engine.process.differences import ADDED, CHANGED, MOVED, REMOVED, Piece, compare
from tests.helpers import bpmn as b
from tests.helpers.designing import diagram, form
from webapp.setup import shipped_decisions, shipped_models

SHIPPED = {key: source.decode() for key, source in shipped_models().items()}
MIRROR = {ADDED: REMOVED, REMOVED: ADDED, CHANGED: CHANGED, MOVED: MOVED}
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"


def xml(*parts: str) -> str:
    return b.sample("", *parts).decode()


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_nothing_differs_from_itself(key):
    assert compare("bpmn", SHIPPED[key], SHIPPED[key]) == []


def test_a_table_is_compared_with_itself_and_with_another_rule():
    (source,) = (s.decode() for s in shipped_decisions().values())
    assert compare("dmn", source, source) == []
    root = etree.fromstring(source.encode())
    rule = next(n for n in root.iter() if etree.QName(n).localname == "rule")
    rule.getparent().remove(rule)
    (change,) = compare("dmn", source, etree.tostring(root).decode())
    assert (change.what, change.tag) == (REMOVED, "rule")


BEFORE = (
    b.start("s"),
    b.user("a", name="Một"),
    b.gate("g", default="g-e"),
    b.catch("t", duration="P1D"),
    b.end("e"),
    b.path("s", "a", "g", "e"),
    b.flow("g", "t", "n > 1", id="x"),
    b.path("t", "e"),
)


@pytest.mark.parametrize(
    ("old", "new", "element", "piece"),
    [
        ('name="Một"', 'name="Hai"', "a", Piece("name", "Một", "Hai")),
        ('role="chuyenvien"', 'role="lanhdao"', "a", Piece("role", "chuyenvien", "lanhdao")),
        ("n > 1", "n > 2", "x", Piece("condition", "n > 1", "n > 2")),
        ("P1D", "P7D", "t", Piece("timer", "P1D", "P7D")),
        ('"t" targetRef="e"', '"t" targetRef="a"', "t-e", Piece("target", "e", "a")),
        ('default="g-e"', 'default="x"', "g", Piece("default", "g-e", "x")),
    ],
)
def test_a_change_is_told_at_its_element(old, new, element, piece):
    before = xml(*BEFORE)
    after = before.replace(old, new)
    assert before != after
    (change,) = compare("bpmn", before, after)
    assert (change.what, change.element, change.pieces) == (CHANGED, element, (piece,))


def test_another_kind_of_task_is_a_change_and_not_two_elements():
    after = diagram().replace("userTask", "manualTask")
    (change,) = compare("bpmn", diagram(), after)
    assert (change.element, change.pieces) == ("a", (Piece("type", "userTask", "manualTask"),))


def test_a_form_is_compared_question_by_question():
    after = form("hai", "moi").replace('"vi": "hai"', '"vi": "Hai"')
    found = {c.element: c.what for c in compare("form", form("mot", "hai"), after)}
    assert found == {"mot": REMOVED, "hai": CHANGED, "moi": ADDED}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SHIPPED)), st.integers(0, 2**32))
def test_random_changes_are_found_and_nothing_else(key, seed):
    chance = random.Random(seed)
    root = etree.fromstring(SHIPPED[key].encode())
    expected = {}
    known = differences._model(SHIPPED[key])
    nodes = [n for n in root.iter() if n.get("id") in known]
    leaves = [n for n in nodes if etree.QName(n).localname.endswith(("Task", "Flow", "Event"))]
    for node in chance.sample(leaves, min(4, len(leaves))):
        mutation = chance.choice([REMOVED, CHANGED, MOVED])
        if _mutate(root, node, mutation):
            expected[node.get("id")] = mutation
    after = etree.tostring(root).decode()
    found = compare("bpmn", SHIPPED[key], after)
    assert {c.element: c.what for c in found} == expected
    back = compare("bpmn", after, SHIPPED[key])
    assert {(c.element, MIRROR[c.what]) for c in back} == {(c.element, c.what) for c in found}
    assert {(c.element, p.field, p.after, p.before) for c in back for p in c.pieces} == {
        (c.element, p.field, p.before, p.after) for c in found for p in c.pieces
    }


def _mutate(root, node, mutation):
    if mutation == REMOVED:
        node.getparent().remove(node)
        return True
    if mutation == CHANGED:
        node.set("name", f"{node.get('name', '')} mới")
        return True
    drawn = [n for n in root.iter() if n.get("bpmnElement") == node.get("id")]
    places = [p for d in drawn for p in d if p.get("x") is not None]
    for place in places:
        place.set("x", str(float(place.get("x")) + 7))
    return bool(places)

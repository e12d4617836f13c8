"""Link events: a sequence flow that is not drawn (BPMN 10.5.1)."""

import pytest

from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.drawing import (
    sub,
)
from tests.unit.process.conformance.driver import (
    row,
)
from tests.unit.process.conformance.elements import (
    catch,
    link,
    throw,
)


@pytest.mark.parametrize(
    "row",
    [
        row("from throw to catch", [throw("k", link("L")), catch("c", link("L")), "s A k", "c B e"],
            "A B ."),
        row("several throws, one catch", [throw("k", link("L")), throw("l", link("L")),
            catch("c", link("L")), "s p1 A k", "p1 B l", "c C e"], "A B C C ."),
        row("two names", [throw("k", link("L")), throw("l", link("M")), catch("c", link("L")),
            catch("d", link("M")), "s x1 {test = 1} k", "x1 {default} l", "c A e", "d B e"],
            "B .", test=2),
        row("a way back", [throw("k", link("L")), catch("c", link("L")),
            "s x1 u1 x2 {n < 2} A k", "c x1", "x2 {default} B e"], "?u1", ("u1 n=1", "A ?u1"),
            ("u1 n=2", "A B .")),
        row("in a sub-process", [sub("S", throw("k", link("L")), catch("c", link("L")), "s1 A k",
            "c B e1"), "s S C e"], "A B C ."),
        row("the same name in two scopes", [throw("k", link("L")), catch("c", link("L")),
            sub("S", throw("l", link("L")), catch("d", link("L")), "s1 l", "d A e1"),
            "s S k", "c B e"], "A B ."),
        row("a join waits for what comes through a link",
            [throw("k", link("L")), catch("c", link("L")), "s p1 u1 k", "c A i1 C e", "p1 B i1"],
            "B ?u1", ("u1", "B A C .")),
    ],
)  # fmt: skip
def test_links(row):
    row.plays()


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        ([throw("k", link("L")), "s A k"], "k"),
        ([catch("c", link("L")), "s A e", "c B e"], "c"),
        ([throw("k", link("L")), catch("c", link("L")), catch("d", link("L")), "s k", "c e",
          "d e"], "d"),
        ([throw("k", link("L")), sub("S", catch("c", link("L")), "c A"), "s p1 k", "p1 S e"], "k"),
        ([throw("k", link("L")), catch("c", link("L")), "s k A e", "c B e"], "k"),
        ([throw("k", link("L")), catch("c", link("L")), "s A c B e", "s k"], "c"),
        ([throw("k", link("")), catch("c", link("")), "s k", "c B e"], "k"),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_or_twice_is_refused(parts, element):
    assert element in {where for _, where in refused(*parts)}

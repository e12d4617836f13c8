"""Letters between pools: where they may lead, and what they need."""

import pytest

from tests.helpers import bpmn as b
from tests.helpers.bpmn import end, path, start, user, xml
from tests.unit.process.test_vetting import refused


def two_pools(target: str, *others: str) -> bytes:
    one = b.process("p", start("s"), b.throw("t", "M"), end("e"), path("s", "t", "e"))
    two = b.process(
        "q",
        start("qs", "M"),
        start("qo", "other"),
        user("qu"),
        end("qe"),
        path("qs", "qu", "qe"),
        path("qo", "qu"),
    )
    drawn = (
        b.pool("p", "xa")
        + b.pool("q", "huyen")
        + "".join(b.letter("t", t) for t in (target, *others) if t)
    )
    return xml(one, two, collaboration=drawn)


@pytest.mark.parametrize("target", ["", "qu", "qe", "qo", "pool-q", "e", "nowhere"])
def test_a_letter_must_lead_to_an_element_that_waits_for_it(target):
    assert b.read(two_pools("qs"))
    assert refused(two_pools(target))


def test_a_letter_is_not_drawn_twice_to_the_same_place():
    source = two_pools("qs", "qs").replace(b'id="mf-t-qs"', b'id="first"', 1)
    assert refused(source)


def test_a_letter_needs_recipients():
    source = two_pools("qs").replace(b' dondoc:recipients="[]"', b"")
    assert {f.code for f in refused(source)} == {"recipients-missing"}


def test_pools_need_tiers_when_there_are_several():
    assert {f.code for f in refused(two_pools("qs").replace(b'dondoc:tier="xa"', b""))} == {
        "tier-missing"
    }

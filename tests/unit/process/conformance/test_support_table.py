"""The published table of what runs is what runs."""

import pytest

from tests.unit.process.conformance.palette import PALETTE
from tests.unit.process.conformance.palette_item import tried
from tests.unit.process.conformance.table import current


@pytest.mark.parametrize(
    "item",
    [pytest.param(i, id=f"{group}: {i.name}") for group, items in PALETTE.items() for i in items],
)
def test_what_is_drawn_runs_as_its_line_says_or_is_refused_with_a_reason(item):
    line = tried(item)
    assert line.outcome in ("runs", "decoration") or ": " in line.remark


def test_no_element_has_two_lines():
    for items in PALETTE.values():
        assert len({item.name for item in items}) == len(items)


def test_the_committed_table_is_what_would_be_generated():
    assert current()

"""The page of the elements: complete, true and as it would be written now."""

import pytest

from tests.unit.process.conformance.palette import table
from tools.element_pages import ENTRIES, covered, current, vetted


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.anchor)
def test_every_example_would_be_deployed(entry):
    assert vetted(entry)


def test_every_element_that_runs_has_a_section():
    groups = dict(table())
    told = {(g, line.element) for entry in ENTRIES for g, line in covered(entry, groups)}
    runs = {
        (g, line.element) for g, lines in groups.items() for line in lines if line.outcome == "runs"
    }
    assert runs - told == set()


def test_the_committed_page_is_what_would_be_generated():
    assert current()

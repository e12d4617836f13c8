"""Every golden state of every release loads, has the same open, and finishes as it was recorded."""

import json
from pathlib import Path

import pytest

from engine.process import state, vet
from engine.process.data import dump, load
from engine.process.definition import definitions
from engine.process.standing import opened_and_timers
from engine.process.step import advance
from engine.services import inputs
from tools.golden import START, Place, event
from webapp.setup import form_fields

GOLDEN = Path(__file__).parents[2] / "golden"
FILES = sorted(GOLDEN.glob("v*/*.json"))
SERVICES: vet.Services = {**inputs(), "ping": frozenset()}
FORMS: vet.Forms = {**form_fields(), "form": frozenset({"route", "decision"})}


def test_there_are_golden_states_of_every_version():
    assert {p.parent.name for p in FILES} == {f"v{n}" for n in range(1, state.VERSION + 1)}


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_state_of_a_release_goes_on_as_recorded(path):
    told = json.loads(path.read_text(encoding="utf-8"))
    source = (path.parent / told["model"]).read_bytes()
    definition = definitions(source, path.stem, SERVICES, FORMS)[1][told["process"]]
    for row in told["states"]:
        goes_on(definition, row)


def goes_on(definition, row):
    instance = state.load(row["text"], definition.spec, None)
    opened, timers = opened_and_timers(instance)
    assert opened == {tuple(item) for item in row["open"]}
    assert timers == {(token, element) for token, element, _ in row["timers"]}
    place = Place.standing(row)
    does = []
    for label in row["then"]:
        happens = event(place, label)
        made = advance(definition, place.state, happens, START)
        assert made.fault is None and made.trouble is None, (label, made)
        place = Place(place, made)
        does += place.does
    assert (place.status, does) == ("ended", row["does"])
    assert not place.open and not place.timers


def test_variables_are_written_as_they_were():
    for path in FILES:
        for row in json.loads(path.read_text(encoding="utf-8"))["states"]:
            assert dump(load(row["data"])) == row["data"]


def first_release(name, change):
    """A golden state of the first release, damaged."""
    told = json.loads((GOLDEN / "v1" / f"{name}.json").read_text(encoding="utf-8"))
    source = (GOLDEN / "v1" / told["model"]).read_bytes()
    definition = definitions(source, name, SERVICES, FORMS)[1][told["process"]]
    return definition, change(told["states"][0]["text"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace('"_note"', '"_gone"'), "element 'gone'"),
        (lambda text: text.replace('"_note",8', '"_note",16'), "token 3 at 'note'"),
        (lambda text: text.replace('"_note",8', '"_note",64'), "without a token"),
        (lambda text: text.replace('"v":1', '"v":0'), "version 0"),
    ],
)
def test_a_state_of_the_first_release_that_cannot_be_read_says_why(change, why):
    definition, text = first_release("waits.waits", change)
    with pytest.raises(state.StateUnreadable, match=why):
        state.load(text, definition.spec, None)

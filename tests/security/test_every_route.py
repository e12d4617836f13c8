"""Every address × every role × own, superior, sibling and foreign unit, generated from the app.

What is asked and by whom is in ``tests.security.walk``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from tests.security.walk import (
    ADMINISTRATOR,
    API,
    HALF_WAY,
    OPEN,
    ROLES,
    SENT,
    STRANGER,
    Person,
    Walk,
    hidden,
    methods,
    rules,
    walking,
)
from tests.security.walk_objects import HUGE, NOWHERE, OWN, PARAMETERS
from tests.web_world import World
from webapp.api import gate
from webapp.pages import account

pytest_plugins = ("tests.web_fixtures",)

RULES = rules()
REFUSED = frozenset({401, 403, 404})
NONSENSE = ("\0", "9" * 25, "-1", "31/02/2023", "<b>'\"%s{0}")
"""The first two are sent everywhere, of the others one to each address: by turns."""
MALFORMED = frozenset({415, 422})
"""The API reads what was sent before it looks for what it is about: says nothing of that."""
COUNTED = {"login_attempt", "api_token"}
"""What a refusal may write: tries are counted, and a program's requests."""
PRIVILEGES = {"account", "post", "absence", "policy"}
"""What no address that is open to strangers writes: who may do what."""
_SIDES = {"kind": "bpmn", "before": "v1", "after": "v1"}
QUERIES = {
    "processes.overlays": {"model": "1"},
    "processes.overlays_of_item": {"model": "1"},
    "designer_compare.page": _SIDES,
    "designer_compare.overlays": _SIDES,
}
"""What pages need to be asked with."""
NEVER_SHOWN = {
    "inspection_choices.page": "the round's decision is signed, which fixed its units",
    "inspection_decisions.sign": "the round's decision is signed",
    "people_import.preview": "the walk's long work is of another kind",
    "structure.preview": "the walk's long work is of another kind",
    "structure.result": "the walk's long work is of another kind",
    "designer_rehearsals.one": "the walk's long work is of another kind",
    "designer_rehearsals.diagram": "the walk's long work is of another kind",
    "designer_rehearsals.overlays": "the walk's long work is of another kind",
    "long_work.file": "the walk's long work is not done yet",
    "intake.file": "the walk's letter has no file",
    "rollups.sources": "the roll-up has no figures before a report is accepted",
    "api_roll-ups.sources": "the roll-up has no figures before a report is accepted",
    "rollups.document": "the roll-up has no documents before a report is accepted",
    **dict.fromkeys(
        ("papers.consolidated-report_docx", "papers.consolidated-report_pdf"),
        "the roll-up has no documents before a report is accepted",
    ),
    **dict.fromkeys(
        ("papers.inspection-minutes_docx", "papers.inspection-minutes_pdf"),
        "the decision was not announced to the walk's unit yet",
    ),
    **dict.fromkeys(
        ("papers.reminder_docx", "papers.reminder_pdf"), "the walk's notice is about no report"
    ),
}
"""Pages that answer nobody in the walk with 200, and why."""


@pytest.fixture(scope="module")
def walk(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """Everybody and everything."""
    with walking(built_world, tmp_path_factory.mktemp("walk")) as ready:
        yield ready


def each(rule: Rule) -> str:
    """The name of a rule's test."""
    return f"{'+'.join(methods(rule))} {rule.rule}"


def refused(rule: Rule) -> frozenset[int]:
    """The statuses that keep an object hidden."""
    return REFUSED | MALFORMED if rule.rule.startswith(API) else REFUSED


def walkers(walk: Walk, rule: Rule) -> Iterator[Person]:
    """Everybody signed in; relations differ only where the address names an object.

    Of units that are not the object's own, one officer asks: by turns the clerk, the official and
    the head, each the same at every third address.
    """
    turn = sorted(ROLES)[RULES.index(rule) % len(ROLES)]
    for person in walk.people.values():
        own = person.relation in ("", OWN)
        if person.name in (STRANGER, *HALF_WAY) or not (own or rule.arguments):
            continue
        if own or person.name.rpartition(".")[2] not in ROLES or person.name.endswith(f".{turn}"):
            yield person


def test_the_walk_knows_every_parameter_of_every_address() -> None:
    unknown = {name: rule.rule for rule in RULES for name in rule.arguments - set(PARAMETERS)}
    assert not unknown, (
        f"{unknown}: give these parameters an entry in PARAMETERS of tests/security/walk_objects.py, with "
        "an object of Hải Dương and who may see it, or without an object"
    )


def test_what_is_open_to_strangers_is_open_on_purpose() -> None:
    assert OPEN == account.OPEN | gate.OPEN
    assert OPEN - {"static"} <= {rule.endpoint for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=each)
def test_nobody_without_a_whole_sign_in_gets_further_than_proving_who_they_are(
    walk: Walk, rule: Rule
) -> None:
    for name in (STRANGER, *HALF_WAY):
        for method in methods(rule):
            answer, changed = walk.ask(walk.people[name], method, walk.address(rule))
            if rule.endpoint in OPEN:
                assert answer.status_code < 500, (name, method)
                assert not changed & PRIVILEGES, (name, method, changed)
            elif rule.endpoint in account.SETTING_UP and name == "unprotected":
                assert answer.status_code in (200, 400, 409), (name, method)
            elif answer.status_code == 302:
                assert answer.location.startswith(HALF_WAY.get(name, "/signin")), (name, method)
                assert not changed, (name, method)
            else:
                assert answer.status_code == 401, (name, method)
                assert not changed, (name, method)


@pytest.mark.parametrize("rule", RULES, ids=each)
def test_everybody_gets_what_is_theirs_and_nothing_else(walk: Walk, rule: Rule) -> None:
    shown = False
    for person in walkers(walk, rule):
        for method in methods(rule):
            sent = QUERIES.get(rule.endpoint) if method == "GET" else None
            answer, changed = walk.ask(person, method, walk.address(rule), sent)
            what = (person.name, method, answer.status_code)
            assert answer.status_code < 500, what
            shown = shown or answer.status_code < 400
            if method == "GET" or answer.status_code >= 400:
                assert changed <= COUNTED, (what, changed)
            if hidden(rule, person):
                assert answer.status_code in refused(rule), what
    missing = any(PARAMETERS[name].find is None for name in rule.arguments)
    if (
        "GET" in methods(rule)
        and not missing
        and rule.endpoint not in NEVER_SHOWN | dict.fromkeys(OPEN)
    ):
        assert shown, "nobody in the walk is shown this page"


@pytest.mark.parametrize("rule", [r for r in RULES if r.arguments], ids=each)
def test_what_does_not_exist_is_not_found(walk: Walk, rule: Rule) -> None:
    for name, number in (("hd.cv", NOWHERE), (ADMINISTRATOR, NOWHERE), (ADMINISTRATOR, HUGE)):
        for method in methods(rule):
            sent = QUERIES.get(rule.endpoint)
            answer, changed = walk.ask(walk.people[name], method, walk.address(rule, number), sent)
            told = refused(rule) | ({405} if number == HUGE else set())  # no id, so no such address
            assert answer.status_code in told, (name, method, answer.status_code)
            assert changed <= COUNTED, (name, method)


@pytest.mark.parametrize("rule", [r for r in RULES if not r.rule.startswith(API)], ids=each)
def test_nonsense_is_refused_without_breaking_anything(walk: Walk, rule: Rule) -> None:
    turn = RULES.index(rule) % (len(NONSENSE) - 2)
    for value in (*NONSENSE[:2], NONSENSE[2 + turn]):
        for method in methods(rule):
            sent = dict.fromkeys(SENT, value)
            answer, _ = walk.ask(walk.people["hd.ld"], method, walk.address(rule), sent)
            assert answer.status_code < 500, (method, value)

"""The dossier of a directive holds everything recorded of it, and only for who may see it."""

import json

import pytest

from engine import audit, dossiers
from engine.errors import NotFound
from engine.people import Actor
from tests.helpers.story import ISSUED, OPEN, count, issued, one_report, tick

pytestmark = pytest.mark.usefixtures("units")


def test_the_dossier_holds_rows_and_sealed_history_of_the_whole_cascade(session, machine):
    directive = issued(session, machine)
    tick(session, machine, OPEN)
    issuer = Actor(1, directive.issuer_id, frozenset({"lanhdao"}), "Chủ tịch")
    records = [json.loads(x) for x in dossiers.lines(session, issuer, directive.id, OPEN)]
    head, *rest = records
    assert head["history_intact"] is True and head["directive"] == directive.id
    kinds: dict[str, list[dict[str, object]]] = {}
    for record in rest:
        kinds.setdefault(record["record"], []).append(record)
    assert len(kinds["report"]) == 68 and len(kinds["recipient"]) == 35
    assert len(kinds["history"]) == count(session, "audit_entry", f"directive_id = {directive.id}")
    assert kinds["history"][0]["action"] == "issue"
    numbers = [int(str(entry["id"])) for entry in kinds["history"]]
    assert numbers == sorted(numbers)


def test_a_recipient_may_not_have_the_dossier(session, machine):
    directive = issued(session, machine)
    report = one_report(session, requested=False)
    stranger = Actor(2, report.unit_id, frozenset({"lanhdao"}), "Nơi nhận")
    with pytest.raises(NotFound):
        dossiers.lines(session, stranger, directive.id, OPEN)


def test_each_entry_names_the_seal_that_covers_it(sessions, machine):
    with sessions.begin() as session:
        directive = issued(session, machine)
        issuer = Actor(1, directive.issuer_id, frozenset({"lanhdao"}), "Chủ tịch")
    with sessions.begin() as session:
        audit.seal(session, ISSUED)
    with sessions() as session:
        records = [json.loads(x) for x in dossiers.lines(session, issuer, directive.id, ISSUED)]
    assert all(r["seal"] and r["seal_hash"] for r in records if r["record"] == "history")

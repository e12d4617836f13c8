"""The members that the vetting and the editor know are those that instances are handed."""

import pytest
import sqlalchemy as sa

from engine.instances import Instance
from engine.process.data import load
from engine.process.value_types import DIRECTIVE, HANDED, UNIT
from tests.helpers.story import OPEN, issued, one_report, tick

pytestmark = pytest.mark.usefixtures("units")
ISSUERS_ONLY = {"recipients"}


def members(value):
    return {name: members(one) for name, one in value.items() if isinstance(one, dict)} | {
        name: {} for name, one in value.items() if not isinstance(one, dict)
    }


def declared(of):
    return {name: declared(one) for name, one in of.members.items()}


def variables(session, **where):
    row = session.scalars(sa.select(Instance).filter_by(**where).limit(1)).one()
    return load(row.data)


def test_what_an_instance_knows_of_its_unit_its_directive_and_its_report(session, machine):
    directive = issued(session, machine)
    tick(session, machine, OPEN)
    known = declared(DIRECTIVE)
    issuer = variables(session, directive_id=directive.id, unit_id=directive.issuer_id, subject="")
    assert members(issuer["directive"]) == known
    report = variables(session, subject=one_report(session).subject)
    assert members(report["directive"]) == {n: m for n, m in known.items() if n not in ISSUERS_ONLY}
    assert members(report["unit"]) == members(report["consolidator"]) == declared(UNIT)
    assert members(report["report"]) == declared(HANDED["report"])

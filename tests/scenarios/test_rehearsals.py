"""What a designer learns from a rehearsal before anybody is bothered."""

from __future__ import annotations

import pytest

from adapters.rehearsals import Rehearsals
from engine.rehearsal import Plan, Version
from engine.rehearsal_behaviour import OWN, Behaviour, Numbers
from engine.rehearsal_compare import differences
from engine.rehearsal_warnings import warnings
from tests.helpers.rehearsing import CASCADE, reminding_daily, sample
from webapp.setup import make_engine

pytestmark = pytest.mark.usefixtures("units")


def test_a_model_that_reminds_every_day_is_seen_to_flood_its_clerks(national_copy: str) -> None:
    """Ten of a hundred clerks never register; the shipped model reminds them once, this one daily."""
    nobody = Behaviour(OWN, {}, {("", "vanthu"): Numbers(0.0, 1.0)})
    versions = (Version(CASCADE, "one"), Version(CASCADE, "daily", reminding_daily()))
    plan = Plan(sample(), versions, nobody)
    once, daily = Rehearsals(national_copy, make_engine(lambda *_: None))(plan)

    def reminders(found: object) -> int:
        sent = found.sent  # type: ignore[attr-defined]
        return sum(s.n for s in sent if s.kind == "chua-tiep-nhan" and s.tier == "xa")

    assert reminders(once) == 24
    assert reminders(daily) > 24 * 200
    assert "told-often" not in {w.code for w in warnings(once, 10_000, 30)}
    told = {w.code: w for w in warnings(daily, 20, 30)}
    assert told["told-often"].n == reminders(daily)
    assert told["many-mails"].n >= 24
    change = {(d.what, d.where): d for d in differences(once, daily)}["mails", "xa"]
    assert change.after is not None and change.after > 24 * 200

"""What a designer learns from a rehearsal before anybody is bothered."""

from __future__ import annotations

import pytest

from adapters.rehearsals import Rehearsals
from engine.rehearsal import Plan, Version
from engine.rehearsal_behaviour import OWN, Behaviour, Numbers
from engine.rehearsal_compare import differences
from engine.rehearsal_figures import Rehearsed
from engine.rehearsal_warnings import warnings
from tests.helpers.rehearsing import reminding_daily, sample
from webapp.setup import make_engine

pytestmark = pytest.mark.usefixtures("units")
MODEL = "periodic-report"


def _reminders(found: Rehearsed) -> int:
    """Reminders before the deadline that reach communes."""
    kinds = ("nhac-1", "nhac-2")
    wanted = (s for s in found.sent if s.tier == "xa")
    return sum(s.n for s in wanted if s.kind in kinds or s.kind.startswith("nhac-ngay"))


def test_a_ladder_that_reminds_every_day_is_seen_to_flood_communes(national_copy: str) -> None:
    """Nobody reports before the deadline: two reminders of each commune become thirty."""
    late = Behaviour(OWN, {}, {("", "chuyenvien"): Numbers(0.0, 0.0, (1.0, 3.0))})
    daily = {"escalation": reminding_daily(30)}
    versions = (Version(MODEL, "shipped"), Version(MODEL, "daily", tables=daily))
    shipped, flood = Rehearsals(national_copy, make_engine(lambda *_: None))(
        Plan(sample(), versions, late)
    )
    communes = next(t for t in shipped.tiers if t.tier == "xa").reports.owed
    assert (_reminders(shipped), communes) == (48, 24)
    # Days 30 to 2 before the deadline beside the reminders of days 7 and 1, as far as the window is open.
    assert 24 * 20 < _reminders(flood) <= 24 * 31
    told = {w.code: w for w in warnings(flood, 20, 30)}
    assert told["told-often"].n > _reminders(flood)
    assert told["many-mails"].n == flood.worst_morning[1] >= 41
    assert "told-often" not in {w.code for w in warnings(shipped, 20, 30)}
    change = {(d.what, d.where): d for d in differences(shipped, flood)}["mails", "xa"]
    assert change.before is not None and change.after is not None
    assert change.after - change.before == _reminders(flood) - _reminders(shipped)

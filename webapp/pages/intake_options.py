"""What the words of a letter may mean, for a person to choose from, and what was chosen."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from engine.letter_choosing import shown
from engine.letter_names import EVERYBODY, OUTSIDE, Named, chosen
from engine.letter_recipients import Meant, codes_of
from engine.letter_resolving import GROUP, WHO
from engine.received_findings import Finding
from engine.received_issuing import Understood
from webapp import labels
from webapp.requests import session

SEVERAL = (GROUP, WHO)
"""The parts of a finding that may mean several units."""
NAMED = 6
"""So many units are named; of more their number is told."""


def lines_chosen(found: Understood, finding: Finding, part: str) -> list[str]:
    """The units that were typed for a finding, as lines to be changed."""
    choice = finding.chosen.get(part, "")
    if part not in SEVERAL or choice in ("", OUTSIDE, EVERYBODY) or "(" in choice:
        return []
    names = [chosen(session(), "", code, found.resolved.on) for code in codes_of(choice)]
    return [shown(name.unit) for name in names if name.unit is not None]


def tiers(found: Understood) -> list[tuple[str, str]]:
    """All units of a tier below the issuer, as selections that may be chosen."""
    looker = found.resolved.looker
    if looker is None:
        return []
    return [
        (looker.select(tier), gettext("mọi %(tier)s", tier=labels.tier(tier)))
        for tier in looker.steps
    ]


def who_options(found: Understood) -> list[tuple[str, str]]:
    """Who may owe a duty."""
    return [(EVERYBODY, gettext("mọi nơi nhận của văn bản")), *tiers(found)]


def place_options(name: Named) -> list[tuple[str, str]]:
    """The bodies that a name may mean."""
    own = [(name.unit.code, name.unit.name)] if name.unit is not None else []
    return own + [(u.code, u.name) for u in name.candidates if u != name.unit]


def group_options(found: Understood, meant: Meant) -> list[tuple[str, str]]:
    """What a line of recipients may mean."""
    several = [option for name in meant.several for option in place_options(name)]
    outside = (OUTSIDE, gettext("cơ quan ngoài hệ thống, chỉ in tên"))
    return [*several, *tiers(found), outside]


def charged(meant: Meant) -> str:
    """How many units a phrase means, and which, if they are few."""
    count = len(meant.members)
    said = str(ngettext("%(num)d đơn vị", "%(num)d đơn vị", count))
    named = [unit.short_name for unit in meant.units]
    if not named or len(named) < count or count > NAMED:
        return said
    return f"{said}: {'; '.join(named)}"

"""A unit that somebody typed into a form."""

from __future__ import annotations

from engine.deadlines import local_day
from engine.unit_names import find
from engine.units import AmbiguousUnit, UnknownUnit
from webapp.pages.typed_form import Typed
from webapp.requests import actor, now, session


def unit(typed: Typed, field: str, text: str) -> int | None:
    """The unit of that name, the nearest below the actor's before all others; None where the name
    is not known or means several, which is then said at the field.
    """
    on = local_day(now())
    try:
        return find(session(), text, on, actor().unit_id).id
    except UnknownUnit:
        pass
    except AmbiguousUnit as refused:
        typed.refused(refused, field)
        return None
    try:
        return find(session(), text, on).id
    except (UnknownUnit, AmbiguousUnit) as refused:
        typed.refused(refused, field)
        return None

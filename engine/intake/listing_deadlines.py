"""A deadline and a day as a listing prints them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from engine.intake.found import Deadline

Listing = dict[str, Any]


def day_listing(date: dt.date | None) -> str | None:
    """'2024-06-15', null where there is none."""
    return None if date is None else date.isoformat()


def deadline_listing(deadline: Deadline) -> Listing:
    """The keys every report and task has of its deadline."""
    return {
        "deadline": day_listing(deadline.on),
        "boundary": deadline.boundary,
        "last_ok_date": day_listing(deadline.last_day),
        "recurrence": _recurrence(deadline),
        **_beyond_a_day(deadline),
    }


def _recurrence(deadline: Deadline) -> Listing | None:
    """What is fixed of it: a quarter's month counts within the quarter (4: the first after it)."""
    if not deadline.every:
        return _without_year(deadline)
    month = "month_in_quarter" if deadline.every == "quarter" and not deadline.on else "month"
    fixed = {month: deadline.month, "day": deadline.day, "weekday": deadline.weekday}
    listing: Listing = {"every": deadline.every}
    listing.update({key: value for key, value in fixed.items() if value is not None})
    if deadline.following and deadline.every == "month":
        listing["next"] = True
    return listing


def _without_year(deadline: Deadline) -> Listing | None:
    """A day whose year or month stands nowhere: what is printed of it, and that it does not repeat."""
    if deadline.on or deadline.day is None:
        return None
    fixed = {"month": deadline.month, "day": deadline.day}
    return {"every": None, **{key: value for key, value in fixed.items() if value is not None}}


def _beyond_a_day(deadline: Deadline) -> Listing:
    """What a deadline says beside its day: a time, a window's first day, days counted from an event."""
    said: Listing = {}
    if deadline.time:
        said["time"] = deadline.time
    if deadline.opens:
        said["start"] = day_listing(deadline.opens)
    if deadline.within is not None:
        said["within"] = {f"{deadline.unit}s": deadline.within, "since": deadline.since}
        if deadline.working:
            said["within"]["working"] = True
    return said

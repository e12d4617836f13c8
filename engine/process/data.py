"""Variables as text and back: JSON, with tags for what JSON does not have.

``{"@n": "1.50"}`` a decimal, ``{"@t": …}`` a date and time, ``{"@d": …}`` a date, ``{"@h": …}`` a
time, ``{"@p": [days, seconds, microseconds]}`` a days and time duration, ``{"@m": months}`` a years
and months duration. A context that has a key beginning with '@' itself is written as pairs:
``{"@@": [[key, value], …]}``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.process.feel.values import YearsMonths

_PLAIN = frozenset({str, bool, int, type(None), Decimal, datetime, date})
"""What holds no context, told apart by type alone: most variables are of these."""


def dump(data: Mapping[str, object]) -> str:
    """The variables as one line of JSON. Raises ``TypeError`` for what is no FEEL value."""
    text = _ENCODER.encode(data)
    # Only where a tag stands at all can a context of the designer's be taken for one.
    if '{"@' in text and _ambiguous(data):
        return _ENCODER.encode({"@@": [[key, _paired(value)] for key, value in data.items()]})
    return text


def load(text: str) -> dict[str, object]:
    """The variables written by ``dump``."""
    loaded: dict[str, object] = json.loads(text, object_hook=_untag)
    return loaded


def _ambiguous(value: object) -> bool:
    """Whether a context within could be taken for one of our tags."""
    if type(value) in _PLAIN:
        return False
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key[:1] == "@" or (type(inner) not in _PLAIN and _ambiguous(inner)):
                return True
        return False
    return isinstance(value, list) and any(map(_ambiguous, value))


def _paired(value: object) -> object:
    if isinstance(value, Mapping):
        return {"@@": [[key, _paired(inner)] for key, inner in value.items()]}
    return [_paired(item) for item in value] if isinstance(value, list) else value


def _tag(value: object) -> dict[str, object] | int:
    if isinstance(value, Decimal):
        # Ids come out of expressions as decimals; a whole number is the same number to FEEL.
        whole = value.as_tuple().exponent == 0 and abs(value) < 2**53
        return int(value) if whole else {"@n": str(value)}
    if isinstance(value, datetime):
        return {"@t": value.isoformat()}
    if isinstance(value, date):
        return {"@d": value.isoformat()}
    if isinstance(value, time):
        zone = value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else ""
        return {"@h": [value.replace(tzinfo=None).isoformat() if zone else value.isoformat(), zone]}
    if isinstance(value, timedelta):
        return {"@p": [value.days, value.seconds, value.microseconds]}
    if isinstance(value, YearsMonths):
        return {"@m": value.months}
    raise TypeError(f"not a value a process can keep: {type(value).__name__}")


def _time(parts: list[str]) -> time:
    plain, zone = parts
    found = time.fromisoformat(plain)
    return found.replace(tzinfo=ZoneInfo(zone)) if zone else found


_UNTAG: dict[str, Any] = {
    "@n": Decimal,
    "@t": datetime.fromisoformat,
    "@d": date.fromisoformat,
    "@h": _time,
    "@@": dict,
    "@p": lambda parts: timedelta(*parts),
    "@m": YearsMonths,
}


def _untag(found: dict[str, Any]) -> object:
    if len(found) == 1:
        ((key, value),) = found.items()
        if key in _UNTAG:
            return _UNTAG[key](value)
    return found


_ENCODER = json.JSONEncoder(default=_tag, ensure_ascii=False, separators=(",", ":"))

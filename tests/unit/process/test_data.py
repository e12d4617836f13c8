"""Variables as text and back: whatever FEEL can make comes back as it was, or is refused."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.process.data import dump, load
from engine.process.feel.values import FeelFunction, Range, YearsMonths

ZONES = st.sampled_from(
    [
        None,
        dt.UTC,
        dt.timezone(dt.timedelta(hours=7)),
        dt.timezone(-dt.timedelta(hours=3, minutes=30)),
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(timezones=ZONES),
    st.times(timezones=ZONES),
    st.timedeltas(),
    st.builds(YearsMonths, st.integers(-(10**6), 10**6)),
)
KEYS = st.one_of(st.text(), st.sampled_from(["@n", "@t", "@d", "@h", "@p", "@m", "@@", "@x"]))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)


def exact(value: object) -> object:
    """A value with its kind, so that 1 and True, a date and a moment differ."""
    if isinstance(value, dict):
        return {k: exact(v) for k, v in value.items()}
    if isinstance(value, list):
        return [exact(v) for v in value]
    if isinstance(value, dt.datetime | dt.time):
        return type(value), value.replace(tzinfo=None), value.utcoffset()
    kind = Decimal if type(value) in (int, Decimal) else type(value)
    return kind, value


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_what_is_written_comes_back(data):
    text = dump(data)
    assert "\n" not in text
    assert exact(load(text)) == exact(data)


@pytest.mark.parametrize(
    "value",
    [Range(1, 5, True, True), FeelFunction("f", (), lambda *_: None, 0, 0), object(), {1}, b"x"],
)
def test_what_is_no_value_is_refused_when_written(value):
    with pytest.raises(TypeError):
        dump({"x": [value]})


def test_a_time_of_a_zone_keeps_its_offset_or_is_refused():
    value = dt.time(10, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    try:
        text = dump({"x": value})
    except TypeError:
        return
    back = load(text)["x"]
    assert isinstance(back, dt.time)
    assert back.tzinfo is not None

"""Units chosen for inspection: the same seed draws the same list, and chance favours nobody."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.inspection_choice import Candidate, Quota, choose, digest
from engine.inspection_errors import BadQuota

ON = date(2026, 3, 2)
DAYS = st.one_of(st.none(), st.dates(date(2015, 1, 1), ON))


@st.composite
def candidates(draw):
    count = draw(st.integers(1, 25))
    found = []
    for n in range(count):
        due = draw(st.integers(0, 6))
        found.append(Candidate(n, f"H{n:02}", draw(DAYS), due, draw(st.integers(0, due))))
    return found


QUOTAS = st.lists(
    st.one_of(
        st.builds(Quota, st.just("never"), st.integers(1, 5), st.integers(1, 10)),
        st.builds(Quota, st.sampled_from(["worst", "random"]), st.integers(1, 5)),
        st.builds(
            lambda units: Quota("named", len(units), units=tuple(units)),
            st.lists(st.integers(0, 24), min_size=1, max_size=4),
        ),
    ),
    min_size=1,
    max_size=4,
)


@given(candidates(), QUOTAS, st.integers(0, 2**48), st.randoms(use_true_random=False))
def test_the_same_seed_and_candidates_give_the_same_list(found, quotas, seed, random: Random):
    first = choose(found, quotas, seed, ON)
    shuffled = found.copy()
    random.shuffle(shuffled)
    assert choose(shuffled, quotas, seed, ON) == first
    assert digest(shuffled) == digest(found)
    kept = [Candidate.from_json(c.to_json()) for c in found]
    assert choose(kept, quotas, seed, ON) == first


@given(candidates(), QUOTAS, st.integers(0, 99))
def test_nobody_is_chosen_twice_and_no_rule_exceeds_its_quota(found, quotas, seed):
    chosen = choose(found, quotas, seed, ON)
    units = [c.unit_id for c in chosen]
    assert len(units) == len(set(units))
    assert set(units) <= {c.unit_id for c in found}
    allowed: Counter[str] = Counter()
    for quota in quotas:
        allowed[quota.rule] += quota.count
    assert all(n <= allowed[rule] for rule, n in Counter(c.rule for c in chosen).items())


@given(candidates(), st.integers(1, 5), st.integers(1, 10), st.integers(0, 99))
def test_never_takes_only_who_waits_that_long_and_the_longest_first(found, count, years, seed):
    chosen = choose(found, [Quota("never", count, years)], seed, ON)
    last = {c.unit_id: c.inspected_on or date.min for c in found}
    limit = ON.replace(year=ON.year - years)
    waits = sorted(day for day in last.values() if day < limit)
    assert [last[c.unit_id] for c in chosen] == waits[:count]


@given(candidates(), st.integers(1, 5), st.integers(0, 99))
def test_worst_takes_the_smallest_shares_of_those_who_owed_anything(found, count, seed):
    chosen = choose(found, [Quota("worst", count)], seed, ON)
    share = {c.unit_id: c.on_time / c.due for c in found if c.due}
    assert [share[c.unit_id] for c in chosen] == sorted(share.values())[:count]


def test_over_many_seeds_chance_takes_everybody_alike():
    found = [Candidate(n, f"H{n}") for n in range(10)]
    drawn = Counter(
        c.unit_id for s in range(4000) for c in choose(found, [Quota("random", 3)], s, ON)
    )
    assert set(drawn) == set(range(10))
    # 1200 expected; six standard deviations of a fair draw are 174.
    assert all(abs(n - 1200) < 174 for n in drawn.values())


def test_rules_take_in_turn_from_who_is_left():
    found = [
        Candidate(1, "a", None, 4, 0),
        Candidate(2, "b", ON - timedelta(days=10), 4, 1),
        Candidate(3, "c", ON - timedelta(days=10), 0, 0),
        Candidate(4, "d", ON - timedelta(days=10), 4, 4),
    ]
    named = Quota("named", 1, units=(4,))
    chosen = choose(
        found, [named, Quota("never", 2, 1), Quota("worst", 1), Quota("random", 9)], 7, ON
    )
    assert [(c.unit_id, c.rule) for c in chosen] == [
        (4, "named"),
        (1, "never"),
        (2, "worst"),
        (3, "random"),
    ]


def test_the_day_is_counted_back_over_a_leap_day():
    found = [Candidate(1, "a", date(2023, 2, 27)), Candidate(2, "b", date(2023, 2, 28))]
    chosen = choose(found, [Quota("never", 9, 1)], 1, date(2024, 2, 29))
    assert [c.unit_id for c in chosen] == [1]


@pytest.mark.parametrize(
    ("rule", "count", "years"), [("best", 1, 0), ("worst", 0, 0), ("never", 1, 0)]
)
def test_a_rule_that_cannot_be_filled_is_refused(rule, count, years):
    with pytest.raises(BadQuota):
        Quota(rule, count, years)

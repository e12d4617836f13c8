"""Every figure of the board is as long as the list behind it, whoever looks, whatever happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from engine import access, duty_board, duty_list, tallies
from engine.duty_facts import Wish, is_wide
from engine.duty_list import Choice
from engine.errors import NotFound
from engine.people import Actor
from tests.integration.test_figures import DIRECTIVE, INSERT, OBLIGATION

NOW = datetime(2023, 6, 1, 3, tzinfo=UTC)
DAY = timedelta(days=1)
# A root, a ministry and a province below it, in the province two districts, in each two communes;
# one more province, whose only commune's predecessor is a district of the first.
TREE: dict[str, str | None] = {
    "root": None,
    "bo": "root",
    "tinh": "root",
    "tinh2": "root",
    "so": "tinh",
    "huyen": "tinh",
    "huyen2": "tinh",
    "xa": "huyen",
    "xa2": "huyen",
    "xa3": "huyen2",
    "xa4": "tinh2",
}
CHAIN = {"bo": None, "tinh": "bo", "huyen": "tinh", "tinh2": None}
"""Who issued a directive, derived from whose."""
UNIT = sa.text("""
    INSERT INTO unit (code, name, short_name, place, tier, kind, fields, parent_id, requested,
                      national, valid_from, province_code, aliases, keys, search)
    VALUES (:code, :code, :code, :code, :code, 'x', '{}', :parent, false, :national, '2020-01-01',
            NULL, '{}', '{}', :code) RETURNING id
""")
RUNGS = [None, "nhac-1", "qua-han", "neu-ten"]
NAMES = sorted(TREE)
REPORT = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(sorted(CHAIN)),
    st.sampled_from(NAMES),
    st.one_of(st.none(), st.sampled_from(NAMES)),
    st.integers(-70, 40),
    st.booleans(),
    st.sampled_from(["open", "open", "returned", "submitted", "accepted", "merged"]),
    st.integers(-9, 9),
    st.sampled_from(RUNGS),
    st.booleans(),
)
WISH = st.tuples(
    st.booleans(),
    st.one_of(st.none(), st.sampled_from(sorted(CHAIN))),
    st.one_of(st.none(), st.sampled_from(NAMES)),
    st.sampled_from([None, *duty_board.LEVELS]),
)


@pytest.fixture
def tree(session: Session) -> dict[str, int]:
    """The units' ids by name."""
    found: dict[str, int] = {}
    for name, parent in TREE.items():
        values = {
            "code": name,
            "parent": found[parent] if parent else None,
            "national": name in ("root", "bo"),
        }
        found[name] = session.scalars(UNIT, values).one()
    session.execute(
        sa.text("INSERT INTO unit_succession VALUES (:old, :new, '2023-01-01', 0)"),
        {"old": found["huyen2"], "new": found["xa4"]},
    )
    return found


@pytest.fixture
def orders(session: Session, tree: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Each issuer's directive and its obligation."""
    found: dict[str, tuple[int, int]] = {}
    for n, (issuer, above) in enumerate(CHAIN.items()):
        directive = session.scalars(DIRECTIVE, {"unit": tree[issuer], "number": str(n)}).one()
        session.execute(
            sa.text("UPDATE directive SET parent_id = :above, root_id = :root WHERE id = :id"),
            {
                "above": found[above][0] if above else None,
                "root": found["bo"][0] if above else directive,
                "id": directive,
            },
        )
        obligation = session.scalars(OBLIGATION, {"directive": directive}).one()
        found[issuer] = (directive, obligation)
    return found


def write(
    session: Session, tree: dict[str, int], orders: dict[str, tuple[int, int]], n: int, one: Any
) -> None:
    """One report, its figures folded or not."""
    unit, issuer, through, to, due, asked, status, came, rung, fold = one
    due_at = NOW + due * DAY
    session.execute(
        INSERT,
        {
            "directive": orders[issuer][0], "obligation": orders[issuer][1], "unit": tree[unit],
            "consolidator": tree[through], "period": "p", "start": date(2023, 1, 1) + n * DAY,
            "end": date(2023, 1, 1) + n * DAY, "requested": asked, "opens": due_at - 9 * DAY,
            "due": due_at, "status": "open", "submitted": None, "touched": None,
        },
    )  # fmt: skip
    session.execute(
        sa.text(
            "UPDATE report SET addressee_id = :to, status = :status, rung = :rung,"
            " submitted_at = :at WHERE period_start = :start"
        ),
        {
            "to": tree[to] if to else None, "status": status, "rung": rung,
            "at": due_at + came * DAY if status in ("submitted", "accepted") else None,
            "start": date(2023, 1, 1) + n * DAY,
        },
    )  # fmt: skip
    if fold:
        tallies.fold(session)


def length(session: Session, viewer: Actor, wish: Wish, choice: Choice) -> int:
    """How many duties the list shows, read page by page."""
    total, after = 0, None
    while True:
        found = duty_list.page(session, viewer, NOW, wish, choice, after, limit=7)
        total += len(found.rows)
        after = found.next_after
        if after is None:
            assert total == duty_list.count(session, viewer, NOW, wish, choice)
            return total


def agree(session: Session, viewer: Actor, wish: Wish, level: str | None) -> None:
    """Every number of the board is the length of its list."""
    found = duty_board.read(session, viewer, NOW, wish, level)
    for state in ("on_time", "late", "open", "overdue", "asked", "asked_done"):
        assert getattr(found.total.counts, state) == length(session, viewer, wish, Choice(state))
    assert sum(c.figures.counts.total for c in found.cells) == found.total.counts.total
    anytime = Wish(None, None, wish.directive_id, wish.kind, wish.unit_id)
    for rung, number in found.late.rungs.items():
        assert number == length(session, viewer, anytime, Choice("overdue", rung))
    for cell in found.cells:
        there = Wish(
            wish.since, wish.until, wish.directive_id, None, cell.unit_id, own=not cell.whole
        )
        for state in ("decided", "overdue", "asked"):
            told = cell.figures.decided if state == "decided" else getattr(
                cell.figures.counts, state
            )  # fmt: skip
            assert told == length(session, viewer, there, Choice(state))
        always = Wish(None, None, wish.directive_id, None, cell.unit_id, own=not cell.whole)
        assert cell.late.count == length(session, viewer, always, Choice("overdue"))
    for month in found.months:
        last = (month.first + timedelta(days=31)).replace(day=1) - DAY
        there = Wish(
            max(month.first, wish.since or month.first),
            min(last, wish.until or last),
            wish.directive_id,
            None,
            wish.unit_id,
        )
        assert month.figures.decided == length(session, viewer, there, Choice("decided"))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],  # to shrink a whole history takes minutes
)
@given(
    st.lists(REPORT, max_size=14),
    st.sampled_from(NAMES),
    WISH,
)
def test_a_number_is_the_length_of_its_list(session, tree, orders, reports, who, wished):
    with session.begin_nested() as savepoint:
        for n, one in enumerate(reports):
            write(session, tree, orders, n, one)
        assert tallies.differences(session) == 0
        bounded, issuer, unit, level = wished
        wish = Wish(
            date(2023, 4, 20) if bounded else None,
            date(2023, 6, 10) if bounded else None,
            orders[issuer][0] if issuer else None,
            None,
            tree[unit] if unit else None,
        )
        administrator = Actor(1, tree["root"], frozenset({"quantri"}), "Quản trị")
        agree(session, administrator, wish, level)
        viewer = Actor(1, tree[who], frozenset({"lanhdao"}), "Người xem")
        try:
            agree(session, viewer, wish, level)
        except NotFound:
            with pytest.raises(NotFound):
                duty_list.page(session, viewer, NOW, wish, Choice())
        savepoint.rollback()


def test_who_stands_at_the_top_is_answered_from_the_tallies(session, tree):
    def wide(name: str) -> bool:
        who = Actor(1, tree[name], frozenset({"lanhdao"}), "Ai")
        return is_wide(session, access.reach(session, who))

    assert [n for n in NAMES if wide(n)] == ["bo", "root", "tinh", "tinh2"]
    session.execute(
        sa.text("INSERT INTO unit_succession VALUES (:old, :new, '2023-01-01', 0)"),
        {"old": tree["xa3"], "new": tree["tinh2"]},
    )
    assert not wide("tinh2")


def test_a_unit_that_moves_has_a_new_place_and_so_have_those_below_it(session, tree):
    session.execute(
        sa.text("UPDATE unit SET parent_id = :to WHERE id = :id"),
        {"to": tree["tinh2"], "id": tree["huyen"]},
    )
    places = session.execute(
        sa.text("SELECT top_id, area_id FROM unit_place WHERE unit_id = :xa"), {"xa": tree["xa"]}
    ).one()
    assert tuple(places) == (tree["tinh2"], tree["huyen"])

"""What a report brings to a roll-up, and the texts a consolidation makes."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engine.consolidation_amounts import (
    folded,
    from_json,
    of_answers,
    of_consolidated,
    result,
    to_json,
)
from engine.consolidation_text import Made, Reported, draft, fitting
from engine.figures import DECIMAL, INTEGER, LATEST, MEAN, NONE, SUM, Figure, Text

WORDS = {"vi": "Chỉ tiêu", "en": "Figure"}


def figure(name: str, rollup: str, kind: str = DECIMAL) -> Figure:
    return Figure(name, kind, WORDS, rollup=rollup)


ADDED, MEANT, STOCK = figure("a", SUM), figure("m", MEAN), figure("s", LATEST)
FIGURES = [ADDED, MEANT, STOCK, figure("n", NONE)]
VALUES = st.decimals(-(10**12), 10**12, places=4)


@given(st.lists(VALUES, min_size=1, max_size=30))
def test_sums_are_exact_and_the_order_does_not_matter(values: list[Decimal]) -> None:
    each = [of_answers(FIGURES, {"a": v, "m": v, "n": v}, nil=False) for v in values]
    amounts = folded(each)
    assert folded(reversed(each)) == amounts == from_json(to_json(amounts))
    assert amounts["a"] == (sum(values), len(values))
    assert "n" not in amounts
    mean = result(MEANT, amounts["m"])
    assert mean is not None
    exact = sum(values, Decimal(0)) / len(values)
    assert abs(mean - exact) <= Decimal("0.005001")


@given(st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=5))
def test_through_any_tiers_a_mean_is_that_of_the_units_at_the_bottom(
    districts: list[list[Decimal]],
) -> None:
    handed_up = []
    for values in districts:
        below = folded(of_answers(FIGURES, {"m": v}, nil=False) for v in values)
        shown: dict[str, object] = {"m": result(MEANT, below["m"])}
        amounts, version, adjusted = of_consolidated(FIGURES, shown, [(1, below)])
        assert (version, adjusted) == (1, False)
        handed_up.append(amounts)
    everybody = folded(of_answers(FIGURES, {"m": v}, nil=False) for d in districts for v in d)
    assert folded(handed_up) == everybody


def test_a_report_stands_on_the_version_it_agrees_with_most() -> None:
    older = {"a": (Decimal(2), 1), "m": (Decimal(10), 1)}
    newer = {"a": (Decimal(5), 2), "m": (Decimal(40), 2)}
    below = [(2, newer), (1, older)]
    assert of_consolidated(FIGURES, {"a": 2, "m": Decimal(10)}, below) == (older, 1, False)
    assert of_consolidated(FIGURES, {"a": 5, "m": Decimal(20)}, below) == (newer, 2, False)
    changed, version, adjusted = of_consolidated(FIGURES, {"a": 6, "m": Decimal(21)}, below)
    assert (version, adjusted) == (2, True)
    assert changed == {"a": (Decimal(6), 2), "m": (Decimal(42), 2)}
    assert of_consolidated(FIGURES, {}, [(0, {})]) == ({}, 0, False)
    assert of_consolidated(FIGURES, {"a": 5}, below)[2], "a figure taken out is a change"


def test_a_mean_is_rounded_half_up_and_whole_where_the_form_wants_it() -> None:
    assert str(result(MEANT, (Decimal("0.01"), 2))) == "0.01"
    assert str(result(figure("w", MEAN, INTEGER), (Decimal(5), 2))) == "3"
    assert result(MEANT, (Decimal(0), 0)) is result(MEANT, None) is None


@given(
    st.text("ab ", max_size=30),
    st.lists(st.text("xyz ", min_size=1, max_size=90), max_size=12),
    st.integers(80, 400),
)
def test_a_listing_never_exceeds_its_field(head: str, lines: list[str], limit: int) -> None:
    found = fitting(head, lines, limit)
    assert len(found) <= limit
    if len(head + "\n".join(lines)) <= limit:
        assert found == (head + "\n".join(lines)).rstrip()


def test_who_is_left_out_of_a_listing_is_counted() -> None:
    lines = [f"UBND xã {n}: " + "kết quả " * 20 for n in range(50)]
    found = fitting("Đã tiếp nhận 50/50 báo cáo.\n", lines, 1000)
    named = found.count("UBND xã")
    assert 0 < named < 50
    assert f"… và {50 - named} đơn vị khác" in found


def test_the_draft_holds_numbers_as_the_form_takes_them() -> None:
    whole = figure("c", SUM, INTEGER)
    made = Made(
        title="Báo cáo",
        period="2023-6T",
        directive="Kế hoạch số 1",
        n=1,
        at=datetime(2023, 5, 1, tzinfo=UTC),
        figures=[whole, MEANT, STOCK],
        texts=[Text("t", WORDS, 200), Text("empty", WORDS, 200)],
        totals={"c": (Decimal(7), 2), "m": (Decimal(5), 2)},
        before={},
        reported=[Reported("xã Một", False, False, 1, {"t": "Đã làm."})],
        absent=[],
    )
    answers = draft(made)
    assert (answers["c"], type(answers["c"])) == (7, int)
    assert answers["m"] == Decimal("2.50")
    assert "s" not in answers
    assert answers["empty"] is None
    assert str(answers["t"]).endswith("Không đơn vị nào thiếu.\nxã Một: Đã làm.")

"""The list of bad input, end to end in one province's year: refused, named, nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters import holidays, postgres
from engine import consolidation, extensions, inbox, inspections, restructuring
from engine.calendar_edit import load_holidays, set_days
from engine.calendar_tables import DayRow, TableRefused
from engine.consolidation import Rollup
from engine.consolidation_errors import NothingReported
from engine.deadlines import local_day
from engine.errors import InputError
from engine.extension_errors import AlreadyHandedIn
from engine.figures import AnswerRefused
from engine.inspection_errors import OutsideSubtree
from engine.instances import Engine
from engine.people import Actor
from engine.report_tables import Report
from engine.restructuring_changes import MERGE, UnitChange
from engine.restructuring_moves import StructureRefused
from engine.unit_import import UnitRow, UnitsRefused, import_units
from engine.units import Unit
from tests.helpers.inspecting import Inspecting
from tests.helpers.matters import unit
from tests.helpers.reform import administrator
from tests.helpers.story import (
    DUE,
    OPEN,
    REPORT,
    dump,
    finish,
    issued,
    lap_bao_cao,
    officer,
    tick,
)
from webapp.setup import make_engine

TODAY = datetime(2023, 11, 1, 2, tzinfo=UTC)
YEARS = range(2023, 2025)


@dataclass
class Province:
    """Bình Định in 2023: one district's half-year report was accepted, another's is open."""

    session: Session
    machine: Engine
    administrator: Actor = field(init=False)
    accepted: Report = field(init=False)
    written: Report = field(init=False)
    round: Inspecting = field(init=False)

    def __post_init__(self) -> None:
        session, machine = self.session, self.machine
        load_holidays(session, holidays.days(YEARS), YEARS, OPEN, "command")
        self.administrator = administrator(session)
        issued(session, machine)
        tick(session, machine, OPEN)
        self.accepted, self.written = session.scalars(
            sa.select(Report)
            .join(Unit, Unit.id == Report.unit_id)
            .where(Unit.tier == "huyen", Report.period == "2023-6T")
            .order_by(Unit.code)
            .limit(2)
        )
        figures = {"trainingCourses": 2, "participants": 60, "femaleLeaderRate": 31}
        given: tuple[dict[str, object], ...] = (REPORT | figures, {"decision": "accept"})
        for answers in given:
            done = [lap_bao_cao(session, self.accepted)]
            assert finish(session, machine, done, answers, OPEN).faults == []
        session.refresh(self.accepted)
        assert self.accepted.status == "accepted"
        # The commune An Hưng has gone into An Trung: nothing can be merged into it any more.
        abolished = UnitChange(MERGE, ("21610",), ("21613",))
        on = local_day(DUE)
        restructuring.apply(session, machine, self.administrator, on, DUE, [abolished])
        # The year's report is being written everywhere, and nobody has handed it in.
        tick(session, machine, TODAY)
        self.round = Inspecting(session, machine, "tỉnh Bình Định", TODAY)
        self.round.plan("thuc-hien", "15/11/2023", "15/12/2023")

    def change(self, *changes: UnitChange) -> None:
        """Make a change of structure today."""
        restructuring.apply(
            self.session,
            self.machine,
            self.administrator,
            local_day(TODAY),
            TODAY,
            changes,
        )


def an_extension_after_the_report_was_accepted(world: Province) -> None:
    report = world.accepted
    actor = Actor(1, report.unit_id, frozenset({"chuyenvien"}), "Cán bộ")
    extensions.ask(
        world.session, world.machine, actor, report.id, date(2023, 12, 1), "Muộn rồi", TODAY
    )


def a_figure_out_of_bounds(world: Province) -> None:
    item = lap_bao_cao(world.session, world.written)
    answers = {"narrative": "Đã làm", "trainingCourses": 1, "participants": 30}
    inbox.complete(
        world.session,
        world.machine,
        officer(item),
        item.id,
        answers | {"femaleLeaderRate": 131},
        TODAY,
    )


def a_consolidation_before_any_report(world: Province) -> None:
    rollup = world.session.scalars(sa.select(Rollup).where(Rollup.period == "2023-N")).one()
    actor = Actor(1, rollup.consolidator_id, frozenset({"chuyenvien"}), "Cán bộ")
    consolidation.close(world.session, world.machine, actor, rollup.id, TODAY)


def a_merge_into_an_abolished_unit(world: Province) -> None:
    world.change(UnitChange(MERGE, ("21616",), ("21610",)))


def a_circular_hierarchy(world: Province) -> None:
    rows = [
        UnitRow(code, f"Ủy ban nhân dân xã {name}", f"UBND xã {name}", name, "xa", "xa", above, day)
        for code, name, above in (("90001", "Vòng", "90002"), ("90002", "Quanh", "90001"))
        for day in (local_day(TODAY),)
    ]
    import_units(world.session, rows, [])


def a_holiday_table_that_contradicts_itself(world: Province) -> None:
    day = date(2023, 12, 4)
    twice = [DayRow(day, working=False, note="nghỉ"), DayRow(day, working=True, note="làm")]
    set_days(world.session, world.administrator, twice, TODAY)


def an_inspection_of_a_unit_outside_the_subtree(world: Province) -> None:
    there = unit(world.session, "UBND huyện Vị Xuyên, tỉnh Hà Giang", TODAY)
    ir = world.round
    inspections.choose_by_hand(world.session, ir.officer, ir.round.id, [there], TODAY)


@pytest.fixture(scope="module")
def world(server: str, national_template: str) -> Iterator[Province]:
    """One for all: whatever is refused leaves it as it was."""
    with postgres.scratch_database(server, sa.make_url(national_template).database) as url:
        connections = postgres.create_engine(url)
        with Session(connections, expire_on_commit=False) as session:
            yield Province(session, make_engine(lambda *_: None))
        connections.dispose()


@pytest.mark.parametrize(
    ("wrong", "refused"),
    [
        (an_extension_after_the_report_was_accepted, AlreadyHandedIn),
        (a_figure_out_of_bounds, AnswerRefused),
        (a_consolidation_before_any_report, NothingReported),
        (a_merge_into_an_abolished_unit, StructureRefused),
        (a_circular_hierarchy, UnitsRefused),
        (a_holiday_table_that_contradicts_itself, TableRefused),
        (an_inspection_of_a_unit_outside_the_subtree, OutsideSubtree),
    ],
    ids=lambda value: value.__name__,
)
def test_it_is_refused_named_in_both_languages_and_nothing_changes(
    world: Province, wrong: Callable[[Province], None], refused: type[InputError]
) -> None:
    before = dump(world.session), units_of(world.session)
    with pytest.raises(refused) as error:
        wrong(world)
    vi, en = error.value.text("vi"), error.value.text("en")
    assert vi and en and vi != en
    assert "{" not in vi + en
    assert (dump(world.session), units_of(world.session)) == before


def units_of(session: Session) -> list[tuple[object, ...]]:
    """The units and successions, which ``dump`` leaves out: how many, and a hash over them."""
    hashed = "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
    return [
        tuple(session.execute(sa.text(hashed.format(name))).one())
        for name in ("unit", "unit_succession")
    ]

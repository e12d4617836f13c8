"""Over random histories: nothing is told twice, nothing early, and the first deadline never moves."""

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from engine import extension_views, extensions, inbox, policies
from engine.deadlines import local_day
from engine.errors import InputError
from engine.notices import Notice
from engine.report_tables import Report
from tests.helpers.ladder import DAY, a_report, account, owner, submit
from tests.helpers.story import DUE, ISSUED, count, issued, items, officer, same_timers, tick

pytestmark = pytest.mark.usefixtures("units")
OFFSETS = {
    "nhac-1": -7,
    "nhac-2": -1,
    "qua-han": 0,
    "lanh-dao": 2,
    "cap-tren": 5,
    "don-doc": 10,
    "neu-ten": 1,
    "phe-binh": 5,
}
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["clock", "clock", "clock", "ask", "grant", "submit", "return", "sign"]),
        st.integers(1, 9 * 24),
    ),
    min_size=6,
    max_size=22,
)


class History:
    """One report's random life; after each event what was told is checked against its deadline."""

    def __init__(self, session: Session, machine, report: Report) -> None:
        self.session, self.machine, self.report = session, machine, report
        self.now = DUE - 25 * DAY
        self.seen = 0

    def run(self, events) -> None:
        for what, hours in events:
            self.now += timedelta(hours=hours)
            due, round_ = self.report.due_at, self.report.round
            getattr(self, f"_{what}")()
            self.session.refresh(self.report)
            self._check(due, round_)

    def _clock(self) -> None:
        tick(self.session, self.machine, self.now)

    def _ask(self) -> None:
        me = account(self.session, self.report.unit_id, "chuyenvien")
        wanted = local_day(max(self.report.due_at, self.now)) + 9 * DAY
        self._try(
            lambda: extensions.ask(
                self.session, self.machine, me, self.report.id, wanted, "bão", self.now
            )
        )

    def _grant(self) -> None:
        head = account(self.session, owner(self.session, self.report))
        for view in extension_views.page(self.session, head, status="asked"):
            item = extension_views.task(self.session, head, view.id)
            self._try(lambda item=item: self._granted(head, item))

    def _granted(self, head, item) -> None:
        answers = {"decision": "grant", "newDay": None, "remarks": None}
        inbox.complete(self.session, self.machine, head, item, answers, self.now)

    def _submit(self) -> None:
        if self.report.status in ("open", "returned") and self._open("lap-bao-cao"):
            submit(self.session, self.machine, self.report, self.now)

    def _return(self) -> None:
        for item in self._open("xem-xet"):
            answers = {"decision": "return", "remarks": "thiếu"}
            inbox.complete(self.session, self.machine, officer(item), item.id, answers, self.now)

    def _sign(self) -> None:
        for item in items(self.session, "dondoc-viec"):
            me = officer(item, account(self.session, item.unit_id).account_id)
            answers = {"decision": "sign", "newDay": None}
            inbox.complete(self.session, self.machine, me, item.id, answers, self.now)

    def _open(self, element):
        found = items(self.session, element)
        return [i for i in found if i.subject == self.report.subject]

    def _try(self, act) -> None:
        try:
            with self.session.begin_nested():
                act()
        except InputError:
            self.session.expire_all()

    def _check(self, due, round_) -> None:
        assert self.report.first_due_at == DUE
        assert self.report.due_at >= due and self.report.round - round_ in (0, 1)
        new = self.session.scalars(
            sa.select(Notice)
            .where(Notice.report_id == self.report.id, Notice.id > self.seen)
            .order_by(Notice.id)
        ).all()
        for notice in new:
            self.seen = notice.id
            if notice.kind in OFFSETS:
                assert self.now >= due + OFFSETS[notice.kind] * DAY, (notice.kind, self.now, due)


@pytest.fixture
def world(session, machine):
    issued(session, machine)
    # One report is enough, and the clock of its neighbours stands still.
    report = a_report(session)
    session.execute(
        sa.text("""
        UPDATE timer SET due_at = '2100-01-01' FROM instance i
        WHERE i.id = timer.instance_id AND i.subject <> :subject"""),
        {"subject": report.subject},
    )
    return report


def live(session, machine, report, events, task):
    """One history in a savepoint of its own, then everything is as before."""
    with session.begin_nested() as point:
        policies.put(session, "urging.sign", None, "task" if task else "auto", ISSUED, "test")
        policies.put(session, "extension.at-most", None, "9", ISSUED, "test")
        History(session, machine, report).run(events)
        said = Counter(
            (n.kind, n.audience, n.unit_id)
            for n in session.scalars(sa.select(Notice).where(Notice.report_id == report.id))
            if n.kind in OFFSETS
        )
        assert not said or max(said.values()) <= report.round + 1
        found = session.scalars(sa.text("SELECT number FROM urging_letter ORDER BY number"))
        numbers = [n for n in found if n]
        assert numbers == list(range(1, report.urgings + 1))
        assert count(session, "fault") == 0
        same_timers(session, machine)
        point.rollback()
    session.expire_all()


def test_whatever_happens_each_rung_of_a_round_is_told_once_and_never_early(
    session, machine, world
):
    @settings(max_examples=12, deadline=None, database=None, phases=[Phase.generate, Phase.shrink])
    @given(events=EVENTS, task=st.booleans())
    def any_history(events, task):
        live(session, machine, world, events, task)

    any_history()

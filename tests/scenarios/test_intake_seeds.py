"""A letter's way: read, confirmed by its unit's clerk, issued by its head, its duties in the inboxes.

For the five real letters where ``shared/seeds`` lies beside the project, and for one of our own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters import letter_uploads
from adapters.files import Folder
from engine import drafting, drafting_issue, received
from engine.directive_tables import Directive, Obligation, Recipient
from engine.inbox_list import page as inbox_page
from engine.inbox_query import Wanted
from engine.instances import Engine
from engine.intake.draft import draft_of
from engine.intake.found import Issued
from engine.people import Actor
from engine.received_correcting import correct
from engine.received_filing import file
from engine.received_findings import of_kind
from engine.received_issuing import begin_draft, understand
from engine.report_tables import Report
from engine.selectors import children, lead
from engine.unit_names import find
from engine.units import Unit
from tests.helpers.drafting import FORM, member

pytestmark = pytest.mark.usefixtures("units")

LETTERS = Path(__file__).parent / "letters"
SEEDS = next(
    (folder for above in Path(__file__).parents if (folder := above / "shared" / "seeds").is_dir()),
    None,
)


@dataclass(frozen=True)
class Way:
    """A letter, whose it is, the day on which its clerk reads it, what its clerk fills in, and what
    must then be there: communes or districts that received it, and reports' last days by unit.
    """

    name: str
    unit: str
    on: date
    below: str
    issued: date | None = None
    days: dict[date, str] = field(default_factory=dict)


SEED_WAYS = (
    Way(
        "000_05430779ebd5e2e1.txt",
        "huyện Thanh Hà, tỉnh Hải Dương",
        date(2023, 3, 20),
        "xa",
        issued=date(2023, 3, 20),
    ),
    Way(
        "001_ffca1346cf021158.txt",
        "tỉnh Bình Định",
        date(2023, 3, 27),
        "huyen",
        issued=date(2023, 3, 27),
        days={date(2023, 5, 14): "huyen", date(2023, 11, 14): "huyen"},
    ),
    Way(
        "002_108d2e2a66df3523.txt",
        "huyện Vị Xuyên, tỉnh Hà Giang",
        date(2023, 4, 14),
        "xa",
        days={date(2023, 12, 4): "xa"},
    ),
    Way(
        "003_ea53701c0e77014c.txt",
        "huyện Hồng Ngự, tỉnh Đồng Tháp",
        date(2022, 3, 18),
        "xa",
        issued=date(2022, 3, 18),
        days={date(2022, 6, 1): "xa", date(2022, 11, 15): "xa"},
    ),
    Way(
        "004_467f75a680e8fd7c.txt",
        "phường Phú Thứ, thị xã Kinh Môn, tỉnh Hải Dương",
        date(2023, 3, 16),
        "",
    ),
)
OURS = Way(
    "kinh-mon-2023.txt",
    "thị xã Kinh Môn, tỉnh Hải Dương",
    date(2023, 4, 5),
    "xa",
    days={date(2023, 7, 3): "xa", date(2023, 11, 19): "xa"},
)


def at(day: date) -> datetime:
    """Nine in the morning."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def taken_in(session: Session, actor: Actor, path: Path, folder: Path, now: datetime) -> int:
    """The file as an upload takes it."""
    data = path.read_bytes()
    letters, unread = letter_uploads.letters_in(data, path.name)
    assert not unread
    ((name, text),) = letters
    source, kept_as = letter_uploads.kept(data, path.name)
    files = Folder(folder)
    return received.receive(session, files, actor, draft_of(text), name, kept_as, source, now)


def confirmed(session: Session, actor: Actor, letter_id: int, way: Way, now: datetime) -> int:
    """The letter confirmed as its clerk would; its version. A blank date is filled in."""
    letter = received.read(session, actor, letter_id)
    version = letter.version
    if way.issued is not None:
        (dated,) = of_kind(letter.findings, "issued")
        assert dated.value.date is None
        day = way.issued
        filled = Issued(day, day.year, day.month, day.day, dated.value.place)
        version = correct(session, actor, letter_id, version, dated.id, filled, now)
    found = understand(session, actor, letter_id, now)
    assert found.resolved.ours
    assert not found.stopping
    return version


def last_days(session: Session, directive_id: int, tier: str) -> dict[date, int]:
    """How many units of the tier owe a report until the end of each day."""
    rows = session.execute(
        sa.select(Report.due_at)
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.directive_id == directive_id, Unit.tier == tier)
    ).scalars()
    # A deadline ends at 24:00, which is the beginning of the next day.
    ends = (due - timedelta(seconds=1) + timedelta(hours=7) for due in rows)
    return dict(Counter(end.date() for end in ends))


def issued(session: Session, machine: Engine, way: Way, path: Path, folder: Path) -> int:
    """The whole way of one letter; the directive's id."""
    now = at(way.on)
    actor = member(session, way.unit, at=now)
    letter_id = taken_in(session, actor, path, folder, now)
    version = confirmed(session, actor, letter_id, way, now)
    draft_id = begin_draft(session, machine, actor, letter_id, version, now)
    seen = drafting.read(session, actor, draft_id).version
    return drafting_issue.issue(session, machine, FORM, actor, draft_id, seen, now)


def arrives(session: Session, machine: Engine, way: Way, path: Path, folder: Path) -> int:
    """The way of the letter, and what must be there at its end."""
    directive_id = issued(session, machine, way, path, folder)
    unit = find(session, way.unit, way.on)
    below = (
        {ref.id for ref in children(session, unit.id, way.below, way.on)} if way.below else set()
    )
    sent = set(
        session.scalars(
            sa.select(Recipient.unit_id)
            .join(Unit, Unit.id == Recipient.unit_id)
            .where(Recipient.directive_id == directive_id, Unit.tier == (way.below or "xa"))
        )
    )
    assert sent == below
    due = last_days(session, directive_id, way.below)
    assert due == dict.fromkeys(way.days, len(below))
    if below:
        commune = session.get_one(Unit, min(below))
        officer = member(session, commune.id, at=at(way.on), username="nguoi.nhan")
        tasks = inbox_page(session, officer, Wanted(), now=at(way.on)).rows
        assert {row.directive_id for row in tasks} == {directive_id}
    return directive_id


@pytest.mark.skipif(SEEDS is None, reason="the five real letters (shared/seeds) are not here")
@pytest.mark.parametrize("way", SEED_WAYS, ids=lambda way: way.name[:3])
def test_a_real_letter_reaches_its_recipients_with_the_right_last_day(
    session: Session, machine: Engine, tmp_path: Path, way: Way
) -> None:
    assert SEEDS is not None
    arrives(session, machine, way, SEEDS / way.name, tmp_path)


def test_our_own_letter_reaches_its_recipients_with_the_right_last_day(
    session: Session, machine: Engine, tmp_path: Path
) -> None:
    directive_id = arrives(session, machine, OURS, LETTERS / OURS.name, tmp_path)
    unit = find(session, OURS.unit, OURS.on)
    office = lead(session, unit.id, "ldtbxh", OURS.on)
    assert office is not None
    collected = session.scalars(
        sa.select(Obligation.consolidator_id).where(
            Obligation.directive_id == directive_id, Obligation.consolidator_id.is_not(None)
        )
    )
    assert set(collected) == {office.id}
    assert last_days(session, directive_id, "phong").keys() == {date(2023, 11, 19)}


def test_a_commune_files_it_and_passes_it_on_once_its_own_district_is_not_in_the_system(
    session: Session, machine: Engine, tmp_path: Path
) -> None:
    now = at(date(2023, 4, 7))
    where = "phường Phú Thứ, thị xã Kinh Môn, tỉnh Hải Dương"
    actor = member(session, where, at=now)
    letter_id = taken_in(session, actor, LETTERS / OURS.name, tmp_path, now)
    found = understand(session, actor, letter_id, now)
    assert not found.resolved.ours
    assert not found.stopping
    version = received.read(session, actor, letter_id).version
    directive_id = file(session, machine, FORM, actor, letter_id, version, now)
    directive = session.get_one(Directive, directive_id)
    assert directive.issuer_id == find(session, OURS.unit, OURS.on).id
    owing = session.scalars(sa.select(Report.unit_id).where(Report.directive_id == directive_id))
    assert list(owing) == [actor.unit_id] * 2
    assert last_days(session, directive_id, "xa") == {date(2023, 7, 3): 1, date(2023, 11, 19): 1}
    tasks = inbox_page(session, actor, Wanted(), now=now).rows
    assert {row.directive_id for row in tasks} == {directive_id}
    assert "Tiếp nhận văn bản" in {row.name for row in tasks}

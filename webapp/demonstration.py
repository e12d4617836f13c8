"""The demonstration: a ministry's directive of 2023 on its way down the whole country.

The clock stands on the morning of 24 April 2023, four days before the communes' half-year reports
are due. Everything was done by the engine itself, through the same calls as the product's pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters import clock, holidays, postgres
from adapters.directive_files import read, samples
from adapters.identity import Argon2Passwords
from adapters.units_data import load
from engine import cascade, selectors, timers
from engine.calendar_edit import load_holidays
from engine.directives import record
from engine.instances import Engine, To, apply
from engine.people import create_account
from engine.process.events import Complete
from engine.process.expressions import LOCAL
from engine.unit_import import import_units
from engine.unit_names import find
from engine.units import UnitRef
from webapp import demonstration_matters
from webapp.installation import DEMO_PASSWORD, create_database, is_there, named
from webapp.setup import deploy_shipped, make_engine

TODAY = datetime(2023, 4, 24, 8, 0, tzinfo=LOCAL)
SAMPLE = "bo-ldtbxh-2023"
PROVINCE, DISTRICT = "tỉnh Bình Định", "huyện Tuy Phước"
BATCH = 4000
Say = Callable[[str], None]


def ensure(server: str, name: str, say: Say, national: bool = True) -> str:
    """The URL of the demonstration's database, filled first if it is not there yet.

    It is filled under another name and renamed when complete, so that an interrupted start leaves
    no half demonstration behind.
    """
    url = named(server, name)
    if not is_there(server, name):
        making = f"{name}_making"
        with postgres.admin(server) as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{making}" WITH (FORCE)'))
        create_database(server, making)
        fill(named(server, making), say, national=national)
        with postgres.admin(server) as connection:
            connection.execute(sa.text(f'ALTER DATABASE "{making}" RENAME TO "{name}"'))
    return url


def fill(url: str, say: Say, *, national: bool) -> None:
    """Units, accounts, the directive and what became of it until ``TODAY``."""
    postgres.migrate(url)
    connections = postgres.create_engine(url)
    sessions = postgres.sessions(connections)
    machine = make_engine(lambda session, ids: None)
    say("Nạp danh mục đơn vị hành chính toàn quốc… / Importing the national units…")
    with sessions.begin() as session:
        data = load()
        summary = import_units(session, data.rows, data.successions)
        years = range(TODAY.year - 1, TODAY.year + 5)
        load_holidays(session, holidays.days(years), years, TODAY, "demonstration")
        deploy_shipped(session, machine, TODAY)
    say(f"  {summary.inserted:,} đơn vị / units")
    with connections.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    with sessions.begin() as session:
        _accounts(session)
    _Play(sessions, machine, say, national).run()
    with sessions.begin() as session:
        demonstration_matters.play(session, machine, TODAY)
        clock.begin_demonstration(session, TODAY)
    with connections.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    connections.dispose()


def people(session: Session) -> Iterator[tuple[str, str, UnitRef, list[str]]]:
    """The demonstration's accounts: username, name, unit, roles."""
    on = TODAY.date()
    ministry = find(session, "Bộ Lao động - Thương binh và Xã hội", on)
    province = find(session, f"UBND {PROVINCE}", on)
    body = selectors.lead(session, province.id, "ldtbxh", on)
    district = find(session, f"UBND {DISTRICT}", on, within=province.id)
    office = selectors.lead(session, district.id, "ldtbxh", on)
    communes = selectors.children(session, district.id, "xa", on)
    assert body is not None and office is not None
    yield "xa.chuyenvien", "Nguyễn Thị Hạnh", communes[0], ["chuyenvien"]
    yield "xa.lanhdao", "Trần Văn Bình", communes[0], ["lanhdao"]
    yield "xa.vanthu", "Lê Thị Cúc", communes[1], ["vanthu", "chuyenvien"]
    yield "xa.vanthu2", "Đỗ Thị Mai", communes[0], ["vanthu"]
    yield "phong.chuyenvien", "Phạm Minh Đức", office, ["chuyenvien"]
    yield "huyen.lanhdao", "Võ Thị Én", district, ["lanhdao", "chuyenvien", "vanthu"]
    yield "so.chuyenvien", "Đặng Quốc Phong", body, ["chuyenvien"]
    yield "tinh.lanhdao", "Hồ Thị Giang", province, ["lanhdao", "chuyenvien", "vanthu"]
    yield "bo.chuyenvien", "Bùi Văn Hải", ministry, ["chuyenvien", "lanhdao"]
    yield "quantri", "Quản trị hệ thống", ministry, ["quantri"]
    yield "thietke", "Ngô Thị Khánh", ministry, ["thietke"]
    yield "thietke2", "Dương Văn Lâm", ministry, ["thietke"]


def _accounts(session: Session) -> None:
    passwords = Argon2Passwords()
    for username, name, unit, roles in people(session):
        create_account(
            session,
            passwords,
            username=username,
            name=name,
            unit_id=unit.id,
            roles=roles,
            password=DEMO_PASSWORD,
            now=TODAY,
            email=f"{username}@demo.invalid",
        )


_OPEN = sa.text("""
    SELECT instance_id, token, element, unit_id FROM work_item
    WHERE status = 'open' AND element LIKE :element AND (:anywhere OR unit_id = ANY(:units))
    ORDER BY id
""")


class _Play:
    """What officers did between the issue and ``TODAY``."""

    def __init__(
        self, sessions: sessionmaker[Session], machine: Engine, say: Say, national: bool
    ) -> None:
        self.sessions, self.machine, self.say, self.national = sessions, machine, say, national
        with sessions() as session:
            province = find(session, f"UBND {PROVINCE}", TODAY.date())
            below = selectors.descendants(session, province.id, None, TODAY.date())
            district = find(session, f"UBND {DISTRICT}", TODAY.date(), within=province.id)
            self.near = {u.id for u in below} | {province.id}
            communes = selectors.children(session, district.id, "xa", TODAY.date())
        # The first commune's report and the second one's letter wait for whoever signs in.
        self.waiting = {"donvi-lap-bao-cao": communes[0].id}
        self.slow = communes[1].id

    def run(self) -> None:
        issued = self._at(date(2023, 3, 16), 9)
        self.say("Ban hành văn bản của Bộ và chuyển xuống các cấp… / Issuing and cascading…")
        with self.sessions.begin() as session:
            draft = read(next(p for p in samples() if p.stem == SAMPLE))
            directive = record(session, draft, issued)
            cascade.issue(session, self.machine, directive, issued, actor="demonstration")
        self._tier("tinh", [date(2023, 3, 17), date(2023, 3, 20), date(2023, 3, 22)])
        self._tier("huyen", [date(2023, 3, 23), date(2023, 3, 24), date(2023, 3, 28)])
        self._finish("coquan-tiep-nhan", date(2023, 3, 29), everywhere=True)
        self._finish("xa-tiep-nhan", date(2023, 3, 30), everywhere=True, skip_each=12)
        self._finish("%-phan-cong", date(2023, 4, 3))
        self._finish("%-to-chuc-thuc-hien", date(2023, 4, 10), skip_each=3)
        self.say("Đồng hồ chạy: mở kỳ báo cáo, nhắc việc… / The clock: periods open, reminders…")
        self._clock(self._at(date(2023, 4, 17), 8))
        self._finish("donvi-lap-bao-cao", date(2023, 4, 18), skip_each=2)
        self._finish("tonghop-xem-xet", date(2023, 4, 20), skip_each=3)
        self._clock(TODAY)

    def _tier(self, tier: str, days: list[date]) -> None:
        steps = (f"{tier}-tiep-nhan", f"{tier}-phan-cong", f"{tier}-ban-hanh-trien-khai")
        for element, day in zip(steps, days, strict=True):
            count = self._finish(element, day, everywhere=self.national)
            self.say(f"  {element}: {count:,}")

    def _finish(
        self, element: str, day: date, *, everywhere: bool = False, skip_each: int = 0
    ) -> int:
        """Complete the open work items of an element; every ``skip_each``-th stays behind."""
        now = self._at(day, 9)
        anywhere = everywhere and self.national
        with self.sessions() as session:
            rows = session.execute(
                _OPEN, {"element": element, "anywhere": anywhere, "units": list(self.near)}
            ).all()
        chosen = [
            r
            for r in rows
            if r.unit_id not in (self.slow, self.waiting.get(element))
            and not (skip_each and r.instance_id % skip_each == 0)
        ]
        for start in range(0, len(chosen), BATCH):
            with self.sessions.begin() as session:
                apply(
                    session,
                    self.machine,
                    [
                        To(r.instance_id, Complete(r.token, _answers(r.element, r.unit_id, now)))
                        for r in chosen[start : start + BATCH]
                    ],
                    now,
                    actor="demonstration",
                )
        return len(chosen)

    def _clock(self, now: datetime) -> None:
        while True:
            with self.sessions.begin() as session:
                if not timers.fire_due(session, self.machine, now, limit=1000).claimed:
                    return

    @staticmethod
    def _at(day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), LOCAL)


def _answers(element: str, unit: int, now: datetime) -> dict[str, object]:
    """What an officer typed, valid for the element's form."""
    task = element.split("-", 1)[1]
    if task == "tiep-nhan":
        return {"arrivalNumber": str(unit % 900 + 1), "arrivedOn": now.date()}
    if task == "phan-cong":
        issues = element.split("-", 1)[0] in ("tinh", "huyen")
        return {"route": "issue" if issues else "implement"}
    if task == "ban-hanh-trien-khai":
        return {"number": str(unit % 900 + 1), "symbol": "UBND-LĐTBXH", "issuedOn": now.date()}
    if task == "to-chuc-thuc-hien":
        return {
            "outcome": "Đã tổ chức triển khai theo phân công.",
            "completedOn": (now - timedelta(days=1)).date(),
        }
    if task == "lap-bao-cao":
        return {
            "narrative": "Đã tổ chức tuyên truyền và tập huấn theo kế hoạch.",
            "trainingCourses": unit % 4,
            "participants": unit % 4 * 35,
            "femaleLeaderRate": 20 + unit % 25,
        }
    return {"decision": "accept"}

"""``dondoc doctor``: what is wrong with an installation, and what to do about it."""

from __future__ import annotations

import os
import shutil
import smtplib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import extract, func, select, text
from sqlalchemy.orm import Session

from adapters import clock, postgres
from adapters.mail import BadMailServer
from engine import audit
from engine.calendar import HOLIDAYS, CalendarDay
from engine.deadlines import LOCAL, local_day
from engine.deployments import ProcessModel
from engine.errors import DondocError
from engine.instances import Fault
from engine.people import ADMINISTRATOR, Account
from engine.post_tables import Post, holds_on
from engine.units import Unit
from webapp.installation import Installation, database_url, open_installation

MIN_FREE = 2 * 2**30  # bytes
NAMES = {
    "python": "Python",
    "data folder": "thư mục dữ liệu",
    "free space": "dung lượng trống",
    "database": "cơ sở dữ liệu",
    "schema": "lược đồ",
    "units": "đơn vị",
    "calendar": "lịch ngày nghỉ",
    "models": "quy trình",
    "administrator": "quản trị viên",
    "timers": "mốc thời gian",
    "engine faults": "lỗi xử lý",
    "mail jobs": "thư chờ gửi",
    "history": "lịch sử",
    "mail server": "máy chủ thư",
}


@dataclass(frozen=True, slots=True)
class Both:
    """A sentence in both languages."""

    vi: str
    en: str

    def text(self, locale: str) -> str:
        """The sentence in ``locale`` ("vi", else English)."""
        return self.vi if locale == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``advice`` says what to do when it is not well."""

    name: str
    well: bool
    said: Both
    advice: Both

    def lines(self, locale: str) -> Iterator[str]:
        """What the terminal shows."""
        name = NAMES[self.name] if locale == "vi" else self.name
        yield f"{'ok ' if self.well else '!! '} {name}: {self.said.text(locale)}"
        if not self.well:
            yield f"      → {self.advice.text(locale)}"

    def words(self, locale: str) -> tuple[str, str, str]:
        """Its name, what was found, and what to do about it, in ``locale``."""
        name = NAMES[self.name] if locale == "vi" else self.name
        return name, self.said.text(locale), self.advice.text(locale)

    def as_json(self, locale: str) -> dict[str, object]:
        """What a monitor reads; ``check`` is the same in every language."""
        advice = "" if self.well else self.advice.text(locale)
        return {
            "check": self.name,
            "well": self.well,
            "said": self.said.text(locale),
            "advice": advice,
        }


def _same(text: str) -> Both:
    return Both(text, text)


_LOOK = Both("Xem «dondoc fault list».", "Look at «dondoc fault list».")


def _told(error: Exception) -> Both:
    if isinstance(error, DondocError):
        return Both(error.text("vi"), error.text("en"))
    return _same(str(getattr(error, "orig", error)).splitlines()[0])


def examine(*, demo: bool = False) -> list[Check]:
    """Everything that can be checked, in order; what depends on a failed check is left out."""
    found = list(_machine())
    if not all(c.well for c in found if c.name == "data folder"):
        return found
    try:
        url = database_url(demo=demo)
        current, head = postgres.revision(url)
    except Exception as error:
        advice = Both(
            "Chạy «dondoc run», hoặc sửa DONDOC_DATABASE_URL.",
            "Start it with «dondoc run», or correct DONDOC_DATABASE_URL.",
        )
        return [*found, Check("database", False, _told(error), advice)]
    answers = Both("có trả lời", "answers")
    found.append(Check("database", True, answers, answers))
    newest = Both(
        f"phiên bản {current or '–'}, mới nhất {head}", f"revision {current}, newest {head}"
    )
    advice = Both(
        "Chạy «dondoc migrate»; nếu cơ sở dữ liệu mới hơn thì chạy bản chương trình mới hơn.",
        "Run «dondoc migrate»; if the database is the newer one, run the newer program.",
    )
    found.append(Check("schema", current == head, newest, advice))
    if current == head:
        try:
            installation = open_installation(url)
        except BadMailServer as error:
            advice = Both("Sửa DONDOC_SMTP_URL.", "Correct DONDOC_SMTP_URL.")
            return [*found, Check("mail server", False, _told(error), advice)]
        found.extend(_contents(installation))
        installation.connections.dispose()
    return found


def look(installation: Installation) -> list[Check]:
    """What can be seen at a glance, for a page: no chain is computed, no model read."""
    found = list(_machine())
    with installation.sessions() as session:
        quick = (_units, _calendar, _administrator, _timers, _faults, _jobs)
        found.extend(check(session, installation) for check in quick)
    return found


def _machine() -> Iterator[Check]:
    version = sys.version_info
    yield Check(
        "python",
        (3, 11) <= version < (3, 14),
        _same(sys.version.split()[0]),
        Both("Hãy dùng Python 3.11, 3.12 hoặc 3.13.", "Use Python 3.11, 3.12 or 3.13."),
    )
    writable = Both(
        "Cấp quyền ghi cho người sở hữu, hoặc đặt DONDOC_HOME.",
        "Give its owner the right to write, or set DONDOC_HOME.",
    )
    try:
        home = postgres.home()
    except postgres.NoDataFolder as error:
        yield Check("data folder", False, _told(error), writable)
        return
    yield Check("data folder", os.access(home, os.W_OK), _same(str(home)), writable)
    free = shutil.disk_usage(home).free
    yield Check(
        "free space",
        free > MIN_FREE,
        _same(f"{free / 2**30:.1f} GB"),
        Both(
            "Giải phóng bớt: cơ sở dữ liệu dừng khi đĩa đầy.",
            "Free some space: the database stops when the disk is full.",
        ),
    )


def _contents(installation: Installation) -> Iterator[Check]:
    with installation.sessions() as session:
        for check in (
            _units,
            _calendar,
            _models,
            _administrator,
            _timers,
            _faults,
            _jobs,
            _history,
        ):
            yield check(session, installation)
        yield _mail(session, installation)


def _units(session: Session, installation: Installation) -> Check:
    count = session.scalar(select(func.count()).select_from(Unit)) or 0
    advice = Both("Chạy «dondoc units import».", "Run «dondoc units import».")
    return Check("units", count > 0, _same(f"{count:,}"), advice)


def _calendar(session: Session, installation: Installation) -> Check:
    year = clock.now(session).astimezone(LOCAL).year
    count = session.scalar(
        select(func.count()).where(
            CalendarDay.source == HOLIDAYS, extract("year", CalendarDay.day) == year
        )
    )
    command = f"dondoc calendar load --from {year - 1} --to {year + 1}"
    advice = Both(f"Chạy «{command}».", f"Run «{command}».")
    said = Both(f"năm {year}: {count} ngày", f"{year}: {count} days")
    return Check("calendar", bool(count), said, advice)


def _models(session: Session, installation: Installation) -> Check:
    ids = session.scalars(select(ProcessModel.id)).all()
    for model_id in ids:
        try:
            installation.machine.library.load(session, model_id)
        except DondocError as error:
            advice = Both(
                "Triển khai bản đã sửa của quy trình này.", "Deploy a mended version of this model."
            )
            row = session.get_one(ProcessModel, model_id)
            which = f"{row.key} {row.version}: "
            said = Both(which + error.text("vi"), which + error.text("en"))
            return Check("models", False, said, advice)
    said = Both(f"{len(ids)} đã triển khai", f"{len(ids)} deployed")
    advice = Both("Chạy «dondoc model deploy».", "Run «dondoc model deploy».")
    return Check("models", bool(ids), said, advice)


def _administrator(session: Session, installation: Installation) -> Check:
    count = (
        session.scalar(
            select(func.count())
            .select_from(Account)
            .where(
                Account.active,
                Account.id.in_(
                    select(Post.account_id).where(
                        Post.role == ADMINISTRATOR, holds_on(local_day(clock.now(session)), Post)
                    )
                ),
            )
        )
        or 0
    )
    return Check(
        "administrator",
        count > 0,
        Both(f"{count} đang hoạt động", f"{count} active"),
        Both(
            "Lập bằng «dondoc account add --role quantri».",
            "Make one with «dondoc account add --role quantri».",
        ),
    )


def _timers(session: Session, installation: Installation) -> Check:
    late = clock.now(session) - timedelta(minutes=5)
    waiting, stopped = session.execute(
        text("""
        SELECT count(*) FILTER (WHERE due_at < :late AND attempts = 0),
               count(*) FILTER (WHERE attempts >= 5) FROM timer"""),
        {"late": late},
    ).one()
    if stopped:
        said = Both(f"{stopped} đã ngừng sau năm lần lỗi", f"{stopped} rest after five failures")
        return Check("timers", False, said, _LOOK)
    return Check(
        "timers",
        waiting == 0,
        Both(f"{waiting:,} đã quá hạn hơn 5 phút", f"{waiting:,} overdue by more than 5 minutes"),
        Both(
            "Không có tiến trình nền, hoặc không kịp: chạy «dondoc worker».",
            "No worker is running, or it cannot keep up: start «dondoc worker».",
        ),
    )


def _faults(session: Session, installation: Installation) -> Check:
    count = (
        session.scalar(select(func.count()).select_from(Fault).where(Fault.status == "open")) or 0
    )
    return Check("engine faults", count == 0, Both(f"{count} chưa sửa", f"{count} open"), _LOOK)


def _jobs(session: Session, installation: Installation) -> Check:
    failed = (
        session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")) or 0
    )
    return Check(
        "mail jobs",
        failed == 0,
        Both(f"{failed} không gửi được", f"{failed} failed for good"),
        Both(
            "Kiểm tra máy chủ thư và địa chỉ; thông báo vẫn còn trong hộp của đơn vị.",
            "Check the mail server and the addresses; the notices are still in the units' boxes.",
        ),
    )


def _history(session: Session, installation: Installation) -> Check:
    broken = audit.verify(session)
    said = (
        Both("nguyên vẹn", "its chain holds")
        if broken is None
        else Both(f"đứt tại dấu niêm {broken.seal_id}", f"broken at seal {broken.seal_id}")
    )
    return Check(
        "history",
        broken is None,
        said,
        Both(
            "Có người đã sửa lịch sử: trước hết hãy so với bản sao lưu.",
            "Somebody changed the history: compare with a backup before anything else.",
        ),
    )


def _mail(session: Session, installation: Installation) -> Check:
    server = installation.mail.server(session)
    if server is None:
        none = Both(
            "chưa đặt: thông báo chỉ nằm trong hộp (trang Quản trị, hoặc DONDOC_SMTP_URL)",
            "none set: notices stay in the box (page Administration, or DONDOC_SMTP_URL)",
        )
        return Check("mail server", True, none, none)
    try:
        connect: Callable[..., smtplib.SMTP] = (
            smtplib.SMTP_SSL if server.tls == "tls" else smtplib.SMTP
        )
        with connect(server.host, server.port, timeout=5) as connection:
            connection.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Check(
            "mail server",
            False,
            _same(f"{server.host}:{server.port}: {error}"),
            Both(
                "Sửa máy chủ thư (trang Quản trị, hoặc DONDOC_SMTP_URL), hoặc khởi động nó.",
                "Correct it (page Administration, or DONDOC_SMTP_URL), or start the mail server.",
            ),
        )
    where = f"{server.host}:{server.port}"
    answers = Both(f"{where} có trả lời", f"{where} answers")
    return Check("mail server", True, answers, answers)

"""Who reads and writes which discussion, who is told of it, and what becomes of a comment."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine import comment_views, comments, dossiers, notices
from engine.attachments import AttachmentRefused
from engine.comment_places import REPORT, UNIT, Place, of_item, of_report
from engine.comment_tables import Comment
from engine.comments import EmptyComment, NotForYou, NotYourComment, TooLateToEdit
from engine.errors import NotFound
from engine.instance_rows import WorkItem
from engine.notices import Notice
from engine.people import Actor
from engine.reports import Report
from tests.helpers.samples import PDF, PNG
from tests.web_world import PEOPLE, TODAY, World, actor

pytest_plugins = ("tests.web_fixtures",)

AUDIENCES = (UNIT, REPORT)


@pytest.fixture
def db(web_sessions: sessionmaker[Session]) -> Iterator[Session]:
    with web_sessions() as opened:
        yield opened


@pytest.fixture
def item(db: Session, world: World) -> WorkItem:
    """Hải Dương's open report."""
    unit = world.units["hd.cv"]
    return db.scalars(
        sa.select(WorkItem).where(WorkItem.unit_id == unit, WorkItem.status == "open")
    ).one()


@pytest.fixture
def report(db: Session, item: WorkItem) -> Report:
    return db.scalars(sa.select(Report).where(Report.subject == item.subject)).one()


@pytest.fixture
def say(db: Session, item: WorkItem, tmp_path: Any) -> Callable[..., comments.Written]:
    from adapters.files import Folder

    def write(body: str, audience: str = UNIT, who: str = "hd.cv", **more: Any) -> comments.Written:
        me = actor(db, who)
        place = of_item(db, me, item.id, audience)
        files = Folder(tmp_path / "files")
        return comments.write(db, _unsent, files, me, place, body, TODAY, **more)

    return write


def _unsent(session: Session, notice_ids: Any) -> None:
    """An outbox nobody empties."""


def reads(db: Session, who: Actor, item: WorkItem, report: Report) -> dict[str, list[str]]:
    """What somebody reads of each thread, by whichever way they reach it."""

    def texts(place: Callable[[], Place]) -> list[str]:
        try:
            return [c.body for c in comment_views.thread(db, who, place(), TODAY)]
        except NotFound:
            return []

    own = texts(lambda: of_item(db, who, item.id))
    return {UNIT: own, REPORT: texts(lambda: of_report(db, who, report.id))}


def test_who_reads_what_is_said(
    db: Session, item: WorkItem, report: Report, say: Callable[..., comments.Written]
) -> None:
    say("nội bộ")
    say("gửi cơ quan tổng hợp", REPORT)
    seen = {who: reads(db, actor(db, who), item, report) for who in PEOPLE}
    both = {UNIT: ["nội bộ"], REPORT: ["gửi cơ quan tổng hợp"]}
    assert seen == {
        "hd.vt": both,
        "hd.ld": both,
        "hd.cv": both,
        "admin": both,
        "bo.cv": {UNIT: [], REPORT: ["gửi cơ quan tổng hợp"]},
        "th.vt": {UNIT: [], REPORT: []},
        "bd.cv": {UNIT: [], REPORT: []},
    }


def test_the_consolidators_own_thread_about_a_report_is_another_one(
    db: Session, item: WorkItem, report: Report, say: Callable[..., comments.Written]
) -> None:
    say("nội bộ tỉnh")
    me = actor(db, "bo.cv")
    place = of_report(db, me, report.id)
    inside = Place(
        UNIT, place.matter, me.unit_id, (me.unit_id,), place.directive_id, None, place.subject
    )
    assert comment_views.thread(db, me, inside, TODAY) == []


def test_those_above_read_what_is_said_of_a_report_and_do_not_write(
    db: Session, world: World, report: Report
) -> None:
    outsider = Actor(1, world.units["th.vt"], frozenset({"chuyenvien"}), "x")
    place = of_report(db, actor(db, "hd.cv"), report.id)
    for who in (outsider, actor(db, "admin")):
        with pytest.raises(NotForYou):
            comments.require_writer(who, place)
    comments.require_writer(actor(db, "bo.cv"), place)


def test_somebody_named_is_told_once_and_nobody_else_reads_that_notice(
    db: Session, say: Callable[..., comments.Written], item: WorkItem
) -> None:
    before = {who: notices.unread(db, actor(db, who)) for who in PEOPLE}
    written = say("Nhờ @hd.ld xem giúp, cảm ơn @hd.ld và @khong.co.")
    assert written.told == ("Lê Thị Đạo",)
    assert written.unknown == ("khong.co",)
    me = actor(db, "hd.cv")
    comment = comments.find(db, me, written.id)
    place = of_item(db, me, item.id)
    comments.edit(db, _unsent, me, place, comment, "Nhờ @hd.ld và @hd.vt xem", TODAY)
    more = {who: notices.unread(db, actor(db, who)) - before[who] for who in PEOPLE}
    assert more == dict.fromkeys(PEOPLE, 0) | {"hd.ld": 1, "hd.vt": 1, "admin": 2}
    row = notices.page(db, actor(db, "hd.ld")).rows[0]
    assert notices.sentence(row.kind, row.params)[0].startswith("Phạm Văn Viên nhắc đến bạn")


def test_nobody_is_named_who_may_not_read_the_thread(say: Callable[..., comments.Written]) -> None:
    assert say("@bo.cv @bd.cv").told == ()
    assert say("@bo.cv @bd.cv", REPORT).told == ("Nguyễn Thị Bình",)


def test_the_other_side_of_a_report_is_told_of_a_comment(
    db: Session, world: World, say: Callable[..., comments.Written]
) -> None:
    written = say("Số liệu tháng 5 chưa đủ.", REPORT)
    told = db.scalars(sa.select(Notice).where(Notice.kind == "y-kien-moi")).all()
    assert [(n.unit_id, n.params["comment"]) for n in told] == [(world.units["bo.cv"], written.id)]


def test_what_a_unit_says_among_its_own_is_in_no_dossier(
    db: Session, world: World, say: Callable[..., comments.Written]
) -> None:
    say("BÍ MẬT NỘI BỘ, nhờ @hd.ld")
    say("CÔNG KHAI", REPORT)
    told = "\n".join(dossiers.lines(db, actor(db, "bo.cv"), world.root, TODAY))
    assert "CÔNG KHAI" in told
    assert "BÍ MẬT" not in told


def test_a_comment_is_edited_for_a_quarter_of_an_hour_by_who_wrote_it_and_both_texts_stay(
    db: Session, item: WorkItem, say: Callable[..., comments.Written]
) -> None:
    me, head = actor(db, "hd.cv"), actor(db, "hd.ld")
    place = of_item(db, me, item.id)
    comment = comments.find(db, me, say("bản đầu").id)
    with pytest.raises(NotYourComment):
        comments.edit(db, _unsent, head, place, comment, "x", TODAY)
    in_time, late = TODAY + timedelta(minutes=14), TODAY + timedelta(minutes=15)
    comments.edit(db, _unsent, me, place, comment, "bản sau", in_time)
    with pytest.raises(TooLateToEdit):
        comments.edit(db, _unsent, me, place, comment, "muộn", late)
    (shown,) = comment_views.thread(db, head, place, late)
    assert (shown.body, shown.edited_at) == ("bản sau", in_time)
    assert shown.earlier == (("bản đầu", in_time),)


def test_a_deleted_comment_is_gone_for_its_readers_and_kept_in_the_record(
    db: Session, item: WorkItem, say: Callable[..., comments.Written]
) -> None:
    me, clerk, head = (actor(db, who) for who in ("hd.cv", "hd.vt", "hd.ld"))
    place = of_item(db, me, item.id)
    comment = comments.find(db, me, say("rút lại").id)
    with pytest.raises(NotYourComment):
        comments.delete(db, clerk, place, comment, TODAY)
    comments.delete(db, me, place, comment, TODAY)
    texts = {
        who.name: [v.earlier for v in comment_views.thread(db, who, place, TODAY)]
        for who in (clerk, head)
    }
    assert texts == {clerk.name: [()], head.name: [(("rút lại", TODAY),)]}
    assert comment_views.counts(db, me, [item.id]) == {}


def test_a_list_counts_what_its_reader_may_read_in_one_statement(
    db: Session, item: WorkItem, say: Callable[..., comments.Written]
) -> None:
    say("một")
    say("hai", REPORT)
    assert comment_views.counts(db, actor(db, "hd.cv"), [item.id, 10**9]) == {item.id: 2}
    assert comment_views.counts(db, actor(db, "bd.cv"), [item.id]) == {}


def test_a_file_of_a_comment_is_for_its_readers_and_a_bad_one_leaves_nothing(
    db: Session, item: WorkItem, say: Callable[..., comments.Written], tmp_path: Any
) -> None:
    from adapters.files import Folder

    written = say("", uploads=[("Biên bản.pdf", io.BytesIO(PDF))])
    me = actor(db, "hd.cv")
    (shown,) = comment_views.thread(db, me, of_item(db, me, item.id), TODAY)
    (file,) = shown.files
    files = Folder(tmp_path / "files")
    kept, source = comments.file(db, files, me, written.id, file.id)
    with source:
        assert (kept.name, source.read()) == ("Biên bản.pdf", PDF)
    with pytest.raises(NotFound):
        comments.file(db, files, actor(db, "bo.cv"), written.id, file.id)
    with pytest.raises(AttachmentRefused), db.begin_nested():
        say("x", uploads=[("a.pdf", io.BytesIO(PNG))])
    with pytest.raises(EmptyComment):
        say("  \n ")
    assert db.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1

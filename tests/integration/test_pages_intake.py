"""The pages of received letters: uploaded, confirmed, corrected, issued and filed; nobody else's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import EnvironBuilder

from engine import people, received
from engine.audit import AuditEntry
from engine.directive_tables import Directive, Recipient
from engine.drafting_tables import Drafting
from engine.instances import WorkItem
from engine.intake.found import BEFORE, NO_LATER, Deadline, Draft, Issued, Issuer
from engine.received_tables import ReceivedCorrection, ReceivedLetter
from engine.report_tables import Report
from tests.helpers.letters import FROM_SO, found, from_district, from_so, taken
from tests.web_world import PASSWORD, PASSWORDS, TODAY, Browser, World, actor

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]


@pytest.fixture
def take(web_sessions: sessionmaker[Session], tmp_path: Path) -> Callable[[str, Draft], int]:
    """``take("th.vt", draft)`` is that letter, received by their unit."""

    def make(username: str, draft: Draft) -> int:
        with web_sessions.begin() as session:
            who = actor(session, username)
            return taken(session, tmp_path / "files", who, draft, TODAY)

    return make


def version(browser: Browser, letter: int) -> str:
    page = browser.get(f"/intake/{letter}/proposal").text + browser.get(f"/intake/{letter}").text
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    return seen[1]


def number(web_sessions: sessionmaker[Session], letter: int, kind: str, username: str) -> int:
    with web_sessions() as session:
        all_of = received.read(session, actor(session, username), letter).findings
        return next(one.id for one in all_of if one.kind == kind)


def fields(page: str) -> dict[str, str]:
    """What stands in the form of a finding."""
    told = dict(re.findall(r'<input[^>]* value="([^"]*)" id="[^"]*" name="([^"]+)"', page))
    told = {name: value for value, name in told.items()}
    told |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)', page))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        told[name] = chosen[1] if chosen else ""
    return told


def upload(browser: Browser, *files: tuple[bytes, str], **data: Any) -> Any:
    sent = [(io.BytesIO(content), name) for content, name in files]
    return browser.client.post(
        "/intake", data={"csrf_token": browser.token(), "file": sent, **data}
    )


def test_a_letter_is_uploaded_and_waits_where_its_unit_works(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    clerk = browse("th.vt")
    answer = upload(clerk, (FROM_SO.encode(), "so-905.txt"))
    assert answer.status_code == 302
    page = re.sub(r"<[^>]+>", "", clerk.get(answer.location).text)
    assert "Riêng số liệu tháng gửi" in page
    assert "so-905.txt" in clerk.get("/intake").text
    assert "1 văn bản đến chờ xác nhận" in clerk.get("/inbox").text
    assert "so-905.txt" not in browse("bd.cv").get("/intake").text
    with clerk.get(f"{answer.location}/file") as original:
        assert original.data == FROM_SO.encode()
        assert "attachment" in original.headers["Content-Disposition"]
    with web_sessions() as session:
        told = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id.desc())).first()
    assert told == "letter-receive"


def test_several_files_are_read_and_those_that_cannot_be_are_named(browse: Browse) -> None:
    clerk = browse("th.vt")
    answer = upload(
        clerk,
        (FROM_SO.encode(), "mot.txt"),
        (b"%PDF-1.4 broken", "hong.pdf"),
        (FROM_SO.replace("905", "906").encode(), "hai.txt"),
    )
    assert answer.status_code == 302
    page = clerk.get("/intake").text
    assert all(name in page for name in ("mot.txt", "hai.txt", "«hong.pdf»"))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Chưa chọn tệp nào"),
        ([(b"", "rong.txt")], "rong.txt"),
        ([(b"\x89PNG\r\n\x1a\n" + b"0" * 99, "anh.pdf")], "anh.pdf"),
        ([(b"MZ\x90\x00" * 40, "virus.exe")], "virus.exe"),
        ([(b"chu", f"{n}.txt") for n in range(21)], "tối đa 20 tệp"),
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(
    browse: Browse,
    web_sessions: sessionmaker[Session],
    tmp_path: Path,
    files: list[tuple[bytes, str]],
    said: str,
) -> None:
    answer = upload(browse("th.vt"), *files)
    assert answer.status_code == 422
    assert said in answer.text
    with web_sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ReceivedLetter)) == 0
    assert not list((tmp_path / "files").glob("??/*"))


def test_fifty_megabytes_are_told_to_be_too_large(browse: Browse) -> None:
    clerk = browse("th.vt")
    large = (io.BytesIO(b"x" * (50 * 1024 * 1024)), "rat-to.pdf")
    sent = {"csrf_token": clerk.token(), "file": [large]}
    asked = EnvironBuilder(path="/intake", method="POST", data=sent).get_environ()
    with closing(asked["wsgi.input"]):
        answer = clerk.client.open(asked)
    assert answer.status_code == 422
    assert "«rat-to.pdf» lớn hơn 20 MB" in answer.text


def test_the_same_file_is_not_taken_twice_and_its_day_is_the_local_one(
    browse: Browse, world: World
) -> None:
    world.now = TODAY.replace(hour=18)  # one in the morning of the next day in Hà Nội
    clerk = browse("th.vt")
    upload(clerk, (FROM_SO.encode(), "so-905.txt"))
    again = upload(clerk, (FROM_SO.encode(), "so-905.txt"))
    assert again.status_code == 422
    assert "đã nhận đúng tệp" in again.text
    assert f"ngày {TODAY.date() + timedelta(days=1):%d/%m/%Y}" in again.text


def test_text_and_findings_lead_to_each_other(browse: Browse, take: Any) -> None:
    letter = take("th.vt", from_so())
    page = browse("th.vt").get(f"/intake/{letter}").text
    linked = dict(re.findall(r'class="dd-words" href="#f(\d+)"[^>]*>([^<]+)</a>', page))
    report = next(i for i, said in linked.items() if said.startswith("gửi kết quả rà soát"))
    assert f'id="f{report}"' in page
    assert f'href="#w{report}"' in page
    assert f'id="w{report}"' in page
    text = re.search(r"data-letter>(.*?)</div>", page, re.S)
    assert text
    assert re.sub(r"<[^>]+>", "", text[1]).strip() == FROM_SO.strip()


def test_a_correction_is_saved_shown_and_kept_as_an_example(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session]
) -> None:
    letter = take("th.vt", from_so())
    clerk = browse("th.vt")
    report = number(web_sessions, letter, "report", "th.vt")
    here = f"/intake/{letter}/findings/{report}"
    form = fields(clerk.get(here).text)
    assert form["deadline-on"] == "30/06/2023"
    form |= {"deadline-on": "28/06/2023", "deadline-boundary": "no_later_inclusive"}
    seen = version(clerk, letter)
    assert clerk.post(here, **form, seen=seen, do="save").status_code == 302
    assert "chậm nhất ngày 28/06/2023" in clerk.get(f"/intake/{letter}").text
    with web_sessions() as session:
        kept = session.scalars(sa.select(ReceivedCorrection)).one()
    assert kept.was and kept.was["value"]["deadline"]["on"] == "2023-06-30"
    assert kept.became and kept.became["value"]["deadline"]["last_day"] == "2023-06-28"
    assert kept.kind == "report"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"deadline-on": "31/02/2023"}, "deadline-on"),
        ({"deadline-boundary": "none"}, "deadline-boundary"),
        ({"deadline-time": "25:99"}, "deadline-time"),
        ({"deadline-weekday": "9"}, "deadline-weekday"),
        ({"kind": "sometimes"}, "kind"),
        ({"phrase": ""}, "phrase"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_nothing_typed_is_lost(
    browse: Browse,
    take: Any,
    web_sessions: sessionmaker[Session],
    change: dict[str, str],
    field: str,
) -> None:
    letter = take("th.vt", from_so())
    clerk = browse("th.vt")
    here = f"/intake/{letter}/findings/{number(web_sessions, letter, 'report', 'th.vt')}"
    form = fields(clerk.get(here).text) | {"about": "điều vừa gõ"} | change
    answer = clerk.post(here, **form, seen=version(clerk, letter), do="save")
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "điều vừa gõ" in answer.text
    with web_sessions() as session:
        assert session.scalars(sa.select(ReceivedCorrection)).all() == []


def test_findings_are_dropped_taken_back_and_confirmed(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session]
) -> None:
    letter = take("th.vt", from_so())
    clerk = browse("th.vt")
    report = number(web_sessions, letter, "report", "th.vt")
    here = f"/intake/{letter}/findings/{report}"
    assert "1 mục cần xem" in clerk.get(f"/intake/{letter}").text
    clerk.post(here, seen=version(clerk, letter), do="drop")
    assert "Văn bản không tạo nghĩa vụ" in clerk.get(f"/intake/{letter}/proposal").text
    clerk.post(here, seen=version(clerk, letter), do="restore")
    clerk.post(here, seen=version(clerk, letter), do="confirm")
    assert "không có mục nghi ngờ" in clerk.get(f"/intake/{letter}").text
    assert clerk.post(here, seen=version(clerk, letter), do="burn").status_code == 400


def test_words_of_the_text_become_a_finding(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session]
) -> None:
    letter = take("th.vt", from_so())
    clerk = browse("th.vt")
    here = f"/intake/{letter}/findings"
    told = {"kind": "report", "words": "số liệu tháng\n gửi chậm nhất ngày 20 hằng tháng"}
    answer = clerk.post(here, **told, start="", seen=version(clerk, letter))
    assert answer.status_code == 302
    page = clerk.get(answer.location).text
    assert "<mark>số liệu tháng gửi chậm nhất ngày 20 hằng tháng</mark>" in page
    wrong = clerk.post(here, kind="report", words="không có ở đâu", seen=version(clerk, letter))
    assert wrong.status_code == 422
    assert "Không tìm thấy đoạn này" in wrong.text
    with web_sessions() as session:
        kept = session.scalars(sa.select(ReceivedCorrection)).one()
    assert kept.was is None
    assert kept.became and FROM_SO[slice(*kept.became["spans"][0])].startswith("số liệu tháng")


def test_of_two_clerks_the_second_is_told_and_overwrites_nothing(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session]
) -> None:
    letter = take("hd.vt", from_so())
    first, second = browse("hd.vt"), browse("hd.cv")
    here = f"/intake/{letter}/findings/{number(web_sessions, letter, 'subject', 'hd.vt')}"
    seen = version(second, letter)
    assert first.post(here, value="của người thứ nhất", seen=seen, do="save").status_code == 302
    late = second.post(here, value="của người thứ hai", seen=seen, do="save")
    assert late.status_code == 409
    assert "Trần Văn Thư đã sửa văn bản này" in late.text
    assert "của người thứ hai" in late.text
    page = second.get(f"/intake/{letter}").text
    assert "của người thứ nhất" in page
    assert "của người thứ hai" not in page
    for path in (f"/intake/{letter}/issue", f"/intake/{letter}/book", f"/intake/{letter}/discard"):
        assert first.post(path, seen=seen).status_code == 409
    again = re.search(r'name="seen" value="(\d+)"', late.text)
    assert again
    assert second.post(here, value="của cả hai", seen=again[1], do="save").status_code == 302


def test_a_letter_of_ours_becomes_a_draft_with_its_recipients_and_dates(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session]
) -> None:
    letter = take("th.vt", from_district())
    clerk = browse("th.vt")
    page = clerk.get(f"/intake/{letter}/proposal").text
    assert "đơn vị của bạn" in page
    assert "chậm nhất hết ngày 14/8/2023" in page.replace("14/08", "14/8")
    answer = clerk.post(f"/intake/{letter}/issue", seen=version(clerk, letter))
    assert answer.status_code == 302
    summary = clerk.get(answer.location).text
    assert "UBND các xã, thị trấn" in summary
    assert "Đã lập dự thảo" in clerk.get(f"/intake/{letter}").text
    with web_sessions() as session:
        content = session.scalars(sa.select(Drafting.content)).one()
    assert content["obligations"][0]["consolidator"] == 'lead(unit, "ldtbxh")'
    assert content["obligations"][0]["deadline"]["date"] == "15/08/2023"
    assert content["process"] == "cascade-three-tier"
    assert clerk.post(f"/intake/{letter}/issue", seen=answer.location[-1]).status_code == 409


def test_who_owes_a_letter_of_ours_is_answered_before_it_is_issued(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session]
) -> None:
    draft = from_district()
    report = draft.duties.reports[0]
    unclear = replace(report, value=replace(report.value, who=("UBND các xã ven đầm",)))
    letter = take("th.vt", replace(draft, duties=replace(draft.duties, reports=(unclear,))))
    clerk = browse("th.vt")
    assert clerk.post(f"/intake/{letter}/issue", seen="1").status_code == 422
    about = number(web_sessions, letter, "report", "th.vt")
    page = clerk.get(f"/intake/{letter}/proposal").text
    assert "phải trả lời" in page and f'href="#c{about}"' in page
    assert "Đúng, mọi nơi nhận phải nộp" in page[page.index(f'id="c{about}"') :]
    here = f"/intake/{letter}/findings/{about}/choose"
    assert clerk.post(here, part="who", choice="everybody", seen="1").status_code == 302
    assert "phải trả lời" not in clerk.get(f"/intake/{letter}/proposal").text
    assert clerk.post(f"/intake/{letter}/issue", seen="2").status_code == 302


def test_a_discarded_draft_may_be_made_again(browse: Browse, take: Any) -> None:
    letter = take("th.vt", from_district())
    clerk = browse("th.vt")
    draft = clerk.post(f"/intake/{letter}/issue", seen="1").location
    seen = re.search(r'name="seen" value="(\d+)"', clerk.get(draft).text)
    assert seen
    assert clerk.post(f"{draft}/discard", seen=seen[1]).status_code == 302
    assert "Dự thảo đã bỏ" in clerk.get(f"/intake/{letter}").text
    again = clerk.post(f"/intake/{letter}/issue", seen="2")
    assert again.status_code == 302
    assert again.location != draft


def test_a_superiors_letter_is_filed_and_opens_duties_for_us_alone(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session], world: World
) -> None:
    letter = take("th.vt", from_so())
    clerk = browse("th.vt")
    page = clerk.get(f"/intake/{letter}/proposal").text
    assert "đã có trong hệ thống" in page
    answer = clerk.post(f"/intake/{letter}/book", seen=version(clerk, letter))
    assert answer.status_code == 302, answer.text
    ours = world.units["th.vt"]
    with web_sessions() as session:
        directive = session.scalars(sa.select(Directive).order_by(Directive.id.desc())).first()
        assert directive is not None
        assert (directive.number, directive.symbol) == ("905", "SLĐTBXH-BTXH")
        assert directive.parent_id == world.derived
        sent = session.scalars(
            sa.select(Recipient.unit_id).where(Recipient.directive_id == directive.id)
        )
        assert list(sent) == [ours]
        report = session.scalars(sa.select(Report).where(Report.directive_id == directive.id)).one()
        assert report.unit_id == ours
        assert f"{report.due_at:%Y-%m-%d %H:%M}" == "2023-06-29 17:00"
        tasks = session.scalars(
            sa.select(WorkItem.unit_id).where(WorkItem.directive_id == directive.id)
        )
        assert set(tasks) == {ours}
    page = clerk.get(answer.location).text
    assert "Kế hoạch số 76/KH-UBND ngày 24 tháng 3 năm 2023" in page
    assert f"/intake/{letter}/file" in page and "/paper." not in page
    assert clerk.get(f"{answer.location}/paper.pdf").status_code == 404
    assert "rà soát hộ nghèo đột xuất" in clerk.get("/inbox").text
    assert "Đã vào sổ" in clerk.get(f"/intake/{letter}").text


def test_a_day_before_the_letters_own_is_confirmed_and_filed_overdue(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session]
) -> None:
    draft = from_so()
    report = draft.duties.reports[0]
    past = Deadline(date(2023, 5, 20), BEFORE, date(2023, 5, 19))
    past_report = replace(report, value=replace(report.value, deadline=past))
    letter = take("th.vt", replace(draft, duties=replace(draft.duties, reports=(past_report,))))
    clerk = browse("th.vt")
    stopped = clerk.post(f"/intake/{letter}/book", seen="1")
    assert stopped.status_code == 422
    assert "obligations" not in stopped.text
    about = number(web_sessions, letter, "report", "th.vt")
    page = clerk.get(f"/intake/{letter}/proposal").text
    assert "Đúng như văn bản ghi" in page[page.index(f'id="c{about}"') :]
    here = f"/intake/{letter}/findings/{about}/choose"
    assert clerk.post(here, part="past", choice="late", seen="1").status_code == 422
    assert clerk.post(here, part="past", choice="overdue", seen="1").status_code == 302
    assert clerk.post(f"/intake/{letter}/book", seen="2").status_code == 302
    with web_sessions() as session:
        due = session.scalars(sa.select(Report).order_by(Report.id.desc())).first()
        assert due is not None and f"{due.due_at:%Y-%m-%d}" == "2023-05-19"
    assert "quá hạn" in clerk.get("/inbox").text


def test_days_are_shown_as_they_open_for_who_receives_it_now(
    browse: Browse, take: Any, world: World
) -> None:
    draft = from_so()
    report = draft.duties.reports[0]
    monthly = Deadline(None, NO_LATER, None, every="month", day=22)
    within = Deadline(None, NO_LATER, within=5, working=True, since="ngày nhận được")
    reports = tuple(
        replace(report, value=replace(report.value, kind=kind, deadline=deadline))
        for kind, deadline in (("monthly", monthly), ("one_off", within))
    )
    letter = take("th.vt", replace(draft, duties=replace(draft.duties, reports=reports)))
    page = re.sub(r"<[^>]+>", "", browse("th.vt").get(f"/intake/{letter}/proposal").text)
    assert "22/05/2023, " not in page
    assert "Ngày cuối: 22/06/2023, 22/07/2023, 22/08/2023" in page
    today = f"{TODAY:%d/%m/%Y}"
    assert f"Tính từ ngày vào sổ; đây là ngày nếu vào sổ hôm nay, {today}." in page


def test_the_same_letter_in_two_files_is_taken_once_and_told(browse: Browse) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as box:
        box.writestr("so-905.txt", FROM_SO)
    clerk = browse("th.vt")
    upload(clerk, (FROM_SO.encode(), "goc.txt"), (packed.getvalue(), "nhieu.zip"))
    page = clerk.get("/intake").text
    assert "trùng với «goc.txt» nên chỉ nhận một lần" in page
    assert page.count('class="dd-task"') == 1


def test_a_file_in_which_nothing_was_recognised_is_said_to_be_none(browse: Browse) -> None:
    clerk = browse("th.vt")
    upload(clerk, ("mua hai cân cam, một bó rau\n".encode() * 5, "rac.txt"))
    page = clerk.get("/intake").text
    assert "chưa nhận ra gì" in page
    assert "không có mục nghi ngờ" not in page


def test_each_unit_has_its_own_record_and_one_that_was_not_sent_to_us_is_refused(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session], world: World
) -> None:
    first, second = take("th.vt", from_so()), take("hd.vt", from_so())
    assert browse("th.vt").post(f"/intake/{first}/book", seen="1").status_code == 302
    assert browse("hd.vt").post(f"/intake/{second}/book", seen="1").status_code == 302
    with web_sessions() as session:
        kept = set(session.scalars(sa.select(ReceivedLetter.directive_id)))
        assert len(kept) == 2
        sent = sa.select(Recipient.unit_id).where(Recipient.directive_id.in_(kept))
        assert set(session.scalars(sent)) == {world.units["th.vt"], world.units["hd.vt"]}
        root = session.get_one(Directive, world.derived)
        text = from_so().text
        header: dict[str, Any] = {
            "issuer": found(text, Issuer("UBND tỉnh Hải Dương", "tinh"), "SỞ LAO ĐỘNG"),
            "number": found(text, root.number, "905"),
            "symbol": found(text, root.symbol, "SLĐTBXH-BTXH"),
            "issued": found(text, Issued(root.issued_on), "ngày 22 tháng 5 năm 2023"),
        }
    draft = from_so()
    with web_sessions.begin() as session:
        people.create_account(
            session,
            PASSWORDS,
            username="bd.vt",
            name="Văn thư Bình Định",
            unit_id=world.units["bd.cv"],
            roles=["vanthu"],
            password=PASSWORD,
            now=TODAY,
        )
    other = take("bd.vt", replace(draft, header=replace(draft.header, **header)))
    refused = browse("bd.vt").post(f"/intake/{other}/book", seen="1")
    assert refused.status_code == 409
    assert "không gửi cho đơn vị bạn" in refused.text


ASKED: tuple[tuple[str, dict[str, str] | None], ...] = (
    ("", None),
    ("/proposal", None),
    ("/file", None),
    ("/findings/1", None),
    ("/findings/1", {"do": "drop", "seen": "1"}),
    ("/findings/1/choose", {"part": "unit", "choice": "", "seen": "1"}),
    ("/findings", {"kind": "report", "words": "Kính gửi", "seen": "1"}),
    ("/issue", {"seen": "1"}),
    ("/book", {"seen": "1"}),
    ("/discard", {"seen": "1"}),
)


@pytest.mark.parametrize("username", ["hd.vt", "bd.cv", "admin"])
def test_nobody_sees_or_touches_another_units_letter(
    browse: Browse, take: Any, username: str
) -> None:
    letter = take("th.vt", from_so())
    who = browse(username)
    for path, data in ASKED:
        here = f"/intake/{letter}{path}"
        answer = who.get(here) if data is None else who.post(here, **data)
        assert answer.status_code == 404, path


def test_an_officer_confirms_but_the_clerk_files(browse: Browse, take: Any) -> None:
    letter = take("hd.vt", from_so())
    officer = browse("hd.cv")
    assert "Văn thư hoặc lãnh đạo đơn vị vào sổ" in officer.get(f"/intake/{letter}/proposal").text
    assert officer.post(f"/intake/{letter}/book", seen="1").status_code == 403
    assert browse("hd.ld").get(f"/intake/{letter}/proposal").status_code == 200


def test_what_stands_in_the_way_is_named_and_nothing_is_made(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session]
) -> None:
    letter = take("th.vt", from_district(issued=None, issuer=None))
    clerk = browse("th.vt")
    page = clerk.get(f"/intake/{letter}/proposal").text
    assert "Văn bản chưa ghi ngày ban hành" in page
    assert "Chưa biết cơ quan ban hành" in page
    for path in ("issue", "book"):
        answer = clerk.post(f"/intake/{letter}/{path}", seen="1")
        assert answer.status_code == 422
    with web_sessions() as session:
        assert session.scalars(sa.select(Drafting)).all() == []


def test_an_issuer_outside_the_system_stops_the_letter(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session]
) -> None:
    letter = take("th.vt", from_so())
    clerk = browse("th.vt")
    issuer = number(web_sessions, letter, "issuer", "th.vt")
    here = f"/intake/{letter}/findings/{issuer}/choose"
    assert clerk.post(here, part="unit", choice="outside", seen="1").status_code == 302
    assert "phải trả lời" in clerk.get(f"/intake/{letter}/proposal").text
    assert clerk.post(f"/intake/{letter}/book", seen="2").status_code == 422


def test_an_unknown_unit_is_chosen_by_name_and_a_wrong_one_is_told(
    browse: Browse, take: Any, web_sessions: sessionmaker[Session]
) -> None:
    text = from_district().text
    letter = take("th.vt", from_district(recipients=(found(text, "Ban quản lý chợ", "Kính gửi"),)))
    clerk = browse("th.vt")
    recipient = number(web_sessions, letter, "recipient", "th.vt")
    here = f"/intake/{letter}/findings/{recipient}/choose"
    assert "ngoài hệ thống, chỉ in tên" in clerk.get(f"/intake/{letter}/proposal").text
    wrong = clerk.post(here, part="group", choice="", name="Phòng Chợ Búa", seen="1")
    assert wrong.status_code == 422
    assert "Không có đơn vị «Phòng Chợ Búa»" in wrong.text
    assert clerk.post(here, part="nobody", choice="", seen="1").status_code == 422
    for odd in ("children(unit, xa", 'everything("xa")', "999999", "'; DROP TABLE unit"):
        assert clerk.post(here, part="group", choice=odd, seen="1").status_code == 422
    assert (
        clerk.post(here, part="group", choice='children(unit, "xa")', seen="1").status_code == 302
    )
    name = "Phòng Y tế huyện Thanh Hà, tỉnh Hải Dương"
    assert clerk.post(here, part="group", name=name, seen="2").status_code == 302
    assert "1 đơn vị: Phòng Y tế huyện Thanh Hà" in clerk.get(f"/intake/{letter}/proposal").text

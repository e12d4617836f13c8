"""Nothing of a name or phrase is lost, and nothing of another's is taken in: tasks, bodies, signatures, laws, old fonts."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.intake import bases
from engine.intake.actors import body_at
from engine.intake.draft import draft_of
from engine.intake.legacy_fonts import decoded
from engine.intake.listing import listing_of
from engine.intake.reading_doubts import NOTHING_FOUND
from engine.received_findings import ADDED, Finding, taken_apart, unsure_count
from tests.unit.intake.heads import piece
from tests.unit.intake.written import duties_of

DUE = "trước ngày 25/5/2023"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("Lập kế hoạch triển khai thực hiện", "Lập kế hoạch triển khai thực hiện"),
        ("Các sở xây dựng và ban hành quy chế phối hợp", "xây dựng và ban hành quy chế phối hợp"),
        ("Các sở lập danh sách và gửi về Sở Y tế", "lập danh sách và gửi về Sở Y tế"),
        ("Các sở tổ chức triển khai thực hiện xong", "tổ chức triển khai thực hiện xong"),
        ("Các sở ban hành quy chế", "ban hành quy chế"),
    ],
)
def test_a_task_is_its_whole_phrase(body: str, what: str) -> None:
    (task,) = duties_of(f"{body} {DUE}.").tasks
    assert task.value.what == what
    assert what in task.value.phrase


def test_what_another_body_does_is_no_part_of_a_task() -> None:
    (task,) = duties_of(f"Các sở rà soát danh sách, Sở Y tế hoàn thành {DUE}.").tasks
    assert "rà soát" not in task.value.what


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Phòng Kiểm soát thủ tục, thư điện tử kstt@tinh.gov.vn", "Phòng Kiểm soát thủ tục"),
        ("Sở Tư pháp, hộp thư stp@tinh.gov.vn", "Sở Tư pháp"),
        ("Sở Tư pháp Email: stp@tinh.gov.vn", "Sở Tư pháp"),
        ("Sở Tư pháp, SĐT: 0219", "Sở Tư pháp"),
        ("Sở Tư pháp hạn cuối 15-9-2023", "Sở Tư pháp"),
        ("Sở Tư pháp, thời hạn gửi 15/9", "Sở Tư pháp"),
        ("Bí thư Đảng ủy xã", "Bí thư Đảng ủy xã"),
        ("Trưởng các thôn tổ chức trực", "Trưởng các thôn"),
    ],
)
def test_a_bodys_name_ends_before_its_channel_and_its_deadline(text: str, name: str) -> None:
    body = body_at(text, 0)
    assert body is not None
    assert body.name == name


def test_who_gathers_is_named_without_the_address() -> None:
    sent = "Các huyện báo cáo UBND tỉnh (qua Phòng Pháp chế, thư điện tử pc@tinh.gov.vn)"
    (found,) = duties_of(f"{sent} {DUE}.").reports
    assert (found.value.via, found.value.consolidator) == ("Phòng Pháp chế", "Phòng Pháp chế")
    assert found.value.channel == ("e-mail: pc@tinh.gov.vn",)


LAW = "Căn cứ Luật Phòng cháy và chữa cháy ngày 29 tháng 6 năm 2001;"


def test_a_law_without_a_number_is_a_basis() -> None:
    (found,) = bases.find([piece(LAW)])
    assert (found.value.number, found.value.title) == ("", "Luật Phòng cháy và chữa cháy")
    assert (found.value.date, found.value.role) == (dt.date(2001, 6, 29), "Căn cứ")
    assert found.value.issuer == "Quốc hội"


def test_laws_without_numbers_stand_in_order_among_numbered_ones() -> None:
    text = (
        "Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019; Luật sửa đổi một số điều của Luật Nhà ở ngày 17/6/2020; "
        "Nghị định số 145/2020/NĐ-CP ngày 14/12/2020 của Chính phủ; Công văn ngày 05/3/2023 của Sở Y tế về tiêm chủng;"
    )
    found = [one.value for one in bases.find([piece(text)])]
    assert [one.number for one in found] == ["", "", "145/2020/NĐ-CP", ""]
    assert (found[3].issuer, found[3].title) == ("Sở Y tế", "Công văn tiêm chủng")


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Luật Trẻ em số 102/2016/QH13 ngày 05 tháng 4 năm 2016;",
        "Căn cứ Luật Trẻ em;",
        "Thực hiện Kế hoạch tổ chức ngày hội ngày 18/11/2023;",
    ],
)
def test_no_basis_is_found_twice_or_made_up(text: str) -> None:
    assert all(one.value.number for one in bases.find([piece(text)]))


CAPITALS = "ñY BAN NH¢N D¢N\nHUYÖN S¤N D¦¥NG §éc lËp\nKT. CHñ TÞCH\nPHã CHñ TÞCH\nSè: 12/UBND-NV\n"
WORDS = (
    "ñy ban nh©n d©n huyÖn ®Ò nghÞ c¸c x· rµ so¸t, b¸o c¸o tr­íc ngµy 15/6; Hµ Néi, TrÇn V¨n ¶nh\n"
)


def test_letters_set_in_a_font_of_capitals_are_capitals() -> None:
    lines = decoded(CAPITALS + WORDS * 3).split("\n")
    assert lines[0] == "ỦY BAN NHÂN DÂN"
    assert lines[1].startswith("HUYỆN S") and lines[1].endswith("Độc lập")
    assert lines[2:5] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Số: 12/UBND-NV"]
    assert lines[5].startswith("Ủy ban nhân dân huyện đề nghị các xã")
    assert "Hà Nội" in lines[5]


@pytest.mark.parametrize("text", ["Thịt, cá, rau và hai quả trứng", "", "1. Mua gạo\n2. Mua mắm"])
def test_a_text_in_which_nothing_is_recognised_is_unsure(text: str) -> None:
    draft = draft_of(text)
    assert listing_of(draft, "x.txt")["evidence"]["letter"]["doubts"] == [NOTHING_FOUND]
    findings = taken_apart(draft)
    assert unsure_count(findings) == 1
    added = Finding(9, "subject", "Mua gạo", source=ADDED)
    assert unsure_count([*findings, added]) == 0


def test_a_letter_in_which_something_is_found_is_sure_of_itself() -> None:
    assert "letter" not in listing_of(draft_of(LAW), "x.txt")["evidence"]

"""Heads and feet as older letters, sites and small offices print them."""

from __future__ import annotations

import pytest

from engine.intake import bases, numbers, signers, subjects
from engine.intake.draft import draft_of
from engine.intake.listing import listing_of
from tests.unit.intake.heads import lines, piece

HEAD = "BỘ XÂY DỰNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


@pytest.mark.parametrize(
    ("printed", "number", "symbol"),
    [
        ("Số: 318 XD/KTQH", "318", "XD/KTQH"),
        ("Số: 27 TCDL/VP&TCCB", "27", "TCDL/VP&TCCB"),
        ("Số: 318/XD-KTQH", "318", "XD-KTQH"),
    ],
)
def test_a_blank_may_stand_for_the_stroke(printed: str, number: str, symbol: str) -> None:
    found = numbers.find(lines(printed), printed)
    assert found and found.number and found.symbol
    assert (found.number.value, found.symbol.value) == (number, symbol)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Thực hiện công văn số 77 XD/QH ngày 02/3/2001 của Bộ Xây dựng về quy hoạch;", ["77 XD/QH"]),
        ("Về đề nghị của Sở Y tế tại Tờ trình số 15/TTr-SYT ngày 02/3/2021, UBND tỉnh đồng ý.", ["15/TTr-SYT"]),
        ("Tại Công văn số 81/SYT-NV ngày 02/3/2021, Sở Y tế đề nghị các huyện báo cáo.", ["81/SYT-NV"]),
        ("Tại Quyết định số 81/QĐ-UBND nêu trên, tỉnh giao chỉ tiêu.", []),
    ],
)  # fmt: skip
def test_what_a_letter_rests_on(sentence: str, expected: list[str]) -> None:
    assert [found.value.number for found in bases.find([piece(sentence)])] == expected


def test_of_a_piece_without_a_number_the_paper_it_tells_of_is_no_basis() -> None:
    text = "Ngày 02/3/2021, UBND huyện ban hành Công văn số 81/UBND-NV chỉ đạo công tác trồng cây ở các xã, thị trấn.\n"
    assert draft_of(text).header.upstream == ()


@pytest.mark.parametrize(
    ("foot", "on_behalf", "title", "name"),
    [
        ("KT BỘ TRƯỞNG\nTHỨ TRƯỞNG\nLê Văn Mẫu", "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Lê Văn Mẫu"),
        (
            "TL BỘ TRƯỞNG\nKT VỤ TRƯỞNG\nPHÓ VỤ TRƯỞNG\nLê Văn Mẫu",
            "TL. BỘ TRƯỞNG / KT. VỤ TRƯỞNG",
            "PHÓ VỤ TRƯỞNG",
            "Lê Văn Mẫu",
        ),
        ("KT. CHỦ TỊCH\nPHÓ\nCHỦ TỊCH\nNguyễn\nVăn Mẫu", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"),
    ],
)  # fmt: skip
def test_marks_without_stops_and_names_in_two_lines(
    foot: str, on_behalf: str, title: str, name: str
) -> None:
    found = signers.find(lines(foot))
    assert found is not None
    assert (found.value.on_behalf, found.value.title, found.value.name) == (on_behalf, title, name)


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        ("Số: 5/GDĐT-TH\nVề kiểm tra bếp ăn\nKính gửi: Các trường.", "kiểm tra bếp ăn"),
        ("Số: 5/GDĐT-TH\nVề: kiểm tra bếp ăn.\nKính gửi: Các trường.", "kiểm tra bếp ăn"),
        ('Số: 5-CV/ĐTN\n"V/v trồng cây đầu năm"\nKính gửi: Các chi đoàn.', "trồng cây đầu năm"),
        (
            'Số: 5-CV/ĐTN\nV/v phong trào "Vì biển đảo"\nKính gửi: Các chi đoàn.',
            'phong trào "Vì biển đảo"',
        ),
    ],
)
def test_the_subject_without_its_usual_mark(head: str, subject: str) -> None:
    found = subjects.find(lines(head), [])
    assert found is not None
    assert found.value == subject


def test_a_title_of_capitals_ends_above_the_first_sentence() -> None:
    text = (
        f"{HEAD}|\nSố: 12/CT-BXD\n|\nHà Nội,\nngày 5 tháng 6 năm 2015\n|\nCHỈ THỊ\nVỀ VIỆC TIẾT KIỆM ĐIỆN TRONG CÁC\n"
        "CÔNG SỞ VÀ CÔNG TRÌNH NĂM 2015\nThực hiện Nghị quyết số\n07/NQ-CP ngày 03/02/2015 của Chính phủ về tiết kiệm điện trong các\n"
        "cơ quan, Bộ trưởng yêu cầu các đơn vị triển khai.\n"
    )
    listing = listing_of(draft_of(text), "x")
    assert listing["subject"] == "VỀ VIỆC TIẾT KIỆM ĐIỆN TRONG CÁC CÔNG SỞ VÀ CÔNG TRÌNH NĂM 2015"
    assert listing["issued"]["place"] == "Hà Nội"
    assert [basis["number"] for basis in listing["upstream"]] == ["07/NQ-CP"]


@pytest.mark.parametrize(
    ("issuer", "name"),
    [
        ("UỶ\nBAN DÂN TỘC", "Ủy ban Dân tộc"),
        ("HUYỆN ĐOÀN SÔNG LÔ", "Huyện đoàn Sông Lô"),
    ],
)
def test_an_issuer_in_two_lines_or_of_the_youth(issuer: str, name: str) -> None:
    head = f"{issuer}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/CV-ABC\nHà Nội, ngày 5 tháng 6 năm 2015\n"
    found = draft_of(f"{head}Kính gửi: Các đơn vị.\n\nĐề nghị các đơn vị triển khai.\n").header
    assert found.issuer is not None
    assert found.issuer.value.name.casefold() == name.casefold()


def test_sentences_with_a_day_are_no_headings() -> None:
    body = "1. Thời hạn nhận hồ sơ đến hết ngày 31.5.2023.\n\n2. Khẩn trương gửi danh sách về Bộ trước ngày 15/6/2023 theo địa chỉ:\n\nVụ Tổ chức.\n"
    text = f"{HEAD}Số: 12/BXD-VP\nHà Nội, ngày 5 tháng 5 năm 2023\nKính gửi: Các sở.\n\nBộ đề nghị:\n\n{body}"
    assert [h.value.title for h in draft_of(text).headings if h.value.title] == []


def test_headings_numbered_with_a_stroke_or_with_nothing() -> None:
    body = "I MỤC TIÊU CỦA ĐỢT KIỂM TRA\n\nNắm tình hình các trường.\n\nII YÊU CẦU VỀ THỜI GIAN\n\n1/ Công tác chuẩn bị\n\n- Lập danh sách.\n"
    text = f"{HEAD}Số: 12/KH-BXD\nHà Nội, ngày 5 tháng 5 năm 2023\nKẾ HOẠCH\nKIỂM TRA TRƯỜNG HỌC\n\n{body}"
    numbers_found = [h.value.number for h in draft_of(text).headings]
    assert numbers_found == ["I", "II", "II.1"]


def test_a_phase_with_its_days_is_a_heading() -> None:
    body = "1. Giai đoạn chuẩn bị, từ nay đến hết ngày 30/6/2023:\n\n- Lập danh sách các trường.\n\n2. Đợt một đến ngày 15/7\n\n- Kiểm tra các trường.\n"
    text = f"{HEAD}Số: 12/KH-BXD\nHà Nội, ngày 5 tháng 5 năm 2023\nKẾ HOẠCH\nKIỂM TRA TRƯỜNG HỌC\n\nI. THỜI GIAN\n\n{body}"
    assert [h.value.title for h in draft_of(text).headings] == [
        "THỜI GIAN",
        "Giai đoạn chuẩn bị, từ nay đến hết ngày 30/6/2023",
        "Đợt một đến ngày 15/7",
    ]

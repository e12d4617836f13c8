"""The parts of a paper as Nghị định 30/2020/NĐ-CP prints them."""

from __future__ import annotations

from datetime import date

import pytest

from engine import signature_lines as signing
from engine.official_words import about, short_day
from engine.papers import recipients
from engine.papers.form import (
    GAP,
    addressed,
    day_line,
    ended,
    file_name,
    in_letter,
    issuer_lines,
    noted,
    number_line,
    place_name,
    punctuated,
    titled,
)
from engine.signature_lines import BLANK
from engine.unit_groups import together


@pytest.mark.parametrize(
    ("place", "printed"),
    [
        ("tỉnh Hải Dương", "Hải Dương"),
        ("thành phố Đà Nẵng", "Đà Nẵng"),
        ("thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("phường 7", "Phường 7"),
        ("thị trấn Thanh Hà", "Thanh Hà"),
        ("", ""),
    ],
)
def test_the_place_is_the_territorys_name(place, printed):
    assert place_name(place) == printed


def test_days_below_ten_and_the_first_two_months_have_a_zero():
    assert day_line("Huế", date(2026, 2, 5)) == "Huế, ngày 05 tháng 02 năm 2026"
    assert day_line("Huế", date(2026, 11, 25)) == "Huế, ngày 25 tháng 11 năm 2026"
    assert short_day(date(2026, 6, 5)) == "05/6/2026"


def test_what_is_not_known_is_a_gap_to_write_into():
    assert day_line("", None) == f"{BLANK}, ngày{GAP}tháng{GAP}năm{GAP}"
    assert number_line("", "KH-UBND") == f"Số: {GAP}/KH-UBND"
    assert number_line("12", "KH-UBND") == "Số: 12/KH-UBND"


@pytest.mark.parametrize(
    ("subject", "letter", "title"),
    [
        ("V/v tăng cường báo cáo.", "V/v tăng cường báo cáo", "Về việc tăng cường báo cáo"),
        ("Về việc báo cáo năm", "V/v báo cáo năm", "Về việc báo cáo năm"),
        (
            "Triển khai Tháng hành động",
            "V/v triển khai Tháng hành động",
            "Triển khai Tháng hành động",
        ),
        ("UBND xã báo cáo", "V/v UBND xã báo cáo", "UBND xã báo cáo"),
    ],
)
def test_the_subject_stands_as_the_kind_of_paper_wants_it(subject, letter, title):
    assert in_letter(subject) == letter
    assert titled(subject) == title
    assert about(letter) == letter.removeprefix("V/v ")


def test_a_list_ends_with_a_stop_and_one_addressee_with_none():
    assert punctuated(["UBND xã A;", "", "Lưu: VT."]) == ["UBND xã A;", "Lưu: VT."]
    assert addressed(["UBND xã A"]) == ["UBND xã A"]
    assert addressed(["UBND xã A", "UBND xã B"]) == ["UBND xã A;", "UBND xã B."]


def test_each_line_of_the_recipients_stands_once_and_the_documents_own_copy_last():
    told = ["Như trên", "Như trên;", "Lưu: VT, NV.", "TT Huyện ủy;", "TT Huyện ủy", "Lưu: VT."]
    assert noted(told) == ["Như trên", "TT Huyện ủy;", "Lưu: VT, NV."]
    assert noted(["", "UBND xã A", "Lưu: VT."]) == ["UBND xã A", "Lưu: VT."]


def test_the_text_ends_with_the_administrations_mark_once():
    said = ended([{"style": "text", "text": "Một."}, {"style": "text", "text": "Hai./."}])
    assert [part["text"] for part in said] == ["Một.", "Hai./."]
    assert ended([]) == []


def test_a_committees_territory_stands_on_its_own_line():
    assert issuer_lines("Ủy ban nhân dân xã An Bình") == "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH"
    assert issuer_lines("Sở Nội vụ") == "SỞ NỘI VỤ"


@pytest.mark.parametrize(
    ("body", "authority", "lines"),
    [
        ("Ủy ban nhân dân tỉnh A", signing.HEAD, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (
            "Uỷ ban nhân dân tỉnh A",
            signing.DEPUTY,
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        ("Ủy ban nhân dân tỉnh A", signing.BY_ORDER, ("TL. CHỦ TỊCH", BLANK)),
        ("Sở Nội vụ tỉnh A", signing.DEPUTY, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("Bộ Nội vụ", signing.DEPUTY, ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG")),
        ("Liên đoàn Lao động tỉnh A", signing.HEAD, ("THỦ TRƯỞNG",)),
    ],
)
def test_the_signature_follows_the_body_and_the_authority(body, authority, lines):
    assert signing.lines(body, authority) == lines


def test_a_signer_that_a_file_states_is_printed_once_and_as_stated():
    told = {
        "authority": "TM. Ủy ban nhân dân",
        "on_behalf": "KT. Chủ tịch",
        "title": "Phó Chủ tịch",
        "name": "Lê An",
    }
    lines, name = signing.given(told, "Ủy ban nhân dân tỉnh A")
    assert lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") and name == "Lê An"
    assert signing.given(None, "Sở Y tế tỉnh A") == (("GIÁM ĐỐC",), "")


@pytest.mark.parametrize("between", [" / ", "\n", " "])
def test_authorities_told_in_one_are_lines_of_their_own(between):
    told = {"on_behalf": f"TL. Chủ tịch{between}KT. Chánh Văn phòng", "name": "Trần An"}
    lines, _ = signing.given(told | {"title": "Phó Chánh Văn phòng"}, "Ủy ban nhân dân huyện A")
    assert lines == ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")


def test_who_decides_is_the_body_or_its_head_as_it_is_signed():
    body = "Ủy ban nhân dân tỉnh A"
    assert signing.decider(body, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")) == body.upper()
    assert signing.decider(body, ("CHỦ TỊCH",)) == f"CHỦ TỊCH {body.upper()}"


def test_many_units_are_told_together_and_few_by_name():
    communes = [(f"UBND xã A{n}", f"xã A{n}") for n in range(11)]
    assert recipients.named(communes) == [name for name, _ in communes]
    others = [
        ("UBND thị trấn Thanh Hà", "thị trấn Thanh Hà"),
        ("Phòng Nội vụ huyện B", "huyện B"),
        ("Phòng Y tế huyện B", "huyện B"),
        ("Sở Y tế tỉnh A", "tỉnh A"),
    ]
    assert recipients.named([*communes, *others]) == [
        "Các cơ quan huyện B: Phòng Nội vụ, Phòng Y tế",
        "Sở Y tế tỉnh A",
        "UBND các xã, thị trấn (12 đơn vị)",
    ]


def test_a_selection_is_called_after_the_kinds_of_its_units():
    communes = [("UBND xã A", "xã A"), ("UBND xã B", "xã B"), ("UBND thị trấn C", "thị trấn C")]
    assert together(communes) == "UBND các xã, thị trấn"
    organs = [
        (f"{name} huyện B", "huyện B") for name in ("Phòng Y tế", "Phòng Nội vụ", "Thanh tra")
    ]
    assert together(organs) == "Các phòng, ban, ngành thuộc huyện"
    assert together(communes[:1]) == "UBND xã A"


def test_a_files_name_is_one_that_every_system_takes():
    assert file_name("Kế hoạch 12/KH-UBND", 'Báo cáo: "năm"\n2026') == (
        "Kế hoạch 12-KH-UBND, Báo cáo năm 2026"
    )
    assert len(file_name("x" * 500)) <= 120

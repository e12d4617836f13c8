"""Bodies' names in ordinary case, their levels, and the places a text names."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.intake.head_bodies import bodies_of
from engine.intake.issuer_places import level_then, places_of
from engine.intake.levels import level_of
from engine.intake.lexicon_districts import province_of
from engine.intake.localities import most_named, places_in
from engine.intake.written_names import split_place, written
from tests.unit.intake.heads import lines


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("ỦY BAN NHÂN DÂN HUYỆN YÊN LẬP", "Ủy ban nhân dân huyện Yên Lập"),
        ("UỶ BAN NHÂN DÂN XÃ ĐOÀN KẾT", "Ủy ban nhân dân xã Đoàn Kết"),
        ("UBND TỈNH BÀ RỊA - VŨNG TÀU", "Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu"),
        ("UBND PHƯỜNG 12", "Ủy ban nhân dân phường 12"),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Sở Lao động - Thương binh và Xã hội"),
        ("PHÒNG GD&ĐT HUYỆN TỨ KỲ", "Phòng Giáo dục và Đào tạo huyện Tứ Kỳ"),
        ("BẢO HIỂM XÃ HỘI TỈNH HÀ GIANG", "Bảo hiểm xã hội tỉnh Hà Giang"),
        ("HỘI LIÊN HIỆP PHỤ NỮ TỈNH HOÀ BÌNH", "Hội Liên hiệp Phụ nữ tỉnh Hòa Bình"),
        ("HUYỆN ỦY THANH SƠN", "Huyện ủy Thanh Sơn"),
        ("UBND TX. HƯƠNG THỦY", "Ủy ban nhân dân thị xã Hương Thủy"),
        ("UBND TP HỒ CHÍ MINH", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("CỤC PHÒNG, CHỐNG HIV/AIDS", "Cục phòng, chống HIV/AIDS"),
        ("ỦY BAN NHÂN DÂN XÃ HỘI AN", "Ủy ban nhân dân xã Hội An"),
        ("TRƯỜNG THCS TỨC TRANH", "Trường THCS Tức Tranh"),
        ("UBND Thị xã Kinh Môn", "Ủy ban nhân dân thị xã Kinh Môn"),
        (
            "BAN CHỈ ĐẠO PHÒNG, CHỐNG THIÊN TAI VÀ TÌM KIẾM CỨU NẠN",
            "Ban Chỉ đạo phòng, chống thiên tai và tìm kiếm cứu nạn",
        ),
    ],
)
def test_a_name_is_written_out(printed: str, expected: str) -> None:
    assert written(printed) == expected


def test_a_name_no_lexicon_knows_is_written_as_the_letter_writes_it() -> None:
    letter = "Hội đồng Bầu cử Nhiệm kỳ mới yêu cầu các đơn vị báo cáo."

    assert written("HỘI ĐỒNG BẦU CỬ NHIỆM KỲ MỚI", letter) == "Hội đồng Bầu cử Nhiệm kỳ mới"


def test_social_affairs_are_no_commune() -> None:
    assert split_place("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI TỈNH LÀO CAI") == (
        "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
        "tỉnh Lào Cai",
    )


@pytest.mark.parametrize(
    ("name", "parent", "level"),
    [
        ("Bộ Nội vụ", None, "trung_uong"),
        ("Tổng cục Thuế", "Bộ Tài chính", "trung_uong"),
        ("Thủ tướng Chính phủ", None, "trung_uong"),
        ("Ủy ban nhân dân tỉnh Hà Giang", None, "tinh"),
        ("Ủy ban nhân dân thành phố Hải Phòng", None, "tinh"),
        ("Ủy ban nhân dân thành phố Hội An", None, "huyen"),
        ("Tỉnh ủy Quảng Ngãi", None, "tinh"),
        ("Sở Y tế", "Ủy ban nhân dân tỉnh Sơn La", "so"),
        ("Văn phòng Ủy ban nhân dân tỉnh Sơn La", "Ủy ban nhân dân tỉnh Sơn La", "so"),
        ("Ban Tổ chức", "Tỉnh ủy Quảng Ngãi", "so"),
        ("Liên đoàn Lao động tỉnh Gia Lai", "Tổng Liên đoàn Lao động Việt Nam", "so"),
        ("Ủy ban nhân dân quận 8", None, "huyen"),
        ("Huyện ủy Can Lộc", "Đảng bộ tỉnh Hà Tĩnh", "huyen"),
        ("Phòng Nội vụ", "Ủy ban nhân dân huyện Yên Lập", "phong"),
        ("Ủy ban nhân dân thị trấn Diêu Trì", None, "xa"),
        ("Đảng ủy xã Tân An", None, "xa"),
        ("Viện kiểm sát nhân dân huyện Mai Sơn", None, "phong"),
        ("Ban Thường vụ Tỉnh đoàn Bến Tre", None, "so"),
        ("Trường THCS Tức Tranh", "Ủy ban nhân dân huyện Phú Lương", "khac"),
    ],
)
def test_a_body_has_a_level(name: str, parent: str | None, level: str) -> None:
    assert level_of(name, parent) == level


@pytest.mark.parametrize(
    ("head", "bodies"),
    [
        (
            (
                "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN YÊN LẬP Độc lập - Tự do - Hạnh phúc\n"
                "Số: 5/UBND-VX"
            ),
            ["ỦY BAN NHÂN DÂN HUYỆN YÊN LẬP"],
        ),
        (
            "UBND TỈNH SƠN LA\nSỞ Y TẾ\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nSố: 5/SYT",
            ["UBND TỈNH SƠN LA", "SỞ Y TẾ"],
        ),
        (
            "BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI\nSố: 5/LĐTBXH",
            ["BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"],
        ),
        (
            "UBND THÀNH PHỐ HUẾ\nBAN CHỈ ĐẠO\nPHÒNG, CHỐNG DỊCH BỆNH\nKHẨN",
            ["UBND THÀNH PHỐ HUẾ", "BAN CHỈ ĐẠO PHÒNG, CHỐNG DỊCH BỆNH"],
        ),
        ("Trang 1UBND TỈNH SƠN LA\nQUYẾT ĐỊNH\nCHỦ TỊCH UBND TỈNH", ["UBND TỈNH SƠN LA"]),
    ],
)
def test_a_head_names_its_bodies_from_the_top(head: str, bodies: list[str]) -> None:
    assert [body.text for body in bodies_of(lines(head))] == bodies


def test_places_are_named_with_their_kind() -> None:
    text = "UBND tỉnh Ban hành; xã Hội; huyện Trạm Tấu, thành phố Sông Công, Quận 8, tỉnh Hà Giang Kế hoạch số 5"

    assert [str(p) for p in places_in(text)] == [
        "huyện Trạm Tấu",
        "thành phố Sông Công",
        "quận 8",
        "tỉnh Hà Giang",
    ]


def test_two_provinces_named_alike_are_undecided() -> None:
    place, torn = most_named(places_in("tỉnh Sơn La; tỉnh Hòa Bình"), "tinh")

    assert place is not None
    assert torn


def test_a_districts_name_of_several_provinces_decides_nothing() -> None:
    assert province_of("Hồng Ngự") == "Đồng Tháp"
    assert province_of("Châu Thành") is None


@pytest.mark.parametrize(
    ("issued", "level", "places"),
    [
        (dt.date(2023, 4, 3), "huyen", ["thành phố Huế", "tỉnh Thừa Thiên Huế"]),
        (dt.date(2025, 4, 3), "tinh", ["thành phố Huế"]),
    ],
)
def test_a_city_has_the_rank_of_the_letters_day(
    issued: dt.date, level: str, places: list[str]
) -> None:
    name = "Ủy ban nhân dân thành phố Huế"

    then = level_then(name, level_of(name, None), issued)
    found, _ = places_of([name], then, [], "trên địa bàn Thừa Thiên Huế", issued)

    assert then == level
    assert [str(place) for place in found] == places


def test_an_office_named_with_its_province_alone_lies_there() -> None:
    found, doubt = places_of(["Sở Y tế Bắc Giang"], "so", [], "", None)

    assert [str(place) for place in found] == ["tỉnh Bắc Giang"]
    assert doubt == []

"""The bodies a stretch of words names."""

from __future__ import annotations

import pytest

from engine.intake.actors import bodies, is_generic, listed

NAMED = [
    (
        "Đề nghị các sở, ban, ngành tỉnh và UBND các huyện, thị xã, thành phố triển khai",
        ["các sở, ban, ngành tỉnh", "UBND các huyện, thị xã, thành phố"],
    ),
    (
        "Sở Nông nghiệp và Phát triển nông thôn, Sở Tài chính",
        ["Sở Nông nghiệp và Phát triển nông thôn", "Sở Tài chính"],
    ),
    (
        "Bộ Văn hóa, Thể thao và Du lịch; Ủy ban nhân dân tỉnh",
        ["Bộ Văn hóa, Thể thao và Du lịch", "Ủy ban nhân dân tỉnh"],
    ),
    ("Giao Công an tỉnh chủ trì, phối hợp với Sở Y tế", ["Công an tỉnh", "Sở Y tế"]),
    (
        "Thủ trưởng các cơ quan, đơn vị; Chủ tịch UBND các xã, phường căn cứ",
        ["Thủ trưởng các cơ quan, đơn vị", "Chủ tịch UBND các xã, phường"],
    ),
    (
        "Ban Chỉ đạo 389 tỉnh (qua Cục Quản lý thị trường)",
        ["Ban Chỉ đạo 389 tỉnh", "Cục Quản lý thị trường"],
    ),
    ("Tổ chức tuyên truyền, phòng chống dịch; báo cáo viên, các nội dung, các chương trình", []),
    ("Kế hoạch số 12/KH-UBND ngày 15/3/2023", []),
    ("Phòng, chống tham nhũng; Hội nghị; Bộ luật; Trường hợp; Sở hữu; Đoàn kết", []),
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_bodies_are_named_whole(text: str, names: list[str]) -> None:
    assert [body.name for body in bodies(text)] == names


def test_a_list_ends_where_something_is_asked() -> None:
    text = "Sở Nội vụ, Công an tỉnh và UBND các xã gửi báo cáo về Văn phòng UBND tỉnh"
    assert [body.name for body in listed(text, 0)] == ["Sở Nội vụ", "Công an tỉnh", "UBND các xã"]


@pytest.mark.parametrize(
    ("name", "generic"),
    [
        ("các cơ quan, đơn vị, địa phương", True),
        ("Thủ trưởng các đơn vị", True),
        ("các đơn vị được kiểm tra", True),
        ("các sở, ban, ngành", False),
        ("Sở Nội vụ", False),
    ],
)
def test_some_names_name_nobody_in_particular(name: str, generic: bool) -> None:
    assert is_generic(name) is generic

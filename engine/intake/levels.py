"""The level a body stands at, by its name and its superior's."""

from __future__ import annotations

import re
from typing import Final

from engine.intake.lexicon_places import HUYEN, TINH, XA, level_of_place
from engine.intake.written_names import split_place

TRUNG_UONG, SO, PHONG, KHAC = "trung_uong", "so", "phong", "khac"

_CENTRAL: Final = re.compile(
    r"(?:Bộ (?!Chỉ huy|đội|Tư lệnh)|Chính phủ|Thủ tướng|Quốc hội|Văn phòng (?:Chính phủ|Quốc hội|Trung ương|Chủ tịch nước)"
    r"|Thanh tra Chính phủ|Ủy ban (?:[Dd]ân tộc|Quốc gia|quốc gia|Thường vụ Quốc hội|Trung ương)|Ngân hàng Nhà nước Việt Nam"
    r"|Kiểm toán|Tổng cục|Tổng Liên đoàn|Bảo hiểm xã hội Việt Nam|Ban Bí thư|Trung ương|Tòa án nhân dân tối cao"
    r"|Viện kiểm sát nhân dân tối cao|Đảng ủy (?:Chính phủ|Bộ|Quân ủy)|Thông tấn|Đài (?:Truyền hình|Tiếng nói) Việt Nam)"
)
_OF_CENTRE: Final = re.compile(r"Trung ương|Việt Nam$|[Qq]uốc gia")
_OF_GOVERNMENT: Final = re.compile(r" của (?:Thủ tướng )?Chính phủ$", re.IGNORECASE)
_GOVERNS: Final = re.compile(
    r"(?:(?:Chủ tịch |Thường trực )?(?:Ủy ban nhân dân|Hội đồng nhân dân)|Đoàn đại biểu Quốc hội|Ủy ban (?:Mặt trận|MTTQ)"
    r"|(?:Ban (?:Thường vụ|Thường trực|Chấp hành) )?(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) (?:ủy|bộ)|Ban (?:Thường trực|Chấp hành|Thường vụ) (?!đoàn|Đoàn|Tỉnh đoàn|Huyện đoàn|Thành đoàn))"
)
_DESK: Final = re.compile(
    r"(?:Phòng|Văn phòng|Thanh tra|Ban (?:Dân tộc|Quản lý|Tiếp công dân)|Chi cục|Kho bạc|Trung tâm)\b"
)
_SCHOOL: Final = re.compile(
    r"(?:Trường|Bệnh viện|Học viện|Đại học|Công ty|Tập đoàn|Tổng công ty|Viện(?! kiểm sát)|Trạm)\b"
)
_PARTY: Final = re.compile(
    r"\b(?P<kind>Tỉnh|Thành|Huyện|Quận|Thị) (?:ủy|đoàn)\b|\b(?P<young>Tỉnh|Thành|Huyện) đoàn",
    re.IGNORECASE,
)


def level_of(name: str, parent: str | None) -> str:
    """One of trung_uong, tinh, so, huyen, phong, xa, khac.

    >>> level_of("Phòng Nội vụ", "Ủy ban nhân dân huyện Vị Xuyên")
    'phong'
    """
    if name.startswith("Sở "):
        return SO
    if _OF_GOVERNMENT.search(name):
        return TRUNG_UONG
    place = _level_of_its_place(name)
    if _CENTRAL.match(name) and place is None:
        return TRUNG_UONG
    if _SCHOOL.match(name):
        return KHAC
    above = place or (level_of(parent, None) if parent else None)
    if _DESK.match(name) and above in {TINH, SO, HUYEN, XA, PHONG}:
        return {TINH: SO, SO: SO, HUYEN: PHONG, XA: PHONG, PHONG: PHONG}[above]
    if name.startswith("Phòng "):
        return PHONG
    if name in {"Ủy ban nhân dân", "Hội đồng nhân dân"}:
        return KHAC
    if above is not None:
        return above if _GOVERNS.match(name) else {TINH: SO, HUYEN: PHONG}.get(above, above)
    return TRUNG_UONG if _OF_CENTRE.search(name) else KHAC


def _level_of_its_place(name: str) -> str | None:
    """The level of the place in the name: 'Công an tỉnh Hà Giang', 'Huyện ủy Thanh Hà', 'UBND xã'."""
    party = _PARTY.search(name)
    if party:
        kind = (party["kind"] or party["young"]).lower()
        if kind == "thành":
            return level_of_place("thành phố", name[party.end() :].strip() or None)
        return {"tỉnh": TINH, "huyện": HUYEN, "quận": HUYEN, "thị": HUYEN}[kind]
    place = split_place(name)[1]
    match = re.match(
        r"(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) (.+)", place, re.IGNORECASE
    )
    if match:
        return level_of_place(
            match[1], re.split(r" (?:tỉnh|huyện|quận|thị xã|thành phố) ", match[2])[0]
        )
    bare = re.search(r"\s(tỉnh|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|thành phố)$", name)
    return level_of_place(bare[1], None) if bare else None

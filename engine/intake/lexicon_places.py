"""Names of provinces, and the words for kinds of places: what a reader of Vietnamese letters knows.

Provinces: the 63 up to 30 June 2025 (Nghị quyết 202/2025/QH15 left 34, all under names of these).
"""

from __future__ import annotations

from typing import Final

PROVINCES: Final = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre",
    "Bình Định", "Bình Dương", "Bình Phước", "Bình Thuận", "Cà Mau", "Cần Thơ", "Cao Bằng",
    "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang",
    "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình",
    "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lâm Đồng",
    "Lạng Sơn", "Lào Cai", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ",
    "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng",
    "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế",
    "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip

PROVINCE_SPELLINGS: Final = {
    "Bà Rịa Vũng Tàu": "Bà Rịa - Vũng Tàu", "Bà Rịa-Vũng Tàu": "Bà Rịa - Vũng Tàu",
    "Đăk Lăk": "Đắk Lắk", "Đắc Lắc": "Đắk Lắk", "Đăk Nông": "Đắk Nông", "Đắc Nông": "Đắk Nông",
    "Hoà Bình": "Hòa Bình", "Khánh Hoà": "Khánh Hòa", "Thanh Hoá": "Thanh Hóa",
    "Thừa Thiên - Huế": "Thừa Thiên Huế", "Thừa Thiên-Huế": "Thừa Thiên Huế",
    "Bắc Cạn": "Bắc Kạn", "Kontum": "Kon Tum",
}  # fmt: skip

CENTRAL_CITIES: Final = frozenset(
    {"Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"}
)
"""Cities of a province's rank; every other «thành phố» is a district's or, since 2025, none."""

PROVINCE_KINDS: Final = ("tỉnh",)
DISTRICT_KINDS: Final = ("huyện", "quận", "thị xã")
COMMUNE_KINDS: Final = ("xã", "phường", "thị trấn", "đặc khu")

TINH, HUYEN, XA = "tinh", "huyen", "xa"


def level_of_place(kind: str, name: str | None) -> str:
    """The level of «kind name» ('thành phố', 'Hải Phòng' is tinh; without a name, tinh is a guess)."""
    kind = kind.casefold()
    if kind in PROVINCE_KINDS:
        return TINH
    if kind in DISTRICT_KINDS:
        return HUYEN
    if kind in COMMUNE_KINDS:
        return XA
    return TINH if name is None or name in CENTRAL_CITIES else HUYEN

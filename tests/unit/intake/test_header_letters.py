"""Whole letters, put in order and read: columns, lost heads, the Party's form, two tiers."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.intake import doubts, header
from engine.intake.draft import draft_of
from engine.intake.found import Found, Header, Issued, Issuer, Signer
from engine.intake.reading import put_in_order

TWO_COLUMNS = """
UBND TỈNH LẠNG SƠN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ GIÁO DỤC VÀ ĐÀO TẠO          Độc lập - Tự do - Hạnh phúc

Số : 1203 /SGDĐT-GDTrH          Lạng Sơn, ngày 07 tháng11 năm 2022
V/v sơ kết phong trào thi đua
học kỳ I năm học 2022-2023

Kính gửi: - Phòng Giáo dục và Đào tạo các huyện, thành phố;
          - Các trường THPT, PTDTNT.

Thực hiện Kế hoạch số 45/KH-UBND ngày 10/02/2022 của Ủy ban nhân dân tỉnh về phong trào thi
đua năm 2022, Sở Giáo dục và Đào tạo yêu cầu các đơn vị thực hiện như sau:

1. Sơ kết tại đơn vị, gửi kết quả về Sở trước ngày 20/12/2022.

Nơi nhận:                              KT. GIÁM ĐỐC
- Như trên;                            PHÓ GIÁM ĐỐC
- Giám đốc Sở (b/c);
- Lưu: VT, VP.
                                       ThS. Hoàng Quốc Tuấn
"""

PARTY = """
ĐẢNG BỘ TỈNH HÀ TĨNH
HUYỆN ỦY CAN LỘC
*
Số 87-KH/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Can Lộc, ngày 12 tháng 5 năm 2023

KẾ HOẠCH
kiểm tra, giám sát năm 2023

Thực hiện Kế hoạch số 102-KH/TU, ngày 20/02/2023 của Ban Thường vụ Tỉnh ủy về kiểm tra, giám sát
năm 2023, Ban Thường vụ Huyện ủy ban hành Kế hoạch như sau:

I- MỤC ĐÍCH
1- Nâng cao chất lượng công tác kiểm tra của các chi bộ, đảng bộ.

Nơi nhận:
- Thường trực Tỉnh ủy (báo cáo),
- Lưu Văn phòng Huyện ủy.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC

Nguyễn Thị Hạnh
"""

HEAD_LOST = """
Thực hiện Công văn số 331/UBND-NV ngày 14/3/2024 của UBND huyện Tứ Kỳ về việc rà soát hộ nghèo.
Ủy ban nhân dân xã Quang Trung yêu cầu các thôn, ban ngành, đoàn thể xã thực hiện nội dung sau:

1. Rà soát hộ nghèo trên địa bàn xã.

2. Nhận được công văn này đề nghị các đơn vị triển khai thực hiện./.

Nơi nhận:
- Như kính gửi;
- Lưu: VP.

TM. UBND XÃ
CHỦ TỊCH

Phạm Văn Đoàn
"""

TWO_TIERS = """
ỦY BAN NHÂN DÂN
PHƯỜNG HẢI AN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số:      /TB-UBND
Hải An, ngày     tháng 8 năm 2025

THÔNG BÁO
Về việc thu nộp báo cáo chuyển đổi số

Thực hiện Công văn số 771/SKHCN-CĐS ngày 11/8/2025 của Sở Khoa học và Công nghệ thành phố Hải Phòng
về báo cáo chuyển đổi số, Ủy ban nhân dân phường thông báo như sau:

1. Các tổ dân phố gửi báo cáo về UBND phường trước ngày 25/8/2025.

Nơi nhận:
- Các tổ dân phố;
- Lưu: VT.

TUQ. CHỦ TỊCH
TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI

Bùi Thị Kim Oanh
"""


def _read(text: str) -> Header:
    return header.find(put_in_order(text))


def _values(found: tuple[Found[str], ...]) -> list[str]:
    return [f.value for f in found]


def test_a_head_in_two_columns() -> None:
    found = _read(TWO_COLUMNS)

    assert found.issuer is not None
    assert found.issuer.value == Issuer(
        "Sở Giáo dục và Đào tạo tỉnh Lạng Sơn",
        "so",
        "tỉnh Lạng Sơn",
        "Ủy ban nhân dân tỉnh Lạng Sơn",
    )
    assert found.issued is not None
    assert found.issued.value.date == dt.date(2022, 11, 7)
    assert found.subject is not None
    assert found.subject.value == "sơ kết phong trào thi đua học kỳ I năm học 2022-2023"
    assert _values(found.recipients) == [
        "Phòng Giáo dục và Đào tạo các huyện, thành phố",
        "Các trường THPT, PTDTNT",
    ]
    assert _values(found.cc) == ["Như trên", "Giám đốc Sở (b/c)", "Lưu: VT, VP"]
    assert found.signer is not None
    assert found.signer.value == Signer(None, "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Hoàng Quốc Tuấn")
    (basis,) = found.upstream
    assert basis.value.issuer == "Ủy ban nhân dân tỉnh Lạng Sơn"
    assert doubts.BASIS_ISSUER_COMPLETED in basis.doubts


def test_a_plan_of_the_party() -> None:
    found = _read(PARTY)

    assert found.number is not None
    assert found.symbol is not None
    assert found.type is not None
    assert (found.number.value, found.symbol.value, found.type.value) == ("87", "KH/HU", "ke_hoach")
    assert found.issuer is not None
    assert found.issuer.value.name == "Huyện ủy Can Lộc"
    assert found.issuer.value.locality == "huyện Can Lộc, tỉnh Hà Tĩnh"
    assert found.recipients == ()
    assert [b.value.number for b in found.upstream] == ["102-KH/TU"]
    assert found.upstream[0].value.issuer == "Ban Thường vụ Tỉnh ủy Hà Tĩnh"


def test_a_letter_that_lost_its_head_is_inferred_with_doubts() -> None:
    found = _read(HEAD_LOST)

    assert found.number is None
    assert found.symbol is None
    assert found.issuer is not None
    assert found.issuer.value == Issuer(
        "Ủy ban nhân dân xã Quang Trung",
        "xa",
        "xã Quang Trung, huyện Tứ Kỳ, tỉnh Hải Dương",
        "Ủy ban nhân dân huyện Tứ Kỳ",
    )
    assert {doubts.ISSUER_INFERRED, doubts.LOCALITY_KNOWN} <= set(found.issuer.doubts)
    assert found.issuer.confidence < 1
    assert found.issued is not None
    assert found.issued.value == Issued(year=2024, not_before=dt.date(2024, 3, 14))
    assert found.subject is None
    assert found.subject_inferred is not None
    assert found.subject_inferred.value == "rà soát hộ nghèo"
    assert _values(found.recipients_inferred) == ["các thôn, ban ngành, đoàn thể xã"]


def test_a_ward_of_2025_stands_under_its_city() -> None:
    found = _read(TWO_TIERS)

    assert found.issuer is not None
    assert found.issuer.value.locality == "phường Hải An, thành phố Hải Phòng"
    assert found.issuer.value.parent == "Ủy ban nhân dân thành phố Hải Phòng"
    assert found.issued is not None
    assert (found.issued.value.month, found.issued.value.day) == (8, None)
    assert found.signer is not None
    assert found.signer.value.on_behalf == "TUQ. CHỦ TỊCH"


@pytest.mark.parametrize("text", [TWO_COLUMNS, PARTY, HEAD_LOST, TWO_TIERS])
def test_a_findings_spans_are_its_words(text: str) -> None:
    found = _read(text)

    for item in (*found.recipients, *found.cc):
        words = " ".join(text[span.start : span.end] for span in item.spans)
        assert " ".join(words.split()) == item.value


@pytest.mark.parametrize("text", ["", "\n\n", "Số:", "V/v", "Kính gửi:", "Nơi nhận:\nTM.\nKT."])
def test_scraps_raise_nothing(text: str) -> None:
    assert _read(text).upstream == ()


def test_a_head_in_one_line_and_a_foot_without_line_ends() -> None:
    found = draft_of(
        "Công văn số 318/SVHTT-GĐ ngày 08 tháng 3 năm 2019 Về việc báo cáo tình hình bạo lực gia đình\n\n"
        "Kính gửi: | - Phòng Văn hóa và Thông tin các huyện; |\n\n"
        "Sở Văn hóa và Thể thao đề nghị các phòng báo cáo tình hình trước ngày 30/3/2019./.\n\n"
        "Nơi nhận:- Như trên;- Lưu: VT. | KT. GIÁM ĐỐCPHÓ GIÁM ĐỐC\n\nHuỳnh Văn Tâm\n"
    ).header

    assert found.number is not None and found.number.value == "318"
    assert found.subject is not None
    assert found.subject.value == "báo cáo tình hình bạo lực gia đình"
    assert [one.value for one in found.recipients] == ["Phòng Văn hóa và Thông tin các huyện"]
    assert [one.value for one in found.cc] == ["Như trên", "Lưu: VT"]
    assert found.signer is not None and found.signer.value.title == "PHÓ GIÁM ĐỐC"

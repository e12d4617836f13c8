"""Whom a letter goes to, who signed it, what type it is and what it is about."""

from __future__ import annotations

import pytest

from engine.intake import addressees, doubts, letter_types, signers, subjects
from engine.intake.found import Signer
from tests.unit.intake.heads import lines, piece


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Kính gửi: Ủy ban nhân dân các xã.", ["Ủy ban nhân dân các xã"]),
        (
            "Kính gửi:\n- Các phòng, ban;\n- UBND các xã, thị trấn.",
            ["Các phòng, ban", "UBND các xã, thị trấn"],
        ),
        (
            "Kính gửi: - Sở Y tế;\n- Sở Nội vụ\nSố: 5/UBND-VX\n- Công an tỉnh.",
            ["Sở Y tế", "Sở Nội vụ", "Công an tỉnh"],
        ),
        (
            "Kính gửi: Ủy ban nhân dân các tỉnh, thành phố trực thuộc\nTrung ương",
            ["Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"],
        ),
        ("Kính gửi: Các phòng, ban; UBND các xã.", ["Các phòng, ban", "UBND các xã"]),
        ("Kính gửi:\nCác trường học\nCác trạm y tế", ["Các trường học", "Các trạm y tế"]),
        (
            "K nh gửi: Trưởng các thôn.\nThực hiện Kế hoạch số 5/KH-UBND",
            ["Trưởng các thôn"],
        ),
        (
            "CÔNG ĐIỆN\nỨng phó bão số 4\nChủ tịch UBND huyện điện:\n- Chủ tịch UBND các xã;\n- Trưởng Công an huyện.",
            ["Chủ tịch UBND các xã", "Trưởng Công an huyện"],
        ),
        ("KẾ HOẠCH\nTrồng cây năm 2024", []),
    ],
)
def test_recipients_are_whom_the_letter_is_addressed_to(head: str, expected: list[str]) -> None:
    assert [f.value for f in addressees.recipients(lines(head))] == expected


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        (
            "Nơi nhận:\n- Như trên;\n- TT Huyện ủy (b/c);\n- Lưu: VT, NV.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
            ["Như trên", "TT Huyện ủy (b/c)", "Lưu: VT, NV"],
        ),
        (
            "Nơi nhận: - Như trên; - Sở Nội vụ; - Lưu: VT; NV.",
            ["Như trên", "Sở Nội vụ", "Lưu: VT; NV"],
        ),
        ("- Như trên;\n- Lưu: VT, K20", ["Như trên", "Lưu: VT, K20"]),
        (
            "Nơi nhận:\n- Các huyện, thị xã; các ngành;\n- Lưu: VT.",
            ["Các huyện, thị xã; các ngành", "Lưu: VT"],
        ),
        ("CHỦ TỊCH\nTrần Văn Sáu", []),
    ],
)
def test_copies_are_the_items_of_the_list(foot: str, expected: list[str]) -> None:
    assert [f.value for f in addressees.copies(lines(foot))] == expected


def test_copies_without_their_label_are_doubted() -> None:
    found = addressees.copies(lines("- Như trên;\n- Lưu: VT."))

    assert all(f.doubts == (doubts.COPIES_UNMARKED,) for f in found)


def test_lost_recipients_follow_from_the_order() -> None:
    opening = [
        piece("Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành và UBND các huyện triển khai như sau:")
    ]

    found = addressees.inferred(opening)

    assert [f.value for f in found] == ["các sở, ban, ngành", "UBND các huyện"]
    assert found[0].doubts == (doubts.RECIPIENTS_INFERRED,)


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        (
            "TM. ỦY BAN NHÂN DÂN\nKT.CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Sáu",
            Signer("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Sáu"),
        ),
        (
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH\n(Đã ký)\nTrần Văn Sáu",
            Signer("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Sáu"),
        ),
        (
            "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nLê Thị Mơ",
            Signer(None, "TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Lê Thị Mơ"),
        ),
        (
            "TUQ. CHỦ TỊCH\nTRƯỞNG PHÒNG NỘI VỤ\n[daky]\nLê Thị Mơ",
            Signer(None, "TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ", "Lê Thị Mơ"),
        ),
        (
            "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nLê Thị Mơ",
            Signer("T/M BAN THƯỜNG VỤ", None, "PHÓ BÍ THƯ", "Lê Thị Mơ"),
        ),
        (
            "GIÁM ĐỐC\nĐại tá Lê Văn Bốn",
            Signer(None, None, "GIÁM ĐỐC", "Lê Văn Bốn"),
        ),
        (
            "Q. GIÁM ĐỐC\nKý bởi: Sở Y tế\nThời gian ký: 11/03/2024 08:15:22\nTS.BS. Y Wik Niê",
            Signer(None, None, "Q. GIÁM ĐỐC", "Y Wik Niê"),
        ),
        (
            "TRƯỞNG BAN\nPHÓ CHỦ TỊCH UBND TỈNH\nNGUYỄN VĂN AN",
            Signer(None, None, "TRƯỞNG BAN PHÓ CHỦ TỊCH UBND TỈNH", "NGUYỄN VĂN AN"),
        ),
        (
            "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nThiếu tướng, PGS.TS. Hà Bảo",
            Signer(None, "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Hà Bảo"),
        ),
    ],
)
def test_a_signature_has_authority_title_and_name(foot: str, expected: Signer) -> None:
    found = signers.find(lines(foot))

    assert found is not None
    assert found.value == expected


def test_a_signature_without_a_name_has_that_of_its_certificate() -> None:
    found = signers.find(lines("GIÁM ĐỐC\nNgười ký: Nguyễn Văn An\nEmail: an@so.gov.vn"))

    assert found is not None
    assert found.value.name == "Nguyễn Văn An"
    assert found.doubts == (doubts.SIGNER_OF_CERTIFICATE,)


def test_a_name_printed_behind_a_copy_is_the_signers() -> None:
    foot = signers.names_apart(
        lines("Nơi nhận:\n- Như trên;\n- Sở Y tế, Công an; Lê Thị Mơ\n- Lưu: VT.\nGIÁM ĐỐC")
    )

    found = signers.find(foot)

    assert found is not None
    assert found.value.name == "Lê Thị Mơ"
    assert [f.value for f in addressees.copies(foot)] == ["Như trên", "Sở Y tế, Công an", "Lưu: VT"]


def test_a_name_with_lost_letters_is_kept_as_it_stands() -> None:
    found = signers.find(lines("GIÁM ĐỐC\n\nB i Thế Anh"))

    assert found is not None
    assert found.value.name == "B i Thế Anh"
    assert found.doubts == (doubts.SIGNER_TORN,)


def test_no_signature_no_signer() -> None:
    assert signers.find(lines("Nơi nhận:\n- Như trên;")) is None


@pytest.mark.parametrize(
    ("head", "symbol", "code"),
    [
        ("Số: 5/KH-UBND\nKẾ HOẠCH\nTrồng cây", "KH-UBND", "ke_hoach"),
        ("Số: 5/CĐ-UBND\nCÔNG ĐIỆN KHẨN\nỨng phó bão", "CĐ-UBND", "cong_dien"),
        ("Số: 5/UBND-VX\nKính gửi: Các xã", "UBND-VX", "cong_van"),
        ("Số 5-CV/TU\nKính gửi: Các xã", "CV/TU", "cong_van"),
        ("Số 5-HD/BTGTU", "HD/BTGTU", "huong_dan"),
        ("Số: 5/TTr-SNV\nKính gửi: UBND tỉnh", "TTr-SNV", "to_trinh"),
        ("Kính gửi: Các xã", None, "cong_van"),
    ],
)
def test_the_type_is_that_of_its_line_or_symbol(head: str, symbol: str | None, code: str) -> None:
    found = letter_types.find(lines(head), [], symbol, "")

    assert found is not None
    assert found.value == code


def test_a_type_unlike_its_symbol_is_doubted() -> None:
    found = letter_types.find(lines("Số: 5/TB-UBND\nKẾ HOẠCH\nTrồng cây"), [], "TB-UBND", "")

    assert found is not None
    assert found.value == "ke_hoach"
    assert found.doubts == (doubts.TYPE_UNLIKE_SYMBOL,)


def test_a_letter_without_a_head_calls_itself() -> None:
    found = letter_types.find(
        [], [], None, "Các xã thực hiện Chỉ thị này. Chỉ thị này có hiệu lực."
    )

    assert found is not None
    assert (found.value, found.doubts) == ("chi_thi", (doubts.TYPE_INFERRED,))


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        (
            "Số: 5/UBND-VX\nV/v rà soát hộ nghèo,\nhộ cận nghèo\nKính gửi: Các xã",
            "rà soát hộ nghèo, hộ cận nghèo",
        ),
        (
            "V/v rà soát hộ nghèo Yên Lập, ngày 3 tháng 4 năm 2023\nvà hộ cận nghèo\nKính gửi: Các xã",
            "rà soát hộ nghèo và hộ cận nghèo",
        ),
        ("Về việc nộp báo cáo\nĐề án 06\nKính gửi: Các xã", "nộp báo cáo Đề án 06"),
        ("KẾ HOẠCH\nTrồng cây\nnăm 2024", "Trồng cây năm 2024"),
        ("KẾ HOẠCH TRỒNG CÂY NĂM 2024", "TRỒNG CÂY NĂM 2024"),
        (
            "QUYẾT ĐỊNH\nVề việc kiện toàn Ban Chỉ đạo\nCHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN",
            "Về việc kiện toàn Ban Chỉ đạo",
        ),
        (
            "Công văn V/v rà soát hộ nghèo năm 2024\nKính gửi: Ủy ban nhân dân các xã",
            "rà soát hộ nghèo năm 2024",
        ),
        (
            "KẾ HOẠCH\nKiểm tra năm 2024\n(Kèm theo Quyết định số 5/QĐ-UBND ngày 2/3/2024)",
            "Kiểm tra năm 2024",
        ),
        (
            "KẾ HOẠCH\nTRIỂN KHAI QUYẾT ĐỊNH\nSỐ 34/2014/QĐ-TTG CỦA THỦ TƯỚNG",
            "TRIỂN KHAI QUYẾT ĐỊNH SỐ 34/2014/QĐ-TTG CỦA THỦ TƯỚNG",
        ),
    ],
)
def test_the_subject_is_what_stands_under_the_type_or_after_its_mark(
    head: str, subject: str
) -> None:
    found = subjects.find(lines(head), [])

    assert found is not None
    assert found.value == subject


def test_a_subject_printed_at_the_end_is_taken_with_a_doubt() -> None:
    found = subjects.find([], lines("V/v họp giao ban\nGIÁM ĐỐC"))

    assert found is not None
    assert (found.value, found.doubts) == ("họp giao ban", (doubts.SUBJECT_MISPLACED,))


def test_a_lost_subject_follows_from_the_closing_words() -> None:
    closing = [
        piece("Trên đây là hướng dẫn trồng rừng vụ thu năm 2023, đề nghị các xã thực hiện./.")
    ]

    found = subjects.inferred([], closing, [])

    assert found is not None
    assert found.value == "hướng dẫn trồng rừng vụ thu năm 2023"


def test_each_doubt_has_a_sentence_in_both_languages() -> None:
    for code in doubts.SENTENCES:
        assert doubts.sentence(code, "vi") != doubts.sentence(code, "en") != code

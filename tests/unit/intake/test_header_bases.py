"""The documents an opening rests on, and those only named in another's title."""

from __future__ import annotations

import pytest

from engine.intake import bases, doubts
from tests.unit.intake.heads import piece


def _of(text: str) -> list[tuple[str, str | None, str | None, str | None, str | None]]:
    found = [f.value for f in bases.of_paragraph(piece(text))]
    return [
        (b.number, b.date.isoformat() if b.date else None, b.issuer, b.role, b.title) for b in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Thực hiện Công văn số 771/SYT-BTXH ngày 11/8/2023 của Sở Y tế về việc rà soát trợ giúp; "
                "Kế hoạch số 37/KH-\nUBND ngày 15 tháng 3 năm 2023 của UBND huyện v/v chăm sóc người già."
            ),
            [
                ("771/SYT-BTXH", "2023-08-11", "Sở Y tế", "Thực hiện", "rà soát trợ giúp"),
                ("37/KH-UBND", "2023-03-15", "UBND huyện", "Thực hiện", "chăm sóc người già"),
            ],
        ),
        (
            "Căn cứ Công văn số 61/UBND-VX, ngày 06/4/2023 của Ủy ban nhân dân tỉnh Cà Mau;",
            [("61/UBND-VX", "2023-04-06", "Ủy ban nhân dân tỉnh Cà Mau", "Căn cứ", None)],
        ),
        (
            "Theo đề nghị của Giám đốc Sở Tư pháp tại Tờ trình số 12/TTr-STP ngày 3/4/2024.",
            [("12/TTr-STP", "2024-04-03", "Sở Tư pháp", "Theo đề nghị của", None)],
        ),
        (
            (
                "Nhằm nâng cao hiệu quả; trên cơ sở đề nghị của Công an tỉnh tại Tờ trình số 4/TTr-CAT "
                "ngày 2/2/2024, Chủ tịch UBND tỉnh yêu cầu các sở như sau:"
            ),
            [("4/TTr-CAT", "2024-02-02", "Công an tỉnh", "trên cơ sở đề nghị của", None)],
        ),
        (
            (
                "Thực hiện Hướng dẫn số 54-HD/BTGTU, ngày 12/02/2022 của Ban Tuyên giáo Tỉnh ủy về tuyên "
                "truyền, Đảng ủy xã xây dựng kế hoạch:"
            ),
            [("54-HD/BTGTU", "2022-02-12", "Ban Tuyên giáo Tỉnh ủy", "Thực hiện", "tuyên truyền")],
        ),
        (
            (
                "Ủy ban nhân dân tỉnh nhận được Công văn số 84/UBND-VX1 ngày 2 tháng 3 năm 2021 của UBND "
                "tỉnh Sơn La V/v phối hợp, Chủ tịch UBND tỉnh có ý kiến như sau:"
            ),
            [("84/UBND-VX1", "2021-03-02", "UBND tỉnh Sơn La", "nhận được", "phối hợp")],
        ),
        (
            "Ngày 05/3/2024, UBND huyện đã ban hành Công văn số 250/UBND-NV về việc báo cáo quý I.",
            [("250/UBND-NV", "2024-03-05", "UBND huyện", None, "báo cáo quý I")],
        ),
        (
            (
                "Căn cứ Luật Đầu tư công ngày 13/6/2019; Nghị định số 40/2020/NĐ-CP ngày 06/4/2020 của "
                "Chính phủ quy định chi tiết Luật;"
            ),
            [
                ("", "2019-06-13", "Quốc hội", "Căn cứ", "Luật Đầu tư công"),
                ("40/2020/NĐ-CP", "2020-04-06", "Chính phủ", "Căn cứ", "quy định chi tiết Luật"),
            ],
        ),
        (
            (
                "Thực hiện ý kiến chỉ đạo của Chủ tịch UBND tỉnh tại Công văn số 55/UBND-NC ngày 2/2/2024 "
                "về việc thực hiện Nghị quyết số 28/NQ-CP ngày 3/3/2021 của Chính phủ, Sở Nội vụ đề nghị:"
            ),
            [
                (
                    "55/UBND-NC",
                    "2024-02-02",
                    "Chủ tịch UBND tỉnh",
                    "Thực hiện",
                    "thực hiện Nghị quyết số 28/NQ-CP ngày 3/3/2021 của Chính phủ",
                )
            ],
        ),
        (
            (
                "Thực hiện Công văn số 9/SVHTTDL-GĐ ngày 1/3/2024 của Sở Văn hóa, Thể thao và Du lịch về "
                "quản lý lễ hội, UBND huyện yêu cầu:"
            ),
            [
                (
                    "9/SVHTTDL-GĐ",
                    "2024-03-01",
                    "Sở Văn hóa, Thể thao và Du lịch",
                    "Thực hiện",
                    "quản lý lễ hội",
                )
            ],
        ),
        (
            (
                "Xét đề nghị của Sở Nội vụ về việc kiện toàn Ban Chỉ đạo (Tờ trình số 8/TTr-SNV ngày 3/4/2024), "
                "Chủ tịch UBND tỉnh đồng ý."
            ),
            [("8/TTr-SNV", "2024-04-03", "Sở Nội vụ", "Xét đề nghị của", "kiện toàn Ban Chỉ đạo")],
        ),
        (
            (
                "Tiếp theo Công văn số 10/UBND-VX ngày 27/7/2023 và theo đề nghị của Công an thị xã tại Công văn "
                "số 23/CATX ngày 08/9/2023, UBND thị xã yêu cầu:"
            ),
            [
                ("10/UBND-VX", "2023-07-27", None, "Tiếp theo", None),
                ("23/CATX", "2023-09-08", "Công an thị xã", "theo đề nghị của", None),
            ],
        ),
        (
            "Thực hiện Chương trình công tác số 11-CTr/ĐU ngày 30/01/2024 của Đảng ủy xã, UBND xã xây dựng:",
            [("11-CTr/ĐU", "2024-01-30", "Đảng ủy xã", "Thực hiện", None)],
        ),
    ],
)
def test_bases_of_an_opening(
    text: str, expected: list[tuple[str, str | None, str | None, str | None, str | None]]
) -> None:
    assert _of(text) == expected


def test_a_document_cited_without_its_role_is_no_basis() -> None:
    assert _of("Hồ sơ lập theo mẫu số 02 của Thông tư số 07/2023/TT-BTP ngày 1/6/2023.") == []


def test_an_impossible_date_is_left_out_with_a_doubt() -> None:
    (found,) = bases.of_paragraph(
        piece("Thực hiện Công văn số 8/SNV-CC ngày 31/4/2023 của Sở Nội vụ.")
    )

    assert found.value.date is None
    assert found.doubts == (doubts.BASIS_DATE_IMPOSSIBLE,)


def test_a_basis_stands_where_its_words_are() -> None:
    text = "Căn cứ Kế hoạch số 9/KH-UBND ngày 1/2/2023 của UBND tỉnh về việc trồng cây."

    (found,) = bases.of_paragraph(piece(text))

    (span,) = found.spans
    assert text[span.start : span.end] == text.removeprefix("Căn cứ ").removesuffix(".")

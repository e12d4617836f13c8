"""Ranges that are no deadlines, levels and digests' askers, told regimes, heads as sites print them."""

from __future__ import annotations

import pytest

from engine.intake import bases, levels, numbers, signers, subjects
from engine.intake.draft import draft_of
from engine.intake.found import Report
from tests.unit.intake.heads import lines, piece
from tests.unit.intake.written import duties_of, retold


def _of(body: str) -> list[Report]:
    """The reports of a piece without a head."""
    return [found.value for found in draft_of(f"{body}\n").duties.reports]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("bm22", "Báo cáo tháng lấy kỳ từ ngày 20 tháng trước đến ngày 19 của tháng báo cáo, gửi Sở Y tế trước ngày 22 hằng tháng."),
        ("n0622", "Báo cáo kỳ từ ngày 20 tháng 12 năm trước đến ngày 19 tháng 6. Gửi báo cáo về Sở Y tế chậm nhất ngày 22 tháng 6."),
        ("b0622", "Các huyện báo cáo nhanh từng ngày trong đợt nắng nóng (từ 05/6 - 12/6), báo cáo tổng hợp về Sở Y tế trước ngày 22/6."),
    ],
)  # fmt: skip
def test_a_range_of_data_is_no_deadline(said: str, sentence: str) -> None:
    assert retold(sentence) == said


def test_levels_report_to_levels() -> None:
    body = "Cụ thể: cấp xã phải hoàn thành và báo cáo kết quả về cấp huyện trước ngày 05/6/2023; cấp huyện hoàn thành và báo cáo kết quả về tỉnh trước ngày 20/6/2023."
    assert [(one.who, one.to) for one in _of(body)] == [
        (("cấp xã",), "cấp huyện"),
        (("cấp huyện",), "tỉnh"),
    ]


@pytest.mark.parametrize(
    ("sentence", "who", "to"),
    [
        ("Cục Thú y yêu cầu 3 công ty này báo cáo nguồn nhập và gửi báo cáo về cục trước ngày 09-12.", "3 công ty", "Cục Thú y"),
        ("Thủ tướng yêu cầu các bộ, địa phương trước ngày 20.4 phải báo cáo tình hình giải ngân.", "các bộ, địa phương", "Thủ tướng"),
        ("Sở Y tế vừa có công văn yêu cầu các bệnh viện báo cáo tình hình thuốc để gửi về Sở Y tế trước ngày 23-4.", "các bệnh viện", "Sở Y tế"),
    ],
)  # fmt: skip
def test_a_digest_names_who_is_asked_and_who_asks(sentence: str, who: str, to: str) -> None:
    (one,) = _of(f"Tin trong tỉnh\n\n{sentence}")
    assert one.who == (who,)
    assert one.to == to
    assert one.goes_up_to == ()


def test_who_gathers_after_that() -> None:
    body = "Các cơ sở Hội gửi báo cáo nhanh về Quận Hội trước ngày 20/5/2023, sau đó Quận Hội tổng hợp gửi Thành Hội."
    (one,) = [found.value for found in duties_of(body).reports]
    assert (one.consolidator, one.goes_up_to) == ("Quận Hội", ("Thành Hội",))


def test_a_purpose_in_a_sentence_of_its_own() -> None:
    body = "Nhằm nâng cao chất lượng công tác và để kịp thời tổng hợp báo cáo gửi Bộ Y tế.\n\nSở Y tế đề nghị các huyện gửi báo cáo về Sở Y tế trước ngày 20/5/2023."
    (one,) = [found.value for found in duties_of(body).reports]
    assert (one.consolidator, one.goes_up_to) == ("Sở Y tế", ("Bộ Y tế",))


def test_a_report_below_the_paragraph_that_asks_for_it() -> None:
    body = "Sở Y tế, Sở Công Thương cập nhật tình hình, báo cáo Thường trực Tỉnh ủy.\n\nBáo cáo nhanh gửi trước 14h00 ngày 13/05/2023."
    (one,) = [r.value for r in duties_of(body).reports if r.value.deadline.on]
    assert one.who == ("Sở Y tế", "Sở Công Thương")
    assert one.to == "Thường trực Tỉnh ủy"


@pytest.mark.parametrize(
    "sentence",
    [
        "Ngày 05/4, Sở Y tế có Công văn số 12/SYT-VP về việc tổ chức trực và báo cáo tình hình dịp nghỉ lễ.",
        "Sở Y tế hướng dẫn việc chuẩn bị báo cáo tổng kết công tác năm.",
        "Việc rà soát phục vụ xây dựng phương án đơn giản hóa chế độ báo cáo của ngành.",
        "Đến nay một số xã vẫn chưa gửi báo cáo về Sở Y tế.",
        "Nếu các xã vẫn không gửi đủ báo cáo về Sở Y tế theo yêu cầu, Sở sẽ phê bình.",
        "Số liệu báo cáo định kỳ hằng năm được tính từ ngày đầu năm.",
    ],
)
def test_what_is_only_spoken_of_is_no_report(sentence: str) -> None:
    assert duties_of(sentence).reports == ()


def test_a_letter_to_one_company_asks_it_by_its_name() -> None:
    text = "Kính gửi: Công ty cổ phần Thuốc thú y Mẫu.\n\nThực hiện Luật Thú y, Cục Thú y đề nghị công ty gửi báo cáo thu hồi về Cục Thú y trước ngày 15/8/2023.\n"
    (one,) = [found.value for found in draft_of(text).duties.reports]
    assert one.who == ("Công ty cổ phần Thuốc thú y Mẫu",)


def test_the_form_of_a_dated_report_is_no_second_one() -> None:
    body = "1. Các sở báo cáo theo phụ lục 1 kèm theo.\n\n2. Các huyện báo cáo theo phụ lục 2 kèm theo.\n\nĐề nghị gửi báo cáo về Sở Nội vụ trước ngày 18/5/2023."
    assert len(duties_of(body).reports) == 1
    assert [
        r.value.phrase for r in duties_of("Thực hiện nghiêm chế độ báo cáo theo quy định.").reports
    ]


def test_heads_as_sites_print_them() -> None:
    printed = "Số kí hiệu 915/SYT-NVY\nTrích yếu V/v hướng dẫn tiêm chủng mở rộng\nNội dung"
    found = numbers.find(lines(printed), printed)
    assert found and found.number and found.symbol
    assert (found.number.value, found.symbol.value) == ("915", "SYT-NVY")
    subject = subjects.find(lines(printed), [])
    assert subject and subject.value == "hướng dẫn tiêm chủng mở rộng"


def test_a_number_without_a_symbol_in_the_one_line_of_a_head() -> None:
    text = "Công văn số 915 ngày 08/5/2023 V/v báo cáo số liệu tiêm chủng năm 2023.\n\nKính gửi: Các trạm y tế xã.\n\nSở Y tế đề nghị các trạm gửi báo cáo về Sở Y tế trước ngày 18/5/2023.\n"
    header = draft_of(text).header
    assert header.number and header.number.value == "915"
    assert header.symbol is None


def test_who_signs_as_deputy_in_short() -> None:
    found = signers.find(lines("P. GIÁM ĐỐC\n(đã kỹ)\nLê Thị Mẫu"))
    assert found and (found.value.title, found.value.name) == ("P. GIÁM ĐỐC", "Lê Thị Mẫu")


def test_of_an_act_retold_what_it_carries_out_is_its_basis() -> None:
    told = "Ngày 12/5/2023 UBND huyện ban hành Công văn số 81/UBND-NV về việc thực hiện Công văn số 27/SNV-CC ngày 02/5/2023 của Sở Nội vụ."
    assert [b.value.number for b in bases.find([piece(told)], retold=True) if b.value.role] == [
        "27/SNV-CC"
    ]
    assert [b.value.number for b in bases.find([piece(told)])] == ["81/UBND-NV"]


def test_an_act_told_on_its_day_behind_a_basis() -> None:
    said = "Thực hiện Nghị quyết số 05/NQ-CP ngày 15/01/2023 của Chính phủ và để chuẩn bị kế hoạch năm sau, ngày 04/5/2023 Bộ Tài chính có công văn số 918/BTC-NS về việc báo cáo ngân sách."
    found = [(b.value.number, str(b.value.date)) for b in bases.find([piece(said)])]
    assert found == [("05/NQ-CP", "2023-01-15"), ("918/BTC-NS", "2023-05-04")]


def test_a_body_of_the_prime_minister_is_central() -> None:
    assert levels.level_of("Tổ công tác cải cách của Thủ tướng Chính phủ", None) == "trung_uong"

"""Inspections, campaigns, assignments, the route for difficulties, tables."""

from __future__ import annotations

import datetime as dt

from engine.intake.found import ANNUAL, BEFORE, NO_LATER, QUARTERLY
from tests.unit.intake.written import duties_of


def test_an_inspection_has_who_whom_and_when() -> None:
    (found,) = duties_of(
        "1. Thanh tra tỉnh\n- Tổ chức kiểm tra việc chấp hành kỷ luật lao động tại các doanh nghiệp trong quý III/2023."
    ).inspections
    assert (found.value.who, found.value.on_whom) == ("Thanh tra tỉnh", "doanh nghiệp")
    assert found.value.when == "trong quý III/2023"


def test_an_inspection_without_a_time_has_none() -> None:
    (found,) = duties_of(
        "Các cơ quan tăng cường công tác kiểm tra, giám sát việc chi trả."
    ).inspections
    assert found.value.when is None


def test_what_an_inspection_looks_at_is_no_inspection() -> None:
    assert not duties_of("Nội dung kiểm tra tập trung vào công tác cán bộ.").inspections


def test_a_campaign_has_its_days_wherever_they_are_printed() -> None:
    (found,) = duties_of(
        "- Hưởng ứng Tháng hành động vì trẻ em năm 2023.\n"
        "- Tổ chức Tháng hành động vì trẻ em (từ ngày 01/6 đến ngày 30/6/2023) thiết thực."
    ).campaigns
    assert found.value.name == "Tháng hành động vì trẻ em"
    assert (found.value.start, found.value.end) == (dt.date(2023, 6, 1), dt.date(2023, 6, 30))


def test_a_campaign_of_a_month_fills_it() -> None:
    (found,) = duties_of("Triển khai Tháng hành động phòng, chống ma túy (tháng 6/2023).").campaigns
    assert (found.value.start, found.value.end) == (dt.date(2023, 6, 1), dt.date(2023, 6, 30))


def test_a_campaign_without_days_keeps_its_year() -> None:
    (found,) = duties_of("Hưởng ứng Tuần lễ Biển và Hải đảo Việt Nam năm 2023 sôi nổi.").campaigns
    assert (found.value.start, found.value.year) == (None, 2023)


def test_a_campaign_within_a_month() -> None:
    short = duties_of("Hưởng ứng Chiến dịch Làm cho thế giới sạch hơn (20-22/9/2023).").campaigns
    assert (short[0].value.start, short[0].value.end) == (
        dt.date(2023, 9, 20),
        dt.date(2023, 9, 22),
    )


def test_orders_and_requests_are_told_apart() -> None:
    found = duties_of(
        "1. Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính xây dựng dự toán.\n"
        "2. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh tuyên truyền, vận động Nhân dân."
    ).assignments
    told = {one.value.actor: one.value.request for one in found}
    assert told["Sở Y tế"] is False
    assert told["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"] is True


def test_difficulties_have_a_route() -> None:
    found = duties_of(
        "Trong quá trình thực hiện, nếu phát sinh vướng mắc, các đơn vị phản ánh về UBND tỉnh (qua Sở Tài chính) để xem xét,"
        " giải quyết."
    ).feedback
    assert found is not None
    assert (found.value.to, found.value.via) == ("UBND tỉnh", "Sở Tài chính")
    assert found.value.form == "phản ánh"
    assert found.value.outcome == "xem xét, giải quyết"


TABLE = """Các đơn vị thực hiện theo bảng sau:

| TT | Nội dung | Đơn vị chủ trì | Thời gian |
| 1 | Ban hành kế hoạch kiểm tra | Thanh tra tỉnh | Trước 15/5/2023 |
| 2 | Báo cáo kết quả quý | Sở Tài chính | Ngày 15 tháng cuối quý |
| 3 | Báo cáo tổng kết năm | Sở Nội vụ | 10/12/2023 |
| 4 | Tuyên truyền | Sở Thông tin và Truyền thông | Thường xuyên |
"""


def test_a_row_of_a_table_is_a_report_or_a_task_by_its_words() -> None:
    found = duties_of(TABLE)
    (task,) = (one.value for one in found.tasks)
    quarterly, annual = (
        one.value for one in found.reports if one.value.deadline.boundary != "none"
    )
    assert (task.who, task.deadline.boundary) == (("Thanh tra tỉnh",), BEFORE)
    assert (quarterly.kind, quarterly.deadline.day, quarterly.deadline.month) == (QUARTERLY, 15, 3)
    assert (annual.kind, annual.who, annual.deadline.boundary) == (ANNUAL, ("Sở Nội vụ",), NO_LATER)
    assert annual.deadline.on == dt.date(2023, 12, 10)


def test_a_table_drawn_with_blanks_has_rows_too() -> None:
    found = duties_of(
        "Báo cáo theo bảng sau:\n\n"
        "Nội dung báo cáo          Đơn vị             Thời hạn\n"
        "Báo cáo nhanh             UBND các huyện     Trước 20/5/2023\n"
        "Báo cáo kết quả           Các sở, ngành      25/5/2023\n"
    )
    dated = [one.value for one in found.reports if one.value.deadline.on]
    assert [(r.deadline.on, r.deadline.boundary, r.who) for r in dated] == [
        (dt.date(2023, 5, 20), BEFORE, ("UBND các huyện",)),
        (dt.date(2023, 5, 25), NO_LATER, ("Các sở, ngành",)),
    ]

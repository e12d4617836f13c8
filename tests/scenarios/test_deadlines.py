"""Chế độ báo cáo định kỳ: what a letter prints becomes days, on every tier, year after year."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import islice

import pytest
from sqlalchemy.orm import Session

from adapters import holidays
from adapters.directive_files import parse
from engine import calendar, date_checks, policies
from engine.calendar_edit import load_holidays
from engine.deadlines import Due
from engine.directives import DeriveRequest, Directive, derive, owed, record
from engine.obligations import duties_of
from engine.selectors import children

pytestmark = pytest.mark.usefixtures("units")

NOW = datetime(2023, 3, 16, 2, tzinfo=UTC)
LETTER = """\
issuer: Bộ Lao động - Thương binh và Xã hội
number: 1000
symbol: LĐTBXH-BĐG
type: cong_van
issued_on: 16/3/2023
subject: Chế độ báo cáo định kỳ về bình đẳng giới
field: ldtbxh
process: cascade-three-tier
recipients:
  - group: UBND các tỉnh, thành phố
    select: children(unit, "tinh")
obligations:
  - code: thang
    title: Số liệu, định kỳ ngày 20 hằng tháng
    deadline: {kind: monthly, boundary: no_later, day: 20, cut_off: regime}
  - code: quy
    title: Báo cáo quý, trước ngày 05 của tháng cuối quý
    deadline: {kind: quarterly, boundary: before, day: 5, cut_off: regime}
  - code: 6t
    title: Báo cáo 06 tháng hằng năm, trước ngày 15/5
    deadline: {kind: half_year, boundary: before, date: 15/5, recurring: true}
  - code: 9t
    title: Báo cáo 09 tháng hằng năm, chậm nhất ngày 20/9
    deadline: {kind: nine_months, boundary: no_later, date: 20/9, recurring: true, cut_off: regime}
  - code: nam
    title: Báo cáo năm, trước ngày 15/11 hằng năm
    deadline: {kind: annual, boundary: before, date: 15/11, recurring: true, cut_off: regime}
  - code: giao-ban
    title: Tình hình, 14 giờ 00 thứ Sáu, hai tuần một lần
    deadline: {kind: biweekly, boundary: no_later, weekday: friday, time: "14:00"}
"""


def _duties(session: Session, directive_id: int, count: int) -> dict[str, list[Due]]:
    """The next deadlines of each obligation, by its code."""
    known = calendar.load(session)
    return {
        duty.code: list(islice(duty.series(known), count))
        for duty in duties_of(session, [directive_id])[directive_id]
    }


@pytest.fixture
def letter(session: Session) -> Directive:
    years = range(2022, 2028)
    load_holidays(session, holidays.days(years), years, NOW, "command")
    return record(session, parse(LETTER.encode(), "bo.yaml"), NOW)


def test_the_ministrys_letter_of_march_names_each_period_and_its_last_day(
    session: Session, letter: Directive
) -> None:
    found = _duties(session, letter.id, 2)
    told = {code: [(d.key, f"{d.last_ok:%d/%m/%Y}") for d in dues] for code, dues in found.items()}
    assert told == {
        "thang": [("2023-T03", "20/03/2023"), ("2023-T04", "20/04/2023")],
        "quy": [("2023-Q2", "04/06/2023"), ("2023-Q3", "04/09/2023")],
        "6t": [("2023-6T", "14/05/2023"), ("2024-6T", "14/05/2024")],
        "9t": [("2023-9T", "20/09/2023"), ("2024-9T", "20/09/2024")],
        "nam": [("2023-N", "14/11/2023"), ("2024-N", "14/11/2024")],
        "giao-ban": [("2023-03-17", "17/03/2023"), ("2023-03-31", "31/03/2023")],
    }
    # Quý I chốt số liệu ngày 14/3; hạn 05/3 đã qua khi ban hành: chỉ hiện, không ai phải báo cáo.
    passed = {
        w.obligation: w.period
        for w in date_checks.of_directive(session, letter)
        if w.code == "passed-this-period"
    }
    assert passed == {"quy": "2023-Q1"}
    year = found["nam"][0]
    assert (year.period_start, year.period_end) == (date(2022, 12, 15), date(2023, 12, 14))


def test_the_province_and_the_district_ask_earlier_for_the_same_periods_in_every_year(
    session: Session, letter: Directive
) -> None:
    province = children(session, letter.issuer_id, "tinh", date(2023, 3, 20))[0]
    made = derive(
        session, [DeriveRequest(letter.id, province.id, "1", "UBND-VX", date(2023, 3, 20))], NOW
    )
    of_province = made[letter.id, province.id]
    district = children(session, province.id, "huyen", date(2023, 4, 3))[0]
    asked = DeriveRequest(of_province, district.id, "2", "UBND-LĐTBXH", date(2023, 4, 3))
    of_district = derive(session, [asked], NOW)[of_province, district.id]
    tiers = [_duties(session, id_, 60) for id_ in (letter.id, of_province, of_district)]
    for code, days in {"thang": 3, "quy": 5, "6t": 10, "9t": 10, "nam": 10, "giao-ban": 2}.items():
        above, middle, below = ({due.key: due for due in tier[code]} for tier in tiers)
        for key in sorted(below)[2:20]:
            assert (above[key].printed - middle[key].printed).days == days
            assert (middle[key].printed - below[key].printed).days == days
            assert below[key].period_end == above[key].period_end
    # Hạn 20/3 của Bộ không còn ngày nào cho huyện: huyện bắt đầu từ tháng Tư.
    assert [due.key for due in tiers[2]["thang"]][:2] == ["2023-T04", "2023-T05"]
    communes = children(session, district.id, "xa", date(2023, 4, 3))
    first = owed(session, [(of_district, communes[0].id)], NOW)
    assert [report.due.key for report in first][:2] == ["2023-T04", "2023-Q2"]


def test_a_province_that_moves_deadlines_off_days_off_moves_only_its_own(
    session: Session, letter: Directive
) -> None:
    province = children(session, letter.issuer_id, "tinh", date(2023, 3, 20))[0]
    policies.put(session, "deadline-on-day-off", province.id, "previous", NOW, "command")
    made = derive(
        session, [DeriveRequest(letter.id, province.id, "1", "UBND-VX", date(2023, 3, 20))], NOW
    )
    below = {d.key: d for d in _duties(session, made[letter.id, province.id], 40)["thang"]}
    # Hạn của tỉnh 17/2/2024 là thứ Bảy ngay sau Tết Giáp Thìn; của Bộ 20/4/2024 là thứ Bảy.
    assert (below["2024-T02"].printed, below["2024-T02"].last_ok) == (
        date(2024, 2, 17),
        date(2024, 2, 16),
    )
    above = {d.key: d for d in _duties(session, letter.id, 40)["thang"]}
    assert above["2024-T04"].last_ok == date(2024, 4, 20)

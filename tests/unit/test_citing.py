"""How a document calls another, and a report's period."""

from __future__ import annotations

import pytest

from engine import citing, period_words
from engine.official_words import on, thing
from engine.provision_numbers import printed

TINH = "Ủy ban nhân dân tỉnh Bình Định"


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (
            {"number": "1021", "symbol": "UBND-NV", "date": "12/04/2023", "issuer": TINH}
            | {"title": "TĂNG CƯỜNG CÔNG TÁC CẢI CÁCH HÀNH CHÍNH"},
            (
                f"Công văn số 1021/UBND-NV ngày 12 tháng 4 năm 2023 của {TINH} về việc tăng cường công "
                "tác cải cách hành chính"
            ),
        ),
        (
            {"number": "57", "symbol": "KH-UBND", "issuer": "ỦY BAN NHÂN DÂN TỈNH BÌNH ĐỊNH"}
            | {"title": "Kế hoạch phòng cháy năm 2023"},
            f"Kế hoạch số 57/KH-UBND của {TINH} về phòng cháy năm 2023",
        ),
        (
            {
                "type": "quyet_dinh",
                "number": "9",
                "date": "2023-02-03",
                "title": "Quy chế làm việc",
            },
            "Quyết định số 9 ngày 03 tháng 02 năm 2023 ban hành Quy chế làm việc",
        ),
        ({"type": "Công văn", "date": "31/2/2023"}, "Công văn ngày 31/2/2023"),
        ({"number": "12", "issuer": TINH}, f"Văn bản số 12 của {TINH}"),
        ({"title": "Luật Bình đẳng giới", "issuer": "…"}, "Luật Bình đẳng giới"),
        ({"symbol": "UBND-VP", "title": "V/v họp"}, "Công văn số …/UBND-VP về việc họp"),
        ("Kế hoạch của năm", "Kế hoạch của năm"),
    ],
)
def test_a_basis_is_called_by_type_number_day_issuer_and_subject(basis, said):
    assert citing.of_basis(basis) == said


@pytest.mark.parametrize(
    ("key", "vi", "en"),
    [
        ("2023-6T", "6 tháng đầu năm 2023", "the first half of 2023"),
        ("2023-T05", "tháng 5 năm 2023", "05/2023"),
        ("2023-Q4", "quý IV năm 2023", "quarter 4 of 2023"),
        ("2023-N", "năm 2023", "the year 2023"),
        ("2023-05-05", "", ""),
        ("khác", "khác", "khác"),
    ],
)
def test_a_period_is_named_and_a_day_is_none(key, vi, en):
    assert (period_words.named(key), period_words.named(key, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("II.2", "II.2"),
        ("3.", "3"),
        ("a)", "a)"),
        ("Điều 5", "Điều 5"),
        ("IV.1.a", "IV.1.a"),
        ("closing", ""),
        ("annex", ""),
        ("", ""),
        ("đoạn cuối", ""),
    ],
)
def test_a_provision_shows_a_number_or_none(number, shown):
    assert printed(number) == shown


@pytest.mark.parametrize(
    ("title", "sent", "about"),
    [
        ("Báo cáo năm", "báo cáo năm", "về việc báo cáo năm"),
        ("Thực hiện kế hoạch", "kết quả thực hiện kế hoạch", "về việc thực hiện kế hoạch"),
        ("Danh sách cán bộ", "danh sách cán bộ", "về danh sách cán bộ"),
        ("UBND xã", "UBND xã", "về UBND xã"),
    ],
)
def test_what_is_sent_is_a_thing_and_what_is_done_goes_on_with_its_word(title, sent, about):
    assert (thing(title), on(title)) == (sent, about)

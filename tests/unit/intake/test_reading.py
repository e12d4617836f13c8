"""A letter is put in order whatever printing and copying did to it; the way back stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.intake.letter import ANNEX, BODY, FOOT, FOOTNOTE, HEAD, Letter
from engine.intake.reading import put_in_order

HEAD_LINES = "ỦY BAN NHÂN DÂN\nHUYỆN TAM ĐƯỜNG\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 95/UBND-YT\n\nKính gửi: Trạm Y tế các xã.\n\n"
FOOT_LINES = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nLò Văn Mẫu\n"


def _texts(letter: Letter, *zones: str) -> list[str]:
    return [p.text for p in letter.zone(*zones)]


def _body(text: str) -> list[str]:
    return _texts(put_in_order(HEAD_LINES + text + FOOT_LINES), BODY)


WRAPPED = (
    "Thực hiện chỉ đạo của Sở Y tế về việc tiêm bổ sung vắc xin, Ủy ban nhân dân\n"
    "huyện đề nghị Trạm Y tế các xã rà soát danh sách trẻ em trong độ tuổi trên địa bàn.\n"
    "Mỗi trạm phân công người trực, chuẩn bị đủ vắc xin, vật tư và thuốc cấp cứu; bố trí\n"
    "bàn tiêm theo nguyên tắc một chiều, theo dõi trẻ ít nhất ba mươi phút sau khi tiêm,\n"
    "ghi chép đầy đủ vào phần mềm tiêm chủng quốc gia và sổ tiêm của từng trẻ tại trạm.\n"
    "Danh sách lập theo mẫu, gửi Trung tâm Y tế huyện trước ngày 12/9/2024 để tổng hợp."
)
WHOLE = " ".join(WRAPPED.split("\n"))


@pytest.mark.parametrize(
    "printed",
    [
        WRAPPED,
        WRAPPED.replace("\n", " \n\n"),
        WRAPPED.replace("\n", "\r\n"),
        WRAPPED.replace("\ntrước", "\n\n2\n\ntrước").replace("địa bàn.\n", "địa bàn.\f\n"),
        WRAPPED.replace("huyện đề", "\n\n\n3\n\nhuyện đề"),
        WRAPPED.replace("huyện đề", "Trang 2/5\nhuyện đề"),
        WHOLE,
        unicodedata.normalize("NFD", WRAPPED),
        WRAPPED.replace(" ngày", "\u00a0ngày")
        .replace("tổng", "tổ\u00adng")
        .replace("Danh", "\ufeffDanh"),
        WRAPPED.replace("12/9", "\uff11\uff12/9"),
        WRAPPED.replace("địa bàn", "**địa bàn**").replace("theo mẫu", "*theo mẫu*"),
    ],
)
def test_one_paragraph_however_it_was_printed(printed: str) -> None:
    assert _body(printed) == [WHOLE]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (
            "Theo Quyết định số 615/QĐ -\n TTg ngày 03/4/2023",
            "Theo Quyết định số 615/QĐ-TTg ngày 03/4/2023",
        ),
        (
            "Theo Kế hoạch số 44/KH-\nUBND ngày 03/4/2023",
            "Theo Kế hoạch số 44/KH-UBND ngày 03/4/2023",
        ),
        (
            "Theo Nghị quyết số 20- \n\nNQ/TW ngày 25/10/2017",
            "Theo Nghị quyết số 20-NQ/TW ngày 25/10/2017",
        ),
        (
            "Theo Công văn số 812 / SYT-NVY ngày 02/5/2024",
            "Theo Công văn số 812/SYT-NVY ngày 02/5/2024",
        ),
        ("gửi trước ngày 15 tháng11 hằng năm", "gửi trước ngày 15 tháng 11 hằng năm"),
        ("ban hành ngày 05/6/2023của Sở Y tế", "ban hành ngày 05/6/2023 của Sở Y tế"),
        ("gửi trước ngày 15 / 5 / 2024", "gửi trước ngày 15/5/2024"),
        ("đủ nguồn lựcđể thực hiện", "đủ nguồn lực để thực hiện"),
        ("hộ nghèo,hộ cận nghèo;hộ khác", "hộ nghèo, hộ cận nghèo; hộ khác"),
        (
            "phát triển kinh tế\n- xã hội của huyện trong những năm sau, giai đoạn 2021\n- 2025",
            None,
        ),
    ],
)
def test_what_a_line_break_or_a_lost_space_split_is_whole_again(
    printed: str, read: str | None
) -> None:
    texts = [p.text for p in put_in_order(printed).paragraphs]
    if read is not None:
        assert texts == [read]


def test_a_dash_inside_a_phrase_begins_no_list_item() -> None:
    text = (
        "Thực hiện Nghị quyết của Hội đồng nhân dân huyện về nhiệm vụ phát triển kinh tế\n"
        "- xã hội, Ủy ban nhân dân huyện giao chỉ tiêu cho các đơn vị trong giai đoạn 2021\n"
        "- 2025 như phụ lục kèm theo, đề nghị các đơn vị nghiêm túc tổ chức thực hiện.\n"
        "- Rà soát lại các chỉ tiêu đã giao."
    )
    paragraphs = put_in_order(HEAD_LINES + text + FOOT_LINES).zone(BODY)
    assert [p.bullet for p in paragraphs] == ["", "-"]
    assert "kinh tế - xã hội, Ủy ban" in paragraphs[0].text
    assert "2021 - 2025 như" in paragraphs[0].text


def test_two_items_that_ran_into_one_line_are_two() -> None:
    texts = _body("1. Công việc\n- Rà soát danh sách. - Gửi kết quả về huyện;")
    assert texts == ["1. Công việc", "- Rà soát danh sách.", "- Gửi kết quả về huyện;"]


@pytest.mark.parametrize(
    "head",
    [
        (
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN TAM ĐƯỜNG Độc lập - Tự do - Hạnh phúc\n\n"
            "Số: 95/UBND-YT Tam Đường, ngày 03 tháng 9 năm 2024\nV/v tiêm bổ sung vắc xin cho\ntrẻ em trên địa bàn huyện\n"
        ),
        (
            "     ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n     HUYỆN TAM ĐƯỜNG                Độc lập - Tự do - Hạnh phúc\n"
            "     Số: 95/UBND-YT                Tam Đường, ngày 03 tháng 9 năm 2024\nV/v tiêm bổ sung vắc xin cho\n  trẻ em trên địa bàn huyện\n"
        ),
        (
            "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN TAM ĐƯỜNG\tĐộc lập - Tự do - Hạnh phúc\nSố: 95/UBND-YT\n"
            "V/v tiêm bổ sung vắc xin cho\tTam Đường, ngày 03 tháng 9 năm 2024\ntrẻ em trên địa bàn huyện\n"
        ),
        (
            "| **ỦY BAN NHÂN DÂN** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM** |\n|---|---|\n| **HUYỆN TAM ĐƯỜNG** | Độc lập - Tự do - Hạnh phúc |\n"
            "| Số: 95/UBND-YT | *Tam Đường, ngày 03 tháng 9 năm 2024* |\n\nV/v tiêm bổ sung vắc xin cho trẻ em trên địa bàn huyện\n"
        ),
    ],
)
def test_a_head_in_two_columns_is_taken_apart(head: str) -> None:
    letter = put_in_order(head + "\nKính gửi: Trạm Y tế các xã.\n\n" + WRAPPED + FOOT_LINES)
    assert sorted(_texts(letter, HEAD)) == sorted(
        [
            "ỦY BAN NHÂN DÂN",
            "HUYỆN TAM ĐƯỜNG",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 95/UBND-YT",
            "Tam Đường, ngày 03 tháng 9 năm 2024",
            "V/v tiêm bổ sung vắc xin cho trẻ em trên địa bàn huyện",
            "Kính gửi: Trạm Y tế các xã.",
        ]
    )


def test_a_foot_in_two_columns_gives_the_list_then_the_signature() -> None:
    foot = (
        "\n\nNơi nhận:                      TM. ỦY BAN NHÂN DÂN\n- Như trên;                       KT. CHỦ TỊCH\n"
        "- Sở Y tế;                      PHÓ CHỦ TỊCH\n- Các ban của Huyện ủy;  Lò Văn Mẫu\n- Lưu: VT.\n"
    )
    letter = put_in_order(HEAD_LINES + WRAPPED + foot)
    assert _texts(letter, FOOT) == [
        "Nơi nhận:", "- Như trên;", "- Sở Y tế;", "- Các ban của Huyện ủy;", "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Văn Mẫu",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "printed",
    [
        "Theo kế hoạch đã giao cho các xã trong năm 2024\n1\n, các trạm gửi báo cáo\n\n                              \n1\n Quyết định số 7/QĐ-SYT.\n",
        "Theo kế hoạch đã giao cho các xã trong năm 2024¹, các trạm gửi báo cáo\n\n¹ Quyết định số 7/QĐ-SYT.\n",
        "Theo kế hoạch đã giao cho các xã trong năm 2024[^1], các trạm gửi báo cáo\n\n[^1]: Quyết định số 7/QĐ-SYT.\n",
        "Theo kế hoạch đã giao cho các xã trong năm 20241, các trạm gửi báo cáo\n\n____________________\n1 Quyết định số 7/QĐ-SYT.\n",
    ],
)
def test_footnotes_leave_the_sentence_they_interrupt(printed: str) -> None:
    letter = put_in_order(HEAD_LINES + printed + FOOT_LINES)
    assert _texts(letter, FOOTNOTE) == ["Quyết định số 7/QĐ-SYT."]
    assert _texts(letter, BODY) == [
        "Theo kế hoạch đã giao cho các xã trong năm 2024, các trạm gửi báo cáo"
    ]


SOUND = (
    "Thực hiện kế hoạch phát triển kinh tế - xã hội, Ủy ban nhân dân xã yêu cầu các thôn tổ chức khảo sát hộ nghèo, "
    "xác định nguyên nhân, xây dựng phương án hỗ trợ sinh kế phù hợp với điều kiện thực tế. Bố trí kinh phí, huy động nguồn lực xã hội hóa, "
    "khuyến khích cộng đồng tham gia. Định kỳ tổng hợp, báo cáo kết quả, đề xuất chính sách với cấp trên xem xét. "
    "Thường xuyên kiểm tra, xử lý vi phạm, không để xảy ra sai sót; chú trọng bồi dưỡng cán bộ phụ trách tiêu chí nông thôn mới."
)


@pytest.mark.parametrize("lost", ["xí", "xíồù", "ồí", "xư", "âx"])
def test_lost_letters_come_back_by_the_words_they_make(lost: str) -> None:
    letter = put_in_order("".join(" " if c in lost else c for c in SOUND))
    whole = letter.paragraphs[0].text.split()
    wrong = [w for w, right in zip(whole, SOUND.split(), strict=False) if w != right]
    assert len(whole) == len(SOUND.split())
    assert len(wrong) <= 2
    assert letter.damage
    raw = letter.damage[0].spans[0]
    assert letter.text[raw.start : raw.end] != letter.damage[0].value


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        "Gửi các xã Mường So, Khổng Lào, Pa Vây Sử, Sì Lở Lầu; liên hệ ThS. Nguyễn Thị X, đt 0203 846 333, mục b, c, d khoản 2.",
        "The programme of the UN and the WB (PforR) on rural water supply, phase 2, is run by the CPC of H district and N province.",
    ],
)
def test_a_text_that_lost_nothing_is_left_alone(text: str) -> None:
    letter = put_in_order(text)
    assert letter.damage == ()
    assert " ".join(p.text for p in letter.paragraphs) == text


PLAN = """KẾ HOẠCH
Phòng, chống bệnh dại năm 2024

Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2024 của UBND tỉnh, UBND huyện ban hành Kế hoạch như sau:

I. MỤC ĐÍCH
1. Khống chế bệnh dại trên đàn chó, không để lây sang người, bảo đảm an toàn cho nhân dân.
2. Nâng cao nhận thức của người nuôi chó. Gắn trách nhiệm của chủ vật nuôi với cộng đồng.

II. NHIỆM VỤ
1. Công tác tiêm phòng
- Tiêm hai đợt trong năm.
2. Phòng Văn hóa và Thông tin: tuyên truyền trên hệ thống loa của các xã.
3. Trạm Thú y. Cung ứng vắc xin, dụng cụ bảo hộ.
- Kiểm tra việc bảo quản.
4. Đề nghị Hội Nông dân huyện
Vận động hội viên đưa chó đi tiêm đầy đủ, đúng lịch của xã.

II. KINH PHÍ
Từ ngân sách huyện và nguồn hợp pháp khác.
"""


def test_headings_have_paths_and_titles_only_where_they_have_one() -> None:
    letter = put_in_order(PLAN + FOOT_LINES)
    assert [(h.value.number, h.value.title) for h in letter.headings] == [
        ("I", "MỤC ĐÍCH"),
        ("II", "NHIỆM VỤ"),
        ("II.1", "Công tác tiêm phòng"),
        ("II.2", "Phòng Văn hóa và Thông tin"),
        ("II.3", "Trạm Thú y"),
        ("II.4", "Đề nghị Hội Nông dân huyện"),
        ("II", "KINH PHÍ"),
    ]
    span = letter.headings[2].spans[0]
    assert letter.text[span.start : span.end] == "1. Công tác tiêm phòng"


def test_decimal_numbers_are_headings_with_a_title_or_without() -> None:
    letter = put_in_order(
        HEAD_LINES
        + "1. Công tác chỉ đạo\n1.1. Các trạm phân công người trực, bảo đảm đủ thuốc thiết yếu trong suốt đợt tiêm.\n"
        "1.2. Tuyên truyền trong nhân dân:\n- Phát tờ rơi.\n2. Công tác báo cáo\nBáo cáo hằng ngày."
        + FOOT_LINES
    )
    assert [(h.value.number, h.value.title) for h in letter.headings] == [
        ("1", "Công tác chỉ đạo"),
        ("1.1", None),
        ("1.2", "Tuyên truyền trong nhân dân"),
        ("2", "Công tác báo cáo"),
    ]


def test_an_annex_after_the_signature_is_read_on() -> None:
    decision = (
        "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\n\nCăn cứ Luật Thú y năm 2015;\n\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch tiêm phòng năm 2024.\n\n"
        "Điều 2. Chánh Văn phòng chịu trách nhiệm thi hành./." + FOOT_LINES
    )
    letter = put_in_order(
        decision
        + "\n"
        + PLAN.replace("Phòng, chống", "(Kèm theo Quyết định số 8/QĐ-UBND)\nPhòng, chống", 1)
    )
    annex = letter.zone(ANNEX)
    assert annex[0].text == "KẾ HOẠCH"
    assert next(p.where for p in annex if p.text.startswith("- Tiêm hai đợt")) == "II.1"
    assert _texts(letter, FOOT)[-1] == "Lò Văn Mẫu"
    assert [h.value.number for h in letter.headings][:4] == ["Điều 1", "Điều 2", "I", "II"]


ROWS = [
    ("TT", "Nhiệm vụ", "Đơn vị", "Thời hạn"),
    ("1", "Nạo vét kênh", "Các xã", "Trước 15/5/2024"),
    ("2", "Mua giống", "Phòng Nông nghiệp", "Trong tháng 6"),
]


@pytest.mark.parametrize(
    "table",
    [
        "\n".join("| " + " | ".join(row) + " |" for row in ROWS),
        "\n".join("\t".join(row) for row in ROWS),
        "\n".join(f"{a:<5}{b:<24}{c:<24}{d}" for a, b, c, d in ROWS),
        "\n".join(cell for row in ROWS for cell in row),
        "\n\n".join(cell for row in ROWS for cell in row),
        (
            "TT   Nhiệm vụ       Đơn vị         Thời hạn\n1    Nạo vét        Các xã         Trước\n     kênh                          15/5/2024\n"
            "2    Mua giống      Phòng Nông     Trong tháng 6\n                    nghiệp\n"
        ),
    ],
)
def test_a_table_is_rows_of_cells_however_it_was_copied(table: str) -> None:
    letter = put_in_order(
        HEAD_LINES
        + "1. Nhiệm vụ cụ thể\n\n"
        + table
        + "\n\n2. Kinh phí\nTừ ngân sách."
        + FOOT_LINES
    )
    rows = [[p.text[a:b] for a, b in p.cells] for p in letter.paragraphs if p.cells]
    assert rows == [list(row) for row in ROWS]
    assert [h.value.number for h in letter.headings] == ["1", "2"]


def test_a_table_without_numbers_has_rows_too() -> None:
    table = (
        "Nội dung báo cáo            Đơn vị             Thời hạn\n"
        "Kết quả tiêm phòng đợt 1    Các xã             Trước 10/6/2024\n"
        "Tổng kết năm                Phòng Y tế         Trước 05/12/2024\n"
    )
    letter = put_in_order(
        HEAD_LINES + "1. Báo cáo\n\n" + table + "\n2. Kinh phí\nTừ ngân sách." + FOOT_LINES
    )
    rows = [[p.text[a:b] for a, b in p.cells] for p in letter.paragraphs if p.cells]
    assert rows[1:] == [
        ["Kết quả tiêm phòng đợt 1", "Các xã", "Trước 10/6/2024"],
        ["Tổng kết năm", "Phòng Y tế", "Trước 05/12/2024"],
    ]


def test_a_first_line_that_stands_in_begins_a_paragraph() -> None:
    long = "Các trạm lập danh sách trẻ trong độ tuổi, đối chiếu với sổ theo dõi và phần mềm"
    other = "Ủy ban nhân dân các xã bố trí nhân lực, phương tiện phục vụ cho đợt tiêm bổ sung"
    lines = [
        f"      {long}",
        "quốc gia của năm nay.",
        f"      {other}",
        "trong cả đợt. Kết quả",
    ] * 4
    texts = _body("\n".join(lines))
    assert len(texts) == 8
    assert texts[0] == f"{long} quốc gia của năm nay."


def test_letters_of_old_fonts_are_read() -> None:
    typed = "ñy ban nh©n d©n huyÖn yªu cÇu c¸c x· göi b¸o c¸o tr­íc ngµy 15/5/2004 ®Ó tæng hîp, b¸o c¸o ñy ban nh©n d©n tØnh."
    letter = put_in_order(typed)
    assert letter.paragraphs[0].text.lower() == (
        "ủy ban nhân dân huyện yêu cầu các xã gửi báo cáo trước ngày 15/5/2004 để tổng hợp, báo cáo ủy ban nhân dân tỉnh."
    )
    at = letter.paragraphs[0].text.index("báo cáo")
    span = letter.paragraphs[0].span(at, at + 7)
    assert typed[span.start : span.end] == "b¸o c¸o"


def test_a_letter_run_into_one_line_is_parted_again() -> None:
    text = (
        HEAD_LINES
        + "1. Công tác chỉ đạo\n"
        + WRAPPED
        + "\n2. Báo cáo\n- Gửi hằng tuần.\n"
        + FOOT_LINES
    )
    letter = put_in_order(" ".join(text.split()) + " " * 1_000)
    assert "Số: 95/UBND-YT" in _texts(letter, HEAD)
    assert "Kính gửi: Trạm Y tế các xã." in _texts(letter, HEAD)
    assert "- Gửi hằng tuần." in _texts(letter, BODY)
    assert "- Như trên;" in _texts(letter, FOOT)


def test_a_letter_without_head_or_foot_is_all_body() -> None:
    letter = put_in_order(WRAPPED)
    assert _texts(letter, BODY) == [WHOLE]


def test_every_character_leads_back_to_where_it_stood() -> None:
    text = HEAD_LINES + WRAPPED.replace("\n", " \n\n") + FOOT_LINES
    for paragraph in put_in_order(text).paragraphs:
        for start, end in paragraph.lines:
            span = paragraph.span(start, end)
            words = paragraph.text[start:end].split()
            assert text[span.start : span.end].split() == words


@given(
    st.text(
        alphabet=st.sampled_from(list("aăđệÁX.,;:-–()/|*#¹[]^ \t\n\f123IV\u0301\u200b\ud800")),
        max_size=400,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_put_in_order(text: str) -> None:
    letter = put_in_order(text)
    for paragraph in letter.paragraphs:
        assert len(paragraph.text) == len(paragraph.origin)
        assert all(0 <= place < max(1, len(text)) for place in paragraph.origin)
        assert all(
            0 <= a <= b <= len(paragraph.text) for a, b in (*paragraph.lines, *paragraph.cells)
        )
    spans = [span for heading in letter.headings for span in heading.spans]
    spans += [span for repair in letter.damage for span in repair.spans]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)

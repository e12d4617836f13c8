"""The types of letters: their names as printed, their abbreviations in symbols, their codes.

Nghị định 30/2020/NĐ-CP, phụ lục III (29 types), the legal documents of Luật Ban hành văn bản quy
phạm pháp luật, and the Party's (Hướng dẫn 36-HD/VPTW).
"""

from __future__ import annotations

from typing import Final

LETTER: Final = "cong_van"

TYPE_NAMES: Final = {
    "công văn": LETTER, "kế hoạch": "ke_hoach", "chỉ thị": "chi_thi", "quyết định": "quyet_dinh",
    "thông báo": "thong_bao", "hướng dẫn": "huong_dan", "chương trình": "chuong_trinh",
    "công điện": "cong_dien", "nghị quyết": "nghi_quyet", "báo cáo": "bao_cao",
    "tờ trình": "to_trinh", "quy chế": "quy_che", "quy định": "quy_dinh", "phương án": "phuong_an",
    "đề án": "de_an", "dự án": "du_an", "biên bản": "bien_ban", "hợp đồng": "hop_dong",
    "giấy mời": "giay_moi", "giấy giới thiệu": "giay_gioi_thieu", "giấy ủy quyền": "giay_uy_quyen",
    "giấy nghỉ phép": "giay_nghi_phep", "phiếu gửi": "phieu_gui", "phiếu chuyển": "phieu_chuyen",
    "phiếu báo": "phieu_bao", "thông cáo": "thong_cao", "bản ghi nhớ": "ban_ghi_nho",
    "bản thỏa thuận": "ban_thoa_thuan", "thư công": "thu_cong", "thông tư": "thong_tu",
    "thông tư liên tịch": "thong_tu_lien_tich", "nghị định": "nghi_dinh", "luật": "luat",
    "pháp lệnh": "phap_lenh", "lệnh": "lenh", "kết luận": "ket_luan", "thông tri": "thong_tri",
    "quy trình": "quy_trinh", "đề cương": "de_cuong", "tuyên bố": "tuyen_bo",
    "lời kêu gọi": "loi_keu_goi", "công bố": "cong_bo", "kế hoạch liên tịch": "ke_hoach",
    "kế hoạch phối hợp": "ke_hoach", "kế hoạch liên ngành": "ke_hoach",
    "chương trình hành động": "chuong_trinh", "chương trình công tác": "chuong_trinh",
    "chương trình phối hợp": "chuong_trinh", "quy chế phối hợp": "quy_che",
    "nghị quyết liên tịch": "nghi_quyet", "hướng dẫn liên ngành": "huong_dan",
    "hướng dẫn liên tịch": "huong_dan", "thông báo kết luận": "thong_bao",
    "công điện khẩn": "cong_dien", "công điện hỏa tốc": "cong_dien",
    "kết luận thanh tra": "ket_luan", "thông báo kết quả": "thong_bao",
}  # fmt: skip

ABBREVIATIONS: Final = {
    "NQ": "nghi_quyet", "QĐ": "quyet_dinh", "CT": "chi_thi", "QC": "quy_che", "QCh": "quy_che",
    "QyĐ": "quy_dinh", "QYĐ": "quy_dinh", "QĐi": "quy_dinh", "TB": "thong_bao", "HD": "huong_dan",
    "CTr": "chuong_trinh", "CTR": "chuong_trinh", "CTHĐ": "chuong_trinh", "KH": "ke_hoach",
    "KHPH": "ke_hoach", "KHLT": "ke_hoach", "KHLN": "ke_hoach", "PA": "phuong_an", "ĐA": "de_an",
    "DA": "du_an", "DAn": "du_an", "BC": "bao_cao", "BB": "bien_ban", "TTr": "to_trinh",
    "TTR": "to_trinh", "HĐ": "hop_dong", "CĐ": "cong_dien", "GUQ": "giay_uy_quyen",
    "GM": "giay_moi", "GGT": "giay_gioi_thieu", "GNP": "giay_nghi_phep", "PG": "phieu_gui",
    "PC": "phieu_chuyen", "PB": "phieu_bao", "TC": "thong_cao", "BGN": "ban_ghi_nho",
    "BTT": "ban_thoa_thuan", "NĐ": "nghi_dinh", "TT": "thong_tu", "TTLT": "thong_tu_lien_tich",
    "NQLT": "nghi_quyet", "KL": "ket_luan", "KLTT": "ket_luan", "CV": LETTER, "HDLN": "huong_dan",
    "HDLT": "huong_dan", "QT": "quy_trinh", "CTrPH": "chuong_trinh",
}  # fmt: skip
"""By the first group of a symbol: 'KH' in 'KH-UBND' and in the Party's 'KH/TU'."""

SELF_NAMES: Final = {
    "kế hoạch này": "ke_hoach", "chỉ thị này": "chi_thi", "quyết định này": "quyet_dinh",
    "thông báo này": "thong_bao", "hướng dẫn này": "huong_dan", "chương trình này": "chuong_trinh",
    "công điện này": "cong_dien", "nghị quyết này": "nghi_quyet", "công văn này": LETTER,
    "văn bản này": LETTER, "đề án này": "de_an", "phương án này": "phuong_an",
    "thông tư này": "thong_tu", "nghị định này": "nghi_dinh", "báo cáo này": "bao_cao",
}  # fmt: skip

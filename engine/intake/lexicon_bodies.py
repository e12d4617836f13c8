"""How bodies' names are written in ordinary case, and what their short forms stand for.

Heads print names in capitals and letters shorten them; here is how an office writes them out.
"""

from __future__ import annotations

from typing import Final

SUBJECTS: Final = (
    "Lao động - Thương binh và Xã hội", "Lao động, Thương binh và Xã hội",
    "Giáo dục và Đào tạo", "Nội vụ", "Tư pháp", "Tài chính", "Tài chính - Kế hoạch",
    "Kế hoạch và Đầu tư", "Công Thương", "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường", "Giao thông vận tải", "Xây dựng", "Tài nguyên và Môi trường",
    "Thông tin và Truyền thông", "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thông tin",
    "Văn hóa - Thông tin", "Văn hóa - Xã hội", "Văn hóa và Thể thao", "Du lịch",
    "Khoa học và Công nghệ", "Y tế", "Ngoại vụ", "Ngoại giao", "Quốc phòng", "Công an", "Dân tộc",
    "Dân tộc và Tôn giáo", "Quy hoạch - Kiến trúc", "Kinh tế", "Kinh tế và Hạ tầng",
    "Kinh tế - Hạ tầng", "Kinh tế, Hạ tầng và Đô thị", "Quản lý đô thị", "An toàn thực phẩm",
    "Nội vụ - Lao động", "Nông nghiệp", "Văn hóa, Khoa học và Thông tin",
)  # fmt: skip
"""What a bộ, sở or phòng is for."""

PHRASES: Final = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Văn phòng Chính phủ", "Thủ tướng Chính phủ",
    "Thanh tra Chính phủ", "Thanh tra", "Chính phủ", "Quốc hội", "Ủy ban Thường vụ Quốc hội",
    "Đoàn đại biểu Quốc hội", "Ủy ban Dân tộc", "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Ủy ban Mặt trận Tổ quốc", "Mặt trận Tổ quốc Việt Nam", "Mặt trận Tổ quốc",
    "Ban Thường trực", "Ban Thường vụ", "Ban Chấp hành", "Ban Chỉ đạo", "Ban Chỉ huy",
    "Ban Tổ chức", "Ban Tuyên giáo", "Ban Tuyên giáo và Dân vận", "Ban Dân vận", "Ban Nội chính",
    "Ban Kinh tế", "Ban Dân tộc", "Ban Quản lý", "Ban Bí thư", "Ban Vì sự tiến bộ của phụ nữ",
    "Ban Vì sự tiến bộ phụ nữ", "Ủy ban Kiểm tra", "Ủy ban Quốc gia", "Bộ Chính trị",
    "Trung ương Đảng", "Trung ương", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy",
    "Đảng ủy", "Đảng bộ", "Đảng đoàn", "Ban cán sự đảng", "Chi bộ", "Văn phòng", "Tòa án nhân dân",
    "Viện kiểm sát nhân dân", "tối cao", "Kiểm toán nhà nước", "Ngân hàng Nhà nước Việt Nam",
    "Bảo hiểm xã hội", "Kho bạc Nhà nước", "Tổng cục Thuế", "Cục Thuế", "Chi cục Thuế",
    "Tổng cục", "Chi cục", "Cục Thống kê", "Công an", "Bộ Chỉ huy quân sự",
    "Ban Chỉ huy quân sự", "Bộ Tư lệnh", "Bộ đội Biên phòng", "Hội Liên hiệp Phụ nữ",
    "Liên hiệp Phụ nữ", "Hội Nông dân", "Hội Cựu chiến binh", "Hội Chữ thập đỏ",
    "Hội Người cao tuổi", "Hội Khuyến học", "Liên đoàn Lao động", "Tổng Liên đoàn Lao động",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Đoàn TNCS Hồ Chí Minh", "Tỉnh đoàn", "Thành đoàn",
    "Huyện đoàn", "Hội đồng Thi đua - Khen thưởng", "Hội đồng phối hợp phổ biến, giáo dục pháp luật",
    "Phòng Giáo dục", "Trường", "THPT", "THCS", "PTDTNT", "GDNN-GDTX", "Trung học cơ sở", "Trung học phổ thông", "Tiểu học", "Mầm non",
    "Trung tâm", "Bệnh viện", "Đại học", "Cao đẳng", "Học viện", "Việt Nam", "Liên minh Hợp tác xã",
    "Đài Truyền thanh", "Đài Phát thanh - Truyền hình",
    "Đài Phát thanh và Truyền hình",
    "Phòng cháy, chữa cháy", "phòng, chống", "cải cách hành chính", "chuyển đổi số",
    "Tập đoàn Điện lực Việt Nam", "Ban Chỉ đạo Trung ương", "Nhà nước", "xây dựng nông thôn mới",
    "Hải quan", "quốc gia", "Tổng cục Thống kê", "Thi hành án dân sự", "Cục Thi hành án dân sự",
    "Chi cục Thi hành án dân sự", "Chi cục Thống kê", "Kiểm soát bệnh tật", "HIV/AIDS", "Covid-19",
)  # fmt: skip

SUBJECT_FORMS: Final = {
    "Lao động - TB&XH": "Lao động - Thương binh và Xã hội",
    "Lao động - TBXH": "Lao động - Thương binh và Xã hội",
    "NN và PTNT": "Nông nghiệp và Phát triển nông thôn",
    "LĐ - TB&XH": "Lao động - Thương binh và Xã hội",
    "LĐTB và XH": "Lao động - Thương binh và Xã hội",
    "LĐ-TB&XH": "Lao động - Thương binh và Xã hội",
    "GD và ĐT": "Giáo dục và Đào tạo",
    "LĐTB&XH": "Lao động - Thương binh và Xã hội",
    "LĐ-TBXH": "Lao động - Thương binh và Xã hội",
    "NN&PTNT": "Nông nghiệp và Phát triển nông thôn",
    "VHTT&DL": "Văn hóa, Thể thao và Du lịch",
    "LĐTBXH": "Lao động - Thương binh và Xã hội",
    "VHTTDL": "Văn hóa, Thể thao và Du lịch",
    "GD&ĐT": "Giáo dục và Đào tạo",
    "KH&ĐT": "Kế hoạch và Đầu tư",
    "TN&MT": "Tài nguyên và Môi trường",
    "TT&TT": "Thông tin và Truyền thông",
    "VH&TT": "Văn hóa và Thông tin",
    "KH&CN": "Khoa học và Công nghệ",
    "TC-KH": "Tài chính - Kế hoạch",
    "KT&HT": "Kinh tế và Hạ tầng",
    "NN&MT": "Nông nghiệp và Môi trường",
    "VH-TT": "Văn hóa và Thông tin",
    "GDĐT": "Giáo dục và Đào tạo",
    "VHTT": "Văn hóa và Thông tin",
    "GTVT": "Giao thông vận tải",
}
"""Short forms of what a bộ, sở or phòng is for, the longest first."""

SHORT_FORMS: Final = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "UBMTTQVN": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQVN": "Mặt trận Tổ quốc Việt Nam",
    "MTTQ": "Mặt trận Tổ quốc",
    "BHXH": "Bảo hiểm xã hội",
    "LHPN": "Liên hiệp Phụ nữ",
    "TNCS": "Thanh niên Cộng sản",
    "BCĐ": "Ban Chỉ đạo",
    "BCH": "Ban Chấp hành",
    "LĐLĐ": "Liên đoàn Lao động",
    "VSTBPN": "Vì sự tiến bộ của phụ nữ",
    "ĐBQH": "đại biểu Quốc hội",
    "BTV": "Ban Thường vụ",
    "CHQS": "Chỉ huy quân sự",
    "TTCP": "Thanh tra Chính phủ",
    "TP": "thành phố",
    "TX.": "thị xã",
    "TX": "thị xã",
    "TT.": "thị trấn",
    "H.": "huyện",
    "Q.": "quận",
    "P.": "phường",
    "X.": "xã",
    "TP.": "thành phố",
    "TP.HCM": "Thành phố Hồ Chí Minh",
    "TPHCM": "Thành phố Hồ Chí Minh",
    "NHNN": "Ngân hàng Nhà nước",
    **SUBJECT_FORMS,
}

SYMBOL_BODIES: Final = {
    "LĐTBXH": "Lao động - Thương binh và Xã hội", "LĐTB&XH": "Lao động - Thương binh và Xã hội",
    "GDĐT": "Giáo dục và Đào tạo", "GD&ĐT": "Giáo dục và Đào tạo", "NV": "Nội vụ", "TP": "Tư pháp",
    "TC": "Tài chính", "KHĐT": "Kế hoạch và Đầu tư", "CT": "Công Thương", "GTVT": "Giao thông vận tải",
    "NN&PTNT": "Nông nghiệp và Phát triển nông thôn", "NNPTNT": "Nông nghiệp và Phát triển nông thôn",
    "NNMT": "Nông nghiệp và Môi trường", "XD": "Xây dựng", "TNMT": "Tài nguyên và Môi trường",
    "TN&MT": "Tài nguyên và Môi trường", "TTTT": "Thông tin và Truyền thông", "YT": "Y tế",
    "VHTTDL": "Văn hóa, Thể thao và Du lịch", "KHCN": "Khoa học và Công nghệ",
    "VHTT": "Văn hóa và Thể thao", "DTTG": "Dân tộc và Tôn giáo",
}  # fmt: skip
"""What follows the S of a sở's symbol ('SLĐTBXH-TE&BĐG')."""

BODY_STARTS: Final = (
    "ỦY BAN", "UỶ BAN", "UBND", "UBMT", "HỘI ĐỒNG", "HĐND", "SỞ", "BỘ", "PHÒNG", "VĂN PHÒNG", "BAN",
    "TỈNH ỦY", "TỈNH UỶ", "THÀNH ỦY", "THÀNH UỶ", "HUYỆN ỦY", "HUYỆN UỶ", "QUẬN ỦY", "QUẬN UỶ",
    "THỊ ỦY", "THỊ UỶ", "ĐẢNG ỦY", "ĐẢNG UỶ", "ĐẢNG BỘ", "ĐẢNG ĐOÀN", "CHI BỘ", "CHÍNH PHỦ", "THỦ TƯỚNG",
    "QUỐC HỘI", "THANH TRA", "TÒA ÁN", "TOÀ ÁN", "VIỆN", "KIỂM TOÁN", "NGÂN HÀNG", "BẢO HIỂM",
    "KHO BẠC", "TỔNG CỤC", "CỤC", "CHI CỤC", "VỤ", "CÔNG AN", "HỘI", "LIÊN ĐOÀN", "TỔNG LIÊN ĐOÀN", "ĐOÀN",
    "TỈNH ĐOÀN", "THÀNH ĐOÀN", "HUYỆN ĐOÀN", "THỊ ĐOÀN", "QUẬN ĐOÀN", "TRƯỜNG", "TRUNG TÂM", "BỆNH VIỆN",
    "ĐẠI HỌC", "HỌC VIỆN", "ĐÀI", "CÔNG TY", "TẬP ĐOÀN", "TỔNG CÔNG TY", "LIÊN MINH", "HẠT KIỂM LÂM",
    "QUÂN KHU", "TRUNG ƯƠNG", "TIỂU BAN", "TỔ CÔNG TÁC", "MẶT TRẬN", "BCH", "BCĐ", "BHXH", "CHỦ TỊCH",
    "ĐIỆN LỰC", "BƯU ĐIỆN", "TRẠM", "BAN CHỈ HUY", "ĐỘI", "LIÊN HIỆP", "ĐẢNG CỘNG SẢN",
)  # fmt: skip
"""With what a body's name begins in a head; another line goes on with the name before it."""

NOT_A_START: Final = (
    "PHÒNG, CHỐNG",
    "PHÒNG CHỐNG",
    "PHÒNG CHÁY",
    "ĐỘI VIÊN",
    "BAN HÀNH",
    "HỘI NHẬP",
)

COMMA_NAMES: Final = (
    "Thể thao", "Thương binh", "chống", "Hạ tầng", "Khoa học và", "Thông tin", "Gia đình",
    "giáo dục pháp luật", "cứu nạn", "khắc phục", "Du lịch", "tìm kiếm", "Truyền thông",
)  # fmt: skip
"""What follows a comma inside a body's name ('Sở Văn hóa, Thể thao và Du lịch')."""

"""The bodies a stretch of words names: 'Sở Nội vụ', 'UBND các xã, thị trấn', 'các cơ quan, đơn vị'.

A body's name begins with a word that bodies' names begin with and runs to the first word that cannot
belong to one (a verb, 'để', 'trước', a bracket). «và» and commas divide two bodies only where another
body's name begins after them: 'Sở Lao động - Thương binh và Xã hội' is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CAPITAL = (
    r"Ủy\sban|Uỷ\sban|UBND|UBMTTQ|UB\sMTTQ|MTTQ|Mặt\strận|HĐND|Hội\sđồng|Hội(?!\s(?:nghị|thi|thảo|họp))|Sở(?!\shữu)|Phòng(?!,|\s(?:ngừa|chống))|Ban(?!\s(?:hành|đầu))|Bộ(?!\s(?:luật|tiêu|chỉ\ssố|tài|câu|máy|thủ))|Văn\sphòng|Thanh\stra|Công\san|BCĐ"
    r"|Ban\sChỉ\sđạo|Ban\sQuản\slý|BQL|Chi\scục|Cục|Tổng\scục|Vụ(?!\s(?:việc|án|cháy|nổ|tai|phạm))|Viện|Trung\stâm|Trường(?!\shợp)|Đài|Báo(?!\scáo)|Đoàn(?!\skết)|Liên\sđoàn|Liên\sminh|Công\sty"
    r"|Ngân\shàng|Kho\sbạc|Bảo\shiểm|BHXH|Thường\strực|Thành\sđoàn|Tỉnh\sđoàn|Huyện\sđoàn|Thị\sđoàn|Tòa\sán|Toà\sán|Viện\skiểm\ssát|VKSND|TAND"
    r"|Chính\sphủ(?!\s(?:điện|số))|Thủ\stướng|Quốc\shội|Đảng\sủy|Đảng\suỷ|Đảng\sbộ|Tỉnh\sủy|Tỉnh\suỷ|Huyện\sủy|Huyện\suỷ|Thành\sủy|Thành\suỷ|Thị\sủy|Quận\sủy|Chi\sbộ"
    r"|Cấp(?=\s(?:tỉnh|huyện|xã|ủy))|Trung\sương|Tổng\sLiên|Tổng\scông|Trạm|Hạt|Đội(?!\sngũ)|Tổ(?!\schức)|Bệnh\sviện|Tập\sđoàn|Chủ\stịch|Phó\sChủ\stịch|Giám\sđốc|Chánh|Trưởng|Thủ\strưởng|Hiệu\strưởng|Công\schức|Cán\sbộ|Bí\sthư|Người\sđứng\sđầu"
    r"|Cơ\squan|Đơn\svị|Địa\sphương|Doanh\snghiệp|LĐLĐ|(?:Xã|Phường|Thị\strấn|Huyện|Thành\sphố)(?=\s[A-ZĐ])|Nhà\strường|NHCSXH|Cổng"
    r"|Ngành(?!\snghề)|(?:Thành|Tỉnh|Quận|Huyện)\s[Hh]ội(?!\s?đồng)|Bưu\sđiện|Điện\slực|Học\sviện|Đại\shọc|Thành\sviên|Lãnh\sđạo(?!,)"
)
_LOWER = (
    r"[Cc]ác\s(?!(?i:nội|nhiệm|hoạt|biện|văn|quy|chỉ|mục|giải|vấn|vụ\sviệc|chương|kế|chính|tiêu|lĩnh|hình|trường\shợp|khó|dịch|điều|dự|công\strình|công\sviệc"
    r"|bước|thông|tài|số|tin|mô|đối\stượng|bộ\sphận|đề|kết|yêu|báo\scáo|loại|hồ|chế|năm|qu[ýí]|tháng|ngày|nguồn|khoản|bên|mặt|phần|tồn|hạn|luật|nghị|quyết|thủ\stục|trẻ|hộ\s|em\s|ca\s|cuộc|đợt|lớp|buổi|cháu|đồng\sbào|ý\skiến))"
    r"|[Nn]hững\s(?=đơn\svị|địa\sphương|cơ\squan)|[Tt]ất\scả\scác\s|[Tt]oàn\sthể\s(?=các\s)|[Tt]ừng\s(?=cơ\squan|đơn\svị|địa\sphương|xã|ngành|sở)|[Mm]ỗi\s(?=cơ\squan|đơn\svị|địa\sphương|xã|phường)"
    r"|[Tt]hủ\strưởng\s|[Nn]gười\sđứng\sđầu\s|chủ\stịch\s(?=UBND|Ủy\sban)|[Gg]iám\sđốc\s(?=các|Sở|sở)|cơ\squan\s(?=[Tt]hường\strực|thường\strực|chủ\strì|có\sthẩm|nhà\snước|cấp\strên|đầu\smối|quản\slý)"
    r"|đơn\svị\s(?=chủ\strì|được|có\sliên|trực\sthuộc)|lãnh\sđạo\s(?=UBND|Ủy\sban|Sở|các)|ban\schỉ\sđạo|ban\squản\slý|công\schức\s(?=[A-ZĐ]|phụ|[a-zđ]+\s-)|phòng\s(?=chuyên|nghiệp|[A-ZĐ])|công\san\s(?=xã|phường|tỉnh|huyện|các)"
    r"|hội\s(?=liên\shiệp|đồng\snhân)|trạm\s(?=y\stế)|cấp\scó\sthẩm\squyền|cấp\strên|sở(?=,)|đoàn\s(?=kiểm\stra|thanh\stra|công\stác)|tổ\s(?=công\stác)|trưởng\s(?=các|thôn|phòng|ban|khu|ấp)|thành\sviên\s(?=Ban|Tổ|Hội)|hiệu\strưởng|nhà\strường|[Qq]uý\s(?=cơ\squan|đơn\svị|địa\sphương|Sở|Bộ|Ban|Ủy\sban|Uỷ\sban|UBND|ngành|Hội|Cục|trường)"
)
_HEAD = re.compile(rf"(?<![\w/])(?<!\w-)(?:(?:{_CAPITAL})(?!\w)|{_LOWER})")
_STOP = re.compile(
    r"[;:.()\[\]“”\"!?…]|\s[-–+]\s(?=(?:Đề|Chủ|Phối|Tổ|Xây|Rà|Báo|Thực|Hướng)\s)|,?\s(?:"
    r"để|trước|chậm|muộn|có\strách|chịu|chủ\s(?:trì|động|động)|phối\shợp|gửi|nộp|(?<!Ban\s)báo\scáo|tổng\shợp|thực\shiện|triển\skhai"
    r"|tổ\schức(?!\s(?:chính|đoàn|xã|hội|liên|có|kinh|quần|tôn|trên|khác|phi|hành|đảng|,|và|tại|trực|cá|thành|đại|công))|tổ\schức\strực(?!\sthuộc)|căn\scứ|theo(?!\sdõi\sthi)|trong(?!\s(?:lực|ngành|khu))|(?<!Chỉ\sđạo\s)(?<!quốc\sgia\s)về|qua|thông\squa"
    r"|khẩn\strương|nghiêm\stúc|tăng\scường|tiếp\stục|rà\ssoát|xây\sdựng(?!\s(?:cơ|Đảng))|ban\shành|hoàn\sthành|định\sk[ỳì]|kịp\sthời|tham\smưu|hướng\sdẫn|đôn\sđốc"
    r"|(?<!Ban\s)(?<!Ủy\sban\s)(?<!đoàn\s)(?<!Đoàn\s)kiểm\stra|theo\sdõi|giám\ssát|(?<!Ban\s)quản\slý\s(?=chặt|tốt|và\stổ)|cử|lập|cung\scấp|đăng\ský|quan\stâm|(?<!Ban\s)(?<!ban\s)chỉ\sđạo|bố\strí|đẩy\smạnh|nâng\scao|phổ\sbiến"
    r"|(?<!Ban\s)tuyên\struyền|là|cần|phải|được|nghiên\scứu|thường\sxuyên|tích\scực|khi|nếu|với|cùng|nhằm|do|từ|đến|cho|như|đã|đang|sẽ|xem\sxét|giải\squyết"
    r"|(?<!Ngoại\s)(?<!ngoại\s)giao(?!\s(?:thông|dịch|lưu))|yêu\scầu|đề\snghị|thành\slập|kiện\stoàn|lựa\schọn|trình|tiến\shành|vào|cập\snhật|duy\strì|lồng\sghép|tham\sgia|phát\shuy|phát\sđộng|thẩm\sđịnh|đánh\sgiá|dự\sthảo|thu\s(?=bảo|phí|tiền)|xong|địa\schỉ|số(?=\s(?:\d|đ))|làm(?=\s(?:đầu|cơ\ssở))|(?i:e?-?mail)|(?:hộp\s)?thư(?=\s(?:điện|công|[\w.+-]{1,64}@))|(?i:zalo)|(?:số\s)?điện\sthoại|(?:ĐT|SĐT|đt|sđt)(?=\s?[:.\d])|[\w.+-]{1,64}(?=@)|(?:nửa|giữa|đầu|cuối)(?=\s(?:đầu\s|cuối\s)?(?:tháng|qu[ýí]|năm|tuần))|hạn(?=\s(?:cuối|chót|nộp|gửi|là|\d|ngày))|thời(?=\s(?:hạn\s|gian\s(?:gửi|nộp|báo)))|theo\sđịa|lấy|xác\sđịnh|đề\sxuất|khảo\ssát|sử\sdụng|khắc\sphục|chuẩn\sbị|đưa|niêm|công\skhai"
    r"|áp\sdụng|lãnh\sđạo(?=,)|quán\striệt|đảm\sbảo|bảo\sđảm|vận\sđộng|hỗ\strợ|ưu\stiên|đối\svới|tiến\sđộ|kết\squả|tình\shình|số\sliệu|danh\ssách|hằng|hàng\s(?:năm|qu[ýí]|tháng|tuần)|năm\s\d|tại(?=\s(?:Công\svăn|Tờ|Kế|Quyết|văn|Văn|Hội|Điều|mục|khoản|điểm))|nêu|thống\snhất|thống\skê|biết|chấn|tự|kết\sluận|xử\slý|tập\strung"
    r"|mà|nhưng|không|chưa|vẫn|vừa|còn(?!\slại)|chậm|nhận|tiếp\snhận|hưởng|thực\shành|bám|lưu\sý|chú\strọng|có(?!\s(?:liên|thẩm|nhiều|tên|trụ|chức))|giúp|thay\smặt|hỏi|đúng(?=\s(?:thời|tiến|quy|hạn))|sau|đồng\sthời|trực\stiếp|phân\scông|xác\sminh|phản\sánh|bằng|tham\smưu|khuyến|ra(?=\s(?:quân|quyết\sđịnh|công\svăn|văn\sbản|thông\sbáo|chỉ\sthị))|ký|mở|huy\sđộng"
    r")(?!\w)"
)
_JOINT = re.compile(r"\s*(?:,\s*và|,|;|/|\svà|\scùng|\shoặc)\s+(?=\S)|;\s*|\s*\+\s+")
_GENERIC = re.compile(
    r"^(?=.*(?:cơ\squan|đơn\svị|địa\sphương|ngành|bộ\sphận|tổ\schức|cấp|đồng\schí))(?:(?:tất\scả\s)?các|những|toàn\sthể|thủ\strưởng(?:\scác)?|người\sđứng\sđầu(?:\scác)?|mỗi|từng)?\s?(?:cơ\squan|đơn\svị|địa\sphương|ngành|bộ\sphận|tổ\schức|cấp|,|và|có|liên|quan|nêu|trên|thuộc|trực|đồng\schí|được|kiểm|tra|giao|nhiệm|vụ|phân|công|tỉnh|huyện|xã|thành|phố|\s)+$",
    re.IGNORECASE,
)
MOST = 400
"""Characters a list of bodies may run."""


@dataclass(frozen=True, slots=True)
class Body:
    """``text[start:end]`` names a body."""

    start: int
    end: int
    name: str


def bodies(text: str, start: int = 0, end: int | None = None) -> list[Body]:
    """The bodies named in ``text[start:end]``, each once, in order."""
    stop = len(text) if end is None else end
    out: list[Body] = []
    place = start
    while head := _HEAD.search(text, place, stop):
        body = body_at(text, head.start(), stop)
        if body is None:
            place = head.end()
            continue
        out.append(body)
        place = max(body.end, head.end())
    return out


def body_at(text: str, at: int, end: int | None = None) -> Body | None:
    """The body whose name begins at ``at``."""
    head = _HEAD.match(text, at)
    if not head:
        return None
    limit = min(len(text) if end is None else end, at + MOST)
    own = _OWN_WORK.match(text, head.end()) if _NAMED_BY_WORK.fullmatch(head.group()) else None
    first = own.end() if own else head.end()
    if both := _BOTH.match(text, at):
        first = both.end()
    found = _STOP.search(text, first, limit)
    stop = found.start() if found else limit
    stop = _divided(text, head.end(), stop)
    name = text[at:stop].strip(" ,;-–")
    if len(name) < 2 or name in ("Ban", "Bộ", "Tổ", "Hội", "Đoàn", "Đội", "Ngành", "các", "Các"):
        return None
    return Body(at, at + len(name), name)


_NAMED_BY_WORK = re.compile(r"Ban|Hội\sđồng|Trung\stâm|Tổ|Đoàn|Đội|Ủy\sban|Uỷ\sban")
_OWN_WORK = re.compile(
    r"\s(?:chỉ\sđạo|giúp\sviệc|kiểm\stra|giám\ssát|phối\shợp(?:\sphổ\sbiến)?|hỗ\strợ|tư\svấn|vận\sđộng|tổ\schức|quản\slý|tuyên\struyền|hướng\sdẫn|thẩm\sđịnh|xử\slý|giải\squyết|cung\scấp|tiếp\snhận|nghiên\scứu)(?!\w)"
)
"""'Đoàn kiểm tra', 'Trung tâm hỗ trợ …': what would end another name is part of theirs."""


_BOTH = re.compile(r"[Cc]ác\sông\s?[(,/]\s?bà\)?\s")
_OFFICE_OF = re.compile(
    r"Văn\sphòng\s(?:HĐND|Hội\sđồng\snhân\sdân|Đoàn\sĐBQH|Đoàn\sđại\sbiểu\sQuốc\shội)$"
)
"""'Văn phòng HĐND và UBND' is one office."""


def _divided(text: str, after: int, stop: int) -> int:
    """Where the first body of a list ends: at the first joint another body's name follows."""
    for joint in _JOINT.finditer(text, after, stop):
        if _OFFICE_OF.search(text[max(0, joint.start() - 40) : joint.start()]):
            continue
        if _HEAD.match(text, joint.end()):
            return joint.start()
    return stop


def listed(text: str, at: int, end: int | None = None) -> list[Body]:
    """The bodies of the list that begins at ``at``: 'Sở Nội vụ, UBND các xã và Công an tỉnh'."""
    out: list[Body] = []
    place = at
    while body := body_at(text, place, end):
        out.append(body)
        joint = _JOINT.match(text, body.end)
        if not joint:
            break
        place = joint.end()
    return out


def is_generic(name: str) -> bool:
    """Whether it names nobody in particular ('các cơ quan, đơn vị, địa phương')."""
    return bool(_GENERIC.match(name)) or name.lower().startswith("quý ")


def names(found: Sequence[Body]) -> tuple[str, ...]:
    """Their names, each once."""
    return tuple(dict.fromkeys(body.name for body in found))

"""The words a deadline is printed with, as patterns: 'trước', 'chậm nhất', 'thời hạn gửi … :', 'trong 05 ngày kể từ'.

Each is compiled once, its repetitions bounded. What they mean is ``deadline_grammar``'s.
"""

from __future__ import annotations

import re

from engine.intake.date_forms import NUMBERS, SAID

_I = re.IGNORECASE
FILL = r"(?:\s*[:,]?\s*(?:là|vào|đến|hết|trong|lúc|hồi|thời\sđiểm|khoảng)(?=\s)){0,3}\s*[:,]?\s*"
MARK = re.compile(
    r"(?<![\w/])(?:"
    r"(?P<incl>trước\s(?:hoặc|và)\s(?:trong|đúng))"
    r"|(?P<until>(?:đến|tới|trong|trước\skhi|trước)\s(?:hết|kết\sthúc)(?=\s(?:ngày|tháng|qu[ýí]|năm|\d))"
    r"|(?:đến|tới)(?=\s\d{1,2}\s?(?:giờ|h|g)(?!\w*[a-zà-ỹ]{2}).{0,12}ngày\s?\d)"
    r"|(?:đến|vào|trước)\s(?=(?:ngày\s)?cuối\s(?:(?:mỗi|hằng|hàng|từng)\s)?(?:tháng|qu[ýí]|năm))|(?=cuối\s(?:tháng|qu[ýí])\s(?:\d|[IV])))"
    r"|(?P<before>(?:(?:chậm|muộn|trễ)\snhất\s(?:là\s|vào\s)?)?trước(?!,?\s(?:và\s)?(?:trong|sau|mắt|hết|đây|đó)\b))"
    r"|(?P<nay>từ\snay\s(?:cho\s)?đến(?:\shết)?(?=\s(?:ngày|\d)))"
    r"|(?P<label>(?:thời\s(?:hạn|gian|điểm)|hạn)(?:\s(?:gửi|nộp|báo\scáo|hoàn\sthành|thực\shiện|chốt|trình"
    r"|nhận|cuối\scùng|cuối|chót|chậm\snhất|để|và)){0,6}"
    r"(?:\s(?:về|cho|lên)\s[^.:;]{2,80}|\s(?:báo\scáo|kết\squả|số\sliệu|văn\sbản|hồ\ssơ|ý\skiến|danh\ssách|bài\s(?:dự|viết|tham)|kế\shoạch|đăng\ský|đề\sxuất)[^.:;\d]{0,60})?(?:\s?:|\s(?:là|đến|vào)\s)|hạn\s(?:nộp|gửi)\s(?:báo\scáo|kết\squả|số\sliệu)\s(?=ngày\s\d))"
    r"|(?P<late>(?:chậm|muộn|trễ)\snhất|không\s(?:được\s)?(?:quá|muộn\shơn|chậm\shơn|trễ\shơn|chậm\squá|sau)"
    r"|hạn\s(?:chót|cuối(?:\scùng)?)(?:\s(?:nộp|gửi|nhận|báo\scáo)){0,2}|(?:hoàn\sthành|xong)\s(?:đến|vào)(?=\s(?:ngày|hết|cuối|\d)))"
    r"|(?P<within>trong(?=\s(?:ngày|tháng|qu[ýí]|năm|thứ)\s))"
    r"|(?P<on>(?:định\sk[ỳì]|vào|từ)(?:\s(?:chiều|sáng|cuối\sgiờ|trưa))?(?=\s(?:các\s)?(?:ngày|thứ|\d|cuối\s(?:tháng|qu[ýí]))))"
    r"|(?P<bare>(?=(?<!ngày\s)(?<!tuần\s)cuối\s(?:mỗi|hằng|hàng|từng)\s(?:tháng|qu[ýí])|ngày\s\d{1,2}(?!\d)|(?:chiều\s|sáng\s)?(?:các\sngày\s)?thứ\s\w{1,3}\s(?:hằng|hàng)\stuần))"
    r")",
    _I,
)
COUNT = (
    r"(?P<n>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)).replace(" ", r"\s") + ")"
)
WITHIN = re.compile(
    r"(?<!\w)(?:trong(?:\s(?:vòng|thời\s(?:hạn|gian)))?|thời\s(?:hạn|gian)(?:\slà)?\s?:?|không\squá|sau"
    r"|(?:chậm|muộn)\snhất(?:\slà)?(?:\s(?:sau|trong(?:\svòng|\sthời\shạn)?))?)(?:\s(?:thời\shạn|không\squá))?"
    rf"\s{COUNT}{SAID}\s(?P<unit>ngày(?!\s?\d)|giờ(?!\s?\d)|tiếng|tháng(?!\s?\d|\s(?:đầu|cuối)))(?P<working>\slàm\sviệc)?(?:\s?\([^()]{{2,24}}\))?"
    r"(?:\s?,?\s(?P<since>(?:kể\stừ|tính\stừ|từ|sau|so\svới)\s(?:[^,.;()]|\.(?=\d)){3,80}?"
    r"(?=\s(?:và|phải|để|thì|(?<!kỳ\s)báo\scáo|gửi|các|UBND|Ủy\sban|Sở|Phòng|cơ\squan|đơn\svị|đề\snghị|yêu\scầu|về(?=\s(?-i:[A-ZĐỦ])))(?!\w)|\s?[,;()]|\s?\.(?!\d)|\s?$)))?",
    _I,
)
HARD_NOISE = re.compile(
    r"(?:^|(?:người|trẻ|em|cháu|dân|niên|nam|nữ|viên|[,;(]))\s?sinh\s$|(?<!các\s)(?<!cùng\s)(?<!\w)cấp\s$"
    r"|(?:cao\sđiểm|tuyển\sdụng|phát\ssinh|xảy\sra|khởi\scông|hiệu\slực|nghỉ\shưu|nhập\sngũ"
    r"|cư\strú|tồn\sđọng)(?:\s\w+)?\s$|(?:tính|lũy\skế|luỹ\skế)(?:\s\w+)?\s$"
    r"|(?:được|bị)(?:\s\w+)?\s(?:ban\shành|cấp|tuyển\sdụng|bổ\snhiệm|ký|thành\slập|công\snhận|đầu\stư)\s$",
    _I,
)
TOLD = re.compile(r"(?<!\w)đã(?:\s\w+){1,3}\s$", _I)
RANGE = re.compile(r"(?:^|[\s(])(?:từ|kể\stừ)\s(?:ngày|thứ|tháng|qu[ýí]|\d)[^.;]{0,40}$", _I)
COVERED = re.compile(
    r"(?:(?<!báo\scáo\s)kết\squả|tình\shình|phát\ssinh|đạt\sđược|xảy\sra|hoạt\sđộng|vụ\sviệc|nhiệm\svụ|số\sliệu|công\stác"
    r"|thực\shiện|triển\skhai|bắt\sđầu|diễn\sra|diễn\sbiến|nội\sdung|sự\skiện|chỉ\stiêu|biến\sđộng|tiến\sđộ)\s$",
    _I,
)
BETWEEN = re.compile(
    r"(?<!tính\s)(?:định\sk[ỳì]\s)?từ\s(?:ngày\s)?\d{1,2}\s?(?:đến|tới|-|–)\s?(?:hết\s)?(?=ngày\s\d)",
    _I,
)
"""'từ ngày 01 đến ngày 05 hằng tháng': a window to send in, whose last day counts."""
BRACKETED = re.compile(
    r"\(\s*(?=(?:ngày\s)?\d{1,2}/\d{1,2}(?:/\d{4})?(?:\shằng\snăm|\shàng\snăm)?\s*\))", _I
)
CLOSED = re.compile(
    r"(?:(?:chốt|lấy|tính|thu\sthập|cập\snhật)\s(?:thông\stin,?\s)?số\sliệu|số\sliệu\s(?:được\s)?(?:chốt|lấy|tính|đến)|(?<!gửi\s)(?<!nộp\s)(?<!nhật\s)số\sliệu\stừ|(?:thời\s(?:điểm|gian)|mốc)\ssố\sliệu)"
    r"(?![^.;]*(?<!\w)(?:gửi|nộp)(?!\w))[^.;]{0,60}$",
    _I,
)
"""«Thời điểm chốt số liệu: ngày 14/6»: the figures' last day is nobody's deadline."""
IS_LAST = re.compile(
    r"(?<!\w)(?=ngày\s\d{1,2}[/.-]\d|ngày\s\d{1,2}\stháng)(?P<day>ngày\s[\d/.\-]{1,10}(?:\s(?:tháng|năm)\s\d{1,4}){0,2})\s(?:chính\s)?là\s"
    r"(?:(?:thời\s)?hạn\s(?:cuối|chót|nộp|gửi|chậm)|ngày\s(?:cuối|chót))",
    _I,
)
"""«Ngày 15/1 là hạn cuối các xã phải gửi …»: the day first, then that it is the last."""
DOCUMENT = re.compile(r"(?:số\s|/)\S*\s$")
_SAYS_WHEN = re.compile(
    r"(?<!\w)(?:(?<!trách\snhiệm\s)(?<!năm\s)(?<!tháng\s)(?<!qu[ýí]\s)(?<!kỳ\s)trước|(?:chậm|muộn|trễ)\snhất|không\s(?:quá|muộn\shơn|chậm\shơn)|hạn\s(?:cuối|chót)|thời\shạn)"
    r"(?:\s(?:là|vào|trước|trong|gửi|nộp|báo\scáo)){0,3}\s?:?\s"
    r"(?:ngày|sáng|chiều|trưa|giờ|tuần|tháng|qu[ýí]|năm(?!\s20\d\d)|dịp|tết|lễ|kỳ|phiên|cuối|đầu|giữa|nửa|khi\s(?:kết\sthúc|hết)|\d)"
    r"|(?<!\w)(?:trong|vào|đến)\s(?:(?:khoảng\s)?(?:nửa|giữa|đầu)\s|tuần\s(?:thứ|đầu|cuối|lễ\sđầu|\d|này|tới|sau)|phiên\shọp)"
    r"|(?<!\w)nửa\s(?:đầu|cuối)\s(?:tháng|qu[ýí])",
    _I,
)


def says_when(text: str) -> bool:
    """Whether words of a sentence without a readable deadline say by when: 'trước Tết', 'trong tuần thứ 3 của tháng 9'."""
    return bool(_SAYS_WHEN.search(text))

"""The words of a sentence that ask for something: an account, a sending, another thing done, or only its manner."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.intake.actors import bodies

REPORT, SEND, TASK, FAINT = "report", "send", "task", "faint"
"""FAINT verbs ('rà soát', 'thực hiện') often only describe what a report is about."""

_I = re.IGNORECASE
_NOT_REPORT = r"(?!\s(?:viên\b|số\s?\d|chính\strị|này|nêu\strên|thẩm\sđịnh))"
VERB = re.compile(
    r"(?<!\w)(?:"
    rf"(?P<report>báo\scáo{_NOT_REPORT}|(?<!thông\s)(?<!cảnh\s)báo(?=\s(?:tình\shình|kết\squả|số\sliệu)(?!\w))"
    r"|thông\sbáo(?=\s(?:kết\squả|tình\shình)\s[^.;]{0,60}(?:về|cho|đến)\s(?:Bộ|Sở|UBND|Ủy\sban|Cục|Chi\scục|Phòng|Thanh\stra|Văn\sphòng)(?!\w)|\s(?:về|cho)\s(?:Bộ|Sở|UBND|Ủy\sban|Cục|Thanh\stra)(?!\w))|tổng\shợp(?=\s(?:kết|số|tình|báo|,)|\s?,\s?báo|\schung)|thống\skê,?\s(?:số|kết|tổng|báo)|tổng\shợp,?\s(?:và\s)?trình)"
    r"|(?P<send>(?:đồng\s)?gửi|nộp|cung\scấp|chuyển(?=\s(?:về|cho|báo|đến|hồ|danh|văn|kết|số))|cập\snhật(?!\s(?:đến|tới|hết|tính))|thông\stin(?=\svề\s[A-ZĐỦ]))"
    r"|(?P<task>trả\slời|truyền(?=\s(?:dữ|số|tin))|nhập(?=\s(?:dữ|số))|phản\shồi|hoàn\sthành|hoàn\sthiện|hoàn\schỉnh|hoàn\stất|ban\shành|xây\sdựng|lập(?!\strình|\spháp)|trình|phê\sduyệt|thành\slập|kiện\stoàn|đăng\ský|cử(?=\s(?:cán|công|đại|người|đồng|thành|đầu|\d))"
    r"|góp\sý|tham\sgia(?=\s(?:ý|góp))|niêm\syết|công\skhai|nghiệm\sthu|giải\sngân|quyết\stoán|khởi\scông|bàn\sgiao|thanh\stoán|phân\sbổ|khắc\sphục|xong|tham\smưu|thu\shồi|di\sdời|tháo\sdỡ|đóng|mở|bố\strí|chấm\sdứt|giải\sthể|rút\skinh)"
    r"|(?P<faint>rà\ssoát|đánh\sgiá|phân\sloại|triển\skhai|thực\shiện|tổ\schức|kiểm\stra|giám\ssát|tuyên\struyền|xem\sxét|quyết\sđịnh(?!\s(?:số|này))|xử\slý|giải\squyết|chỉ\sđạo|đề\sxuất|sơ\skết|tổng\skết|phối\shợp|chuẩn\sbị|thẩm\sđịnh|hướng\sdẫn|phổ\sbiến|đôn\sđốc|tập\shuấn|lấy(?=\sý)|khảo\ssát|nghiên\scứu|thống\skê|tiếp\snhận|tổng\shợp)"
    r")(?!\w)",
    _I,
)
_EMBEDDED = re.compile(
    r"(?:kết\squả|việc|công\stác|tình\shình|nhiệm\svụ|kế\shoạch|hoạt\sđộng|tiến\sđộ|nội\sdung|chương\strình|đề\sán|quá\strình|dự\sthảo|thời\s(?:gian|hạn|điểm)"
    r"|biện\spháp|giải\spháp|hình\sthức|chế\sđộ|theo|đợt|đoàn|ban|phương\sán|lễ|hội\snghị|quy\strình|lịch|mẫu|biểu|phiếu|văn\sbản|sau\skhi|trước\skhi|trong|qua|hệ\sthống|phần\smềm|đã|được|chưa|tự|đề\scương|phụ\slục|mốc)\s$",
    _I,
)
_OUTLINE = re.compile(
    r"(?:đề\scương|mẫu|biểu|hướng\sdẫn|góp\sý(?:\s(?:vào|cho|đối\svới))?(?:\s(?:các\s|nội\sdung\s)?dự\sthảo)?)\s$",
    _I,
)
_NAME = re.compile(
    r"(?:Sở|Bộ|[Bb]an|Phòng|Đội|Viện|Cục|Vụ|Trung\stâm|Tổ|Đoàn|Văn\sphòng|Hội|Hội\sđồng|Công\sty|Trường)\s$"
)
"""Before a capital it begins a body's name: 'Sở Xây dựng', 'Ban Tổ chức'."""
_GIVEN = re.compile(
    r"(?:đã|(?<!phải\s)(?<!cần\s)(?<!sẽ\s)(?<!nghị\s)được|chưa|sau\skhi|trước\skhi|theo)\s$", _I
)
_AGENT = re.compile(r"(?<!các\s)(?:cơ\squan|đơn\svị|người|công\schức|bộ\sphận)\s$", _I)
_CHANNEL = re.compile(
    r"(?:hệ\sthống(?:\sthông\stin)?|phần\smềm|cổng|trang|(?<!chi\s)(?<!cán\s)(?<!đảng\s)(?<!các\s)(?-i:bộ)|căn\scứ|theo|trên\scơ\ssở|qua|từ|nghe|tại)\s$",
    _I,
)


_CARRIED_OUT = re.compile(r"triển\skhai|thực\shiện", _I)
"""«kế hoạch triển khai thực hiện»: of a noun, as the verb before it is."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A word that asks for something, ``text[start:end]``, and what kind of thing."""

    start: int
    end: int
    kind: str


def verbs(text: str, start: int, end: int) -> list[Verb]:
    """The verbs of ``text[start:end]`` that are not part of a noun ('kết quả thực hiện')."""
    out: list[Verb] = []
    embedded = -2
    for found in VERB.finditer(text, start, end):
        before = text[max(start, found.start() - 40) : found.start()]
        kind = str(found.lastgroup)
        if found.group()[0].isupper() and _NAME.search(before):
            continue
        if kind == REPORT:
            if _OUTLINE.search(before) or _CHANNEL.search(before):
                continue
        elif (
            _GIVEN.search(before)
            if kind == SEND
            else _EMBEDDED.search(before) or _AGENT.search(before)
        ):
            embedded = found.end()
            continue
        if found.start() == embedded + 1 and _CARRIED_OUT.fullmatch(found.group()):
            embedded = found.end()
            continue
        out.append(Verb(found.start(), found.end(), kind))
    return out


_JOINED = re.compile(r"\s*(?:,\s?và|,|và|rồi)?\s*")
_WITHOUT_OBJECT = re.compile(r"\s*(?:xong\s*)?(?:[(,:]?\s*$|(?:về|cho|lên|đến|tới)\s)")


def phrase_start(text: str, verb: Verb, left: int, end: int) -> int:
    """Where the phrase that ``verb`` ends begins, not before ``left``; up to ``end`` its own words go.

    With the verbs joined to it («xây dựng và ban hành quy chế»), and where it has no object with the
    verb that has («lập danh sách và gửi về Phòng Nội vụ»), unless somebody else does that.
    """
    at, bare = verb.start, bool(_WITHOUT_OBJECT.match(text[verb.end : end]))
    for before in reversed(verbs(text, left, verb.start)):
        joined = _JOINED.fullmatch(text, before.end, at)
        if not joined and (not bare or _another_does(text, before.end, at)):
            break
        bare = bare and bool(joined)
        at = before.start
    return at


def _another_does(text: str, start: int, end: int) -> bool:
    """Whether a body is named right before ``end``, or a sentence of its own begins."""
    named = bodies(text, start, end)
    return ";" in text[start:end] or bool(named and not text[named[-1].end : end].strip(" ,:"))

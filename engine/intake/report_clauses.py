"""What a deadline is for: the words that govern it in its sentence, and whether they ask for a report.

A report is an account given to another body (báo cáo, gửi kết quả, số liệu, biểu tổng hợp). A plan, a list,
opinions or a registration sent by a day are other dated tasks. The governing verb is the last before the
deadline in its clause, or the first after it where the deadline stands in front; a purpose («để tổng hợp, báo
cáo …») governs nothing that stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.intake.actors import bodies, body_at
from engine.intake.deadline_grammar import LABEL, Due

REPORT, SEND, TASK, FAINT = "report", "send", "task", "faint"

_I = re.IGNORECASE
_NOT_REPORT = r"(?!\s(?:viên\b|số\s?\d|chính\strị|này|nêu\strên|thẩm\sđịnh))"
_VERB = re.compile(
    r"(?<!\w)(?:"
    rf"(?P<report>báo\scáo{_NOT_REPORT}|tổng\shợp(?=\s(?:kết|số|tình|báo|,)|\s?,\s?báo|\schung)|thống\skê,?\s(?:số|kết|tổng|báo)|tổng\shợp,?\s(?:và\s)?trình)"
    r"|(?P<send>(?:đồng\s)?gửi|nộp|cung\scấp|chuyển(?=\s(?:về|cho|báo|đến|hồ|danh|văn|kết|số))|cập\snhật|thông\stin(?=\svề\s[A-ZĐỦ]))"
    r"|(?P<task>trả\slời|truyền(?=\s(?:dữ|số|tin))|nhập(?=\s(?:dữ|số))|phản\shồi|hoàn\sthành|hoàn\sthiện|hoàn\stất|ban\shành|xây\sdựng|lập(?!\strình|\spháp)|trình|phê\sduyệt|thành\slập|kiện\stoàn|đăng\ský|cử(?=\s(?:cán|công|đại|người|đồng|thành|đầu|\d))"
    r"|góp\sý|tham\sgia(?=\s(?:ý|góp))|niêm\syết|công\skhai|nghiệm\sthu|giải\sngân|quyết\stoán|khởi\scông|bàn\sgiao|thanh\stoán|phân\sbổ|khắc\sphục|xong|tham\smưu|thu\shồi|di\sdời|tháo\sdỡ|đóng|mở|bố\strí|chấm\sdứt|giải\sthể|rút\skinh)"
    r"|(?P<faint>rà\ssoát|đánh\sgiá|phân\sloại|triển\skhai|thực\shiện|tổ\schức|kiểm\stra|giám\ssát|tuyên\struyền|xem\sxét|quyết\sđịnh|xử\slý|giải\squyết|chỉ\sđạo|đề\sxuất|sơ\skết|tổng\skết|phối\shợp|chuẩn\sbị|thẩm\sđịnh|hướng\sdẫn|phổ\sbiến|đôn\sđốc|tập\shuấn|lấy(?=\sý)|khảo\ssát|nghiên\scứu|thống\skê|tiếp\snhận|tổng\shợp)"
    r")(?!\w)",
    _I,
)
_EMBEDDED = re.compile(
    r"(?:kết\squả|việc|công\stác|tình\shình|nhiệm\svụ|kế\shoạch|hoạt\sđộng|tiến\sđộ|nội\sdung|chương\strình|đề\sán|quá\strình|dự\sthảo|thời\s(?:gian|hạn|điểm)"
    r"|biện\spháp|giải\spháp|hình\sthức|chế\sđộ|theo|đợt|đoàn|ban|phương\sán|lễ|hội\snghị|quy\strình|lịch|mẫu|biểu|phiếu|văn\sbản|sau\skhi|trước\skhi|trong|qua|hệ\sthống|phần\smềm|đã|được|chưa|tự|đề\scương|phụ\slục|mốc)\s$",
    _I,
)
_OUTLINE = re.compile(r"(?:đề\scương|mẫu|biểu|hướng\sdẫn|góp\sý)\s$", _I)
_NAME = re.compile(
    r"(?:Sở|Bộ|[Bb]an|Phòng|Đội|Viện|Cục|Vụ|Trung\stâm|Tổ|Đoàn|Văn\sphòng|Hội|Hội\sđồng|Công\sty|Trường)\s$"
)
"""Before a capital it begins a body's name: 'Sở Xây dựng', 'Ban Tổ chức'."""
_GIVEN = re.compile(r"(?:đã|được|chưa|sau\skhi|trước\skhi|theo)\s$", _I)
_AGENT = re.compile(r"(?<!các\s)(?:cơ\squan|đơn\svị|người|công\schức|bộ\sphận)\s$", _I)
_CHANNEL = re.compile(
    r"(?:hệ\sthống(?:\sthông\stin)?|phần\smềm|cổng|trang|bộ|căn\scứ|theo|trên\scơ\ssở|qua|từ|nghe|tại)\s$",
    _I,
)
_REPORT_NOUN = re.compile(
    r"(?:báo\scáo|kết\squả|số\sliệu|biểu(?:\s(?:mẫu|tổng|số|thống|theo|kèm))?|bảng\s(?:tổng|thống|số)|phụ\slục|thống\skê|tình\shình|bản\stổng\shợp|bảng\sđiểm|tiến\sđộ|chỉ\ssố)(?!\w)",
    _I,
)
_OTHER_NOUN = re.compile(
    r"(?:kế\shoạch|danh\s(?:sách|mục)|(?:các\s)?ý\skiến|kiến\snghị|góp\sý|hồ\ssơ|đăng\ský|đề\sxuất|dự\s(?:thảo(?!\sbáo)|toán)|đề\scương|tờ\strình|phiếu|bài\s(?:dự|viết|tham|thi)|tác\sphẩm|sản\sphẩm|chương\strình|phương\sán|đề\sán"
    r"|nhu\scầu|quyết\sđịnh|giấy\smời|tham\sluận|câu\shỏi|cam\skết|tin,?\sbài|thông\stin|bản\sđăng\ský|(?:văn\sbản\s)?(?:đăng|góp|tham\sgia|đề\snghị|cử)|tài\sliệu|hình\sảnh|quy\schế|nội\sdung)(?!\w)",
    _I,
)
_PURPOSE = re.compile(r"(?<!\w)(?:để|nhằm|phục\svụ|làm\scơ\ssở|làm\scăn\scứ)\s", _I)
_RECEIVER = re.compile(r"(?<!\w)(?:về|cho|lên|tới|đến|gửi|báo\scáo)\s", _I)
_FRONT = re.compile(r"(?:^|[,;:(]|\bvà|\bđồng\sthời|\bđịnh\skỳ|\bthì)\s*$", _I)
_AFTER = re.compile(
    r"\s*\)?\s*,?\s*(?:phải\s|cần\s|sẽ\s|tiến\shành\s|khẩn\strương\s|chủ\sđộng\s|nghiêm\stúc\s)?",
    _I,
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A word that asks for something, ``text[start:end]``, and what kind of thing."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Clause:
    """What governs a deadline: ``kind`` REPORT or TASK, its verb, and the clause's words ``start`` to ``end``.

    ``explicit`` is False where the kind was taken from before (a sentence that only prints the date).
    ``purpose``: the verb stands in «để … tổng hợp, báo cáo …» after another deadline, so it is the report upward.
    """

    kind: str
    start: int
    end: int
    verb: Verb | None = None
    explicit: bool = True
    purpose: bool = False
    unsure: bool = False


def verbs(text: str, start: int, end: int) -> list[Verb]:
    """The verbs of ``text[start:end]`` that are not part of a noun ('kết quả thực hiện')."""
    out = []
    for found in _VERB.finditer(text, start, end):
        before = text[max(start, found.start() - 24) : found.start()]
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
            continue
        out.append(Verb(found.start(), found.end(), kind))
    return out


def clauses(text: str, dues: Sequence[Due], inherited: str | None) -> list[Clause]:
    """For each deadline of a sentence what it is for. ``inherited``: what the words before it asked for."""
    out: list[Clause] = []
    for index, due in enumerate(dues):
        left = dues[index - 1].end if index else 0
        right = dues[index + 1].start if index + 1 < len(dues) else len(text)
        last = out[-1] if out else None
        clause = (
            _from_front(text, due, left, len(text)) if _stands_in_front(text, due, left) else None
        )
        clause = clause or _from_left(text, due, left, right, last) or _carried(last, due, right)
        clause = clause or _from_front(text, due, left, len(text)) or _labelled(text, due, right)
        clause = clause or _from_left(text, due, left, right, last, whole=True)
        if clause is None:
            end = right if right < len(text) else len(text)
            clause = Clause(inherited or TASK, left, end, explicit=False, unsure=inherited is None)
        named = _FOR.match(text, due.end)
        if named and (thing := _thing(text, named.end(), min(right, named.end() + 30))):
            clause = replace(clause, kind=thing)
        out.append(clause)
    return out


_FOR = re.compile(r"\s*\(?\s*(?:đối\svới|cho)\s(?:các\s)?(?=báo\scáo|kế\shoạch|danh\ssách|hồ\ssơ|số\sliệu)", _I)
"""«trước ngày 28/4 (đối với kế hoạch)»: what the deadline is for follows it."""


def _stands_in_front(text: str, due: Due, left: int) -> bool:
    """«…, trước ngày 15/5 gửi báo cáo»: the verb follows at once, and before it nothing leans on it."""
    if not _FRONT.search(text[left : due.start]):
        return False
    place = _AFTER.match(text, due.end)
    found = _VERB.match(text, place.end()) if place else None
    if found is None:
        return False
    bracketed = text[: due.start].rstrip().endswith("(")
    return not bracketed or found.lastgroup in (REPORT, SEND)


def _carried(last: Clause | None, due: Due, right: int) -> Clause | None:
    """«trước ngày 15/6 và trước ngày 15/12»: the second is for what the first is for."""
    if last is None or last.verb is None:
        return None
    return Clause(
        last.kind,
        last.start,
        max(last.end, right if right > due.end else due.end),
        last.verb,
        explicit=False,
    )


def _labelled(text: str, due: Due, right: int) -> Clause | None:
    """«Thời hạn gửi báo cáo: 15/8»: the words of the deadline say what it is for."""
    found = _REPORT_NOUN.search(text, due.start, due.end) if due.strength == LABEL else None
    return Clause(REPORT, due.start, right, explicit=True) if found else None


def _only_period(text: str, found: Sequence[Verb]) -> bool:
    """«báo cáo sơ kết trước ngày 15/7, tổng kết trước ngày 05/9»: the second is a report as well."""
    return len(found) == 1 and bool(_AT_END.fullmatch(text, found[0].start, found[0].end))


def _from_left(
    text: str, due: Due, left: int, right: int, last: Clause | None, *, whole: bool = False
) -> Clause | None:
    start = left if whole else _clause_start(text, left, due.start)
    purpose = _PURPOSE.search(text, start, due.start)
    behind = purpose is not None and not verbs(text, start, purpose.start())
    end = due.start if purpose is None or behind else purpose.start()
    found = verbs(text, start, end)
    if not found or (last is not None and last.kind == REPORT and _only_period(text, found)):
        return None
    verb = _governing(text, found, end)
    kind = _kind_of(text, verb, found, end)
    return Clause(
        kind, start, right, verb, purpose=behind, unsure=purpose is not None and not behind
    )


def _clause_start(text: str, left: int, end: int) -> int:
    """After the last semicolon, unless nothing that asks for anything follows it."""
    at = text.rfind(";", left, end)
    return at + 1 if at >= 0 else left


_DONE = re.compile(r"(?:hoàn\s(?:thành|tất)|xong)\s?[(,:]?\s?", _I)


def _governing(text: str, found: Sequence[Verb], end: int) -> Verb:
    last = found[-1]
    if len(found) > 1 and _DONE.fullmatch(text, last.start, end) and found[-2].kind != FAINT:
        last = found[-2]
    if last.kind in (REPORT, SEND):
        return last
    giving = [verb for verb in found if verb.kind in (REPORT, SEND)]
    if giving and (last.kind == FAINT or _receives(text, last.end, end)):
        return giving[-1]
    return last


def _receives(text: str, start: int, end: int) -> bool:
    """Whether a receiver is named ('về Sở Nội vụ')."""
    return any(body_at(text, found.end(), end) for found in _RECEIVER.finditer(text, start, end))


def _kind_of(text: str, verb: Verb, found: Sequence[Verb], end: int) -> str:
    """REPORT or TASK by the verb, or by what is sent."""
    if verb.kind == REPORT:
        return REPORT
    if verb.kind == FAINT and _AT_END.fullmatch(text, verb.start, verb.end) and REPORT in (v.kind for v in found):
        return REPORT
    if _SUBMITS.fullmatch(text, verb.start, verb.end):
        return _laid_before(text, verb, end)
    if verb.kind != SEND:
        own = _REPORT_NOUN.match(text, verb.end + 1) if verb.kind == TASK else None
        return REPORT if own and own.group().lower().startswith("báo") else TASK
    thing = _thing(text, verb.end, end)
    if thing:
        return thing
    index = list(found).index(verb)
    for before in reversed(found[:index]):
        if before.kind == REPORT:
            return REPORT
        thing = _thing(text, before.end, verb.start) or _gathers(text, before)
        if thing:
            return thing
    if found[:index]:
        return TASK
    paid = text[verb.start : verb.end].lower() == "nộp"
    before = _thing(text, text.rfind(";", 0, verb.start) + 1, verb.start)
    return before or (TASK if paid else REPORT)


_SUBMITS = re.compile(r"trình", _I)
_AT_END = re.compile(r"(?:sơ|tổng)\skết", _I)
_PAPERS = re.compile(rf"(?P<report>(?<!đề\scương\s)báo\scáo(?!\sviên))|(?P<other>{_OTHER_NOUN.pattern})", _I)
_REACH_BACK = 160


def _laid_before(text: str, verb: Verb, end: int) -> str:
    """«trình UBND tỉnh»: what is laid before it is named after it, or was before."""
    if thing := _thing(text, verb.end, end):
        return thing
    named = list(_PAPERS.finditer(text, max(0, verb.start - _REACH_BACK), verb.start))
    return REPORT if named and named[-1]["report"] else TASK


def _gathers(text: str, verb: Verb) -> str | None:
    """«tổng hợp, gửi Phòng Nội vụ»: what is put together is an account."""
    return REPORT if text[verb.start : verb.end].lower() in ("tổng hợp", "thống kê") else None


_RECEIVES = re.compile(r"(?:^|\s)(?:về|cho|lên|tới|đến|gửi|nộp|cáo)\s$|^\s?$", _I)


def _thing(text: str, start: int, end: int) -> str | None:
    """What follows a verb: an account (REPORT), another paper (TASK), or neither."""
    stop = min(end, start + 90)
    named = bodies(text, start, stop)
    if named and _RECEIVES.search(text[max(0, named[0].start - 8) : named[0].start]):
        stop = named[0].start
    report = _REPORT_NOUN.search(text, start, stop)
    other = _OTHER_NOUN.search(text, start, stop)
    if report and (other is None or report.start() <= other.start()):
        return REPORT
    return TASK if other else None


def _from_front(text: str, due: Due, left: int, end: int) -> Clause | None:
    """The deadline in front: what follows it, up to the clause's end."""
    stop = text.find(";", due.end, end)
    stop = end if stop < 0 else stop
    purpose = _PURPOSE.search(text, due.end, stop)
    limit = stop
    if purpose and verbs(text, due.end, purpose.start()):
        limit = purpose.start()
    found = verbs(text, due.end, limit)
    if not found:
        return None
    giving = [verb for verb in found if verb.kind in (REPORT, SEND)]
    verb = (
        giving[0]
        if giving and (found[0].kind != TASK or _receives(text, giving[0].start, limit))
        else found[0]
    )
    kind = _kind_of(text, verb, found, limit)
    start = max(left, text.rfind(";", 0, due.start) + 1)
    return Clause(kind, start, stop, verb)

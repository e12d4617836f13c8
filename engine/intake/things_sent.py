"""What is sent or laid before somebody: an account, or another paper (a plan, a list, opinions)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.intake.actors import bodies
from engine.intake.report_verbs import FAINT, REPORT, SEND, TASK, Verb

_I = re.IGNORECASE
ACCOUNT = re.compile(
    r"(?:báo\scáo|kết\squả|số\sliệu|biểu(?:\s(?:mẫu|tổng|số|thống|theo|kèm))?|bảng\s(?:tổng|thống|số)|phụ\slục|thống\skê|tình\shình|bản\stổng\shợp|bảng\sđiểm|tiến\sđộ)(?!\w)",
    _I,
)
_OTHER_NOUN = re.compile(
    r"(?<!(?<!kèm\s)theo\s)(?<!Sở\s)(?<!Bộ\s)(?<!Phòng\s)(?<!Vụ\s)(?<!-\s)(?:kế\shoạch(?!\svà\sĐầu\stư)|danh\s(?:sách|mục)|(?:các\s)?ý\skiến|kiến\snghị|góp\sý|hồ\ssơ|đăng\ský|đề\sxuất|dự\s(?:thảo(?!\s(?:văn\sbản\s|các\s)?báo)|toán)|đề\scương|tờ\strình|phiếu|bài\s(?:dự|viết|tham|thi)|tác\sphẩm|sản\sphẩm|chương\strình|phương\sán|đề\sán"
    r"|nhu\scầu|biên\sbản|quyết\sđịnh|giấy\smời|tham\sluận|câu\shỏi|cam\skết|tin,?\sbài|thông\stin(?!,?\s(?:số|báo|và))|bản\sđăng\ský|(?:văn\sbản\s)?(?:đăng|góp|tham\sgia|cử)|(?:văn\sbản|đơn|bản|(?<=gửi)|(?<=nộp))\sđề\snghị|tài\sliệu|hình\sảnh|quy\schế|nội\sdung)(?!\w)",
    _I,
)
_PAPERS = re.compile(
    rf"(?P<report>(?<!đề\scương\s)báo\scáo(?!\sviên))|(?<!thực\shiện\s)(?<!triển\skhai\s)(?P<other>{_OTHER_NOUN.pattern})",
    _I,
)
_REACH_BACK = 400
_RECEIVES = re.compile(r"(?:^|\s)(?:về|cho|lên|tới|đến|gửi|nộp|cáo)\s$|^\s?$", _I)
_COMMENTS = re.compile(r"(?:góp\sý|tham\sgia\s(?:ý|góp)|cho\sý\skiến)[^;]{0,60}?dự\sthảo", _I)
"""«góp ý dự thảo báo cáo, gửi …»: opinions are sent, not the report."""
_FILE_FIRST = re.compile(r"\s*(?:các\s)?hồ\ssơ(?!,?\s(?:và\s)?báo)", _I)
"""«Hồ sơ (gồm tờ trình, báo cáo thành tích) gửi về Hội đồng»: a file, whatever is in it."""
_SUBMITS = re.compile(r"trình", _I)
AT_END = re.compile(r"(?:sơ|tổng)\skết|thống\skê", _I)


def kind_of(
    text: str, verb: Verb, found: Sequence[Verb], end: int, inherited: str | None = None
) -> str:
    """REPORT or TASK by the verb, or by what is sent; ``inherited``: what the sentence before asked for."""
    if verb.kind == REPORT:
        return REPORT
    if (
        verb.kind == FAINT
        and AT_END.fullmatch(text, verb.start, verb.end)
        and REPORT in (v.kind for v in found)
    ):
        return REPORT
    if _SUBMITS.fullmatch(text, verb.start, verb.end):
        return _laid_before(text, verb, end, inherited)
    if inherited == REPORT and _ONLY_DONE.fullmatch(text, 0, end):
        return REPORT
    if verb.kind != SEND:
        own = ACCOUNT.match(text, verb.end + 1) if verb.kind == TASK else None
        return REPORT if own and own.group().lower().startswith("báo") else TASK
    return thing_in(text, verb.end, end) or _named_before(text, verb, found, inherited)


def _named_before(text: str, verb: Verb, found: Sequence[Verb], inherited: str | None) -> str:
    """What is sent where nothing follows «gửi»: the words before it say, or the sentence before."""
    clause = text.rfind(";", 0, verb.start) + 1
    if _COMMENTS.search(text, clause, verb.start) or _FILE_FIRST.match(text, clause):
        return TASK
    index = list(found).index(verb)
    if _ACCOUNT_HEADS.match(text, clause) and not any(
        _NEXT_VERB.search(text, clause, one.start) for one in found[:index] if one.kind != REPORT
    ):
        return REPORT
    if _TELLS.match(text, clause):
        return inherited or REPORT
    if inherited and _ONLY_FINISHES.match(text, clause, verb.end):
        return inherited
    if thing := _object_before(text, verb, found[:index]):
        return thing
    if found[:index]:
        return REPORT if _ACCOUNT_FIRST.match(text, clause) else TASK
    paid = text[verb.start : verb.end].lower() == "nộp"
    named = bodies(text, clause, verb.start)
    begin = named[0].end if named and not text[clause : named[0].start].strip() else clause
    return thing_in(text, begin, verb.start) or (TASK if paid else REPORT)


def _object_before(text: str, verb: Verb, found: Sequence[Verb]) -> str | None:
    """What the nearest of the verbs before «gửi» is about, if that says what is sent."""
    for place in range(len(found) - 1, -1, -1):
        before = found[place]
        if place and before.kind == FAINT and before.start - found[place - 1].end < MOST_BETWEEN:
            continue
        if before.kind == REPORT:
            return REPORT
        if _PROPOSES.fullmatch(text, before.start, before.end) and any(
            one.kind == REPORT for one in found[:place]
        ):
            continue
        if thing := thing_in(text, before.end, verb.start) or _gathers(text, before):
            return thing
    return None


MOST_BETWEEN = 2
"""Characters between the verbs of a chain («tổ chức triển khai thực hiện»); only its first has an object of its own."""
_ONLY_DONE = re.compile(
    r"\s*(?:thời\s(?:gian|hạn)\s|yêu\scầu\s|đề\snghị\s|phải\s){0,2}(?:hoàn\s(?:thành|tất)|thực\shiện)(?:\sxong)?[\s:]*",
    _I,
)
"""«Hoàn thành trước ngày …» behind a sentence that asks for a report."""
_ACCOUNT_HEADS = re.compile(
    r"[\s-]*(?:các\s)?báo\scáo\s(?!viên|về\s[A-ZĐỦ]|cho|với|lên|(?-i:[A-ZĐỦ]))", _I
)
"""«Báo cáo đánh giá tình hình thực hiện Đề án …, gửi về Sở»: a noun, whatever verbs its name has."""
_TELLS = re.compile(r"\s*(?:trong\sđó,?\s)?(?:cần\s|phải\s)?nêu\srõ", _I)
"""«Trong đó nêu rõ khó khăn, kiến nghị và gửi về …»: what is to stand in the report of the sentence before."""
_PROPOSES = re.compile(r"đề\sxuất|đánh\sgiá", _I)
"""«báo cáo kết quả và đề xuất kiến nghị, gửi …»: what a report has in it besides."""
_NEXT_VERB = re.compile(r"(?:[,;:]|(?<!\w)(?:và|đồng\sthời|rồi|để))\s$", _I)
_ONLY_FINISHES = re.compile(
    r"\s*(?:(?:yêu\scầu|đề\snghị|văn\sbản|khẩn\strương|hoàn\s(?:thành|thiện|tất|chỉnh)|tổng\shợp|xong|phải|cần|được|ký|các\sđơn\svị|và)[\s,]+){1,6}"
    r"(?:gửi|nộp|chuyển)",
    _I,
)
"""«Yêu cầu hoàn thiện, gửi …», «Văn bản gửi về …»: what is sent stands in the sentence before."""
_ACCOUNT_FIRST = re.compile(
    rf"\s*(?:các\s)?{ACCOUNT.pattern}(?!,?\s(?:và\s)?(?:gửi|nộp|về\s[A-ZĐ]))", _I
)
"""«Số liệu trẻ em, rà soát xong gửi …»: the account the sentence begins with is what is sent."""


def _laid_before(text: str, verb: Verb, end: int, inherited: str | None) -> str:
    """«trình UBND tỉnh»: what is laid before it is named after it, or was before."""
    approved = _APPROVES.search(text, verb.end, min(end, verb.end + 90))
    if not approved and (thing := thing_in(text, verb.end, end)):
        return thing
    named = _heads(list(_PAPERS.finditer(text, max(0, verb.start - _REACH_BACK), verb.start)), text)
    if not named and not approved:
        if _STARTS.fullmatch(text, 0, verb.start):
            return inherited or TASK
        if _ACCOUNTED.search(text, 0, verb.start):
            return REPORT
    return REPORT if named and named[-1]["report"] else TASK


_STARTS = re.compile(
    r"\s*(?:(?:yêu\scầu|đề\snghị|khẩn\strương|hoàn\s(?:thành|thiện|tất)|tổng\shợp|tham\smưu|và)[\s,]+){0,5}",
    _I,
)
_ACCOUNTED = re.compile(
    r"tổng\shợp\s(?:(?:các|chung)\s)?(?:tình\shình|kết\squả|số\sliệu|báo\scáo)", _I
)
"""«tổng hợp tình hình thực hiện …; trình UBND tỉnh»: what was put together is laid before it."""
_APPROVES = re.compile(
    r"(?<!\w)(?:công\sbố|ban\shành|phê\sduyệt|thông\squa|công\snhận|khen\sthưởng|ký|xem\sxét|quyết\sđịnh)(?!\w)",
    _I,
)
"""«trình UBND tỉnh công bố Chỉ số»: what is decided upon is no account."""
_PARTS_PAPERS = re.compile(r"[,;:]|(?<!\w)(?:và|gửi|kèm|cùng)(?!\w)", _I)


def _heads(named: list[re.Match[str]], text: str) -> list[re.Match[str]]:
    """The papers themselves: in «Báo cáo tổng kết Chương trình» the second is what the first is about."""
    out = named[:1]
    for paper in named[1:]:
        if _PARTS_PAPERS.search(text, out[-1].end(), paper.start()):
            out.append(paper)
    return out


def _gathers(text: str, verb: Verb) -> str | None:
    """«tổng hợp, gửi Phòng Nội vụ»: what is put together is an account."""
    return REPORT if text[verb.start : verb.end].lower() in ("tổng hợp", "thống kê") else None


def thing_in(text: str, start: int, end: int) -> str | None:
    """What follows a verb: an account (REPORT), another paper (TASK), or neither."""
    stop = min(end, start + 90)
    named = bodies(text, start, stop)
    if named and _RECEIVES.search(text[max(0, named[0].start - 8) : named[0].start]):
        stop = named[0].start
    report = ACCOUNT.search(text, start, stop)
    other = _OTHER_NOUN.search(text, start, stop)
    if report and (other is None or report.start() <= other.start()):
        return REPORT
    return TASK if other else None

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

from engine.intake.actors import body_at, listed
from engine.intake.deadline_grammar import LABEL, Due
from engine.intake.report_verbs import FAINT, REPORT, SEND, TASK, VERB, Verb, verbs
from engine.intake.things_sent import ACCOUNT, AT_END, kind_of, thing_in

_I = re.IGNORECASE
_PURPOSE = re.compile(r"(?<!\w)(?:để|nhằm|phục\svụ|làm\scơ\ssở|làm\scăn\scứ)\s", _I)
_RECEIVER = re.compile(r"(?<!\w)(?:về|cho|lên|tới|đến|gửi|báo\scáo)\s", _I)
_FRONT = re.compile(r"(?:^|[,;:(]|\bvà|\bđồng\sthời|\bđịnh\sk[ỳì]|\bthì)\s*$", _I)
_AFTER = re.compile(
    r"\s*\)?\s*,?\s*(?:phải\s|cần\s|sẽ\s|có\s(?=báo)|tiến\shành\s|khẩn\strương\s|chủ\sđộng\s|nghiêm\stúc\s)?",
    _I,
)


_MANNER = re.compile(
    r"\s*,?\s*(?:có\strách\snhiệm\s|phải\s|cần\s|sẽ\s|tiến\shành\s|chủ\sđộng\s|nghiêm\stúc\s|thực\shiện\s(?:việc\s)?)?",
    _I,
)


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


def clauses(text: str, dues: Sequence[Due], inherited: str | None) -> list[Clause]:
    """For each deadline of a sentence what it is for. ``inherited``: what the words before it asked for."""
    out: list[Clause] = []
    for index, due in enumerate(dues):
        left = dues[index - 1].end if index else 0
        right = dues[index + 1].start if index + 1 < len(dues) else len(text)
        clause = _clause(text, due, left, right, out[-1] if out else None, inherited)
        named = _FOR.match(text, due.end)
        if named and (thing := thing_in(text, named.end(), min(right, named.end() + 30))):
            clause = replace(clause, kind=thing)
        out.append(clause)
    return out


def _clause(
    text: str, due: Due, left: int, right: int, last: Clause | None, inherited: str | None
) -> Clause:
    """One deadline's clause, by the first reading that finds a verb for it."""
    front = _from_front(text, due, left, len(text))
    before = last.kind if last else inherited
    own = front is None or right == len(text) or _FRONT.search(text[left : due.start])
    if front and front.verb and not own and front.verb.start < right:
        front = None
    return (
        (front if _stands_in_front(text, due, left) else None)
        or _from_left(text, due, left, right, last, before)
        or _carried(last, due, right)
        or front
        or _labelled(text, due, right)
        or _from_left(text, due, left, right, last, before, whole=True)
        or Clause(inherited or TASK, left, right, explicit=False, unsure=inherited is None)
    )


_FOR = re.compile(
    r"\s*\(?\s*(?:đối\svới|cho)\s(?:các\s)?(?=báo\scáo|kế\shoạch|danh\ssách|hồ\ssơ|số\sliệu)", _I
)
"""«trước ngày 28/4 (đối với kế hoạch)»: what the deadline is for follows it."""


def _stands_in_front(text: str, due: Due, left: int) -> bool:
    """«…, trước ngày 15/5 gửi báo cáo»: the verb follows at once, and before it nothing leans on it."""
    if not _FRONT.search(text[left : due.start]):
        return False
    place = _AFTER.match(text, due.end)
    at = place.end() if place else due.end
    if group := listed(text, at):
        manner = _MANNER.match(text, group[-1].end)
        at = manner.end() if manner else group[-1].end
    found = VERB.match(text, at)
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
    found = ACCOUNT.search(text, due.start, due.end) if due.strength == LABEL else None
    return Clause(REPORT, due.start, right, explicit=True) if found else None


def _only_period(text: str, found: Sequence[Verb]) -> bool:
    """«báo cáo sơ kết trước ngày 15/7, tổng kết trước ngày 05/9»: the second is a report as well."""
    return len(found) == 1 and bool(AT_END.fullmatch(text, found[0].start, found[0].end))


def _from_left(
    text: str,
    due: Due,
    left: int,
    right: int,
    last: Clause | None,
    before: str | None,
    *,
    whole: bool = False,
) -> Clause | None:
    start = left if whole else _clause_start(text, left, due.start)
    purpose = _PURPOSE.search(text, start, due.start)
    behind = purpose is not None and not verbs(text, start, purpose.start())
    end = due.start if purpose is None or behind else purpose.start()
    found = verbs(text, start, end)
    if not found or (last is not None and last.kind == REPORT and _only_period(text, found)):
        return None
    verb = _governing(text, found, end)
    if behind and purpose and _ORDERED.search(text, purpose.end(), verb.start):
        behind, purpose = False, None
    kind = kind_of(text, verb, found, end, before)
    return Clause(
        kind, start, right, verb, purpose=behind, unsure=purpose is not None and not behind
    )


_ORDERED = re.compile(r"(?<!\w)(?:đề\snghị|yêu\scầu|giao(?!\sthông))(?!\w)", _I)
"""«Để tổng hợp, báo cáo Bộ trưởng, Cục đề nghị các Sở gửi …»: the purpose is over where something is asked."""


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
    kind = kind_of(text, verb, found, limit)
    start = max(left, text.rfind(";", 0, due.start) + 1)
    return Clause(kind, start, stop, verb)

"""A digest as the subject and body of a mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.deadlines import LOCAL
from engine.digests import Contents, Task
from engine.notice_texts import sentence

_WORDS = {
    "vi": {
        "subject": "Công việc ngày {day}: {overdue} quá hạn, {soon} sắp đến hạn, {news} thông báo",
        "overdue": "QUÁ HẠN",
        "soon": "SẮP ĐẾN HẠN",
        "news": "MỚI",
        "due": "hạn",
    },
    "en": {
        "subject": "Your work on {day}: {overdue} overdue, {soon} due soon, {news} notices",
        "overdue": "OVERDUE",
        "soon": "DUE SOON",
        "news": "NEW",
        "due": "due",
    },
}


def mail(contents: Contents, day: date, locale: str) -> tuple[str, str]:
    """Subject and body in ``locale``; parts with nothing in them are left out."""
    words = _WORDS["vi" if locale == "vi" else "en"]
    subject = words["subject"].format(
        day=f"{day:%d/%m/%Y}",
        overdue=len(contents.overdue),
        soon=len(contents.soon),
        news=len(contents.news),
    )
    parts = [
        (words["overdue"], [_line(t, words["due"]) for t in contents.overdue]),
        (words["soon"], [_line(t, words["due"]) for t in contents.soon]),
        (words["news"], [sentence(n.kind, n.params, locale)[1] for n in contents.news]),
    ]
    return subject, "\n".join(_body(parts)).strip()


def _body(parts: list[tuple[str, list[str]]]) -> Iterator[str]:
    for title, lines in parts:
        if lines:
            yield from ("", title, *(f"- {line}" for line in lines))


def _line(task: Task, due: str) -> str:
    when = f" ({due} {task.due_at.astimezone(LOCAL):%d/%m/%Y %H:%M})" if task.due_at else ""
    return f"{task.name}: {task.about}{when}" if task.about else f"{task.name}{when}"

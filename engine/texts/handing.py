"""What notices inside a unit say: a task handed to a colleague, a head's reminder."""

from __future__ import annotations

from engine.texts.shape import Texts

TEXTS: Texts = {
    "giao-viec": {
        "vi": (
            "Việc được chuyển cho {to}: {task}",
            "{by} chuyển cho {to} việc «{task}». Hạn: {last_day}. {why}",
        ),
        "en": (
            "A task was passed to {to}: {task}",
            "{by} passed the task «{task}» to {to}. Last day: {last_day}. {why}",
        ),
    },
    "nhac-viec": {
        "vi": (
            "Lãnh đạo nhắc {to}: {task}",
            "{by} nhắc {to} hoàn thành việc «{task}». Hạn: {last_day}.",
        ),
        "en": (
            "The head reminds {to}: {task}",
            "{by} reminds {to} to finish the task «{task}». Last day: {last_day}.",
        ),
    },
    "nhac-viec-chua-nhan": {
        "vi": (
            "Lãnh đạo nhắc việc chưa ai nhận: {task}",
            "{by} nhắc {unit}: việc «{task}» chưa có người nhận. Hạn: {last_day}.",
        ),
        "en": (
            "The head reminds of a task nobody has claimed: {task}",
            "{by} reminds {unit}: nobody has claimed the task «{task}». Last day: {last_day}.",
        ),
    },
}
"""``to`` is a colleague's name, ``last_day`` a day or a dash."""

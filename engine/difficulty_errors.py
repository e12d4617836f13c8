"""What can be wrong with what is done to a difficulty."""

from __future__ import annotations

from engine.errors import Conflict, Forbidden, InputError


class BadDifficulty(InputError):
    """A difficulty that cannot be raised, or a group that cannot be made."""

    code = "bad-difficulty"
    vi = "Chưa thực hiện được: {why_vi}."
    en = "This cannot be done: {why}."


class NotWithUs(Forbidden):
    """A body other than the one that holds the question cannot answer, pass or group it."""

    code = "difficulty-not-with-us"
    vi = "Vướng mắc đang do {holder} xem xét; chỉ cơ quan đó được giải đáp, chuyển hoặc gộp."
    en = "{holder} holds the question; it alone may answer it, pass it up or group it."


class AlreadyAnswered(Conflict):
    """Nothing more can be done to an answered difficulty."""

    code = "difficulty-answered"
    vi = "Vướng mắc đã được giải đáp lúc {at}."
    en = "The difficulty was answered at {at}."


class NobodyAbove(InputError):
    """A question that reached the body the cascade began with cannot go further up."""

    code = "nobody-above"
    vi = "{unit} ban hành văn bản gốc; vướng mắc phải được giải đáp tại đây."
    en = "{unit} issued the directive everything began with; the difficulty is answered here."


class AnswerMissing(InputError):
    """An answer without words."""

    code = "answer-missing"
    vi = "Hãy ghi nội dung giải đáp."
    en = "Write the answer."

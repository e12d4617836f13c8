"""What a wave asks of services and of the bus: a call that fails is its instance's fault alone.

A wave that met one is undone (``waves``) and done again without the deliveries to blame, which are
found here. What a person's own answers are refused for, that person is told instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import TypeVar

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from engine.deliveries import Reached, ServiceCall
from engine.errors import DondocError, InputError
from engine.process.events import Failure, Send

BAD = (
    DondocError,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
    DataError,
    IntegrityError,
)
"""What one instance's values can cause. Anything else concerns the whole batch."""

Asked = TypeVar("Asked", ServiceCall, tuple[Reached, Send])
Answer = TypeVar("Answer")
Wrong = Mapping[int, tuple[Failure, InputError | None]]
"""By the instance's id: what its fault says, and what a service refused of its inputs."""


class CallBroke(DondocError):
    """Something met an error that has no sentence of its own."""

    code = "call-broke"
    vi = (
        "Phần tử này gặp lỗi khi chạy ({why}). Hãy xem lại đầu vào của nó trong sơ đồ, sửa dữ liệu "
        "rồi thử lại."
    )
    en = (
        "This element met an error when it ran ({why}). Look at its inputs in the diagram, mend the "
        "data and try again."
    )


class CallsFailed(Exception):
    """Some of a wave's calls failed; ``wrong`` says whose."""

    def __init__(self, wrong: Wrong) -> None:
        self.wrong = wrong
        super().__init__(f"{len(wrong)} calls failed")


def ask(
    session: Session,
    act: Callable[[Sequence[Asked]], Answer],
    asked: Sequence[Asked],
) -> Answer:
    """``act`` on all at once, in the caller's savepoint.

    Raises ``CallsFailed``, and what fails only for all together.
    """
    try:
        with session.begin_nested() if len(asked) > 1 else nullcontext():
            return act(asked)
    except BAD as error:
        wrong = _to_blame(session, act, asked, error)
        if not wrong:
            raise
        raise CallsFailed(wrong) from error


def _to_blame(
    session: Session,
    act: Callable[[Sequence[Asked]], Answer],
    asked: Sequence[Asked],
    error: Exception,
) -> dict[int, tuple[Failure, InputError | None]]:
    """Which of them fail by themselves, found by halving; nothing of the trials stays."""
    if len(asked) == 1:
        return dict([_failed(asked[0], error)])
    found: dict[int, tuple[Failure, InputError | None]] = {}
    half = len(asked) // 2
    for part in (asked[:half], asked[half:]):
        trial = session.begin_nested()
        try:
            act(part)
        except BAD as again:
            trial.rollback()
            found |= _to_blame(session, act, part, again)
        else:
            trial.rollback()
    return found


def _failed(
    asked: ServiceCall | tuple[Reached, Send], error: Exception
) -> tuple[int, tuple[Failure, InputError | None]]:
    error = error.with_traceback(None)  # its frames hold the rows that the trial read
    if isinstance(asked, ServiceCall):
        refused = error if isinstance(error, InputError) else None
        return asked.instance.id, (failure_of(asked.element, error), refused)
    reached, send = asked
    return reached.id, (failure_of(send.element, error), None)


def failure_of(element: str, error: Exception) -> Failure:
    """What the fault says of an error that a call met."""
    said = error
    if not isinstance(said, DondocError):
        said = CallBroke(why=f"{type(error).__name__}: {error}"[:200])
    return Failure(element, said.text("en"), said.text("vi"), said.code)

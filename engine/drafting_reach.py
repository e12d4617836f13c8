"""A directive that asks for something must reach somebody."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.deadline_rules import UNDATED
from engine.directive_tables import Directive, Obligation, Recipient
from engine.drafts import DirectiveDraft, Problems
from engine.errors import InputError


class NobodyReceives(InputError):
    """Obligations, but no recipient in the system who could owe them."""

    code = "nobody-receives"
    vi = (
        "Văn bản có nghĩa vụ báo cáo nhưng chưa có nơi nhận nào trong hệ thống, nên sẽ không đơn vị "
        "nào phải thực hiện. Hãy thêm nơi nhận."
    )
    en = (
        "The directive has obligations but no recipient in the system, so nobody would owe them. "
        "Add recipients."
    )


def goes_out(session: Session, directive_id: int) -> bool:
    """Whether an issued directive has any recipient in the system."""
    sent = select(Recipient.unit_id).where(Recipient.directive_id == directive_id)
    return session.scalar(sent.limit(1)) is not None


def require(session: Session, directive: Directive, loaded: DirectiveDraft) -> None:
    """Raise DirectiveRefused, at the recipients, for a recorded directive that owes something and
    goes to nobody. One that only tells, or whose obligations have no date, may go to whom it likes;
    one that passes on its superior's goes to whom the process says.
    """
    owing = select(Obligation.id).where(
        Obligation.directive_id == directive.id, Obligation.kind != UNDATED
    )
    if goes_out(session, directive.id) or session.scalar(owing.limit(1)) is None:
        return
    problems = Problems(loaded.source)
    with problems.at("recipients"):
        raise NobodyReceives
    problems.refuse()

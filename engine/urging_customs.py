"""What each issuer of urging letters decides for itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine import policies
from engine.policies import Policy
from engine.signature_lines import BY_ORDER, DEPUTY, HEAD

AUTO, TASK = "auto", "task"
CONSOLIDATOR, ISSUER = "consolidator", "issuer"

FROM = policies.declare(
    Policy(
        "urging.from",
        CONSOLIDATOR,
        "Ai ra văn bản đôn đốc: cơ quan tổng hợp hay cơ quan ban hành văn bản giao nhiệm vụ",
        "Who issues urging letters: the consolidating body, or the issuer of the directive",
        choices=(CONSOLIDATOR, ISSUER),
    )
)
SIGN = policies.declare(
    Policy(
        "urging.sign",
        AUTO,
        "Văn bản đôn đốc tự ban hành theo ủy quyền thường xuyên, hay chờ lãnh đạo ký",
        "Urging letters are issued under a standing authority, or wait for the head to sign",
        choices=(AUTO, TASK),
    )
)
JOINT = policies.declare(
    Policy(
        "urging.joint",
        False,
        "Một văn bản chung cho các đơn vị cùng chậm một kỳ báo cáo trong ngày",
        "One letter for all units late with the same period on one day",
    )
)
DAYS = policies.declare(
    Policy(
        "urging.days",
        5,
        "Hạn mới của văn bản đôn đốc: sau bao nhiêu ngày làm việc",
        "The new deadline of an urging letter: after how many working days",
        low=1,
        high=60,
    )
)
SIGNER = policies.declare(
    Policy(
        "urging.signer",
        HEAD,
        "Thẩm quyền ký văn bản đôn đốc: thủ trưởng, cấp phó ký thay, thừa lệnh",
        "Under which authority urging letters are signed: head, deputy, by order",
        choices=(HEAD, DEPUTY, BY_ORDER),
    )
)


@dataclass(frozen=True, slots=True)
class Customs:
    """The policies of each issuer."""

    sign: Mapping[int, str]
    joint: Mapping[int, bool]
    days: Mapping[int, int]
    signer: Mapping[int, str]

    @classmethod
    def of(cls, session: Session, issuers: Collection[int]) -> Customs:
        """Those of these units."""
        return cls(*(policies.values(session, p, issuers) for p in (SIGN, JOINT, DAYS, SIGNER)))

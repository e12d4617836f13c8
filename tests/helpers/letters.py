"""Received letters for tests: a text, and a draft of it as reading would have made it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from adapters.files import Folder
from engine import received
from engine.intake.found import (
    BEFORE,
    Basis,
    Deadline,
    Draft,
    Duties,
    Found,
    Header,
    Issued,
    Issuer,
    Report,
    Signer,
    Span,
)
from engine.people import Actor

FROM_SO = """SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI TỈNH HẢI DƯƠNG
Số: 905/SLĐTBXH-BTXH
Hải Dương, ngày 22 tháng 5 năm 2023
V/v rà soát hộ nghèo đột xuất
Kính gửi: UBND các huyện, thị xã, thành phố
Thực hiện Kế hoạch số 76/KH-UBND ngày 24/3/2023 của UBND tỉnh Hải Dương.
Các địa phương gửi kết quả rà soát về Sở trước ngày 30/6/2023.
Riêng số liệu tháng gửi chậm nhất ngày 20 hằng tháng.
GIÁM ĐỐC
Nguyễn Văn Mẫu
"""
FROM_DISTRICT = """UBND HUYỆN THANH HÀ
Số: 412/UBND-LĐTBXH
Thanh Hà, ngày 25 tháng 5 năm 2023
V/v chăm sóc trẻ em dịp hè
Kính gửi: Các phòng, ban, ngành huyện; UBND các xã, thị trấn
Các đơn vị báo cáo về Phòng Lao động - Thương binh và Xã hội trước ngày 15/8/2023.
CHỦ TỊCH
Trần Thị Ví Dụ
"""


def words(text: str, said: str) -> tuple[Span, ...]:
    """Where the words stand."""
    start = text.index(said)
    return (Span(start, start + len(said)),)


def found(text: str, value: Any, said: str, *doubts: str) -> Found[Any]:
    """A value found in these words."""
    return Found(value, words(text, said), 0.5 if doubts else 1.0, doubts)


def from_so() -> Draft:
    """The letter of a sở to the districts; who reports is named in general words."""
    text = FROM_SO
    place = "tỉnh Hải Dương"
    issuer = Issuer("Sở Lao động - Thương binh và Xã hội tỉnh Hải Dương", "so", place)
    basis = Basis("76/KH-UBND", date(2023, 3, 24), "UBND tỉnh Hải Dương", "Thực hiện")
    due = Deadline(date(2023, 6, 30), BEFORE, date(2023, 6, 29))
    report = Report(
        "one_off",
        "gửi kết quả rà soát về Sở trước ngày 30/6/2023",
        "kết quả rà soát hộ nghèo đột xuất",
        ("Các địa phương",),
        to="Sở",
        deadline=due,
    )
    return Draft(
        text,
        Header(
            number=found(text, "905", "905"),
            symbol=found(text, "SLĐTBXH-BTXH", "SLĐTBXH-BTXH"),
            type=Found("cong_van"),
            issuer=found(text, issuer, "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI TỈNH HẢI DƯƠNG"),
            issued=found(
                text,
                Issued(date(2023, 5, 22), 2023, 5, 22, "Hải Dương"),
                "Hải Dương, ngày 22 tháng 5 năm 2023",
            ),
            subject=found(text, "rà soát hộ nghèo đột xuất", "rà soát hộ nghèo đột xuất"),
            upstream=(found(text, basis, "Kế hoạch số 76/KH-UBND ngày 24/3/2023"),),
            recipients=(
                found(
                    text,
                    "UBND các huyện, thị xã, thành phố",
                    "UBND các huyện, thị xã, thành phố",
                ),
            ),
            signer=found(text, Signer(title="GIÁM ĐỐC", name="Nguyễn Văn Mẫu"), "Nguyễn Văn Mẫu"),
        ),
        (),
        Duties(reports=(found(text, report, report.phrase, "who-unclear"),)),
    )


def from_district(**header: Any) -> Draft:
    """The letter of a district to its offices and communes; ``header`` replaces what stands there."""
    text = FROM_DISTRICT
    issuer = Issuer("UBND huyện Thanh Hà", "huyen", "huyện Thanh Hà, tỉnh Hải Dương")
    due = Deadline(date(2023, 8, 15), BEFORE, date(2023, 8, 14))
    consolidator = "Phòng Lao động - Thương binh và Xã hội"
    report = Report(
        "one_off",
        f"báo cáo về {consolidator} trước ngày 15/8/2023",
        "kết quả chăm sóc trẻ em dịp hè",
        ("Các đơn vị",),
        to=consolidator,
        deadline=due,
        consolidator=consolidator,
    )
    around = Header(
        number=found(text, "412", "412"),
        symbol=found(text, "UBND-LĐTBXH", "UBND-LĐTBXH"),
        type=Found("cong_van"),
        issuer=found(text, issuer, "UBND HUYỆN THANH HÀ"),
        issued=found(
            text, Issued(date(2023, 5, 25), 2023, 5, 25, "Thanh Hà"), "ngày 25 tháng 5 năm 2023"
        ),
        subject=found(text, "chăm sóc trẻ em dịp hè", "chăm sóc trẻ em dịp hè"),
        recipients=(
            found(text, "Các phòng, ban, ngành huyện", "Các phòng, ban, ngành huyện"),
            found(text, "UBND các xã, thị trấn", "UBND các xã, thị trấn"),
        ),
    )
    return Draft(
        text,
        replace(around, **header),
        (),
        Duties(reports=(found(text, report, report.phrase),)),
    )


def taken(session: Session, folder: Path, actor: Actor, draft: Draft, at: datetime) -> int:
    """The letter received by the actor's unit; its id."""
    source = io.BytesIO(draft.text.encode())
    files = Folder(folder)
    return received.receive(session, files, actor, draft, "thu.txt", "thu.txt", source, at)

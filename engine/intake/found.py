"""What reading a letter finds: values, the words each came from, and how sure it is.

A draft says what stands in the letter, not what the system makes of it: names are as printed (in
full where the letter itself spells a short form out), dates are calendar days as printed.
``engine.intake.listing`` puts a draft into the keys of a listing (docs/intake.md).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

BEFORE = "before_exclusive"
"""'trước ngày 15/5': the 14th is the last acceptable day."""
NO_LATER = "no_later_inclusive"
"""'chậm nhất ngày 15/5', 'trong ngày', 'trong tháng': the day printed is the last acceptable one."""
NONE = "none"

PERIODIC, AD_HOC, ONE_OFF = "periodic_unspecified", "ad_hoc", "one_off"
WEEKLY, MONTHLY, QUARTERLY = "weekly", "monthly", "quarterly"
HALF_YEAR, NINE_MONTHS, ANNUAL = "half_year", "nine_months", "annual"
REPORT_KINDS = (
    WEEKLY, MONTHLY, QUARTERLY, HALF_YEAR, NINE_MONTHS, ANNUAL, ONE_OFF, AD_HOC, PERIODIC,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` up to ``end`` of the text as it was read (``Letter.text``)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and its words. ``confidence`` is 0 to 1; ``doubts`` are codes of ``engine.intake.doubts``.

    No span: it stands nowhere, but follows from what does (the type of a letter with «Kính gửi»).
    """

    value: T
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issuer:
    """``level``: trung_uong, tinh, so (of a province), huyen, phong (of a district), xa or khac."""

    name: str
    level: str
    locality: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """The letter's date; parts that are blank are None. ``not_before``: of the latest document cited."""

    date: dt.date | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    place: str | None = None
    not_before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A document the letter rests on. ``number`` with its symbol ('836/SLĐTBXH-TE&BĐG'), '' where none is printed.

    ``role`` is the word that brings it in: 'Căn cứ', 'Thực hiện', 'Theo', 'trên cơ sở đề nghị của'.
    """

    number: str
    date: dt.date | None = None
    issuer: str | None = None
    role: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """'TM. ỦY BAN NHÂN DÂN' · 'KT. CHỦ TỊCH' · 'PHÓ CHỦ TỊCH' · the name.

    ``on_behalf`` of several lines has ' / ' between them: 'TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG'.
    """

    authority: str | None = None
    on_behalf: str | None = None
    title: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """``number`` is the path ('II.1'); ``title`` None where the numbered paragraph has none of its own."""

    number: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A printed deadline. ``on`` and ``last_day`` are calendar days, None where none is fixed.

    ``boundary`` is BEFORE, NO_LATER or NONE. ``every``: 'week', 'month', 'quarter', 'half_year',
    'nine_months', 'year', or None for once; ``month`` and ``day`` (99: the month's last) and
    ``weekday`` (1 to 7 from Monday) of a recurrence. ``time`` is a time of day as 'HH:MM'.
    ``within`` days (``working`` or not) from ``since`` ('ngày nhận được văn bản', without its 'kể từ');
    ``unit`` 'hour' or 'month' where it is not days; ``on`` beside them is counted from a printed day. ``every`` 'day' has only a time. ``following``: of the month after the
    one reported on ('ngày 05 tháng sau'); a quarter's ``month`` is 1 to 3, 4 the first after it.
    ``opens``: the first day of a window to send in ('từ ngày 10/9 đến ngày 15/9').
    """

    on: dt.date | None = None
    boundary: str = NONE
    last_day: dt.date | None = None
    every: str | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    time: str | None = None
    within: int | None = None
    working: bool = False
    since: str | None = None
    unit: str = "day"
    following: bool = False
    opens: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report asked for. ``kind`` is one of REPORT_KINDS; ``where`` the headings' path or 'closing'."""

    kind: str
    phrase: str
    about: str | None = None
    who: tuple[str, ...] = ()
    to: str | None = None
    via: str | None = None
    deadline: Deadline = Deadline()
    consolidator: str | None = None
    goes_up_to: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Another thing to be done by a day (a plan to issue, a list to make), no report."""

    what: str
    phrase: str
    who: tuple[str, ...] = ()
    deadline: Deadline = Deadline()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """``when`` is as printed, None where the letter leaves it open."""

    who: str | None
    what: str
    on_whom: str | None = None
    when: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A tháng hành động, đợt cao điểm; ``year`` alone where its days are not printed."""

    name: str
    phrase: str
    start: dt.date | None = None
    end: dt.date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who does what; ``request`` for 'đề nghị' (bodies that cannot be ordered)."""

    actor: str
    duty: str
    where: str = ""
    request: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """Where difficulties go, and what is done with them."""

    to: str | None
    via: str | None = None
    form: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """Who wrote, when, about what, to whom: what stands around the body."""

    number: Found[str] | None = None
    symbol: Found[str] | None = None
    number_as_printed: Found[str] | None = None
    type: Found[str] | None = None
    issuer: Found[Issuer] | None = None
    issued: Found[Issued] | None = None
    subject: Found[str] | None = None
    subject_inferred: Found[str] | None = None
    upstream: tuple[Found[Basis], ...] = ()
    recipients: tuple[Found[str], ...] = ()
    recipients_inferred: tuple[Found[str], ...] = ()
    cc: tuple[Found[str], ...] = ()
    signer: Found[Signer] | None = None


@dataclass(frozen=True, slots=True)
class Duties:
    """What the body asks for."""

    reports: tuple[Found[Report], ...] = ()
    tasks: tuple[Found[Task], ...] = ()
    inspections: tuple[Found[Inspection], ...] = ()
    campaigns: tuple[Found[Campaign], ...] = ()
    assignments: tuple[Found[Assignment], ...] = ()
    feedback: Found[Feedback] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """All that was found in one letter, ``text`` being what spans count in."""

    text: str
    header: Header
    headings: tuple[Found[Heading], ...]
    duties: Duties
    damage: tuple[Found[str], ...] = ()

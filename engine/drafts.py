"""A directive as its file says it, before units are looked up; and what can be wrong with it.

``path`` of each part is its place in the file ("obligations[0]"), by which a fault is located.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as of
from datetime import date as day
from typing import Any

from engine.deadline_rules import Rule
from engine.errors import DondocError, InputError


@dataclass(frozen=True, slots=True)
class Source:
    """Where a draft came from; ``line`` finds a path's line in the file, None if it has none."""

    name: str = ""
    line: Callable[[str], int | None] = lambda path: None


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, at its line and field."""

    file: str
    line: int | None
    path: str
    vi: str
    en: str

    def text(self, locale: str = "vi") -> str:
        """The fault with its place, as one line."""
        vi = locale == "vi"
        places = [self.file]
        if self.line is not None:
            places.append(f"dòng {self.line}" if vi else f"line {self.line}")
        if self.path:
            places.append(f"mục {self.path}" if vi else f"field {self.path}")
        where = ", ".join(filter(None, places))
        said = self.vi if vi else self.en
        return f"{where}: {said}" if where else said


class DirectiveRefused(InputError):
    """A directive that cannot be recorded; ``problems`` holds every fault found, not the first."""

    code = "directive-refused"
    vi = "Văn bản không ghi nhận được, chưa có gì thay đổi:\n{lines}"
    en = "The directive cannot be recorded; nothing was changed:\n{lines_en}"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(
            lines="\n".join(p.text("vi") for p in problems),
            lines_en="\n".join(p.text("en") for p in problems),
        )


class Problems:
    """Collects faults so that a reader sees all of them at once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Problem] = []

    def add(self, path: str, vi: str, en: str) -> None:
        """Note a fault at ``path``."""
        self.found.append(Problem(self.source.name, self.source.line(path), path, vi, en))

    @contextmanager
    def at(self, path: str) -> Iterator[None]:
        """Note what goes wrong inside as a fault at ``path``, and go on."""
        try:
            yield
        except DondocError as error:
            self.add(path, error.text("vi"), error.text("en"))

    def refuse(self) -> None:
        """Raise DirectiveRefused if there was a fault."""
        if self.found:
            raise DirectiveRefused(self.found)


@dataclass(frozen=True, slots=True)
class Basis:
    """A document the directive rests on; ``issuer`` is free text and need not be a known unit.

    ``type`` is a type's code or name, '' where it is not told: then the symbol may tell it.
    """

    issuer: str
    number: str = ""
    symbol: str = ""
    date: day | None = None
    title: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Some recipients: a FEEL ``select`` over ``unit`` (the issuer), or names or codes of units.

    ``but`` are those of a ``select`` that are left out, by name or code. ``outside`` marks bodies
    the tree of units does not hold: printed, never sent to.
    """

    group: str
    select: str = ""
    units: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    requested: bool = False
    outside: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionDraft:
    """A task with its number, '' for none, and who leads and who helps, as printed."""

    number: str
    text: str
    lead: str = ""
    coordinators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhoDraft:
    """Who owes a report: everybody unless one of the fields is filled.

    ``groups`` are names of recipient groups, ``named`` free text for duties of nobody in the tree.
    """

    groups: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    select: str = ""
    units: tuple[str, ...] = ()
    named: str = ""


@dataclass(frozen=True, slots=True)
class ObligationDraft:
    """A report owed, written in ``form``; ``consolidator`` is FEEL over ``unit``, or a unit's name, or
    ''. ``source`` is the code of the superior's obligation that it passes on."""

    code: str
    title: str
    rule: Rule
    who: WhoDraft = WhoDraft()
    consolidator: str = ""
    requested: bool = False
    details: Mapping[str, Any] = of(default_factory=dict)
    form: str = "report"
    source: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """A closing report the letter asks for, ``days`` after the end (0: as the policy says)."""

    title: str = ""
    days: int = 0
    who: WhoDraft = WhoDraft()
    consolidator: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A month of action or the like; without dates when the text gives none.

    ``until``: it recurs each year up to that day. ``report``: None where none is asked for.
    """

    name: str
    start: day | None = None
    end: day | None = None
    until: day | None = None
    report: CampaignReport | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """``authority`` "TM. ỦY BAN NHÂN DÂN", ``on_behalf`` "KT. CHỦ TỊCH"."""

    name: str
    title: str
    authority: str = ""
    on_behalf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveDraft:
    """A directive ready to be recorded. ``content`` is the file, kept as it was validated."""

    issuer: str
    type: str
    issued_on: day
    subject: str
    process: str
    number: str = ""
    symbol: str = ""
    field: str = ""
    basis: tuple[Basis, ...] = ()
    recipients: tuple[Group, ...] = ()
    provisions: tuple[ProvisionDraft, ...] = ()
    obligations: tuple[ObligationDraft, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    copy_to: tuple[str, ...] = ()
    signer: Signer | None = None
    note: str = ""
    content: Mapping[str, Any] = of(default_factory=dict)
    source: Source = Source()

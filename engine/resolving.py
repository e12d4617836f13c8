"""What a draft names, looked up: units of its groups, who owes, who consolidates, each fault noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.campaign_windows import with_closing_reports
from engine.date_warnings import CONSOLIDATED
from engine.deadline_rules import Rule
from engine.deadlines import dues
from engine.directive_tables import ISSUED, Directive
from engine.drafts import DirectiveDraft, Group, ObligationDraft, Problems, WhoDraft
from engine.errors import InputError
from engine.identities import SameAgain, duplicate, taken
from engine.obligations import Who
from engine.process import feel
from engine.selectors import resolve
from engine.unit_names import find
from engine.units import UnitRef, UnknownUnit, by_code


class NobodySelected(InputError):
    """A group or consolidator that means no unit, or not exactly one."""

    code = "nobody-selected"
    vi = "«{what}» chọn được {count} đơn vị vào ngày {on}. Hãy sửa biểu thức hoặc tên đơn vị."
    en = "«{what}» selects {count} units on {on}. Correct the expression or the name."


class UnknownGroup(InputError):
    """An obligation names recipients the directive does not have."""

    code = "unknown-group"
    vi = "Không có nhóm nơi nhận «{group}». Các nhóm đã khai báo: {groups}."
    en = "There is no group of recipients «{group}». Those declared: {groups}."


class RepeatedCode(InputError):
    """Two obligations of one directive share their code."""

    code = "repeated-code"
    vi = "Mã «{what}» dùng cho hai chế độ báo cáo. Hãy đặt mã khác nhau."
    en = "The code «{what}» is used for two obligations. Give each its own."


@dataclass(slots=True)
class Resolved:
    """A draft with its units found. ``recipients``: by unit, the positions of its groups."""

    issuer: UnitRef
    recipients: dict[int, list[int]]
    who: list[Who]
    consolidators: list[int | None]
    addressees: list[int | None]


class Resolver:
    """Looks up everything a draft names, noting each fault at its place.

    ``draft`` gains the closing reports of its campaigns once the issuer is known. ``booked_by`` is
    the unit in whose book it is to stand, None for one to be issued.
    """

    def __init__(
        self,
        session: Session,
        draft: DirectiveDraft,
        now: datetime,
        problems: Problems,
        booked_by: int | None = None,
    ) -> None:
        self.session = session
        self.draft = draft
        self.now = now
        self.problems = problems
        self.booked_by = booked_by
        self.on = draft.issued_on

    def resolve(self) -> Resolved | None:
        """The units of the draft; None if the issuer itself is unknown."""
        issuer = self._issuer()
        if issuer is not None:
            self.draft = with_closing_reports(self.session, self.draft, issuer.id)
        self._vet_obligations()
        if issuer is None:
            return None
        self._vet_identity(issuer)
        owing = self.draft.obligations
        found = Resolved(
            issuer,
            self._recipients(issuer),
            [self._who(issuer, obligation) for obligation in owing],
            [self._consolidator(issuer, obligation) for obligation in owing],
            [self._addressee(issuer, obligation) for obligation in owing],
        )
        return found if self.booked_by is None else _booked(found, self.booked_by)

    def _issuer(self) -> UnitRef | None:
        with self.problems.at("issuer"):
            return self.unit(self.draft.issuer, None)
        return None

    def unit(self, text: str, within: int | None) -> UnitRef:
        """A unit by code or name, near ``within`` if one of that name is below it."""
        if text.isascii() and " " not in text.strip():
            try:
                return by_code(self.session, text.strip(), self.on)
            except UnknownUnit:
                pass  # a one-word name without accents, then
        if within is not None:
            try:
                return find(self.session, text, self.on, within)
            except UnknownUnit:
                pass  # a peer or a superior, then
        return find(self.session, text, self.on)

    def select(self, issuer: UnitRef, expression: str) -> list[UnitRef]:
        """The units a FEEL selection means; raises NobodySelected for none."""
        unit = {"id": issuer.id, "code": issuer.code, "name": issuer.name, "tier": issuer.tier}
        selection = feel.compile(expression, {"unit"}).evaluate({"unit": unit}, now=self.now)
        found = resolve(self.session, selection, self.on)
        if not found:
            raise NobodySelected(what=expression, count=0, on=self.on.isoformat())
        return found

    def _vet_identity(self, issuer: UnitRef) -> None:
        draft = self.draft
        identity = (issuer.id, draft.symbol, draft.number, draft.issued_on.year)
        with self.problems.at("number"):
            for known in taken(self.session, {identity}, self.booked_by):
                raise duplicate(known)
            if not draft.number and self.session.scalar(
                select(Directive.id).where(
                    Directive.issuer_id == issuer.id,
                    Directive.symbol == draft.symbol,
                    Directive.issued_on == draft.issued_on,
                    Directive.subject == draft.subject,
                    Directive.status == ISSUED,
                    Directive.booked_by_id.is_not_distinct_from(self.booked_by),
                )
            ):
                raise SameAgain(on=f"{draft.issued_on:%d/%m/%Y}")

    def _recipients(self, issuer: UnitRef) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for position, group in enumerate(self.draft.recipients):
            for unit in self.members(issuer, group):
                found.setdefault(unit, []).append(position)
        return found

    def members(self, issuer: UnitRef, group: Group) -> list[int]:
        """The ids of a group's units, each once, in the order of the file."""
        named = dict.fromkeys(self._named(issuer, group.select, group.units, group.path))
        for number, text in enumerate(group.but):
            with self.problems.at(f"{group.path}.except[{number}]"):
                named.pop(self.unit(text, issuer.id).id, None)
        return list(named)

    def _named(
        self, issuer: UnitRef, select: str, units: tuple[str, ...], path: str
    ) -> Iterator[int]:
        if select:
            with self.problems.at(f"{path}.select"):
                yield from (ref.id for ref in self.select(issuer, select))
        for number, text in enumerate(units):
            with self.problems.at(f"{path}.units[{number}]"):
                yield self.unit(text, issuer.id).id

    def _who(self, issuer: UnitRef, obligation: ObligationDraft) -> Who:
        who: WhoDraft = obligation.who
        path = f"{obligation.path}.who"
        names = [group.group for group in self.draft.recipients]
        with self.problems.at(path):
            for group in who.groups:
                if group not in names:
                    raise UnknownGroup(group=group, groups="; ".join(names))
        positions = {n for n, name in enumerate(names) if name in who.groups}
        units = frozenset(self._named(issuer, who.select, who.units, path))
        return Who(frozenset(positions), frozenset(who.tiers), units, who.named)

    def _consolidator(self, issuer: UnitRef, obligation: ObligationDraft) -> int | None:
        text = obligation.consolidator
        if not text:
            return issuer.id if obligation.rule.is_dated else None
        with self.problems.at(f"{obligation.path}.consolidator"):
            if "(" not in text and text != "unit":
                return self.unit(text, issuer.id).id
            found = self.select(issuer, text)
            if len(found) != 1:
                raise NobodySelected(what=text, count=len(found), on=self.on.isoformat())
            return found[0].id
        return None

    def _addressee(self, issuer: UnitRef, obligation: ObligationDraft) -> int | None:
        text = str(obligation.details.get("to", ""))
        if not text:
            return None
        try:
            return self.unit(text, issuer.id).id
        except InputError:
            return None  # several bodies, or one the tree does not hold: the issuer's, then

    def _vet_obligations(self) -> None:
        codes: set[str] = set()
        for obligation in self.draft.obligations:
            with self.problems.at(f"{obligation.path}.code"):
                if obligation.code in codes:
                    raise RepeatedCode(what=obligation.code)
            codes.add(obligation.code)
            with self.problems.at(f"{obligation.path}.deadline"):
                dues(obligation.rule, self.draft.issued_on)
            if told := obligation.details.get(CONSOLIDATED):
                with self.problems.at(f"{obligation.path}.consolidated"):
                    dues(Rule.from_json(told), self.draft.issued_on)


def _booked(found: Resolved, unit_id: int) -> Resolved:
    """Of a paper letter only what is the unit's own: it alone receives, and reviews its reports."""
    recipients = {unit_id: found.recipients.get(unit_id, [])}
    return replace(found, recipients=recipients, consolidators=[unit_id] * len(found.consolidators))

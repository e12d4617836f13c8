"""A confirmed letter held against the system: which units and which directives it speaks of.

Everything is looked up on the letter's day. What is unknown, or may mean several, is told with its
candidates for a person to choose; a person's choice (``Finding.chosen``) comes before any look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from engine.intake.found import Issued, Issuer, Report
from engine.letter_bases import KnownBasis, known_bases, on_record
from engine.letter_copies import of_copies, of_duties
from engine.letter_lists import said_above
from engine.letter_names import AMBIGUOUS, NEAREST, UNIT, Named, Names, chain, chosen
from engine.letter_periods import sentence_around
from engine.letter_recipients import Meant, Recipients
from engine.people import Actor
from engine.received_findings import Finding, of_kind
from engine.units import UnitRef

GROUP, WHO, CONSOLIDATOR = "group", "who", "consolidator"
"""The parts of a finding about which a person may choose, beside UNIT."""
PAST, OVERDUE = "past", "overdue"
"""What a person said of a day before the letter's own: it stands so, and the duty is overdue."""


@dataclass(frozen=True, slots=True)
class ResolvedReport:
    """A report with its bodies: who owes it, who consolidates, where the result goes; ``sentence`` is
    the letter's own in which it stands, '' where that is not known.
    """

    finding: Finding
    who: tuple[Meant, ...]
    consolidator: Named | None
    goes_up_to: tuple[Named, ...] = ()
    sentence: str = ""

    @property
    def report(self) -> Report:
        """What was found."""
        value: Report = self.finding.value
        return value

    @property
    def everybody(self) -> bool:
        """Whether all recipients owe it: the words say so, or name nobody."""
        return not self.who or any(meant.everybody for meant in self.who)

    @property
    def owing(self) -> frozenset[int]:
        """The units that the words name."""
        return frozenset[int]().union(*(meant.members for meant in self.who))


@dataclass(frozen=True, slots=True)
class Resolved:
    """The letter as the system understands it. ``on`` is the day whose units are meant: the
    letter's own (``dated``), or the earliest it may have. ``inferred``: it has no «Kính gửi», so its
    recipients are those of Nơi nhận and of its duties.
    """

    on: date
    dated: bool
    issuer: Named
    ours: bool
    bases: tuple[KnownBasis, ...] = ()
    recipients: tuple[tuple[Finding, Meant], ...] = ()
    reports: tuple[ResolvedReport, ...] = ()
    known: int | None = None
    inferred: bool = False
    looker: Recipients | None = field(default=None, compare=False, repr=False)

    @property
    def parent_id(self) -> int | None:
        """The directive on record that the letter rests on first."""
        return next((b.directive_id for b in self.bases if b.directive_id is not None), None)


def resolve(
    session: Session, actor: Actor, findings: Sequence[Finding], today: date, text: str = ""
) -> Resolved:
    """What the findings mean in the system, for a letter that the actor's unit received; ``text`` is
    the letter's, in which they stand.

    Directives that the actor may not see are none, but for ``known``: the letter itself. A letter without any date is of ``today``. A number of
    statements that does not depend on how many names it says; changes nothing.
    """
    on, dated = day_of(findings, today)
    unit_id = actor.unit_id
    names = Names(session)
    issuer = _issuer(names, findings, unit_id, on)
    near = chain(session, issuer.unit.id if issuer.unit else unit_id)
    bases = tuple(known_bases(names, actor, findings, near, on))
    if issuer.unit is None:
        return Resolved(on, dated, issuer, ours=False, bases=bases)
    looker = Recipients.of(names, issuer.unit, on)
    sent = of_kind(findings, "recipient") or of_kind(findings, "recipient_inferred")
    duties = of_kind(findings, "report", "task")
    _prepare(looker, sent, duties)
    recipients = [(one, looker.meant(one.value, one.chosen.get(GROUP, ""))) for one in sent]
    if not sent:
        recipients = of_copies(looker, of_kind(findings, "cc"), GROUP)
    looker.named = tuple(meant for _, meant in recipients)
    reports = tuple(_report(one, looker, text) for one in duties)
    if not sent:
        owing = ((r.finding, meant) for r in reports if not r.everybody for meant in r.who)
        recipients += of_duties(looker, owing, looker.expanded(looker.named))
    return Resolved(
        on,
        dated,
        issuer,
        issuer.unit.id == unit_id,
        bases,
        tuple(recipients),
        reports,
        _itself(session, findings, issuer.unit, on, unit_id) if dated else None,
        not sent,
        looker,
    )


def day_of(findings: Iterable[Finding], today: date) -> tuple[date, bool]:
    """The letter's day, and whether it is printed; else the earliest that it may be of."""
    for one in of_kind(findings, "issued"):
        issued: Issued = one.value
        if issued.date is not None:
            return issued.date, True
        if issued.not_before is not None:
            return issued.not_before, False
        if issued.year is not None:
            return date(issued.year, issued.month or 1, 1), False
    return today, False


def symbol_of(findings: Iterable[Finding]) -> tuple[str, str]:
    """The letter's number and symbol, blank where it has none."""
    said = {one.kind: str(one.value or "") for one in of_kind(findings, "number", "symbol")}
    return said.get("number", ""), said.get("symbol", "")


def _prepare(looker: Recipients, sent: Iterable[Finding], duties: Iterable[Finding]) -> None:
    """Look up all names of these at once."""
    values = [one.value for one in duties]
    looker.prepare([*(one.value for one in sent), *(who for value in values for who in value.who)])
    bodies = [
        text
        for value in values
        if isinstance(value, Report)
        for text in (*_collectors(value), *value.goes_up_to)
    ]
    looker.names.prepare((text, looker.on, tuple(looker.near)) for text in bodies)


def _issuer(names: Names, findings: Sequence[Finding], unit_id: int, on: date) -> Named:
    found = of_kind(findings, "issuer")
    if not found:
        return Named("")
    one = found[-1]
    issuer: Issuer = one.value
    if code := one.chosen.get(UNIT, ""):
        return chosen(names.session, issuer.name, code, on)
    best: Named | None = None
    texts = list(_issuer_names(issuer))
    names.prepare((text, on, ()) for text in texts)
    for text in texts:
        name = names.named(text, on)
        if name.unit is not None:
            return Named(issuer.name, name.unit, (), name.why)
        best = best or (name if name.candidates else None)
    return _nearest(names, issuer.name, best, unit_id, on)


def _issuer_names(issuer: Issuer) -> Iterable[str]:
    """The issuer's name with what tells it from others of its name, the fullest first."""
    locality = issuer.locality or ""
    _, _, above = locality.partition(",")
    for more in (locality, above, issuer.parent or ""):
        if more.strip():
            yield f"{issuer.name}, {more.strip()}"
    yield issuer.name
    if locality:
        yield locality


def _nearest(names: Names, text: str, several: Named | None, unit_id: int, on: date) -> Named:
    """Of several that have the name, the one above the reader's unit is proposed, and marked."""
    ours = chain(names.session, unit_id)
    if several is None:
        near = names.named(text, on, ours)
        return Named(text, near.unit, near.candidates, NEAREST if near.unit else near.why)
    here = [unit for unit in several.candidates if unit.id in ours]
    if len(here) == 1:
        return Named(text, here[0], several.candidates, NEAREST)
    return Named(text, None, several.candidates, AMBIGUOUS)


def _itself(
    session: Session, findings: Sequence[Finding], issuer: UnitRef, on: date, unit_id: int
) -> int | None:
    number, symbol = symbol_of(findings)
    if not number:
        return None
    known = on_record(session, [(issuer.id, number, symbol, on)], unit_id)
    return next(iter(known.values()), None)


def _report(one: Finding, looker: Recipients, text: str) -> ResolvedReport:
    value = one.value
    choice = one.chosen.get(WHO, "")
    who = tuple(looker.meant(_said(one, body, text)) for body in value.who)
    if choice:
        who = (looker.meant("; ".join(value.who), choice),)
    if not isinstance(value, Report):
        return ResolvedReport(one, who, None, sentence=_sentence(one, text))
    up = tuple(looker.names.named(text, looker.on, looker.near) for text in value.goes_up_to)
    return ResolvedReport(one, who, _consolidator(one, looker), up, _sentence(one, text))


def _sentence(one: Finding, text: str) -> str:
    """The sentence around the finding's deadline, its last words."""
    if not text or not one.spans:
        return ""
    return sentence_around(text, one.spans[-1].start, one.spans[-1].end)


def _said(one: Finding, body: str, text: str) -> str:
    """The body as the letter names it there: «UBND các xã nêu trên»."""
    if not text or not one.spans:
        return body
    return said_above(body, text, one.spans[0].start, one.spans[-1].end)


def _collectors(report: Report) -> list[str]:
    return [text for text in (report.consolidator, report.via, report.to) if text]


def _consolidator(one: Finding, looker: Recipients) -> Named | None:
    """The body that collects: the one said to, the one reports go through, the one they go to."""
    report: Report = one.value
    texts = _collectors(report)
    if code := one.chosen.get(CONSOLIDATOR, ""):
        return chosen(looker.session, texts[0] if texts else "", code, looker.on)
    if not texts:
        return None
    names = [looker.names.named(text, looker.on, looker.near) for text in texts]
    near = (
        n for n in names if n.unit is not None and _collects(looker.names, n.unit, looker.issuer)
    )
    return next(near, names[0])


def _collects(names: Names, unit: UnitRef, issuer: UnitRef) -> bool:
    """Whether it may collect for the issuer: itself, or a body directly below it."""
    return unit.id == issuer.id or names.entry(unit).parent_id == issuer.id

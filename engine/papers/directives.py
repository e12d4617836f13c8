"""Any issued directive as a paper: a công văn, a decision, or a type that is named in its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import citing, directive_views, passing_on
from engine import signature_lines as signing
from engine.directive_tables import DRAFT, Directive, Obligation
from engine.directive_views import Duty, Task
from engine.directives import TYPES
from engine.errors import NotFound
from engine.official_words import about
from engine.papers import duties, recipients
from engine.papers.form import (
    DRAFTING,
    LETTER_TYPE,
    Fields,
    Issuer,
    Paper,
    addressed,
    common,
    decided,
    ended,
    file_name,
    heading,
    in_letter,
    issuer_of,
    punctuated,
    sentence,
    text,
    titled,
)
from engine.people import Actor
from engine.units import Unit

LETTER, NAMED, DECISION = "official-letter", "directive", "decision"
_DECISION_TYPE = "quyet_dinh"


def directive(session: Session, actor: Actor, directive_id: int) -> Paper:
    """The directive as a paper. Raises ``NotFound`` for what the actor may not see, a draft, and
    what its issuer signed elsewhere and a recipient put on record: its paper is the one received.
    """
    view = directive_views.read(session, actor, directive_id)
    row = session.get_one(Directive, directive_id)
    if row.status == DRAFT or row.booked_by_id is not None:
        raise NotFound(what=f"directive {directive_id}")
    issuer = issuer_of(session, row.issuer_id)
    to = recipients.of_directive(session, directive_id, row.content)
    is_letter = row.type == LETTER_TYPE
    lines, name = signing.given(row.content.get("signer"), issuer.name)
    fields = common(
        issuer,
        number=row.number,
        symbol=row.symbol,
        dated=row.issued_on,
        signer_lines=lines,
        signer_name=name,
        copies=[
            *(["Như trên"] if is_letter else recipients.to_carry_out(to)),
            *view.copy_to,
            DRAFTING,
        ],
    )
    bases = _bases(session, row, view.basis)
    who = _who(session, row)
    tasks = passing_on.of_derived(session, row, view.provisions)
    body = [*_conclusion(row.content), *_tasks(tasks), *_duties(view.duties, who)]
    kind = TYPES.get(row.type, "Văn bản")
    number = "-".join(filter(None, (row.number, row.symbol)))
    file = file_name(f"{kind} {number}".strip(), about(row.subject))
    if is_letter:
        fields |= {"subject": in_letter(row.subject), "to": addressed(to)}
        fields["body"] = ended([*_introduced(bases, issuer), *body])
        return Paper(LETTER, file, fields, row.issued_on)
    fields |= {"type_name": kind.upper(), "subject": titled(row.subject)}
    if row.type == _DECISION_TYPE:
        fields |= {"subject": decided(row.subject)} | _decision(issuer, bases, body, lines)
        return Paper(DECISION, file, fields, row.issued_on)
    fields["body"] = ended([*_introduced(bases, issuer), *body])
    return Paper(NAMED, file, fields, row.issued_on)


def on_record(session: Session, directive_id: int) -> str:
    """A directive as another paper calls it, by number, day and issuer. Raises ``NotFound``."""
    directive, issuer = _with_issuer(session, directive_id)
    return citing.named(directive, issuer)


def called(session: Session, directive_id: int) -> str:
    """As ``on_record``, with what it is about."""
    directive, issuer = _with_issuer(session, directive_id)
    return citing.named(directive, issuer, directive.subject)


def _with_issuer(session: Session, directive_id: int) -> tuple[Directive, str]:
    found = session.execute(
        select(Directive, Unit.name)
        .join(Unit, Unit.id == Directive.issuer_id)
        .where(Directive.id == directive_id)
    ).one_or_none()
    if found is None:
        raise NotFound(what=f"directive {directive_id}")
    return found[0], found[1]


def _bases(session: Session, row: Directive, printed: Sequence[str]) -> list[str]:
    """The bases that are printed; of a derived directive, the one it passes on.

    Whoever has the paper reads there what it rests on: it is the same for all its readers.
    """
    if printed or row.parent_id is None:
        return list(printed)
    return [called(session, row.parent_id)]


def _introduced(bases: Sequence[str], issuer: Issuer) -> list[Mapping[str, str]]:
    if not bases:
        return []
    return [text(f"Thực hiện {'; '.join(bases)}, {issuer.name} triển khai như sau:")]


def _decision(
    issuer: Issuer,
    bases: Sequence[str],
    body: Sequence[Mapping[str, str]],
    lines: Sequence[str],
) -> Fields:
    """A decision's bases and articles: what it says, then who carries it out."""
    said = ended([*body, text("Quyết định này có hiệu lực kể từ ngày ký.")])
    return {
        "decider": signing.decider(issuer.name, lines),
        "bases": punctuated(
            [base if base.startswith("Căn cứ") else f"Căn cứ {base}" for base in bases]
        ),
        "body": said,
    }


def _conclusion(content: Mapping[str, Any]) -> list[Mapping[str, str]]:
    told = str(content.get("conclusion") or "")
    return [text(line.strip()) for line in told.splitlines() if line.strip()]


def _tasks(tasks: Sequence[Task]) -> list[Mapping[str, str]]:
    """The provisions with their own numbers, and who leads and helps."""
    found: list[Mapping[str, str]] = [heading("NHIỆM VỤ")] if tasks else []
    for task in tasks:
        mark = task.number.rstrip(".")
        said = sentence(task.text)
        found.append(text(f"{mark}{'' if mark.endswith(')') else '.'} {said}" if mark else said))
        helped = [f"Chủ trì: {task.lead}"] if task.lead else []
        if task.coordinators:
            helped.append(f"{'p' if helped else 'P'}hối hợp: {', '.join(task.coordinators)}")
        if helped:
            found.append(text("; ".join(helped).rstrip(" .;") + "."))
    return found


def _duties(owed: Sequence[Duty], who: Mapping[int, str]) -> list[Mapping[str, str]]:
    if not owed:
        return []
    told = [duties.sentence(duty, duty.named or who.get(duty.id, "")) for duty in owed]
    return [heading("CHẾ ĐỘ BÁO CÁO"), *(text(line) for line in duties.numbered(told))]


def _who(session: Session, row: Directive) -> dict[int, str]:
    """The groups that owe each duty, by their printed names; '' for everybody."""
    groups = [str(g.get("group") or "") for g in row.content.get("recipients") or ()]
    rows = session.execute(
        select(Obligation.id, Obligation.who).where(Obligation.directive_id == row.id)
    ).all()
    units = {unit for _, who in rows for unit in who.get("units", ())}
    rows_of_units = session.execute(select(Unit.id, Unit.short_name).where(Unit.id.in_(units)))
    names = {row[0]: row[1] for row in rows_of_units}
    found = {}
    for id_, who in rows:
        told = [groups[n] for n in who.get("groups", ()) if n < len(groups)]
        told += [
            names[unit] for unit in who.get("units", ())[: recipients.BY_NAME] if unit in names
        ]
        found[id_] = ", ".join(filter(None, told))
    return found

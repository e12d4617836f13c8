"""What stands around a letter's body: number, type, issuer, date, subject, bases, addressees, signer."""

from __future__ import annotations

from engine.intake import (
    addressees,
    bases,
    issuers,
    letter_dates,
    letter_types,
    numbers,
    signers,
    subjects,
)
from engine.intake.cited import cited_in
from engine.intake.completing import completed
from engine.intake.found import Header
from engine.intake.letter import ANNEX, BODY, FOOT, FOOTNOTE, HEAD, Letter
from engine.intake.parts import parts, printed
from engine.intake.pieces import Piece


def find(letter: Letter) -> Header:
    """The letter's header. What is not there stays None or empty; what is inferred carries a doubt."""
    head = parts(printed(letter.zone(HEAD)))
    foot = signers.names_apart(parts(printed(letter.zone(FOOT))))
    body = [Piece(p.text, p.origin) for p in letter.zone(BODY)]
    opening = bases.opening_of(letter)
    words = "\n".join(p.text for p in letter.paragraphs if p.zone != ANNEX)
    number = numbers.find(head, letter.text)
    symbol = number.symbol.value if number and number.symbol else None
    upstream = bases.find(opening, retold=number is None)
    if number is None:
        upstream = tuple(basis for basis in upstream if basis.value.role not in (None, "Tại"))
    cited = [c for p in letter.zone(BODY, FOOTNOTE, HEAD) for c in cited_in(p.text)]
    issued = letter_dates.find(head, foot, cited, words)
    on = issued.value.date or issued.value.not_before if issued else None
    issuer = issuers.find(head, foot, opening, words, symbol, on)
    recipients = addressees.recipients(head)
    kind = letter_types.find(head, foot, symbol, words)
    subject = subjects.find(head, foot)
    letters = kind is not None and kind.value == "cong_van"
    return Header(
        number=number.number if number else None,
        symbol=number.symbol if number else None,
        number_as_printed=number.printed if number else None,
        type=kind,
        issuer=issuer,
        issued=issued,
        subject=subject,
        subject_inferred=None if subject else subjects.inferred(opening, body[-12:], upstream),
        upstream=completed(upstream, issuer),
        recipients=recipients,
        recipients_inferred=addressees.inferred(opening) if letters and not recipients else (),
        cc=addressees.copies(foot),
        signer=signers.find(foot),
    )

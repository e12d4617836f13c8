"""What the pages of received letters share: the blueprint, a letter's page, the version looked at."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.exceptions import BadRequest

from engine.received import Letter
from engine.received_findings import Finding, recognised, unsure_count
from webapp.pages.intake_text import pieces
from webapp.pages.intake_words import GROUPS

bp = Blueprint("intake", __name__)
ADDABLE = (
    "report",
    "task",
    "recipient",
    "basis",
    "issuer",
    "issued",
    "number",
    "symbol",
    "type",
    "subject",
    "signer",
    "campaign",
    "assignment",
    "inspection",
    "feedback",
    "cc",
    "heading",
)
"""Kinds that a person may add, the likeliest first."""


def seen() -> int:
    """The version that the page being sent showed."""
    text = request.form.get("seen", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest
    return int(text)


def letter_page(letter: Letter, **more: Any) -> str:
    """A letter's page; ``more`` are what was typed and what is wrong."""
    groups = [(name, _listed(letter, kinds)) for name, kinds in GROUPS]
    return render_template(
        "intake/letter.html",
        letter=letter,
        pieces=pieces(letter.text, letter.findings),
        groups=[(name, found) for name, found in groups if found],
        open=letter.open,
        unsure=unsure_count(letter.findings),
        recognised=recognised(letter.findings),
        addable=ADDABLE,
        **({"typed": {}, "errors": {}} | more),
    )


def _listed(letter: Letter, kinds: tuple[str, ...]) -> list[Finding]:
    order = {kind: place for place, kind in enumerate(kinds)}
    found = [f for f in letter.findings if f.kind in order]
    return sorted(found, key=lambda f: (order[f.kind], f.id))

"""Forms on a page: found by name, and given answers shown again as text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, cast

from flask import Flask, current_app, g
from flask_babel import gettext

from adapters.forms import Field, Form, catalogue
from adapters.forms import typed as as_typed
from engine.errors import NotFound
from webapp import locale
from webapp.labels import words
from webapp.requests import session, wiring
from webapp.wiring import Wiring


class Answered(NamedTuple):
    """One answer: its question and its text, both in the reader's language."""

    label: str
    text: str
    long: bool


def init(app: Flask) -> None:
    """Read all forms once; raises BadForm for one that could not be drawn."""
    wiring: Wiring = app.extensions["dondoc"]
    app.extensions["dondoc_forms"] = catalogue(wiring.forms)
    app.jinja_env.globals["shown"] = shown
    app.jinja_env.globals["typed_as"] = typed_as


def the_form(name: str) -> Form:
    """The form of that name as it holds now. Raises NotFound."""
    forms = known_forms()
    if name not in forms:
        raise NotFound(what=f"form «{name}»")
    return forms[name]


def known_forms() -> dict[str, Form]:
    """Every form by name, the deployed ones in the place of the shipped; asked once a request."""
    if "forms" not in g:
        deployed = wiring().engine.library.form_models.deployed(session())
        g.forms = {**current_app.extensions["dondoc_forms"], **deployed}
    return cast(dict[str, Form], g.forms)


def shown_answers(form: str, answers: Mapping[str, object]) -> list[Answered]:
    """Given answers in the form's order; [] where there are none."""
    if not answers or not form:
        return []
    return [
        Answered(words(dict(f.label)), shown(f, answers.get(f.name)), f.type == "textarea")
        for f in the_form(form).fields
    ]


def shown(field: Field, value: object) -> str:
    """An answer as text: 1.250,5 lớp, 14/05/2023, the label of a choice; '' for none."""
    if value is None:
        return ""
    if field.type == "choice":
        known = dict(field.options)
        return words(dict(known[str(value)])) if value in known else str(value)
    if isinstance(value, bool):
        return str(gettext("có") if value else gettext("không"))
    if isinstance(value, float | int | Decimal):
        unit = words(dict(field.unit)) if field.unit else ""
        return f"{_number(value)} {unit}".strip()
    return locale.day(value) if isinstance(value, date) else str(value)


def typed_as(field: Field, typed: Mapping[str, str], answers: Mapping[str, Any]) -> str:
    """What stands in the field: what was just typed, else the answer given before."""
    if field.name in typed:
        return typed[field.name]
    value = answers.get(field.name)
    return "" if value is None else as_typed(value)


def _number(value: float | Decimal) -> str:
    return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")

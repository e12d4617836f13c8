"""Designers, and small models for them to draw."""

import json
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from adapters import forms
from engine.deployments import Library
from engine.form_models import Forms
from engine.people import Account, Actor
from engine.units import Unit
from tests.helpers import bpmn as b

NOW = datetime(2024, 5, 2, 2, 0, tzinfo=UTC)


def designers(session: Session, *names: str, role: str = "thietke") -> list[Actor]:
    """Accounts of a unit of their own, as actors."""
    unit = Unit(
        code="tk",
        name="Vụ Thiết kế",
        short_name="Vụ TK",
        place="",
        tier="bo",
        kind="bo",
        fields=[],
        requested=False,
        national=False,
        valid_from=NOW.date(),
        aliases=[],
        keys=[],
        search="",
    )
    session.add(unit)
    session.flush()
    accounts = [
        Account(
            username=name,
            name=f"Người {name}",
            password_hash="",
            unit_id=unit.id,
            roles=[role],
            created_at=NOW,
            active=True,
            locale="vi",
        )
        for name in names
    ]
    session.add_all(accounts)
    session.flush()
    return [Actor(a.id, unit.id, frozenset({role}), a.name) for a in accounts]


def library() -> Library:
    """What the small models may refer to."""
    return Library(b.SERVICES, b.FORMS, form_models=Forms(read=forms.loaded))


def diagram(name: str = "Việc", extra: str = "") -> str:
    """A small process that runs: a start, one user task, an end."""
    made = b.sample(extra, b.start("s"), b.user("a", name=name), b.end("e"), b.path("s", "a", "e"))
    return made.decode()


def form(*names: str, type: str = "text") -> str:
    """A form that asks these questions."""
    asked = [
        {"name": n, "type": type, "label": {"vi": n, "en": n}, "required": False} for n in names
    ]
    return json.dumps({"title": {"vi": "Mẫu", "en": "Form"}, "fields": asked})

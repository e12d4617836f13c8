"""The step «Nghĩa vụ báo cáo» of a draft: each duty, and the sentence that echoes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from engine import calendar, policies
from engine.date_policies import DAY_OFF
from engine.deadline_rules import WEEKDAYS, Rule
from engine.deadlines import Due, local_day
from engine.drafting import Draft
from engine.drafting_content import (
    DUTIES,
    arranged,
    fresh_code,
    issued_on,
    owing,
    parts,
    with_parts,
)
from engine.drafting_recipients import Recipients
from engine.drafts import DirectiveRefused
from engine.errors import DondocError
from engine.rule_sentences import Parties, coming, sentence
from webapp import locale
from webapp.labels import tier, words
from webapp.pages import issuing_duty_form as duty_form
from webapp.pages.form_view import known_forms
from webapp.pages.issuing_common import (
    Sent,
    action,
    bp,
    refused,
    replaced,
    said,
    saved,
    step_at,
    step_page,
    the_draft,
)
from webapp.requests import now, session, wiring

REPORTS = "report"
"""Forms of reports begin with this word (bpmn/forms)."""
PLACE = "obligations[{}]"


@dataclass(frozen=True, slots=True)
class Echo:
    """A duty told back: its sentence and next dates, or what is wrong with its rule."""

    title: str
    said: str = ""
    dues: tuple[Due, ...] = ()
    wrong: str = ""
    requested: bool = False


class Teller:
    """Tells the duties of one draft; what they all need is read once."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.recipients = Recipients(session(), draft, now())
        self.calendar = calendar.load(session())
        self.day_off = str(policies.value(session(), DAY_OFF, draft.issuer_id))
        self.on = issued_on(draft.content) or local_day(now())

    def tell(self, duty: Mapping[str, Any]) -> Echo:
        """The duty in words of the reader's language."""
        title = str(duty.get("title") or "")
        asked = str(duty.get("requested")) == "true"
        try:
            rule, up = self._rules(duty)
            dues = coming(rule, self.on, self.calendar, self.day_off)
        except DirectiveRefused as error:
            wrong = dict.fromkeys(said(problem) for problem in error.problems)
            return Echo(title, wrong=" ".join(wrong), requested=asked)
        except DondocError as error:
            return Echo(title, wrong=error.text(locale.current()), requested=asked)
        body = self.recipients.name(str(duty.get("consolidator") or "")) if rule.is_dated else ""
        parties = Parties(_who(duty), body, str(duty.get("to") or ""))
        told = sentence(
            parties, rule, up, requested=asked, day_off=self.day_off, locale=locale.current()
        )
        return Echo(title, told, tuple(dues), requested=asked)

    def _rules(self, duty: Mapping[str, Any]) -> tuple[Rule, Rule | None]:
        """The units' rule, and that of the consolidated report."""
        form = wiring().directives
        deadline = _dated(dict(duty.get("deadline") or {}), self.draft)
        rule = form.rule(deadline)
        up = duty.get("consolidated")
        if not up:
            return rule, None
        dropped = ("date", "day", "after", "weekday", "time", "boundary", "earlier", "fixed")
        rest = {name: value for name, value in deadline.items() if name not in dropped}
        return rule, form.rule(rest | dict(up))


def told(draft: Draft) -> list[Echo]:
    """Every duty of the draft."""
    teller = Teller(draft)
    return [teller.tell(duty) for duty in parts(draft.content, "obligations")]


def duties(draft_id: int) -> str:
    """The duties, each with its sentence."""
    return _page(the_draft(draft_id), {})


def save_duties(draft_id: int) -> Any:
    """Move or remove the one whose button was pressed."""
    draft = the_draft(draft_id)
    what, place = action()
    items = arranged(parts(draft.content, "obligations"), what, place)
    content = with_parts(draft.content, "obligations", items)
    here = url_for("issuing.duties", draft_id=draft_id)
    return saved(draft, Sent(content), _page, stay=here if what else None, prefix="?")


@bp.get("/directives/drafts/<int:draft_id>/duties/new")
def new_duty(draft_id: int) -> str:
    """A further duty."""
    draft = the_draft(draft_id)
    return _edit(draft, len(parts(draft.content, "obligations")), {})


def duty(draft_id: int, place: int) -> str:
    """One duty with all its fields."""
    draft = the_draft(draft_id)
    if place >= len(parts(draft.content, "obligations")):
        raise NotFound
    return _edit(draft, place, {})


def save_duty(draft_id: int, place: int) -> Any:
    """Keep the duty; «refresh» only shows the fields of the kind that was chosen."""
    draft = the_draft(draft_id)
    content = _content(draft, place)
    if action()[0] == "refresh":
        return _edit(replaced(draft, content), place, {})
    prefix = PLACE.format(place)
    unsaid = [p for p in refused(content) if p.path.startswith(prefix)]
    notes = list(dict.fromkeys(said(problem) for problem in unsaid))
    here = None if request.form.get("then") else url_for("issuing.duties", draft_id=draft_id)
    return saved(
        draft,
        Sent(content, notes=notes),
        lambda shown, errors: _edit(shown, place, errors),
        stay=here,
        prefix=prefix,
    )


@bp.post("/directives/drafts/<int:draft_id>/duties/<int:place>/echo")
def echo(draft_id: int, place: int) -> str:
    """The sentence of what stands in the form; nothing is kept."""
    draft = the_draft(draft_id)
    shown = replaced(draft, _content(draft, place))
    found = Teller(shown).tell(parts(shown.content, "obligations")[place])
    return render_template("issuing/_echo.html", echo=found)


@bp.post("/directives/drafts/<int:draft_id>/duties/<int:place>/rule")
def rule_fields(draft_id: int, place: int) -> str:
    """The fields of the kind that was chosen; nothing is kept."""
    draft = the_draft(draft_id)
    shown = replaced(draft, _content(draft, place))
    return render_template("issuing/_rule.html", **_duty_values(shown, place, {}))


def _content(draft: Draft, place: int) -> dict[str, Any]:
    """The draft with the duty as the form has it. Raises NotFound for a place that is none."""
    items = parts(draft.content, "obligations")
    if place > len(items):
        raise NotFound
    base = items[place] if place < len(items) else {}
    found = duty_form.sent(base)
    if "code" not in found:
        found = {"code": fresh_code(draft.content, str(found["deadline"].get("kind"))), **found}
    return with_parts(draft.content, "obligations", [*items[:place], found, *items[place + 1 :]])


def _page(draft: Draft, errors: dict[str, str]) -> str:
    return step_page("duties", draft, DUTIES, errors=errors, duties=told(draft))


def _edit(draft: Draft, place: int, errors: dict[str, str]) -> str:
    return step_page("duty", draft, DUTIES, **_duty_values(draft, place, errors))


def _duty_values(draft: Draft, place: int, errors: Mapping[str, str]) -> dict[str, Any]:
    items = parts(draft.content, "obligations")
    base = items[place] if place < len(items) else _fresh(draft)
    shown = duty_form.shown(base)
    prefix = PLACE.format(place) + "."
    teller = Teller(draft)
    forms = known_forms()
    return {
        "place": place,
        "errors": {path.removeprefix(prefix): text for path, text in errors.items()},
        "shown": shown,
        "fields": duty_form.fields_of(shown["kind"]),
        "up_fields": duty_form.moment_fields(shown["kind"]),
        "kinds": duty_form.KINDS,
        "weekdays": WEEKDAYS,
        "groups": [str(g.get("group")) for g in parts(draft.content, "recipients")],
        "tiers": [c.tier for c in teller.recipients.choices()],
        "bodies": teller.recipients.bodies(),
        "own_name": teller.recipients.ref.short_name,
        "lead": _lead(draft),
        "forms": [(n, words(dict(f.title))) for n, f in forms.items() if n.startswith(REPORTS)],
        "echo": teller.tell(base),
    }


def _fresh(draft: Draft) -> dict[str, Any]:
    """What a further duty begins with."""
    return {
        "deadline": {"kind": "one_off", "boundary": "no_later"},
        "who": "all",
        "consolidator": _lead(draft),
    }


def _lead(draft: Draft) -> str:
    """The expression for the body in charge of the draft's field."""
    wanted = str(draft.content.get("field") or "")
    return f'lead(unit, "{wanted}")' if wanted.isalnum() else ""


def _dated(deadline: dict[str, Any], draft: Draft) -> dict[str, Any]:
    """The last step down is that of the draft's own day of issue."""
    if deadline.get("earlier"):
        steps = [dict(step) for step in deadline["earlier"]]
        steps[-1].setdefault("issued_on", draft.content.get("issued_on", ""))
        deadline["earlier"] = steps
    return deadline


def _who(duty: Mapping[str, Any]) -> tuple[str, str]:
    """Who owes, in the reader's language (both of the pair)."""
    who = owing(duty)
    if not who:
        text = str(gettext("Các đơn vị nhận văn bản"))
    elif who.get("groups"):
        text = ", ".join(map(str, who["groups"]))
    elif who.get("tiers"):
        text = ", ".join(tier(str(code)) for code in who["tiers"])
    else:
        text = str(who.get("named") or gettext("Các đơn vị được nêu tên"))
    return text, text


step_at("duties", duties, save_duties)
step_at("duties/<int:place>", duty, save_duty)

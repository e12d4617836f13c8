"""The page where a draft is drawn: its drawing out, its drawing in, nothing overwritten unseen."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Flask,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from engine import designing, model_drafts
from engine.model_drafts import DRAFT, ModelDraft
from engine.model_releases import DIAGRAM, FORM, TABLE
from engine.people import Account
from webapp import locale
from webapp.headers import with_inline_styles
from webapp.labels import ROLES, tier, words
from webapp.model_words import MILESTONES, REPLACED
from webapp.pages.designer_json import BadRequest, body, in_json, text
from webapp.pages.form_view import known_forms
from webapp.requests import actor, now, session, wiring
from webapp.service_words import service, values_of

bp = Blueprint("designer_editor", __name__, url_prefix="/designer/drafts")
BUNDLES = {DIAGRAM: "editor", TABLE: "dmn", FORM: "form"}


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/<int:draft_id>/edit")
def page(draft_id: int) -> Response:
    """The editor of the draft's kind. A draft that is no longer drawn is shown on its own page."""
    draft = model_drafts.read(session(), actor(), draft_id)
    if draft.status != DRAFT:
        flash(gettext("Bản nháp này không còn ở bước soạn nên không sửa được nữa."), "warning")
        return redirect(url_for("designer_drafts.one", draft_id=draft_id))
    found = designing.choices(session(), wiring().engine.library)
    drawn = render_template(
        "designer/editor.html",
        draft=draft,
        bundle=BUNDLES[draft.kind],
        choices=_named(found) if draft.kind == DIAGRAM else _functions(found),
    )
    return with_inline_styles(make_response(drawn))


@bp.get("/<int:draft_id>/content.json")
@in_json
def content(draft_id: int) -> Any:
    """The drawing as it is saved, and a fresh token for saving it."""
    draft = model_drafts.read(session(), actor(), draft_id)
    return jsonify(content=draft.content, csrf=generate_csrf(), **_saved(draft))


@bp.post("/<int:draft_id>/content.json")
@in_json
def save(draft_id: int) -> Any:
    """Write ``content`` upon ``revision``; 409 says who saved in between, and nothing is written."""
    model_drafts.read(session(), actor(), draft_id)
    asked = body()
    revision = asked.get("revision")
    if not isinstance(revision, int) or isinstance(revision, bool):
        raise BadRequest(why="revision")
    saved = model_drafts.save(session(), actor(), draft_id, text(asked, "content"), revision, now())
    return jsonify(**_saved(saved))


def _saved(draft: ModelDraft) -> dict[str, Any]:
    return {
        "revision": draft.revision,
        "saved_at": locale.moment(draft.saved_at),
        "saved_by": session().get_one(Account, draft.saved_by).name,
    }


def _named(found: designing.Choices) -> dict[str, Any]:
    """The choices with their names in the reader's language: [code, name] each."""
    titles = {name: form.title for name, form in known_forms().items()}
    return {
        "tiers": [[code, tier(code)] for code in found.tiers],
        "roles": [[code, str(ROLES.get(code, code))] for code in found.roles],
        "replaced": [[code, str(REPLACED.get(code, code))] for code in found.replaced],
        "milestones": [[code, str(MILESTONES.get(code, code))] for code in found.milestones],
        "forms": [[code, words(titles[code]) if code in titles else code] for code in found.forms],
        "services": [
            {"code": code, "name": service(code), "inputs": inputs, "values": values_of(inputs)}
            for code, inputs in found.services.items()
        ],
        "decisions": [[code, name or code] for code, name in found.decisions.items()],
        **_functions(found),
    }


def _functions(found: designing.Choices) -> dict[str, Any]:
    return {"functions": [[name, parameters] for name, parameters in found.functions.items()]}

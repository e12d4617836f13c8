"""The models that come with the product, as templates: copied, never changed where they lie."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import bpmn
from engine.errors import NotFound
from engine.model_releases import DIAGRAM, FORM, TABLE

FOLDER = Path(bpmn.__file__).parent
WORDS = FOLDER / "gallery.json"
"""What the gallery says of each: {"key": {"title": {"vi", "en"}, "text": {"vi", "en"}}}."""

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Template:
    """One of them; ``text`` is its paragraph. ``content`` is its file."""

    kind: str
    key: str
    title: Words
    text: Words
    content: str


@cache
def templates() -> tuple[Template, ...]:
    """All of them: diagrams, tables, forms, each in the order of their keys."""
    words = json.loads(WORDS.read_text("utf-8"))
    drawn = [
        Template(kind, path.stem, words[path.stem]["title"], words[path.stem]["text"], _read(path))
        for kind in (DIAGRAM, TABLE)
        for path in sorted(FOLDER.glob(f"*.{kind}"))
    ]
    return (*drawn, *(_form(path) for path in sorted((FOLDER / "forms").glob("*.json"))))


def template(kind: str, key: str) -> Template:
    """One of them. Raises NotFound."""
    found = next((t for t in templates() if (t.kind, t.key) == (kind, key)), None)
    if found is None:
        raise NotFound(what=f"«{kind}/{key}»")
    return found


def _form(path: Path) -> Template:
    """A form says itself what it asks."""
    content = _read(path)
    data = json.loads(content)
    labels = [field["label"] for field in data["fields"]]
    text = {lang: "; ".join(label[lang] for label in labels) + "." for lang in ("vi", "en")}
    return Template(FORM, path.stem, data["title"], text, content)


def _read(path: Path) -> str:
    return path.read_text("utf-8")

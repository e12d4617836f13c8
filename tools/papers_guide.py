"""Write the fields of every template into ``docs/papers.md``: ``python -m tools.papers_guide``.

Between the two marks of that file stands what ``page`` returns.
"""

from __future__ import annotations

from pathlib import Path

from engine.papers.declared import FORMS, Field

FILE = Path(__file__).resolve().parent.parent / "docs" / "papers.md"
BEGIN, END = "<!-- fields -->\n", "<!-- end of fields -->\n"


def fields() -> str:
    """The tables: those of all templates once, then each template's own."""
    every = set.intersection(*(set(form.fields) for form in FORMS.values()))
    first = next(iter(FORMS.values()))
    parts = [
        "### In every template\n",
        _table({n: f for n, f in first.fields.items() if n in every}),
    ]
    for name, form in FORMS.items():
        own = {n: f for n, f in form.fields.items() if n not in every}
        parts += [f"### `{name}.docx`: {form.vi} ({form.en})\n", _table(own)]
    return "\n" + "\n".join(parts) + "\n"


def page() -> str:
    """The guide with the fields as they are declared now."""
    text = FILE.read_text("utf-8")
    before, rest = text.split(BEGIN, 1)
    return before + BEGIN + fields() + END + rest.split(END, 1)[1]


def _table(rows: dict[str, Field]) -> str:
    head = "| field | holds | nội dung |\n|---|---|---|\n"
    lines = (
        f"| `{name}` | {field.en}{_kind(field)} | {field.vi} |\n" for name, field in rows.items()
    )
    return head + "".join(lines)


def _kind(field: Field) -> str:
    if isinstance(field.example, str):
        return ""
    return " (list)" if isinstance(field.example[0], str) else " (list of parts)"


if __name__ == "__main__":
    FILE.write_text(page(), "utf-8")

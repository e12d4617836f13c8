"""Packages: what goes out comes in again, and what cannot be trusted does not come in."""

import io
import json
import struct
import zipfile
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from adapters import package_files
from adapters.package_files import PackageRefused, read, write
from engine import model_drafts, model_packages
from engine.model_packages import Item
from tests.helpers.designing import NOW, designers, diagram, form, library
from webapp.cli import main
from webapp.commands import models
from webapp.commands import packages as commands
from webapp.setup import deploy_shipped

ITEMS = [Item("bpmn", "k", "Việc", diagram()), Item("form", "hoi", "Hỏi", form("a"))]


def packed(files, manifest=None):
    """An archive of these files, whatever they are."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        if manifest is not None:
            archive.writestr("manifest.json", json.dumps(manifest))
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def listed(*files):
    models = [
        {"file": f, "kind": "form", "key": f"k{n}", "title": "x"} for n, f in enumerate(files)
    ]
    return {"format": "dondoc-models", "version": 1, "models": models}


def test_what_is_written_is_read_again_and_always_the_same():
    assert read(write(ITEMS)) == ITEMS
    assert write(ITEMS) == write(ITEMS)


LARGE = b" " * (5 * 2**20 + 1)
HOSTILE = {
    "no zip": b"PK nothing",
    "cut off": write(ITEMS)[:-30],
    "no manifest": packed([("a.json", "{}")]),
    "another manifest": packed([("a.json", "{}")], {"format": "x", "version": 1, "models": []}),
    "a manifest too deep": packed([("manifest.json", "[" * 100_000)]),
    "a path upwards": packed([("../a.json", "{}")], listed("../a.json")),
    "an absolute path": packed([("/etc/a.json", "{}")], listed("/etc/a.json")),
    "a folder": packed([("x/a.json", "{}")], listed("x/a.json")),
    "a drive": packed([("c:a.json", "{}")], listed("c:a.json")),
    "a program": packed([("a.py", "x")], listed("a.py")),
    "a file nobody names": packed([("a.json", "{}"), ("b.json", "{}")], listed("a.json")),
    "a name without a file": packed([("a.json", "{}")], listed("a.json", "b.json")),
    "too many files": packed([(f"a{n}.json", "{}") for n in range(300)]),
    "a file too large": packed([("a.json", LARGE)], listed("a.json")),
    "a bomb": packed([(f"a{n}.json", LARGE[:-1]) for n in range(5)]),
    "no text": packed([("a.json", b"\xff\xfe")], listed("a.json")),
    "too large": b"x" * (package_files.MAX_PACKED + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_trusted_is_refused(name):
    with pytest.raises(PackageRefused):
        read(HOSTILE[name])


def test_a_size_that_lies_is_not_believed():
    honest = packed([("a.json", LARGE)], listed("a.json"))
    lying = honest.replace(struct.pack("<L", len(LARGE)), struct.pack("<L", 10))
    assert lying != honest
    with pytest.raises(PackageRefused):
        read(lying)


def test_models_come_in_as_drafts_checked_with_each_other(session):
    (actor,) = designers(session, "mot")
    asks = diagram().replace('form="form"', 'form="hoi"')
    items = [Item("bpmn", "k", "Việc", asks), ITEMS[1]]
    made = model_packages.import_(session, library(), actor, items, NOW)
    assert [(m.draft.kind, m.draft.status, m.findings) for m in made] == [
        ("bpmn", model_drafts.DRAFT, []),
        ("form", model_drafts.DRAFT, []),
    ]
    again = model_packages.import_(session, library(), actor, items, NOW)
    assert [(m.draft.id, m.made) for m in again] == [(m.draft.id, False) for m in made]
    asks = asks.replace("</definitions>", "<!-- 2 --></definitions>")
    items = [Item("bpmn", "k", "Việc", asks)]
    (alone,) = model_packages.import_(session, library(), actor, items, NOW)
    assert [f.element for f in alone.findings] == ["a"]


def test_what_is_in_use_becomes_no_draft_and_a_form_goes_out_under_its_title(session):
    (actor,) = designers(session, "mot")
    shelf = library()
    shelf.form_models.deploy(session, "hoi", form("a"), NOW)
    items = model_packages.export(session, actor, [("form", "hoi")])
    assert items[0].title == json.loads(form("a"))["title"]["vi"] != "hoi"
    (same,) = model_packages.import_(session, shelf, actor, items, NOW)
    assert (same.draft, same.version, same.findings) == (None, 1, [])
    other = Item("form", "hoi", "Hỏi", form("a", "b"))
    (made,) = model_packages.import_(session, shelf, actor, [other], NOW)
    assert made.draft is not None and made.made


def test_one_that_cannot_be_kept_leaves_none(session):
    (actor,) = designers(session, "mot")
    with pytest.raises(model_drafts.BadDraft):
        model_packages.import_(
            session, library(), actor, [*ITEMS, Item("bpmn", "../x", "X", "<a/>")], NOW
        )
    assert session.scalar(sa.select(sa.func.count()).select_from(model_drafts.ModelDraft)) == 0


def test_a_diagram_takes_its_table_along(session, machine):
    deploy_shipped(session, machine, NOW)
    (actor,) = designers(session, "mot")
    items = model_packages.export(session, actor, [("bpmn", "periodic-report")])
    assert [(i.kind, i.key) for i in items] == [("bpmn", "periodic-report"), ("dmn", "escalation")]
    assert all(not found for found in model_packages.check(session, machine.library, items))


def test_the_commands_export_and_import(sessions, machine, monkeypatch, tmp_path):
    with sessions.begin() as session:
        deploy_shipped(session, machine, NOW)
        (actor,) = designers(session, "mot")
    opened = SimpleNamespace(sessions=sessions, machine=machine)
    monkeypatch.setattr(commands, "open_for", lambda _: opened)
    monkeypatch.setattr(commands, "acting", lambda session, name: actor)
    file = str(tmp_path / "goi.zip")

    def command(*given):
        return CliRunner().invoke(main, ["--lang", "en", "model", *given, "--by", "mot"])

    assert command("export", file, "bpmn/extension").output == "bpmn/extension\n"
    done = command("import", file)
    assert (done.exit_code, "the same as the version in use (1)" in done.output) == (0, True)
    assert command("export", file, "extension").exit_code != 0
    own = tmp_path / "hoi.json"
    own.write_text(form("a"))
    monkeypatch.setattr(models, "open_for", lambda _: opened)
    given = ["--lang", "en", "model", "deploy", str(own)]
    assert "version 1" in CliRunner().invoke(main, given).output
    with sessions() as session:
        assert session.scalars(sa.select(model_drafts.ModelDraft.key)).all() == []

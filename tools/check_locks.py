"""Check the lock files, and that no committed file says where this was written or fetched from.

* every requirement is pinned with hashes; no index, no links, no editable or direct address;
* both locks name the same versions, and every dependency of ``pyproject.toml`` is in them;
* no file names a package registry's address or a path of somebody's machine.

Exit status 1, with one line for each finding.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
OURSELVES = "tools/check_locks.py"
OUTPUT = frozenset(
    {
        ".git",
        ".hypothesis",
        ".import_linter_cache",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".venv",
        "__pycache__",
        "build",
        "node_modules",
        "var",
    }
)
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^]]+\])?==([^ ;\\]+)(?: ; [^\\]*)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
NAME = re.compile(r"^[A-Za-z0-9._-]+")
REGISTRY = re.compile(
    r"https?://(?:[\w.-]*\.)?"
    r"(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|npmmirror\.com|yarnpkg\.com)/"
    r"|--(?:extra-)?index-url|--find-links|\"resolved\":"
)
MACHINE = re.compile(r"(?<![\w./-])/(?:home/\w|root/|Users/\w|work/|opt/(?:wheels|pypi))")


def pins(lock: str, text: str) -> tuple[dict[str, str], list[str]]:
    """The versions that a lock names, and what is wrong with it."""
    found: dict[str, str] = {}
    wrong = []
    bare = ""
    for number, line in enumerate(text.splitlines(), 1):
        if pin := PIN.match(line):
            if bare:
                wrong.append(f"{lock}: {bare} has no hash")
            bare = pin[1]
            found[pin[1]] = pin[2]
        elif HASH.match(line):
            bare = ""
        elif line.strip() and not line.lstrip().startswith("#"):
            wrong.append(f"{lock}:{number}: not a pinned requirement with hashes: {line.strip()}")
    if bare:
        wrong.append(f"{lock}: {bare} has no hash")
    return found, wrong


def declared(project: dict[str, dict[str, list[str]]], lock: str) -> set[str]:
    """The names of the distributions that ``pyproject.toml`` asks for in this lock."""
    wanted = list(project["dependencies"])
    if lock == "requirements-dev.txt":
        wanted += project["optional-dependencies"]["dev"]
    matches = (NAME.match(requirement) for requirement in wanted)
    return {re.sub(r"[-_.]+", "-", m[0]).lower() for m in matches if m}


def locks() -> Iterator[str]:
    """What is wrong with the locks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = []
    for lock in LOCKS:
        found, wrong = pins(lock, (ROOT / lock).read_text(encoding="utf-8"))
        versions.append(found)
        yield from wrong
        for name in sorted(declared(project, lock) - found.keys()):
            yield f"{lock}: {name} of pyproject.toml is not in it: make lock"
    runtime, dev = versions
    for name, version in runtime.items():
        if dev.get(name) != version:
            yield f"requirements-dev.txt: {name} is {dev.get(name)}, in requirements.txt {version}"


def committed() -> list[str]:
    """The paths of all files that git has or would add; without git, of all that are no output."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    except (FileNotFoundError, subprocess.CalledProcessError):
        return list(walked())
    names = listed.stdout.decode().split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


def walked() -> Iterator[str]:
    """Every file that is not below a folder of ``OUTPUT``."""
    for folder, below, files in os.walk(ROOT):
        below[:] = [name for name in below if name not in OUTPUT]
        yield from ((Path(folder) / name).relative_to(ROOT).as_posix() for name in files)


def addresses() -> Iterator[str]:
    """Registry addresses and machine paths in committed text files."""
    for name in committed():
        content = (ROOT / name).read_bytes()
        if b"\0" in content or name == OURSELVES:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            for what, pattern in (("a registry's address", REGISTRY), ("a machine path", MACHINE)):
                if match := pattern.search(line):
                    yield f"{name}:{number}: {what}: {match[0]}"


def main() -> int:
    """Check; returns the exit status."""
    findings = [*locks(), *addresses()]
    print("\n".join(findings) or "locks: no findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

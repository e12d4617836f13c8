#!/bin/bash
# Write requirements.txt and requirements-dev.txt anew from pyproject.toml: tools/lock.sh [--upgrade]
#
# Without --upgrade every version stays that still fits. The development lock is resolved with the
# runtime lock as a constraint, so that both name the same versions.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header pyproject.toml "$@"
}

compile "$@" -o requirements.txt
compile "$@" --extra dev -c requirements.txt -o requirements-dev.txt
.venv/bin/python tools/check_locks.py

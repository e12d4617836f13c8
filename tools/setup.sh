#!/bin/bash
# Make .venv and install a lock file into it: tools/setup.sh runtime|dev
#
# Does nothing when .venv already holds that lock. A .venv that holds an older lock, was made by
# another Python, or whose folder was moved, is made again: what was dropped from a lock must not stay,
# and its scripts would point elsewhere.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
    runtime) lock=requirements.txt ;;
    dev) lock=requirements-dev.txt ;;
    *) echo "usage: tools/setup.sh runtime|dev" >&2; exit 2 ;;
esac
venv=.venv

say() { echo "dondoc: $*" >&2; }

supported() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
}

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null && supported "$name"; then
            echo "$name"
            return
        fi
    done
    say "Python 3.11, 3.12 or 3.13 is needed and was not found (tried: ${PYTHON:-python3, python3.13, python3.12, python3.11})."
    say "Install one (Debian 12 or newer: apt-get install python3) or name it: make setup PYTHON=/path/to/python3.12"
    return 1
}

# Debian leaves ensurepip out of python3; the package with it is named after the version.
ensure_pip() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    local package sudo=""
    package="$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    if [ "$(id -u)" != 0 ]; then
        sudo="sudo -n"
        if ! command -v sudo >/dev/null || ! $sudo true 2>/dev/null; then
            sudo=none
        fi
    fi
    if [ "$sudo" = none ] || ! command -v apt-get >/dev/null; then
        say "This Python cannot make virtual environments. As an administrator: apt-get install $package"
        return 1
    fi
    say "installing $package"
    $sudo apt-get update -q
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends "$package"
}

# The content of a stamp: what was installed, where, by which Python.
print_of() {
    echo "$(sha256sum <"$1") $PWD $("$venv/bin/python" -V 2>&1)"
}

holds() {
    [ -x "$venv/bin/python" ] && [ -f "$venv/$1.stamp" ] &&
        [ "$(cat "$venv/$1.stamp")" = "$(print_of "$1")" ]
}

outdated() {
    local lock
    for lock in requirements.txt requirements-dev.txt; do
        if [ -f "$venv/$lock.stamp" ] && ! holds "$lock"; then
            return
        fi
    done
    return 1
}

if ! holds "$lock"; then
    if ! [ -x "$venv/bin/python" ] || ! supported "$venv/bin/python" || outdated ||
        [ "$(cat "$venv/home.stamp" 2>/dev/null)" != "$PWD" ]; then
        python="$(find_python)"
        ensure_pip "$python"
        say "making $venv with $("$python" -V)"
        rm -rf "$venv"
        "$python" -m venv "$venv"
        echo "$PWD" >"$venv/home.stamp"
    fi
    say "installing $lock"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r "$lock"
    print_of "$lock" >"$venv/$lock.stamp"
    # The development lock holds the other one, with the same versions (tools/check_locks.py).
    [ "$lock" = requirements.txt ] || print_of requirements.txt >"$venv/requirements.txt.stamp"
fi
"$venv/bin/python" tools/link.py

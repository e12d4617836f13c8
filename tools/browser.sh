#!/bin/bash
# Make sure that the browser tests have a browser: Debian's Chromium, or else Playwright's own.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { echo "dondoc: $*" >&2; }

[ -x /usr/bin/chromium ] && exit 0

sudo=""
if [ "$(id -u)" != 0 ]; then
    sudo="sudo -n"
    if ! command -v sudo >/dev/null || ! $sudo true 2>/dev/null; then
        sudo=none
    fi
fi
if [ "$sudo" != none ] && command -v apt-get >/dev/null; then
    say "installing chromium"
    $sudo apt-get update -q
    if DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends chromium &&
        [ -x /usr/bin/chromium ]; then
        exit 0
    fi
fi

say "no /usr/bin/chromium: fetching the browser that Playwright brings"
if ! .venv/bin/playwright install chromium; then
    say "There is no browser for the tests. As an administrator: apt-get install chromium"
    exit 1
fi

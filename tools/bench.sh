#!/bin/bash
# Run the benchmarks one after the other, or those named: tools/bench.sh [name …]
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# = 0 ]; then
    # Benchmarks are the modules that can be run; the others are their helpers.
    for file in $(grep -l '^if __name__ == "__main__":' benchmarks/*.py | sort); do
        set -- "$@" "$(basename "$file" .py)"
    done
fi
for name in "$@"; do
    echo "== $name"
    .venv/bin/python -m "benchmarks.$name"
done

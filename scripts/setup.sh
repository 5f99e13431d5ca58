#!/bin/sh
# Finds a Python that is new enough and hands over to setup.py. Usage: scripts/setup.sh run|test
# Written in plain sh: on a fresh machine it is the first thing that runs.
set -eu
cd "$(dirname "$0")/.."

for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" scripts/setup.py "${1:-run}"
    fi
done

found=$(python3 --version 2>/dev/null || echo "no python3")
echo "Kennisplein needs Python 3.11 or newer; this machine has: $found." >&2
echo "On Debian 12+ or Ubuntu 24.04+:  apt-get install python3 python3-venv" >&2
echo "Or name one that you have:       make PYTHON=/path/to/python3.12 run" >&2
exit 1

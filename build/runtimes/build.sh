#!/usr/bin/env bash
# Builds the language runtimes that scripts of skills run in: build.sh [python] [javascript]; all of them by default.
# What is built lands in artifacts/runtimes/NAME; README.md beside this file says what it takes.
# Exit code: 0 when every runtime was built, 3 when one cannot be built on this machine (it says what is missing), and
# that of the runtime's script when its build failed.
set -uo pipefail
cd "$(dirname "$0")"

if [ $# -eq 0 ]; then
  set -- */build.sh
  set -- "${@%/build.sh}"
fi

status=0
for runtime in "$@"; do
  if [ ! -f "$runtime/build.sh" ]; then
    echo "There is no runtime called '$runtime' in build/runtimes." >&2
    exit 2
  fi

  printf -- '-- runtime %s\n' "$runtime"
  bash "$runtime/build.sh"
  code=$?
  if [ "$code" -eq 3 ]; then
    echo "The runtime '$runtime' was not built: this machine lacks what is named above." >&2
    [ "$status" -ne 0 ] || status=3
  elif [ "$code" -ne 0 ]; then
    echo "The build of the runtime '$runtime' failed with exit code $code." >&2
    status=$code
  fi
done
exit "$status"

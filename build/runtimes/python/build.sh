#!/usr/bin/env bash
# Builds CPython for WASI with its library: artifacts/runtimes/python. ../README.md says what it takes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../common.sh"
source "$here/pins.sh"
source "$here/interpreter.sh"
source "$here/../component/tools.sh"
library=$repository/src/Boternity.Skills.Runtimes.Python/Library

# The long part is kept by the hash of what it depends on. In it: the objects to link, the native interpreter, which
# compiles the library, and the licences.
keep_interpreter() {
  [ ! -f "$interpreter/complete" ] || return 0
  local work=$cache/work/python line
  rm -rf "$work" "$interpreter"
  mkdir -p "$work" "$interpreter/objects"
  for line in "${sources[@]}"; do
    # shellcheck disable=SC2086 # a line holds three words
    set -- $line
    debian_source "$1" "$2" "$3" "$work/$1"
  done

  say "Building CPython $python_version, some ten minutes"
  nice -n 10 bash -euo pipefail -c 'source "$1/../common.sh"; source "$1/pins.sh"; source "$1/interpreter.sh"
    build_interpreter "$2" "$3"' build "$here" "$work" "$interpreter/sysroot"

  cp "$work"/cross/{libpython3.13.a,pyconfig.h} "$work"/cross/Modules/{_hacl/libHacl_Hash_SHA2.a,expat/libexpat.a} \
    "$work/cross/Modules/_decimal/libmpdec/libmpdec.a" "$interpreter/objects/"
  cp -r "$work/python3.13/Include" "$interpreter/include"
  cp "$work/python3.13/Modules/getbuildinfo.c" "$interpreter/"
  cp "$work/native/python" "$interpreter/python"
  rm -rf "$work/python3.13/Lib/test"
  mkdir -p "$interpreter/lib/python3.13/lib-dynload"
  cp -r "$work/python3.13/Lib/." "$interpreter/lib/python3.13/"
  keep_licences "$work" "$interpreter/LICENSES"
  rm -rf "$work"
  touch "$interpreter/complete"
}

keep_licences() {
  local work=$1 to=$2
  mkdir -p "$to"
  cp "$work/python3.13/LICENSE" "$to/CPython.txt"
  cp "$work/python3.13/Modules/expat/COPYING" "$to/expat.txt"
  cp "$work/zlib/LICENSE" "$to/zlib.txt"
  cp "$work/bzip2/LICENSE" "$to/bzip2.txt"
  cp "$work/xz-utils/COPYING.0BSD" "$to/liblzma.txt"
  cp "$work/sqlite3/LICENSE.md" "$to/SQLite.txt"
  # These two stand at the top of the sources.
  sed '/\*\//q' "$work/python3.13/Modules/_decimal/libmpdec/mpdecimal.c" > "$to/libmpdec.txt"
  sed '/\*\//q' "$work/python3.13/Modules/_hacl/Hacl_Hash_SHA2.c" > "$to/HACL.txt"
  cp /usr/share/doc/wasi-libc/copyright "$to/wasi-libc.txt"
  cp /usr/share/doc/libclang-rt-14-dev-wasm32/copyright "$to/compiler-rt.txt"
}

# prepare_link: the objects that the script runtime and the component have in common, in the current folder.
prepare_link() {
  sysroot=$interpreter/sysroot
  objects=$interpreter/objects
  cp "$here"/*.[ch] "$here"/component/*.[ch] "$interpreter/getbuildinfo.c" .
  # Neither the place nor the time of the build belongs into it.
  flags=(-O2 -DNDEBUG "-ffile-prefix-map=$interpreter=/build" -I"$interpreter/include" -I"$objects")
  local name
  for name in entry start component system; do
    $(compiler) "${flags[@]}" -Wall -Wextra -Werror -Wno-unused-parameter -Wno-missing-field-initializers -c "$name.c"
  done
  $(compiler) -O2 -fno-builtin -Wall -Wextra -Werror -c memory.c
  $(compiler) "${flags[@]}" -w -I"$interpreter/include/internal" -DPy_BUILD_CORE \
    '-DDATE="Jan  1 1980"' '-DTIME="00:00:00"' -c getbuildinfo.c
}

# link FLAG… : both with the same library, stack and settings.
link() {
  $(compiler) -z stack-size=4194304 -Wl,--stack-first -Wl,--strip-all "$@" \
    start.o memory.o getbuildinfo.o "$objects"/{libpython3.13,libHacl_Hash_SHA2,libmpdec,libexpat}.a \
    -lsqlite3 -lz -lbz2 -llzma -lwasi-emulated-signal -lwasi-emulated-getpid -lwasi-emulated-process-clocks -lm
}

# build_template CORE OUT: the component that a skill's skill.py is put into.
build_template() {
  install_component_tools
  make_component "$here/component/template.wit" "$1" "$(dirname "$1")" "$2"
}

link_modules() {
  local to=$1 work=$cache/work/python-link sysroot objects flags
  rm -rf "$work"
  mkdir -p "$work"
  cd "$work"
  prepare_link
  link -mexec-model=reactor -o "$to/python.wasm" entry.o
  link -nostartfiles -Wl,--no-entry -o "$work/component.wasm" component.o system.o
  cd "$here"

  # Without Node.js and npm there is the runtime all the same: scripts run, and a skill.py makes no program.
  local code=0
  set +e
  (set -e; build_template "$work/component.wasm" "$to/skill-template.wasm")
  code=$?
  set -e
  case $code in
    0) ;;
    3) built+=-without-template ;;
    *) exit "$code" ;;
  esac
  rm -rf "$work"
}

assemble() {
  [ ! -f "$built/manifest.json" ] || return 0
  local scratch=$built.new
  rm -rf "$built" "$scratch"
  mkdir -p "$scratch"
  link_modules "$scratch"
  cp -r "$interpreter/LICENSES" "$scratch/LICENSES"
  cp /usr/share/doc/tzdata/copyright "$scratch/LICENSES/tzdata.txt"
  PYTHONHOME=$interpreter "$interpreter/python" -S -s "$here/timezones.py" /usr/share/zoneinfo "$scratch/zoneinfo.bin"
  PYTHONHASHSEED=0 PYTHONHOME=$interpreter "$interpreter/python" -S -s "$here/assemble.py" \
    "$interpreter/lib/python3.13" "$library" "$scratch" "$python_version" "${sources[@]}" \
    -- "${toolchain_versions[@]}" "$timezones_version"
  rm -rf "$built"
  mv "$scratch" "$built"
}

build() {
  keep_interpreter
  assemble
  publish "$built" python
}

require_packages "${tools[@]}" "${toolchain[@]}" tzdata
mapfile -t toolchain_versions < <(package_versions "${toolchain[@]}")
timezones_version=$(package_versions tzdata)
long_key=$({
  hash_of "$here/pins.sh" "$here/interpreter.sh"
  printf '%s\n' "${toolchain_versions[@]}" "$optimisation"
} | sha256sum | cut -c1-32)
interpreter=$cache/python/interpreter-$long_key
key=$({
  echo "$long_key"
  echo "$timezones_version"
  hash_of "$here"/build.sh "$here"/*.[ch] "$here"/*.py "$here"/component/* "$component_folder"/* \
    "$repository/wit/boternity-skill.wit" $(find "$library" -name '*.py' | sort)
} | sha256sum | cut -c1-32)
built=$cache/python/$key
mkdir -p "$cache/python"
with_lock python build
say "artifacts/runtimes/python: CPython $python_version, python.wasm $(sha256 "$built/python.wasm")"

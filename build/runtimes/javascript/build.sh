#!/usr/bin/env bash
# Builds the JavaScript runtime: QuickJS and zlib from Debian's source packages, the entry of this folder, and the
# library of src/Boternity.Skills.Runtimes.JavaScript/Library.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../common.sh"
. "$here/../component/tools.sh"

quickjs_version=2025.04.26
quickjs_archive=quickjs_2025.04.26.orig.tar.xz
quickjs_digest=ec81da5b3249ed648dbc7df4a1654988910e66a118d9b71cb63534216efcfbbe
zlib_version=1.3.1
zlib_archive=zlib_1.3.dfsg+really1.3.1.orig.tar.gz
zlib_digest=60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb
library=$repository/src/Boternity.Skills.Runtimes.JavaScript/Library
packages=(clang-14 lld-14 llvm-14 wasi-libc libclang-rt-14-dev-wasm32)

require_packages "${packages[@]}" libc6-dev dpkg-dev xz-utils

# What the output depends on, and nothing else, is in its key; the engine, which takes the most time, has its own.
engine_inputs=$(
  package_versions "${packages[@]}"
  hash_of "$here/build.sh" "$here/adapt.sh" "$here"/include/*.h "$here"/compiler/* "$here/../common.sh"
)
engine=$cache/javascript-engine/$(sha256sum <<< "$engine_inputs" | cut -d' ' -f1)
key=$( { echo "$engine_inputs"; hash_of "$here"/entry/* "$here"/component/* "$component_folder"/* "$library"/*.js "$repository/wit/boternity-skill.wit"; } | sha256sum | cut -d' ' -f1)
output=$cache/javascript/$key
work=

flags=(--target=wasm32-wasi -O2 -DNDEBUG -ffunction-sections -fdata-sections -nostdlibinc -isystem "$here/include"
  -isystem /usr/include/wasm32-wasi)
quickjs_flags=(-DEMSCRIPTEN -DCONFIG_STACK_CHECK -funsigned-char -D_GNU_SOURCE "-DCONFIG_VERSION=\"2025-04-26\"" -w)

# compile OBJECT FLAG... FILE: one file of C. Paths of this machine stay out of what it gives.
compile() {
  local object=$1
  shift
  clang-14 "${flags[@]}" "-ffile-prefix-map=$work=." "-ffile-prefix-map=$here=." "$@" -c -o "$object"
}

build_engine() {
  mkdir -p "$work/objects"
  bash "$here/adapt.sh" "$work/quickjs/quickjs.c"
  local name
  for name in quickjs cutils dtoa libregexp libunicode; do
    compile "$work/objects/$name.o" "${quickjs_flags[@]}" "$work/quickjs/$name.c"
  done
  for name in adler32 crc32 deflate inffast inflate inftrees trees zutil; do
    compile "$work/objects/zlib-$name.o" -w "$work/zlib/$name.c"
  done
  clang-14 -O1 "${quickjs_flags[@]}" -I "$here/include" -I "$work/quickjs" -o "$work/objects/compile-library" \
    "$here/compiler/compile-library.c" "$work"/quickjs/{quickjs,cutils,dtoa,libregexp,libunicode}.c -lm
  rm -rf "$engine"
  mkdir -p "$(dirname "$engine")"
  mv "$work/objects" "$engine"
}

# build_template OUT: the component that a skill's skill.js is put into.
build_template() {
  install_component_tools
  compile "$work/component.o" -Wall -Werror -I "$work/quickjs" "$here/component/component.c"
  clang-14 --target=wasm32-wasi -nostdlib -Wl,--no-entry -Wl,--gc-sections -Wl,--strip-all \
    -Wl,-z,stack-size=1179648 -Wl,--stack-first -o "$work/component.wasm" "$work/component.o" \
    "$engine"/{quickjs,cutils,dtoa,libregexp,libunicode}.o \
    -L/usr/lib/wasm32-wasi -lc "$(clang-14 --target=wasm32-wasi -print-libgcc-file-name)"
  make_component "$here/component/template.wit" "$work/component.wasm" "$work" "$1"
}

# The library as a table of byte code in C: the bootstrap first, the others in the order of their names.
write_library() {
  local file files=("$library/bootstrap.js")
  for file in "$library"/*.js; do
    [ "$file" = "$library/bootstrap.js" ] || files+=("$file")
  done
  "$engine/compile-library" "${files[@]}"
}

build() {
  [ ! -f "$output/manifest.json" ] || return 0
  work=$(mktemp -d "$cache/javascript.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  debian_source quickjs "$quickjs_archive" "$quickjs_digest" "$work/quickjs"
  debian_source zlib "$zlib_archive" "$zlib_digest" "$work/zlib"
  [ -d "$engine" ] || build_engine
  write_library > "$work/library.h"
  mkdir -p "$work/entry" "$work/out/LICENSES"
  local file
  for file in "$here"/entry/*.c; do
    compile "$work/entry/$(basename "$file" .c).o" -Wall -Werror -I "$here/entry" -I "$work" -I "$work/quickjs" \
      -I "$work/zlib" "$file"
  done

  clang-14 --target=wasm32-wasi -nostdlib -mexec-model=reactor -Wl,--no-entry -Wl,--gc-sections -Wl,--strip-all \
    -Wl,-z,stack-size=1179648 -Wl,--stack-first -Wl,--export=_initialize \
    -o "$work/out/quickjs.wasm" /usr/lib/wasm32-wasi/crt1-reactor.o "$engine"/*.o "$work"/entry/*.o \
    -L/usr/lib/wasm32-wasi -lc "$(clang-14 --target=wasm32-wasi -print-libgcc-file-name)"

  # Without Node.js and npm there is the runtime all the same: scripts run, and a skill.js makes no program.
  local code=0 template=
  set +e
  (set -e; build_template "$work/out/skill-template.wasm")
  code=$?
  set -e
  case $code in
    0)
      template="
  \"template\": \"skill-template.wasm\",
  \"templateSha256\": \"$(sha256 "$work/out/skill-template.wasm")\","
      ;;
    3) output+=-without-template ;;
    *) exit "$code" ;;
  esac

  cp "$work/quickjs/LICENSE" "$work/out/LICENSES/QuickJS"
  sed -n '1,/\*\//p' "$work/zlib/zlib.h" > "$work/out/LICENSES/zlib"
  cp /usr/share/doc/wasi-libc/copyright "$work/out/LICENSES/wasi-libc"
  cp /usr/share/doc/libclang-rt-14-dev-wasm32/copyright "$work/out/LICENSES/compiler-rt"
  cat > "$work/out/manifest.json" << JSON
{
  "name": "javascript",
  "version": "$quickjs_version",
  "module": "quickjs.wasm",
  "sha256": "$(sha256 "$work/out/quickjs.wasm")",$template
  "sources": [
    { "package": "quickjs", "version": "$quickjs_version", "sha256": "$quickjs_digest" },
    { "package": "zlib", "version": "$zlib_version", "sha256": "$zlib_digest" }
  ]
}
JSON
  rm -rf "$output"
  mkdir -p "$(dirname "$output")"
  mv "$work/out" "$output"
}

with_lock javascript build
publish "$output" javascript
say "javascript: $(stat -c %s "$output/quickjs.wasm") bytes, $(sha256 "$output/quickjs.wasm")"

#!/bin/sh
# Debian: apt-get install clang lld wasi-libc libclang-rt-dev-wasm32
set -eu
cd "$(dirname "$0")"
${CLANG:-clang} --target=wasm32-wasi -O2 -Wl,--strip-all skill.c -o skill.wasm

#!/bin/sh
# rustup target add wasm32-wasip1
set -eu
cd "$(dirname "$0")"
rustc --edition 2021 --target "${TARGET:-wasm32-wasip1}" -C opt-level=s -C lto -C strip=symbols skill.rs -o skill.wasm

# Builds the component that a skill's skill.js is put into; sourced by ../build.sh, whose variables it uses. It needs
# Node.js and npm, which make a component of the module with jco.

template_tools=$cache/javascript-tools

# The tools of package.json, installed once.
install_template_tools() {
  command -v npm > /dev/null || unavailable "Missing: Node.js and npm, which make a component of the interpreter."
  local key
  key=$(hash_of "$here/component/package.json" "$here/component/package-lock.json")
  template_tools=$template_tools/$key
  [ ! -f "$template_tools/ready" ] || return 0
  rm -rf "$template_tools"
  mkdir -p "$template_tools"
  cp "$here/component/package.json" "$here/component/package-lock.json" "$template_tools/"
  (cd "$template_tools" && npm install --ignore-scripts --no-audit --no-fund > npm.log 2>&1) ||
    { tail -n 5 "$template_tools/npm.log" >&2; unavailable "npm cannot install the tools that make a component."; }
  touch "$template_tools/ready"
}

# build_template OUT
build_template() {
  install_template_tools
  local wit=$work/wit jco=$template_tools/node_modules/@bytecodealliance/jco package
  mkdir -p "$wit/deps/skill"
  cp "$here/component/template.wit" "$wit/"
  cp "$repository/wit/boternity-skill.wit" "$wit/deps/skill/"
  for package in clocks random io; do
    cp -r "$jco/lib/wit/builtin/0.2.12/wasi-$package" "$wit/deps/"
  done
  find "$wit" -name '*.wit' -exec sed -i 's/0\.2\.12/0.2.0/g' {} +

  compile "$work/component.o" -Wall -Werror -I "$work/quickjs" "$here/component/component.c"
  clang-14 --target=wasm32-wasi -nostdlib -Wl,--no-entry -Wl,--gc-sections -Wl,--strip-all \
    -Wl,-z,stack-size=1179648 -Wl,--stack-first -o "$work/component.wasm" "$work/component.o" \
    "$engine"/{quickjs,cutils,dtoa,libregexp,libunicode}.o \
    -L/usr/lib/wasm32-wasi -lc "$(clang-14 --target=wasm32-wasi -print-libgcc-file-name)"
  cp "$here/component/embed.mjs" "$template_tools/"
  (cd "$template_tools" && node embed.mjs "$wit" template "$work/component.wasm" "$1")
}

# Makes components of core modules; sourced by the runtimes' build.sh. It needs Node.js and npm, for jco.

component_folder=$repository/build/runtimes/component
component_tools=$cache/component-tools

# The tools of package.json, installed once.
install_component_tools() {
  command -v npm > /dev/null || unavailable "Missing: Node.js and npm, which make a component of the interpreter."
  local key
  key=$(hash_of "$component_folder/package.json" "$component_folder/package-lock.json")
  component_tools=$component_tools/$key
  [ ! -f "$component_tools/ready" ] || return 0
  rm -rf "$component_tools"
  mkdir -p "$component_tools"
  cp "$component_folder/package.json" "$component_folder/package-lock.json" "$component_tools/"
  (cd "$component_tools" && npm install --ignore-scripts --no-audit --no-fund > npm.log 2>&1) ||
    { tail -n 5 "$component_tools/npm.log" >&2; unavailable "npm cannot install the tools that make a component."; }
  touch "$component_tools/ready"
}

# make_component WIT CORE SCRATCH OUT: a component of the world `template` in the file WIT.
make_component() {
  local world=$1 core=$2 wit=$3/wit out=$4 package jco
  jco=$component_tools/node_modules/@bytecodealliance/jco
  rm -rf "$wit"
  mkdir -p "$wit/deps/skill"
  cp "$world" "$wit/template.wit"
  cp "$repository/wit/boternity-skill.wit" "$wit/deps/skill/"
  for package in clocks random io; do
    cp -r "$jco/lib/wit/builtin/0.2.12/wasi-$package" "$wit/deps/"
  done
  find "$wit" -name '*.wit' -exec sed -i 's/0\.2\.12/0.2.0/g' {} +
  cp "$component_folder/embed.mjs" "$component_tools/"
  (cd "$component_tools" && node embed.mjs "$wit" template "$core" "$out")
}

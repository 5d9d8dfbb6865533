# What the runtimes' build scripts share; sourced by them after `set -euo pipefail`.
# Nothing is written but below the cache's folder, and what a runtime's script writes to artifacts/runtimes.

export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=315532800 PYTHONDONTWRITEBYTECODE=1
umask 022

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=${BOTERNITY_RUNTIMES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/boternity-runtimes}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Ends with the code that means: cannot be built on this machine.
unavailable() { printf '%s\n' "$*" >&2; exit 3; }

sha256() { sha256sum "$1" | cut -d' ' -f1; }

# hash_of FILE…: one digest over the names and contents of files, each named relative to the repository.
hash_of() {
  local file
  for file in "$@"; do
    file=$(realpath "$file")
    printf '%s  %s\n' "$(sha256 "$file")" "${file#"$repository"/}"
  done | sort -k2 | sha256sum | cut -d' ' -f1
}

# require_packages NAME…: Debian packages that the build needs. Installs what is missing when root, and says so if not.
require_packages() {
  command -v dpkg-query apt-get > /dev/null ||
    unavailable "The runtimes are built with Debian's packages; this is not Debian."
  local name missing=()
  for name in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2> /dev/null || true)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    unavailable "Missing Debian packages. As root: apt-get install --no-install-recommends ${missing[*]}"
  fi

  say "Installing ${missing[*]}"
  if ! { apt-get -q update &&
    DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "${missing[@]}"; } \
    > "$cache/apt-install.log" 2>&1; then
    tail -n 5 "$cache/apt-install.log" >&2
    unavailable "apt-get cannot install ${missing[*]}."
  fi
}

# package_versions NAME…: the versions of installed packages, a line each, as an input of a cache's key.
package_versions() { dpkg-query -W -f='${Package} ${Version}\n' "$@"; }

# Debian's source packages are taken by an apt configuration of their own, below the cache: the suite with the sources
# is not added to the machine, no binary of it can be installed, and apt verifies its signature.
source_suite=trixie

apt_sources() {
  [ -z "${apt_ready:-}" ] || return 0
  local root=$cache/apt keyring=/usr/share/keyrings/debian-archive-keyring.gpg mirror=${BOTERNITY_DEBIAN_MIRROR:-}
  [ -f "$keyring" ] || unavailable "Missing Debian package. As root: apt-get install debian-archive-keyring"
  if [ -z "$mirror" ]; then
    mirror=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2> /dev/null |
      awk -F'|' '$1 == "Debian" && $2 == "Debian" { print $3; exit }')
  fi
  if [ -z "$mirror" ] && [ "$(id -u)" -eq 0 ]; then
    apt-get -q update > /dev/null 2>&1 || true
    mirror=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2> /dev/null |
      awk -F'|' '$1 == "Debian" && $2 == "Debian" { print $3; exit }')
  fi
  [ -n "$mirror" ] || unavailable \
    "apt knows no Debian mirror on this machine. Run apt-get update as root, or set BOTERNITY_DEBIAN_MIRROR to one."

  rm -rf "$root"
  mkdir -p "$root/lists/partial" "$root/archives/partial"
  : > "$root/status"
  printf 'deb-src [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$source_suite" > "$root/sources.list"
  cat > "$root/apt.conf" << CONF
Dir::State "$root";
Dir::State::lists "$root/lists";
Dir::State::status "$root/status";
Dir::Cache "$root";
Dir::Cache::archives "$root/archives";
Dir::Etc::sourcelist "$root/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "-";
Dir::Etc::preferencesparts "-";
APT::Sandbox::User "$(id -un)";
APT::Get::List-Cleanup "false";
Acquire::Languages "none";
Acquire::Retries "2";
CONF
  APT_CONFIG=$root/apt.conf apt-get -q update > "$root/update.log" 2>&1 || {
    tail -n 5 "$root/update.log" >&2
    unavailable "The list of Debian's source packages cannot be had."
  }
  apt_ready=yes
}

# debian_source PACKAGE FILE SHA256 DIRECTORY: unpacks the upstream archive FILE of a Debian source package into the
# directory. apt checks it against Debian's signature; this function, whatever happened there, against its SHA-256.
# The upstream archive is pinned, not Debian's revision, which changes with each update of the suite.
debian_source() {
  local package=$1 file=$2 digest=$3 directory=$4 kept=$cache/sources/$3/$2 scratch
  if [ ! -f "$kept" ] || [ "$(sha256 "$kept")" != "$digest" ]; then
    apt_sources
    say "Fetching $file"
    scratch=$cache/sources/.fetch-$$
    rm -rf "$scratch"
    mkdir -p "$scratch" "$(dirname "$kept")"
    (cd "$scratch" && APT_CONFIG=$cache/apt/apt.conf apt-get -q source --only-source --download-only --tar-only \
      "$package") > "$cache/sources/fetch.log" 2>&1 || true
    if [ ! -f "$scratch/$file" ]; then
      tail -n 5 "$cache/sources/fetch.log" >&2
      rm -rf "$scratch"
      unavailable "Debian's source package '$package' did not give $file."
    fi
    if [ "$(sha256 "$scratch/$file")" != "$digest" ]; then
      rm -rf "$scratch"
      fail "$file of Debian's source package '$package' does not have the SHA-256 $digest."
    fi
    mv "$scratch/$file" "$kept"
    rm -rf "$scratch"
  fi

  mkdir -p "$directory"
  tar -xf "$kept" -C "$directory" --strip-components=1 --no-same-owner
}

# with_lock NAME COMMAND…: one build of a name at a time on this machine.
with_lock() {
  local name=$1
  shift
  (
    flock 9
    "$@"
  ) 9> "$cache/$name.lock"
}

# publish DIRECTORY NAME: puts a built runtime into artifacts/runtimes/NAME, whole.
publish() {
  local from=$1 to=$repository/artifacts/runtimes/$2
  mkdir -p "$(dirname "$to")"
  rm -rf "$to.new"
  cp -r "$from" "$to.new"
  rm -rf "$to"
  mv "$to.new" "$to"
}

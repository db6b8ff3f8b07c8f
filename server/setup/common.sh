# Sourced by every set-up script: where things are, headings with the seconds elapsed, stamps.
set -euo pipefail

MUSTER_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
MUSTER_SETUP=$MUSTER_ROOT/server/setup
MUSTER_BUILD=$MUSTER_ROOT/build
MUSTER_LOGS=$MUSTER_BUILD/log
mkdir -p "$MUSTER_LOGS"
cd "$MUSTER_ROOT"

: "${MUSTER_STARTED:=$(date +%s)}"
export MUSTER_STARTED

# heading TEXT: what is being done now.
heading() {
  printf '==> [%4d s] %s\n' $(($(date +%s) - MUSTER_STARTED)) "$*"
}

# fail TEXT: one clear line, then the end.
fail() {
  printf 'muster: %s\n' "$*" >&2
  exit 1
}

# quietly NAME COMMAND...: the output goes to a log. Its last line is shown now and then, its end on
# failure.
quietly() {
  local log=$MUSTER_LOGS/$1.log child ticks=0
  shift
  "$@" >"$log" 2>&1 &  # A child of its own, where `set -e` holds inside a function too.
  child=$!
  trap 'kill "$child" 2>/dev/null || true' EXIT
  while kill -0 "$child" 2>/dev/null; do
    sleep 0.2
    ticks=$((ticks + 1))
    if [ $((ticks % 75)) = 0 ]; then
      printf '    [%4d s] %s\n' $(($(date +%s) - MUSTER_STARTED)) \
        "$(tail -n 1 "$log" | tr -d '\r' | cut -c 1-80)"
    fi
  done
  trap - EXIT
  if ! wait "$child"; then
    tail -n 40 "$log" >&2
    fail "'$*' failed; the whole output is in $log"
  fi
}

# hash_of FILE...: one hash over names and contents.
hash_of() {
  sha256sum -- "$@" | sha256sum | cut -d ' ' -f 1
}

# is_stamped NAME HASH / stamp NAME HASH: whether a step was last finished with these inputs.
is_stamped() {
  [ "$(cat "$MUSTER_BUILD/stamp/$1" 2>/dev/null)" = "$2" ]
}
stamp() {
  mkdir -p "$MUSTER_BUILD/stamp"
  printf '%s\n' "$2" >"$MUSTER_BUILD/stamp/$1"
}

# as_root COMMAND...
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "root or sudo is needed to install packages"
  fi
}

# node_command: a node of version 20 or later; where there is none (Debian 12 has 18), the one of
# the npm package.
node_command() {
  local candidate
  local packaged=("$MUSTER_ROOT"/web/node_modules/node-linux-*/bin/node)
  for candidate in "$(command -v node || true)" "${packaged[@]}"; do
    [ -x "$candidate" ] || continue
    if "$candidate" -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)'; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  fail "no node of version 20 or later: run server/setup/dependencies"
}

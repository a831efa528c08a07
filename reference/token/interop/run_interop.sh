#!/bin/sh
# Runs interop.mjs in DIRECTORY with the npm packages of package-lock.json, and nothing newer.
# Usage: run_interop.sh DRYDOCK DIRECTORY. Ends with 77, saying why, where node, npm or the registry
# is not there to compare with.
set -u
drydock=$1
directory=$2
source=$(cd "$(dirname "$0")" && pwd)

skip() {
  echo "skipped: $1"
  exit 77
}

command -v node >/dev/null || skip "there is no node (Debian: nodejs)"
command -v npm >/dev/null || skip "there is no npm (Debian: npm)"

mkdir -p "$directory" && cd "$directory" || exit 1
if ! cmp -s "$source/package-lock.json" installed.json; then
  cp "$source/package.json" "$source/package-lock.json" . || exit 1
  if ! npm ci --no-audit --no-fund --ignore-scripts >npm.log 2>&1; then
    # A registry out of reach is the machine's affair; anything else, such as a package that is not
    # the one we know, is ours.
    grep -Eq 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT' npm.log &&
      skip "the npm registry is not reachable"
    cat npm.log
    exit 1
  fi
  cp package-lock.json installed.json || exit 1
fi
cp "$source/interop.mjs" . || exit 1
keys=$(mktemp -d) || exit 1
trap 'rm -rf "$keys"' EXIT
node interop.mjs "$drydock" "$keys"

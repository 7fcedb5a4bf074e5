#!/usr/bin/env bash
# Installs what the tests need and runs them all. The last line is "N passed, N failed[, N skipped]".
# Options go to the test runner, for example: ./test.sh --filter-class '*ApiKeyServiceTests'
set -uo pipefail
cd "$(dirname "$0")"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else return 1; fi; }

find_chromium() {
  if [ -n "${CHROMIUM_PATH:-}" ]; then echo "$CHROMIUM_PATH"; return; fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v "$name" && return; done
  return 1
}

if ! find_chromium >/dev/null; then
  echo "Installing Chromium for the browser tests…"
  if command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -qq >/dev/null 2>&1
    as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-core fonts-noto-color-emoji >/dev/null 2>&1
  fi
fi
CHROMIUM_PATH=$(find_chromium) || {
  echo "There is no Chromium and it could not be installed. Install Chromium or Chrome, or set CHROMIUM_PATH to one." >&2
  echo "0 passed, 1 failed"
  exit 1
}
export CHROMIUM_PATH

fail() { echo "$1" >&2; echo "0 passed, 1 failed"; exit 1; }

dotnet restore || fail "The packages could not be restored."
dotnet build --no-restore || fail "The build failed."
if [ "${CI:-}" = true ]; then
  dotnet format --no-restore --verify-no-changes || fail "dotnet format would change files: run it and commit."
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test --no-build --solution CommerceKitty.sln "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

count() { grep -E "^ *$1: [0-9]+" "$log" | tail -n 1 | grep -oE '[0-9]+' || echo 0; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
# A run that broke before or between tests must not read as a success.
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if [ "$passed" -eq 0 ] && [ "$failed" -eq 0 ]; then failed=1; status=1; fi
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
exit "$status"

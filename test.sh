#!/usr/bin/env bash
# Installs what the tests need and runs them all, then those of services and of HTTP again on PostgreSQL.
# The last line is the sum of both runs: "N passed, N failed[, N skipped]".
# --quick runs what needs nothing but the .NET SDK and less than two minutes: rules, services on SQLite, components.
# Other options go to the test runner, for example: ./test.sh --filter-class '*ApiKeyServiceTests'
set -uo pipefail
cd "$(dirname "$0")" || exit 1
repository=$PWD

# How long to wait at most for a server to start or stop, in seconds: as long as the tests wait (Until.Timeout).
timeout=180

quick=false
for option; do
  shift
  if [ "$option" = --quick ]; then quick=true; else set -- "$@" "$option"; fi
done
options=$#

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else return 1; fi; }

fail() { echo "$1" >&2; echo "0 passed, 1 failed"; exit 1; }

install() {
  command -v apt-get >/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -qq >/dev/null 2>&1
  as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

find_chromium() {
  if [ -n "${CHROMIUM_PATH:-}" ]; then echo "$CHROMIUM_PATH"; return; fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v "$name" && return; done
  return 1
}

# Everything that the whole suite needs besides the .NET SDK and PostgreSQL.
install_tools() {
  if ! find_chromium >/dev/null; then
    echo "Installing Chromium for the browser tests…"
    install chromium fonts-noto-core fonts-noto-color-emoji
  fi
  CHROMIUM_PATH=$(find_chromium) ||
    fail "There is no Chromium and it could not be installed. Install Chromium or Chrome, or set CHROMIUM_PATH to one."
  export CHROMIUM_PATH

  # What the examples for the API and the checks of its description run on: the commands and their Debian packages.
  missing=()
  for tool in bash:bash curl:curl jq:jq python3:python3 node:nodejs npm:npm; do
    command -v "${tool%:*}" >/dev/null || missing+=("${tool#*:}")
  done
  if [ "${#missing[@]}" -gt 0 ]; then
    echo "Installing ${missing[*]} for the tests of the API's examples and description…"
    install "${missing[@]}" || fail "These could not be installed: ${missing[*]}. Install them; Node.js 18 or newer."
  fi
  node=CommerceKitty.Admin.Tests/Node
  if ! cmp -s "$node/package-lock.json" "$node/node_modules/.installed"; then
    (cd "$node" && npm ci --silent) || fail "The Node.js packages of $node could not be installed."
    cp "$node/package-lock.json" "$node/node_modules/.installed"
  fi

  # The reverse proxy of compose.yaml, unpacked and not installed: as a service it would take the machine's port 80.
  # Where Debian's package cannot be had, the one test that needs it says that it was skipped.
  if [ -z "${CADDY_PATH:-}" ] && ! CADDY_PATH=$(command -v caddy); then
    CADDY_PATH=$repository/artifacts/caddy/usr/bin/caddy
    if [ ! -x "$CADDY_PATH" ] && command -v apt-get >/dev/null; then
      echo "Getting Caddy for the test of compose.yaml's proxy…"
      as_root apt-get update -qq >/dev/null 2>&1
      mkdir -p artifacts/caddy && (cd artifacts/caddy && apt-get download -qq caddy && dpkg -x caddy_*.deb . && rm caddy_*.deb) >/dev/null 2>&1
    fi
  fi
  if [ -x "$CADDY_PATH" ]; then export CADDY_PATH; else unset CADDY_PATH; fi
}

if ! $quick; then install_tools; fi

scratch=$(mktemp -d)
postgres= server=

cleanup() {
  if [ -n "$server" ]; then
    as_postgres "$postgres/pg_ctl" -D "$server/data" -m fast -w -t $timeout stop >/dev/null 2>&1
    rm -rf "$server"
  fi
  rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && su postgres -s /bin/sh -c 'exec "$0" "$@"' -- "$@"); else "$@"; fi
}

find_postgres() {
  # Debian's packages keep the server out of PATH; the newest version comes last.
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) $(command -v initdb | xargs -r dirname); do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then echo "$folder"; return; fi
  done
  return 1
}

# In memory where there is room: every test copies a database, which is ten times as fast there.
server_folder() {
  local free
  free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
  if [ "${free:-0}" -gt 2000000 ] && mktemp -d /dev/shm/commercekitty-postgres.XXXXXX 2>/dev/null; then return; fi
  mktemp -d "${TMPDIR:-/tmp}/commercekitty-postgres.XXXXXX"
}

# A server of this run alone, in $server.
start_postgres() {
  if ! postgres=$(find_postgres); then
    echo "Installing PostgreSQL for its tests…"
    install postgresql
    postgres=$(find_postgres) || return 1
  fi
  server=$(server_folder) || return 1
  if [ "$(id -u)" = 0 ]; then
    id postgres >/dev/null 2>&1 || useradd --system --no-create-home postgres || return 1
    chown postgres "$server"
  fi
  # Durability costs time and this data lives for minutes.
  as_postgres "$postgres/initdb" -D "$server/data" -U postgres -A trust -E UTF8 --locale=C -N >"$scratch/initdb.log" 2>&1 ||
    { cat "$scratch/initdb.log" >&2; return 1; }
  for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 12000))
    if as_postgres "$postgres/pg_ctl" -D "$server/data" -l "$server/log" -w -t $timeout -o \
      "-c listen_addresses=127.0.0.1 -p $port -k $server -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
       -c max_wal_size=256MB -c max_connections=300" start >/dev/null 2>&1; then
      export COMMERCEKITTY_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
      return
    fi
  done
  cat "$server/log" >&2
  return 1
}

# Processes that live for minutes or less never earn back what profiling them costs: a quarter of the time.
export DOTNET_TieredPGO=0

solution=$repository/CommerceKitty.sln tests=CommerceKitty.Admin.Tests
build=$solution
if $quick; then build=$tests; fi
dotnet restore "$build" || fail "The packages could not be restored."
dotnet build --no-restore "$build" || fail "The build failed."
if [ "${CI:-}" = true ] && ! $quick; then
  dotnet format --no-restore --verify-no-changes || fail "dotnet format would change files: run it and commit."
fi

# The ten classes of a report that take longest: their tests' seconds and how many there are.
slowest() {
  grep -o '<test [^>]*>' "$1" | awk -v prefix="$tests." '
    function value(name) { return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : "" }
    { class = value("type"); sub(prefix, "", class); seconds[class] += value("time"); count[class]++ }
    END { for (class in seconds) printf "%8.1f s  %s (%d)\n", seconds[class], class, count[class] }' | sort -rn | head -n 10
}

passed=0 failed=0 skipped=0 status=0

# Runs the tests on one provider and adds them to the sums: run PROVIDER OPTIONS…
run() {
  local log="$scratch/$1.log" run_status run_passed run_failed
  echo "Tests on $1:"
  COMMERCEKITTY_TEST_PROVIDER=$1 dotnet test --no-build --solution "$solution" --results-directory "$scratch" \
    --report-xunit-xml --report-xunit-xml-filename "$1.xml" "${@:2}" 2>&1 | tee "$log"
  run_status=${PIPESTATUS[0]}
  count() { grep -E "^ *$1: [0-9]+" "$log" | tail -n 1 | grep -oE '[0-9]+' || echo 0; }
  run_passed=$(count succeeded) run_failed=$(count failed)
  # 8: no test matched. Only the options of the caller can do that, and a run of other tests than these is none of PostgreSQL's.
  if [ "$1" = PostgreSql ] && [ "$run_status" -eq 8 ] && [ "$options" -gt 0 ]; then return; fi
  # A run that broke before or between tests must not read as a success.
  if [ "$run_status" -ne 0 ] && [ "$run_failed" -eq 0 ]; then run_failed=1; fi
  if [ "$run_passed" -eq 0 ] && [ "$run_failed" -eq 0 ]; then run_failed=1; run_status=1; fi
  passed=$((passed + run_passed)) failed=$((failed + run_failed)) skipped=$((skipped + $(count skipped)))
  if [ "$run_status" -ne 0 ]; then status=$run_status; fi
}

# A query filter cannot be joined with others.
query=false
if [[ " $* " == *" --filter-query"* ]]; then query=true; fi

if $quick; then
  if $query; then fail "A query filter cannot be joined with the filter of --quick. Use another filter, or leave --quick out."; fi
  run Sqlite "$@" --filter-not-trait 'Needs=*'
else
  run Sqlite "$@"
  # All but what has no database, what draws pages, and what is about SQLite itself.
  if $query; then
    echo "A query filter was given: it cannot be narrowed to the tests for PostgreSQL, which do not run."
  elif [ -z "${COMMERCEKITTY_TEST_POSTGRES:-}" ] && ! start_postgres; then
    echo "There is no PostgreSQL server and none could be installed and started. Install PostgreSQL 13 or newer, or set" \
      "COMMERCEKITTY_TEST_POSTGRES to the connection string of a database whose user may create databases." >&2
    failed=$((failed + 1)) status=1
  else
    run PostgreSql "$@" \
      --filter-not-namespace "$tests.Architecture" --filter-not-namespace "$tests.Browser" --filter-not-namespace "$tests.Cli" \
      --filter-not-namespace "$tests.Common" --filter-not-namespace "$tests.Components" --filter-not-namespace "$tests.Fixtures" \
      --filter-not-class '*PageTests' --filter-not-class '*PagesTests' --filter-not-class '*DialogTests' \
      --filter-not-trait Database=None --filter-not-trait Database=Sqlite
  fi
fi

for provider in Sqlite PostgreSql; do
  classes=$(slowest "$scratch/$provider.xml" 2>/dev/null)
  if [ -n "$classes" ]; then printf 'The slowest test classes on %s:\n%s\n' "$provider" "$classes"; fi
done

if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
exit "$status"

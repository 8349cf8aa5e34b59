# Shared by script/demo and script/test: the virtual environment and the Debian packages.
# Needs bash and Python 3.11 or newer, nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=${PYTHON:-python3}
MISSING=()

say() { printf '\033[1m%s\033[0m\n' "$*"; }

# need_package FILE-OR-COMMAND PACKAGE: installs PACKAGE when run as root, else remembers it.
need_package() {
  if command -v "$1" >/dev/null 2>&1 || [ -e "$1" ]; then return 0; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    [ -n "${APT_UPDATED:-}" ] || { apt-get update -qq >/dev/null 2>&1 || true; APT_UPDATED=1; }
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null 2>&1; then
      return 0
    fi
  fi
  MISSING+=("$2")
  return 1
}

make_environment() { # EXTRAS GROUP
  if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Elshi needs Python 3.11 or newer; $PYTHON is $("$PYTHON" -V 2>&1 || echo missing). Set PYTHON=/path/to/python3.11." >&2
    exit 1
  fi
  if [ ! -x .venv/bin/python ]; then
    if ! "$PYTHON" -c 'import ensurepip' 2>/dev/null; then
      MISSING=()
      if ! need_package /nonexistent/ensurepip python3-venv || ! "$PYTHON" -c 'import ensurepip' 2>/dev/null; then
        echo "Python's venv module is missing. Install it once with:  sudo apt-get install python3-venv" >&2
        exit 1
      fi
    fi
    say "Making the virtual environment .venv"
    "$PYTHON" -m venv .venv
  fi
  local stamp
  stamp=.venv/.elshi-$1-${2:-none}-$(cksum <pyproject.toml | tr ' ' '-')
  if [ ! -e "$stamp" ]; then
    say "Installing Elshi and what it needs"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -e ".[$1]" ${2:+--group "$2"}
    touch "$stamp"
  fi
}

# start_postgres: a PostgreSQL server of its own in a temporary folder, stopped when the script ends; sets
# ELSHI_TEST_POSTGRES. A server named there already is used as it is.
start_postgres() {
  [ -z "${ELSHI_TEST_POSTGRES:-}" ] || return 0
  local bin
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  if [ -z "$bin" ]; then
    need_package /usr/lib/postgresql postgresql || return 1
    bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  fi
  POSTGRES_HOME=$(mktemp -d)
  POSTGRES_BIN=$bin
  AS=()
  if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    chown postgres "$POSTGRES_HOME"
    AS=(runuser -u postgres --)
  fi
  trap stop_postgres EXIT
  say "Starting a PostgreSQL server for the tests"
  (
    cd /
    "${AS[@]}" "$bin/initdb" -D "$POSTGRES_HOME/data" -U elshi -A trust -E UTF8 --locale=C.UTF-8 &&
      "${AS[@]}" "$bin/pg_ctl" -w -D "$POSTGRES_HOME/data" -l "$POSTGRES_HOME/log" \
        -o "-c listen_addresses='' -c fsync=off -k $POSTGRES_HOME" start &&
      "${AS[@]}" "$bin/createdb" -h "$POSTGRES_HOME" -U elshi elshi
  ) >/dev/null 2>&1 || { echo "The PostgreSQL server did not start; its tests are skipped." >&2; return 1; }
  export ELSHI_TEST_POSTGRES="postgresql+psycopg://elshi@/elshi?host=$POSTGRES_HOME"
}

stop_postgres() {
  (cd / && "${AS[@]}" "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_HOME/data" -m immediate stop) >/dev/null 2>&1 || true
  rm -rf "$POSTGRES_HOME"
}

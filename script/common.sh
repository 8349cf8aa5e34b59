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

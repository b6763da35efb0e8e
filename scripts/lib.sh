# shellcheck shell=bash
# Settings and small helpers shared by the other scripts. Sourced, never run.
#
# Settings (environment variables)
#   SDW_HOME   where everything that is downloaded or created lives
#              (default: /var/tmp/sales-dept-workflow as root, else ~/.cache/sales-dept-workflow)
#   ODOO_HOME  an existing Odoo 19 source tree to use instead of Debian's package
#   PORT       the port that `run` serves on (default 8069)
#   DB         the database that `run`, `shell` and `bench` use (default demo)
#   SDW_PDF    debian (default) or patched: which wkhtmltopdf; the patched one is an unofficial repack
#   SDW_DEB    a local odoo-19 .deb to use instead of downloading it
#   PYTHON     the interpreter for the virtual environment (3.10 to 3.13)
# The variables below are used by the scripts that source this file.
# shellcheck disable=SC2034

umask 022
unset PYTHONPATH PYTHONHOME ODOO_RC PGDATABASE PGPASSWORD PGSERVICE
REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
BUILD=$REPO/build

ROOT=0
[ "$(id -u)" != 0 ] || ROOT=1
if [ "$ROOT" = 1 ]; then
  SDW_HOME=${SDW_HOME:-/var/tmp/sales-dept-workflow}
else
  SDW_HOME=${SDW_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/sales-dept-workflow}
fi
mkdir -p "$SDW_HOME"
SDW_HOME=$(cd "$SDW_HOME" && pwd -P)
PREFIX=$SDW_HOME/odoo VENV=$SDW_HOME/venv LOGS=$BUILD/log # several clones may share one SDW_HOME
mkdir -p "$LOGS"

say() { printf '[%4ss] %s\n' "$SECONDS" "$*" >&2; }
die() {
  say "ERROR: $*"
  exit 1
}

# step LABEL LOG COMMAND…  runs the command with its output in the log, and shows a sign of life every ten seconds.
step() {
  local label=$1 log=$2 pid status=0 beat=$SECONDS
  shift 2
  say "$label"
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 $pid 2>/dev/null; do
    sleep 0.2
    [ $((SECONDS - beat)) -ge 10 ] || continue
    beat=$SECONDS
    say "  … $(tail -n 1 "$log" | tr -d '\r' | cut -c1-120)"
  done
  wait $pid || status=$?
  [ $status = 0 ] || {
    tail -n 30 "$log" >&2
    say "FAILED: $label (log: $log)"
  }
  return $status
}

# Only one script at a time sets things up; file descriptor 8 holds the lock and is closed for servers (8>&-).
lock() {
  exec 8>"$SDW_HOME/.lock"
  flock -n 8 || {
    say "waiting for another set-up to finish"
    flock 8
  }
}
unlock() { exec 8>&-; }

# Everybody who uses the test databases holds a shared lock (file descriptor 9).
tests_begin() {
  exec 9>"$SDW_HOME/.tests"
  flock -s 9
}
tests_running() { ! flock -n -x "$SDW_HOME/.tests" true; }

#!/usr/bin/env bash
# The project's commands. `make help` lists them; `scripts/lib.sh` has the settings.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
for part in lib story setup postgres databases; do
  # shellcheck source=/dev/null
  . "$HERE/$part.sh"
done
export PYTHONDONTWRITEBYTECODE=${PYTHONDONTWRITEBYTECODE:-} LANG=C.UTF-8 LC_ALL=C.UTF-8
PORT=${PORT:-8069} DB=${DB:-demo}
SERVER_PID=$SDW_HOME/server-$PORT.pid SERVER_LOG=$LOGS/server-$PORT.log

prepare() { # prepare run|test safe|fast: everything up to a running PostgreSQL; leaves the set-up locked
  lock
  setup "$1"
  pg_choose "$2"
  pg_start
}

python() { "$VENV/bin/python" "$@"; }

# ---------------------------------------------------------------- run
server_alive() {
  [ -s "$SERVER_PID" ] && kill -0 "$(cat "$SERVER_PID")" 2>/dev/null && tr '\0' ' ' <"/proc/$(cat "$SERVER_PID")/cmdline" | grep "$VENV/bin/odoo" >/dev/null
}
stop_server() {
  local pid
  ! server_alive || {
    pid=$(cat "$SERVER_PID")
    say "stopping Odoo"
    kill "$pid"
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    ! kill -0 "$pid" 2>/dev/null || kill -9 "$pid"
  }
  rm -f "$SERVER_PID"
}
port_free() { python -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int(sys.argv[1])))' "$1" 2>/dev/null; }
answers() { python -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1], timeout=float(sys.argv[2])).read()' "$1" "$2" 2>/dev/null; }

demo_database() { # the database that `run` shows: made once, brought up to date when the add-on has changed
  local hash story state
  hash=$(addon_hash "$ADDON") story=$(addon_hash "$ADDON/demo")
  state=$(db_comment "$DB")
  [ "${FRESH:-}" != 1 ] || state=
  case $state in
    "ready $hash "*) ;;
    ready*) step "updating the add-on" "$LOGS/update.log" odoo -d "$DB" -u "$ADDON" --stop-after-init --no-http || die "update failed" ;;
    *)
      base_database
      db_copy "$BASE" "$DB"
      step "installing the add-on with its demo story" "$LOGS/install-demo.log" install_with_story "$DB" || die "the add-on does not install"
      state="ready $hash $story"
      ;;
  esac
  # an update does not tell the story again
  [ "${state##* }" = "$story" ] || say "the demo story itself has changed: FRESH=1 makes the database anew"
  db_mark "$DB" "ready $hash ${state##* }"
}

cmd_run() {
  local url=http://localhost:$PORT
  prepare run safe
  stop_server
  port_free "$PORT" || die "port $PORT is in use by another program: stop it, or choose another with PORT=8070"
  demo_database
  # Links in mails, and the style sheets of printed papers, are fetched from there.
  psql -d "$DB" -qc "update ir_config_parameter set value = '$url' where key = 'web.base.url' and value like 'http://localhost:%'"
  say "starting Odoo"
  # stdin and the lock are not the server's
  setsid odoo -d "$DB" --db-filter "^$DB\$" --http-port "$PORT" --no-database-list </dev/null >>"$SERVER_LOG" 2>&1 8>&- &
  echo $! >"$SERVER_PID"
  for _ in $(seq 120); do
    ! answers "http://127.0.0.1:$PORT/web/health" 2 || break
    server_alive || { tail -n 30 "$SERVER_LOG" >&2; die "Odoo did not start (log: $SERVER_LOG)"; }
    sleep 0.5
  done
  answers "http://127.0.0.1:$PORT/web/login" 120 || die "Odoo does not answer (log: $SERVER_LOG)"
  python "$HERE/logins.py" "$DB"
  printf '\n  Odoo is ready:  %s\n  log: %s\n  stop it with: make stop\n\n' "$url" "$SERVER_LOG"
}

# ---------------------------------------------------------------- the rest
cmd_stop() {
  lock
  for SERVER_PID in "$SDW_HOME"/server-*.pid; do stop_server; done
  pg_choose safe
  pg_stop
  pg_choose fast
  if tests_running; then say "tests are running: their PostgreSQL stays"; else pg_stop; fi
  say "stopped"
}

cmd_clean() { # removes the databases; what was downloaded stays, unless ALL=1
  lock
  ! tests_running || die "tests are running"
  cmd_stop
  rm -rf "${SDW_HOME:?}"/pg-* "${SDW_HOME:?}"/data-* "${BUILD:?}"
  [ "${ALL:-}" != 1 ] || rm -rf "${SDW_HOME:?}"/{odoo,odoo.new,venv,apt,debs,compose,run}
  say "removed the databases${ALL:+ and everything that was downloaded}"
}

cmd_shell() {
  prepare run safe
  demo_database
  unlock
  exec odoo shell -d "$DB" --no-http --log-level=warn
}

cmd_setup() { # everything `test` needs, without running a test
  prepare test fast
  base_database
}

cmd_env() { # for a shell of your own: eval "$(scripts/dev.sh env)"
  pg_choose "${1:-fast}"
  # shellcheck disable=SC2016
  printf 'export PATH=%q:%q:"$PATH" PGHOST=%q PGPORT=%q PGUSER=odoo ODOO_RC=%q\n' "$VENV/bin" "$(pg_bin)" "$PGHOST" "$PGPORT" "$ODOO_RC"
}

command=${1:-help}
[ $# = 0 ] || shift
case $command in
  run | stop | clean | shell | setup | env) "cmd_$command" "$@" ;;
  *)
    if [ -f "$HERE/testing.sh" ]; then
      # shellcheck source=/dev/null
      . "$HERE/testing.sh"
      [ "$(type -t "cmd_${command//-/_}")" != function ] || { "cmd_${command//-/_}" "$@"; exit; }
    fi
    echo "unknown command: $command (see make help)" >&2
    exit 2
    ;;
esac

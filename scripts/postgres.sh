# shellcheck shell=bash
# A private PostgreSQL: nothing listens on TCP, and only the owner gets at its socket. Sourced by dev.sh.
# Two separate clusters: `safe` for running, `fast` (fsync off, made anew after a crash of the machine) for tests.

pg_choose() { # pg_choose safe|fast
  PGMODE=$1
  case $1 in safe) PGPORT=5528 ;; fast) PGPORT=5529 ;; *) die "pg_choose $1" ;; esac
  PGDIR=$SDW_HOME/pg-$1 PGHOST=$SDW_HOME/run PGUSER=odoo
  # a Unix socket's path may have at most 107 bytes, and ".s.PGSQL.5529.lock" comes after it
  [ ${#PGHOST} -le 80 ] || PGHOST=/tmp/sdw-$(id -u)-$(echo "$SDW_HOME" | sha256sum | cut -c1-8)
  DATADIR=$SDW_HOME/data-$1
  ODOO_RC=$BUILD/odoo-$1.conf
  PGDATABASE=postgres
  PGOPTIONS="-c client_min_messages=warning"
  export PGHOST PGPORT PGUSER PGDATABASE PGOPTIONS ODOO_RC
}

pg_bin() {
  local version=''
  [ ! -f "$PGDIR/data/PG_VERSION" ] || version=$(as_pg cat "$PGDIR/data/PG_VERSION")
  find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin -path "*/${version:-*}/bin" 2>/dev/null | sort -V | tail -n 1
}

# PostgreSQL refuses to run as root: root hands it to the user postgres that Debian's package makes.
as_pg() {
  if [ "$ROOT" = 1 ]; then (cd / && exec runuser -u postgres -- "$@"); else "$@"; fi
}

pg_init() { # pg_init BIN OPTION…  The superuser is called odoo because Odoo refuses to work as postgres.
  local bin=$1
  shift
  rm -rf "$PGDIR/data"
  as_pg "$bin/initdb" -D "$PGDIR/data" -U odoo --auth=trust -E UTF8 --locale=C.UTF-8 "$@"
}

pg_start() {
  local bin boot options owner init=()
  bin=$(pg_bin)
  [ -n "$bin" ] || die "PostgreSQL is not installed"
  PATH=$VENV/bin:$bin:$PATH
  owner=$(id -un)
  [ "$ROOT" = 0 ] || owner=postgres
  install -d -m 755 "$PGDIR"
  install -d -m 700 "$PGHOST"
  if [ "$ROOT" = 1 ]; then
    chown "$owner" "$PGDIR" "$PGHOST"
    as_pg test -x "$SDW_HOME" || die "the user postgres cannot enter $SDW_HOME: choose another SDW_HOME"
  fi
  printf '%s\n' '[options]' "db_host = $PGHOST" "db_port = $PGPORT" "db_user = odoo" "data_dir = $DATADIR" \
    "http_interface = 127.0.0.1" "addons_path = $REPO" "max_cron_threads = 1" >"$ODOO_RC"
  ! as_pg "$bin/pg_isready" -q -h "$PGHOST" -p "$PGPORT" 2>/dev/null || return 0
  boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo none)
  if [ "$PGMODE" = fast ] && [ -d "$PGDIR/data" ] && [ "$(cat "$PGDIR/boot" 2>/dev/null)" != "$boot" ] &&
    ! as_pg "$bin/pg_controldata" "$PGDIR/data" 2>/dev/null | grep 'cluster state: *shut down$' >/dev/null; then
    say "the machine stopped while the test databases (fsync off) were in use: making them anew"
    rm -rf "$PGDIR/data"
  fi
  [ "$PGMODE" = safe ] || init=(--no-sync)
  if [ ! -f "$PGDIR/.complete" ] || [ ! -f "$PGDIR/data/PG_VERSION" ]; then
    step "creating a private PostgreSQL ($PGMODE)" "$LOGS/initdb.log" pg_init "$bin" "${init[@]}" || die initdb
    touch "$PGDIR/.complete"
  fi
  options="-c listen_addresses='' -c unix_socket_directories=$PGHOST -c port=$PGPORT -c max_connections=100
    -c shared_buffers=256MB -c maintenance_work_mem=128MB -c max_wal_size=4GB -c checkpoint_timeout=30min -c jit=off"
  [ "$PGMODE" = safe ] || options="$options -c fsync=off -c full_page_writes=off -c synchronous_commit=off
    -c wal_level=minimal -c max_wal_senders=0"
  say "starting PostgreSQL ($PGMODE)"
  as_pg "$bin/pg_ctl" -D "$PGDIR/data" -l "$PGDIR/data/server.log" -w -t 60 -o "$(echo "$options" | tr '\n' ' ')" start \
    >"$LOGS/pg-start.log" 2>&1 8>&- </dev/null || {
    cat "$LOGS/pg-start.log" >&2
    as_pg tail -n 20 "$PGDIR/data/server.log" >&2
    die "PostgreSQL did not start"
  }
  echo "$boot" >"$PGDIR/boot"
}

pg_stop() {
  local bin
  bin=$(pg_bin)
  [ ! -f "$PGDIR/data/postmaster.pid" ] && [ "$ROOT" = 0 ] && return 0
  [ -z "$bin" ] || [ ! -d "$PGDIR/data" ] || as_pg "$bin/pg_ctl" -D "$PGDIR/data" -m fast -w stop >/dev/null 2>&1 || true
}

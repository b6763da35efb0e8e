# shellcheck shell=bash
# The test commands. Sourced by dev.sh. Every stage writes build/results/<stage>.json: test → [status, detail, seconds].

RESULTS=$BUILD/results
SDW_SCREENSHOTS=$BUILD/screenshots
export SDW_SCREENSHOTS
RUN_ID=$$
RUN_DATABASES=()

drop_run_databases() {
  local db
  for db in "${RUN_DATABASES[@]}"; do db_drop "$db" || true; done
}
run_database() { # run_database NAME TEMPLATE: a copy for this run alone, dropped at its end, sets RUN_DB
  RUN_DB=test_$1_$RUN_ID
  RUN_DATABASES+=("$RUN_DB")
  db_copy "$2" "$RUN_DB"
}

addon_databases() { # templates for the stages that follow; needs `prepare`
  local kind
  tests_begin
  base_database
  for kind in "$@"; do
    if [ "$kind" = plain ] && [ "${FAST:-}" = 1 ]; then # Python was edited, but no field, view or data file
      PLAIN=$(cat "$BUILD/plain" 2>/dev/null || true) # this clone's own: colleagues may work on another branch
      case "$(db_comment "${PLAIN:-none}")" in ready*) continue ;; esac
    fi
    addon_template "$kind"
    case $kind in plain) PLAIN=$TEMPLATE && echo "$PLAIN" >"$BUILD/plain" ;; story) STORY=$TEMPLATE ;; esac
  done
}

# ---------------------------------------------------------------- stages
stage_lint() { python "$HERE/checks.py" "$RESULTS/lint.json"; }

stage_addon() { # stage_addon DB TAGS
  python "$HERE/odoo_tests.py" "$1" "$RESULTS/addon.json" --tags "$2"
}
stage_lane() { # stage_lane DB NAME [--backwards]: the lanes share the add-on's tests class by class
  python "$HERE/odoo_tests.py" "$1" "$RESULTS/$2.json" --tags "/$ADDON" --claims "$RESULTS/claims" "${@:3}"
}
stage_odoo_lint() { python "$HERE/odoo_tests.py" "$1" "$RESULTS/odoo-lint.json" --addon-only --list "$REPO/tests/odoo_lint.txt"; }
stage_core() { python "$HERE/odoo_tests.py" "$1" "$RESULTS/core.json" --list "$REPO/tests/core_tests.txt"; }

stage_translations() { # the shipped template is what Odoo would export today
  rm -rf "$BUILD/i18n"
  mkdir -p "$BUILD/i18n"
  odoo i18n export -d "$1" -l pot -o "$BUILD/i18n/$ADDON.pot" "$ADDON" || return 1
  python "$HERE/translations.py" check "$BUILD/i18n/$ADDON.pot" "$RESULTS/translations.json"
}

stage_system() { # stage_system TEMPLATE [EXPRESSION]
  SDW_TEMPLATE=$1 SDW_COMPOSE=$COMPOSE SDW_FILESTORE=$DATADIR/filestore \
    python -m pytest -c "$REPO/pytest.ini" --junitxml="$RESULTS/system.xml" ${2:+-k "$2"} "$REPO/tests"
}

# ---------------------------------------------------------------- make test
summary() { python "$HERE/summary.py" "$RESULTS" "$@"; }

test_all() {
  local lane
  addon_databases plain story
  run_database addon "$PLAIN"
  local addon_db=$RUN_DB
  run_database second "$PLAIN"
  local second_db=$RUN_DB
  run_database core "$PLAIN"
  local core_db=$RUN_DB
  unlock
  # two lanes for two cores: whoever is done with the rest helps with the add-on's tests, from the end
  step "add-on tests" "$LOGS/test-addon.log" stage_lane "$addon_db" addon &
  lane=$!
  step "Odoo's lint tests on the add-on" "$LOGS/test-odoo-lint.log" stage_odoo_lint "$core_db" || true
  step "translations" "$LOGS/test-translations.log" stage_translations "$core_db" || true
  step "Odoo's own tests (tests/core_tests.txt)" "$LOGS/test-core.log" stage_core "$core_db" || true
  step "whole-system tests" "$LOGS/test-system.log" stage_system "$STORY" || true
  step "add-on tests, from the end" "$LOGS/test-addon-2.log" stage_lane "$second_db" addon-2 --backwards || true
  wait $lane || true
  summary lint addon addon-2 odoo-lint translations core system
}

test_some() { # TAGS: lint, core, odoo-lint, translations, system or system:EXPRESSION, else tags of Odoo's test runner
  case $1 in
    lint)
      stage_lint || true
      summary lint
      ;;
    system*)
      addon_databases story
      unlock
      set -- system "${1#system}"
      stage_system "$STORY" "${2#:}" || true
      summary system
      ;;
    *)
      addon_databases plain
      run_database some "$PLAIN"
      unlock
      case $1 in
        core | odoo-lint | translations)
          "stage_${1/-/_}" "$RUN_DB" || true
          summary "$1"
          ;;
        *)
          stage_addon "$RUN_DB" "$1" || true
          summary addon
          ;;
      esac
      ;;
  esac
}

cmd_test() {
  local start=$SECONDS status=0
  prepare test fast
  [ -x "$COMPOSE" ] || say "without the compose client docker-compose.yml is checked less closely"
  RESULTS=$BUILD/results
  rm -rf "$RESULTS" "$SDW_SCREENSHOTS"
  mkdir -p "$RESULTS" "$SDW_SCREENSHOTS"
  trap drop_run_databases EXIT
  if [ -n "${TAGS:-}" ]; then
    test_some "$TAGS" || status=$?
  else
    step "lint" "$LOGS/test-lint.log" stage_lint || true
    test_all || status=$?
  fi
  say "make test took $((SECONDS - start)) s"
  return $status
}

# ---------------------------------------------------------------- smaller commands
python_tools() { # the virtual environment is enough for these
  lock
  odoo_source
  python_packages test
  unlock
}
cmd_lint() {
  python_tools
  mkdir -p "$RESULTS"
  stage_lint
}
cmd_fmt() {
  python_tools
  python -m ruff check --fix -q "$REPO" || true
  python -m ruff format "$REPO"
}
cmd_coverage() {
  python_tools
  python "$HERE/coverage.py"
}

cmd_i18n() {
  prepare test fast
  addon_databases plain
  run_database i18n "$PLAIN"
  trap drop_run_databases EXIT
  unlock
  mkdir -p "$REPO/$ADDON/i18n"
  step "exporting the terms" "$LOGS/i18n.log" odoo i18n export -d "$RUN_DB" -l pot -o "$REPO/$ADDON/i18n/$ADDON.pot" "$ADDON" || die "export"
  python "$HERE/translations.py" merge "$REPO/$ADDON/i18n/$ADDON.pot"
}

seconds_to_install() { # seconds_to_install DB: what installing the add-on takes, and how many queries
  local start=$SECONDS
  odoo -d "$1" -i "$ADDON" --stop-after-init --no-http >"$LOGS/bench-install.log" 2>&1 || return 1
  echo "$((SECONDS - start)) s, $(sed -n "s/.*Module $ADDON loaded in [^,]*, \([0-9]*\) queries.*/\1/p" "$LOGS/bench-install.log") queries"
}

cmd_bench() { # ROWS=orders of the mass data
  local empty full rows=${ROWS:-20000}
  prepare test safe # the durable cluster: figures of a database without fsync mean little
  base_database
  trap drop_run_databases EXIT
  run_database empty "$BASE"
  empty=$(seconds_to_install "$RUN_DB") || die "the add-on does not install"
  run_database bench "$BASE"
  step "filling a database with $rows orders" "$LOGS/bench-fill.log" python "$REPO/tests/bench_fill.py" "$RUN_DB" "$rows" 2000 || die "no mass data"
  full=$(seconds_to_install "$RUN_DB") || die "the add-on does not install"
  unlock
  echo "installing on an empty database: $empty; on $rows orders of 5 lines: $full"
  python "$REPO/tests/bench.py" "$RUN_DB" "${N:-5}"
}

cmd_core_test() {
  prepare test fast
  addon_databases plain
  run_database core "$PLAIN"
  trap drop_run_databases EXIT
  unlock
  rm -rf "$RESULTS"
  mkdir -p "$RESULTS"
  python "$HERE/odoo_tests.py" "$RUN_DB" "$RESULTS/core.json" --tags "${TAGS:-/sale,/sale_stock,/stock,/account}" || without_the_addon
  summary core
}

without_the_addon() { # what fails without the add-on as well is Odoo's own: some of its tests want to be run alone
  say "once more without the add-on: what failed"
  run_database beside "$BASE"
  python "$HERE/odoo_tests.py" "$RUN_DB" "$RESULTS/beside.json" --again "$RESULTS/core.json" || true
  python "$HERE/beside.py" "$RESULTS/core.json" "$RESULTS/beside.json"
}

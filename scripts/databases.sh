# shellcheck shell=bash
# Databases: one base (Odoo's modules, Chinese company, two more languages), copied for everything else.
# A database counts only when its comment says "ready…", which is written last: what was cut off is made again.

db_drop() {
  db_mark "$1" '' 2>/dev/null || true # at once: a drop that is cut off may still be going on in the server
  dropdb --if-exists -f "$1"
  rm -rf "${DATADIR:?}/filestore/$1"
}
db_copy() { # db_copy FROM TO  The files of an Odoo filestore are never changed in place, so links are safe.
  db_drop "$2"
  createdb -T "$1" --strategy=file_copy "$2"
  mkdir -p "$DATADIR/filestore"
  [ ! -d "$DATADIR/filestore/$1" ] || cp -al "$DATADIR/filestore/$1" "$DATADIR/filestore/$2"
}
# addon_hash FOLDER: hash of the files in it that shape a database; tests and documents do not
addon_hash() {
  (cd "$REPO" && [ ! -d "$1" ] || find "$1" -type f -not -path '*/tests/*' -not -path '*/__pycache__/*' -not -name '*.md' -not -name '*.pyc' \
    -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-12)
}
base_key() {
  cat "$REPO/requirements/odoo.txt" "$REPO/requirements/constraints.txt" <(echo "$ODOO_SRC" "$BASE_MODULES" "$COUNTRY" "$LANGUAGES" 1) |
    sha256sum | cut -c1-12
}

pregenerate_assets() {
  echo "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()" | odoo shell -d "$1" --no-http --log-level=warn
}

base_database() { # makes the base if need be, and sets BASE to its name
  local have=()
  BASE=base_$(base_key)
  case "$(db_comment "$BASE")" in ready*) return 0 ;; esac
  # a module that this Odoo has not got is left out
  for m in ${BASE_MODULES//,/ }; do
    [ ! -d "$ODOO_SRC/addons/$m" ] && [ ! -d "$ODOO_SRC/odoo/addons/$m" ] || have+=("$m")
  done
  db_drop "$BASE"
  step "creating a database" "$LOGS/base-init.log" odoo db init --country "$COUNTRY" "$BASE" || die "odoo db init"
  step "installing Odoo's modules" "$LOGS/base-install.log" db_install "$BASE" "$(IFS=,; echo "${have[*]}")" || die "odoo -i"
  # shellcheck disable=SC2086
  step "loading the languages $LANGUAGES" "$LOGS/base-languages.log" odoo i18n loadlang -d "$BASE" -l $LANGUAGES || die loadlang
  [ "$PGMODE" = safe ] || step "generating the assets" "$LOGS/base-assets.log" pregenerate_assets "$BASE" || die assets
  db_mark "$BASE" ready
}

# addon_template plain|story: a database with the add-on, without or with its demo story, sets TEMPLATE to its name
addon_template() {
  local old
  TEMPLATE=$1_$(base_key)_$(addon_hash "$ADDON")
  case "$(db_comment "$TEMPLATE")" in ready*) return 0 ;; esac
  # those of earlier versions of the add-on: keep the newest few, colleagues may work on another branch
  for old in $(psql -Atc "select datname from pg_database where datname like '$1\\_%' order by oid desc offset 8"); do db_drop "$old"; done
  db_copy "$BASE" "$TEMPLATE"
  case $1 in
    plain) LOG_LEVEL=warn step "installing the add-on" "$LOGS/install-$1.log" db_install "$TEMPLATE" "$ADDON" || die "the add-on does not install" ;;
    story) step "installing the add-on with its demo story" "$LOGS/install-$1.log" install_with_story "$TEMPLATE" ||
      die "the demo story does not install" ;;
  esac
  ! grep -E ' (WARNING|ERROR|CRITICAL) ' "$LOGS/install-$1.log" >&2 || say "the lines above were logged while installing the add-on"
  db_mark "$TEMPLATE" ready
}

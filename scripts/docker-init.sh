#!/usr/bin/env bash
# Runs inside the image odoo:19.0, before the server: creates the database on the first start, later brings the
# add-on up to date.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=scripts/story.sh
. "$HERE/story.sh"
PGPASSWORD=$(cat "$PGPASSWORD_FILE")
PGDATABASE=postgres
export PGPASSWORD PGDATABASE

case $(db_comment "$DB") in
  ready*)
    echo "the database $DB is there: updating the add-on"
    exec odoo -d "$DB" -u "$ADDON" --stop-after-init --no-http
    ;;
esac
unfinished=/var/lib/odoo/.unfinished-$DB
if [ -n "$(psql -Atc "select 1 from pg_database where datname = '$DB'")" ] && [ ! -e "$unfinished" ]; then
  echo "the database $DB was not made by this script: it stays as it is"
  exit 0
fi

password=${SDW_ADMIN_PASSWORD:-}
if [ "${SDW_DEMO:-yes}" = yes ]; then
  password=${password:-admin}
elif [ -z "$password" ]; then
  echo "ERROR: without the demo story set SDW_ADMIN_PASSWORD, the administrator's first password" >&2
  exit 2
fi

touch "$unfinished" # a start that is cut off is done again from the beginning
odoo db init --force --country "${SDW_COUNTRY:-CN}" --password "$password" "$DB"
if [ "${SDW_DEMO:-yes}" = yes ]; then
  db_install "$DB" "$BASE_MODULES"
  # shellcheck disable=SC2086
  odoo i18n loadlang -d "$DB" -l $LANGUAGES
  install_with_story "$DB"
else
  db_install "$DB" "$ADDON"
fi
db_mark "$DB" ready
rm "$unfinished"

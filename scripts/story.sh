# shellcheck shell=bash
# What a database consists of, and how the add-on gets into it. Sourced by dev.sh and, in a container, by
# docker-init.sh; needs `odoo` and `psql` on the path.
# shellcheck disable=SC2034

ADDON=sales_dept_workflow
# The modules under the add-on: what it depends on, the localisation, and the apps that sales departments
# usually have beside them.
BASE_MODULES=sale_management,sale_stock,sale_crm,sale_margin,account,base_automation,l10n_cn,portal
BASE_MODULES=$BASE_MODULES,stock_picking_batch,stock_dropshipping,sale_loyalty,sale_mrp,spreadsheet_dashboard_sale
COUNTRY=CN
LANGUAGES="zh_CN zh_TW"

db_comment() { psql -Atc "select shobj_description(oid, 'pg_database') from pg_database where datname = '$1'"; }
db_mark() { psql -qc "comment on database \"$1\" is '$2'"; }

db_install() { # db_install DB MODULES OPTION…
  local db=$1 modules=$2
  shift 2
  odoo -d "$db" -i "$modules" --stop-after-init --no-http --log-level="${LOG_LEVEL:-info}" "$@" 8>&-
  [ "$(psql -d "$db" -Atc "select count(*) from ir_module_module where name = any(string_to_array('$modules', ',')) and state != 'installed'")" = 0 ]
}

# The demo story belongs to the add-on alone. Odoo installs demo data with a module only if the modules it depends
# on have theirs, so for the time of the installation they are said to have it.
install_with_story() {
  local flag="update ir_module_module set demo = %s where state = 'installed' and name != '$ADDON'" demo
  psql -d "$1" -qc "${flag/\%s/true}"
  db_install "$1" "$ADDON" --with-demo || return 1
  psql -d "$1" -qc "${flag/\%s/false}"
  demo=$(psql -d "$1" -Atc "select demo from ir_module_module where name = '$ADDON'")
  [ "$demo" = t ] || { echo "the demo story could not be loaded: see above" && return 1; }
}

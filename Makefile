# Two commands matter: `make run` and `make test`. The work is done by scripts/dev.sh.
.DEFAULT_GOAL := help
.PHONY: help run stop shell clean test lint fmt i18n coverage bench core-test

help: ## this list
	@echo "usage: make COMMAND [NAME=value …]"; echo
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo; echo "  PORT=8070 another port · DB=name another database · ODOO_HOME=/path an Odoo 19 source of your own"
	@echo "  SDW_HOME=/path where downloads and databases live · TAGS=… a part of the tests, see CONTRIBUTING.md"

run: ## Odoo 19 with the demo story on http://localhost:8069 (background; FRESH=1: new data)
stop: ## stops Odoo and its private PostgreSQL
shell: ## a Python shell on the demo database
clean: ## removes the databases (ALL=1: and all that was downloaded)
test: ## lint, add-on tests, Odoo's own tests, whole-system tests (TAGS=… for a part)
lint: ## the checks that need no database
fmt: ## formats the Python files
i18n: ## exports the translation template and merges it into the translations
coverage: ## which rows of docs/requirements.csv are proved by a test
bench: ## the performance figures: limit and measured (N=5 runs, ROWS=20000 orders)
core-test: ## Odoo's own sale, stock and account tests with the add-on installed (long)

run stop shell clean test lint fmt i18n coverage bench core-test:
	@scripts/dev.sh $@

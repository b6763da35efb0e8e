"""What happens around the life of the add-on itself."""

from odoo.tools import SQL

#: Tables whose rows are keyed by the name of a model: (table, column).
BY_MODEL = (
    ("mail_activity", "res_model"),
    ("mail_message", "model"),
    ("mail_followers", "res_model"),
    ("ir_attachment", "res_model"),
)


def uninstall_hook(env):
    """Leave nothing behind: what people said and filed about our documents goes before the documents do.

    Decisions are on record for good while the add-on is there, so they refuse to be deleted one by one;
    what was handed to a department would hold back that department's role.
    """
    for table in ("sdw_contract_distribution", "sdw_credit_check", "sdw_approval_decision", "sdw_approval"):
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    for table, column in BY_MODEL:
        env.cr.execute(SQL("DELETE FROM %s WHERE %s LIKE 'sdw.%%'", SQL.identifier(table), SQL.identifier(column)))

"""Whose a customer is, in SQL: what the analyses of receivables and of receipts have in common."""

from odoo.tools import SQL

#: A journal item on a receivable account, its company, its customer and his commercial entity.
CUSTOMER = SQL(
    """JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
       JOIN res_company company ON company.id = l.company_id
       JOIN res_partner home ON home.id = company.partner_id
       LEFT JOIN res_partner p ON p.id = l.partner_id
       LEFT JOIN res_partner owner ON owner.id = p.commercial_partner_id"""
)


def responsible(invoice):
    """Joins for ``PERSON`` and ``TEAM``: the customer's salesperson, else that of the invoice ``invoice``.

    As on a collection case: nobody who has left, nobody from outside.
    """
    return SQL(
        """LEFT JOIN res_users own ON own.id = owner.user_id AND own.active AND own.share IS NOT TRUE
           LEFT JOIN res_users invoiced_by
                  ON invoiced_by.id = %s AND invoiced_by.active AND invoiced_by.share IS NOT TRUE""",
        SQL.identifier(invoice, "invoice_user_id"),
    )


PERSON = SQL("COALESCE(own.id, invoiced_by.id)")


def team(invoice):
    """His team: not that of an invoice somebody else made."""
    return SQL(
        "CASE WHEN own.id IS NOT NULL THEN own.sale_team_id ELSE COALESCE(invoiced_by.sale_team_id, %s) END",
        SQL.identifier(invoice, "team_id"),
    )


def today(now):
    """The company's own day at ``now`` (naive UTC); it needs ``CUSTOMER``."""
    return SQL("((%s::timestamp AT TIME ZONE 'UTC') AT TIME ZONE COALESCE(NULLIF(home.tz, ''), 'UTC'))::date", now)

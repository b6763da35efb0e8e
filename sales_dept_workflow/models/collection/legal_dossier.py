from collections import namedtuple

import pytz

from odoo import api, models
from odoo.tools.misc import format_date, formatLang

from ...report.dossier.section import Section
from ...report.xlsx.table import Column

#: What a dossier is about, read once: the case, the day from which on, the receivable before that day, and the
#: documents behind the claim.
Facts = namedtuple("Facts", "case since before items invoices orders pickings notices dispatches complaints bills")


class SdwLegalDossier(models.AbstractModel):
    """The claim on paper, for the court: one section for each kind of document behind it (C-08).

    Everything is read from the documents and the general ledger as the system, after the case has checked who may have
    a dossier. A section is made once, for the PDF and the workbook alike.
    """

    _name = "sdw.legal.dossier"
    _description = "Legal Dossier"

    @api.model
    def _sections(self, case):
        """[:class:`Section`] in the order of the contents, in the language of the environment. Extend via super()."""
        facts = self._facts(case)
        return [
            self._statement(facts),
            self._orders(facts),
            self._deliveries(facts),
            self._invoices(facts),
            self._payments(facts),
            self._dunning(facts),
            self._agreements(facts),
            self._complaints(facts),
            self._steps(facts),
            self._timeline(facts),
        ]

    # ------------------------------------------------------------------ what is read
    @api.model
    def _facts(self, case):
        """The documents behind the open items, and everything booked since the oldest of them."""
        items = self._items(case)
        open_items = items.filtered(lambda item: not item.reconciled)
        since = min(open_items.mapped("date"), default=case._sdw_local_date(case.create_date))
        before = items.filtered(lambda item: item.date < since)
        items -= before
        invoices = items.move_id.filtered(lambda move: move.is_sale_document(include_receipts=True))
        orders = invoices.line_ids.sale_line_ids.order_id
        pickings = orders.picking_ids.filtered(
            lambda picking: picking.state == "done" and self._is_to_customer(picking)
        )
        return Facts(
            case,
            since,
            sum(before.mapped("balance")),
            items,
            invoices,
            orders,
            pickings.sorted(lambda picking: (picking.date_done, picking.id)),
            self._found("sdw.delivery.notice", [("picking_id", "in", pickings.ids), ("state", "!=", "cancelled")]),
            self._found("sdw.invoice.dispatch", [("move_id", "in", invoices.ids)]),
            self._found(
                "sdw.complaint",
                [
                    ("partner_id.commercial_partner_id", "=", case.partner_id.id),
                    ("company_id", "=", case.company_id.id),
                ],
            ),
            self._found("sdw.acceptance.bill", [("payment_id", "in", items.move_id.origin_payment_id.ids)]),
        )

    @api.model
    def _items(self, case):
        """Every posted item of the customer on receivable accounts of the case's company: his account."""
        return self._found(
            "account.move.line",
            [
                ("partner_id.commercial_partner_id", "=", case.partner_id.id),
                ("company_id", "=", case.company_id.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ],
            order="date, id",
        )

    @api.model
    def _found(self, model, domain, order="id"):
        return self.env[model].sudo().search(domain, order=order)

    @api.model
    def _is_to_customer(self, picking):
        return "customer" in (picking.location_dest_id.usage, picking.location_id.usage)

    # ------------------------------------------------------------------ how it is said
    @api.model
    def _section(self, code, title, columns, rows, notes=()):
        """
        :param list columns: (title, kind) or (title, kind, True) where the column is summed up
        """
        columns = [Column(name, kind, total=bool(total)) for name, kind, *total in columns]
        return Section(code, title, columns, rows, [note for note in notes if note])

    @api.model
    def _label(self, record, name):
        """What a selection says, in the language of the environment."""
        return dict(record._fields[name]._description_selection(self.env)).get(record[name]) or None

    @api.model
    def _local(self, case, moment):
        """A moment (UTC) on the clock of the company, or None."""
        if not moment:
            return None
        return pytz.utc.localize(moment).astimezone(case._sdw_timezone()).replace(tzinfo=None)

    @api.model
    def _cell(self, value, kind):
        """A value as it stands on paper."""
        if value is None:
            return ""
        if kind == "date":
            return format_date(self.env, value)
        if kind == "moment":
            # A date: a moment would be moved to the reader's zone once more.
            return f"{format_date(self.env, value.date())} {value:%H:%M}".removesuffix(" 00:00")
        if kind == "amount":
            return formatLang(self.env, value, digits=2)
        return str(value)

    @api.model
    def _printed(self, section):
        """A section as the template prints it: texts only, and which columns are set to the right."""
        kinds = [column.kind for column in section.columns]
        return {
            "title": section.title,
            "columns": [(column.title, column.kind in ("amount", "integer")) for column in section.columns],
            "rows": [[self._cell(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in section.rows],
            "totals": [self._cell(value, kind) for value, kind in zip(section.totals(), kinds, strict=False)],
            "notes": section.notes,
        }

from odoo import api, models
from odoo.tools import format_date

from .receivable_analysis import BUCKETS

RECEIVABLES = "sdw.receivable.analysis"
RECEIPTS = "sdw.collection.receipt.analysis"
DEBTORS = 10
TONES = {"0": "success", "1_30": "warning", "31_60": "warning", "61_90": "danger", "91": "danger", "credit": "info"}


class SdwReceivableDashboard(models.AbstractModel):
    """The finance head's one page: who owes, who promised, who broke it. Every figure leads to its list (C-13, C-17).

    Figures are those of the reader's record rules, in the company's currency; the number of queries does not depend on
    how much there is.
    """

    _name = "sdw.receivable.dashboard"
    _description = "Receivables at a Glance"

    @api.model
    @api.readonly
    def get_data(self):
        """What the page shows.

        :return: dict ``company``, ``day``, ``total``; ``tiles`` and the ``rows`` of ``sections`` (``label``, ``count``,
            ``amount``, ``note``, ``tone``, ``action``); ``buckets`` (also ``share``, 0-100); ``debtors`` (``name``,
            ``overdue``, ``total``, ``days``, ``promised``, ``broken``, ``hold``, ``action``). Amounts are texts.
        :raise AccessError: for whoever may not read receivables
        """
        self.env[RECEIVABLES].check_access("read")
        by_bucket, by_state, by_hold = self._ages()
        return {
            "company": ", ".join(self._companies().mapped("name")),
            "day": format_date(self.env, self._today()),
            "tiles": self._tiles(by_bucket),
            "buckets": self._buckets(by_bucket),
            "debtors": self._debtors(),
            "sections": [
                self._section(self.env._("Promises of Payment"), self._promises()),
                self._section(self.env._("Repayment Agreements"), self._agreements()),
                self._section(self.env._("Holds and Law"), self._holds(by_state, by_hold)),
                self._section(self.env._("Acceptance Bills"), self._bills()),
                self._section(self.env._("Last Bank Entries"), self._banks()),
            ],
        }

    @api.model
    def action_print(self):
        """The same page on paper."""
        self.env[RECEIVABLES].check_access("read")
        return self.env.ref("sales_dept_workflow.action_report_receivables").report_action(self.env.company)

    # ------------------------------------------------------------------ frame
    @api.model
    def _companies(self):
        """The chosen companies, as far as their amounts can be added up."""
        return self.env.companies.filtered(lambda company: company.currency_id == self.env.company.currency_id)

    @api.model
    def _today(self):
        return self.env.company.sudo()._sdw_today()

    @api.model
    def _mine(self, *conditions):
        return [("company_id", "in", self._companies().ids), *conditions]

    @api.model
    def _text(self, amount):
        return self.env.company.currency_id.format(amount or 0.0)

    @api.model
    def _list(self, name, model, domain, views=("list", "form")):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": domain,
            "views": [[False, view] for view in views],
        }

    @api.model
    def _items(self, name, *conditions):
        return self._list(name, RECEIVABLES, self._mine(*conditions), ("list", "pivot", "graph"))

    @api.model
    def _section(self, title, rows):
        return {"title": title, "rows": rows}

    @api.model
    def _row(self, label, action, count, amount=None, tone="", note=""):
        return {
            "label": label,
            "count": count,
            "amount": self._text(amount) if amount is not None else "",
            "tone": tone if count else "",
            "note": note,
            "action": {**action, "name": label} if action else False,
        }

    @api.model
    def _counted(self, label, model, domain, total=None, tone=""):
        """A row with the number and the sum of the records of ``domain``; one query."""
        measures = ["__count", *([f"{total}:sum"] if total else [])]
        [(count, *amounts)] = self.env[model]._read_group(domain, [], measures)
        return self._row(label, self._list(label, model, domain), count, *amounts, tone=tone)

    # ------------------------------------------------------------------ who owes
    @api.model
    def _ages(self):
        """Number and amount of the open items by bucket, by status of their case, by hold; one pass over the ledger."""
        sets = [["bucket"], ["case_state"], ["on_hold"]]
        measures = ["__count", "residual:sum", "overdue:sum"]
        groups = self.env[RECEIVABLES]._read_grouping_sets(self._mine(), sets, measures)
        return [{key: tuple(values) for key, *values in group} for group in groups]

    @api.model
    def _tiles(self, by_bucket):
        total = sum(amount for _count, amount, _overdue in by_bucket.values())
        overdue = sum(late for _count, _amount, late in by_bucket.values())
        late_items = sum(by_bucket[key][0] for key in by_bucket if key not in ("0", "credit"))
        spare = by_bucket.get("credit", (0, 0.0, 0.0))[1]
        owed = total - spare
        share = round(100 * overdue / owed) if owed else 0
        receivables, late = self.env._("Receivables"), self.env._("Overdue")
        count = sum(values[0] for values in by_bucket.values())
        unused = spare and self.env._("after unused credits of %(amount)s", amount=self._text(-spare))
        return [
            self._row(receivables, self._items(receivables), count, total, note=unused or ""),
            self._row(
                late,
                self._items(late, ("overdue", ">", 0)),
                late_items,
                overdue,
                tone="danger",
                note=self.env._("%(share)s %% of what is owed", share=share),
            ),
            self._collected(),
        ]

    @api.model
    def _collected(self):
        """What came in this month, against its plans."""
        start = self._today().replace(day=1)
        name = self.env._("Collected this Month")
        domain = self._mine(("date", ">=", start), ("date", "<=", self._today()))
        row = self._counted(name, RECEIPTS, domain, "amount")
        row["action"]["views"] = [[False, "list"], [False, "pivot"], [False, "graph"]]
        plans = self.env["sdw.collection.plan.line"]._read_group(
            self._mine(("plan_id.month", "=", start)), [], ["planned_amount:sum"]
        )
        if plans[0][0]:
            row["note"] = self.env._("of %(amount)s planned", amount=self._text(plans[0][0]))
        return row

    @api.model
    def _buckets(self, by_bucket):
        labels = dict(self.env[RECEIVABLES]._fields["bucket"]._description_selection(self.env))
        largest = max((abs(values[1]) for values in by_bucket.values()), default=0) or 1
        rows = []
        for key, _label in BUCKETS:
            count, amount, _overdue = by_bucket.get(key, (0, 0.0, 0.0))
            row = self._row(labels[key], self._items(labels[key], ("bucket", "=", key)), count, amount, TONES[key])
            rows.append({**row, "share": round(100 * abs(amount) / largest)})
        return rows

    @api.model
    def _debtors(self):
        """Who owes most of what is overdue."""
        measures = [
            "overdue:sum",
            "residual:sum",
            "days_overdue:max",
            "promised_date:max",
            "promise_broken:bool_or",
            "on_hold:bool_or",
        ]
        rows = self.env[RECEIVABLES]._read_group(
            self._mine(("commercial_partner_id", "!=", False)),
            ["commercial_partner_id"],
            measures,
            having=[("overdue:sum", ">", 0)],
            order="overdue:sum desc",
            limit=DEBTORS,
        )
        return [
            {
                "name": partner.sudo().display_name,
                "overdue": self._text(overdue),
                "total": self._text(total),
                "days": days,
                "promised": format_date(self.env, promised) if promised else "",
                "broken": bool(broken),
                "hold": bool(hold),
                "action": self._items(partner.sudo().display_name, ("commercial_partner_id", "=", partner.id)),
            }
            for partner, overdue, total, days, promised, broken, hold in rows
        ]

from collections import defaultdict, namedtuple

from odoo import api, models
from odoo.tools import SQL, date_utils
from odoo.tools.misc import formatLang

#: Whose figures, in which company, from which to which moment (UTC); and the whole months that a monthly target is for.
Frame = namedtuple("Frame", "user company first last months")
#: What core counts as invoiced against the target of a team: what has been paid.
PAID = ("in_payment", "paid", "reversed")


class SdwTarget(models.AbstractModel):
    """What people are measured by in a period, beside what they have reached (V-01, V-24).

    Known here: the team's invoicing target of core with what the team and the person have brought, orders, leads.
    Processes with targets of their own add rows through ``super()`` of ``_sdw_rows``; visit plans and agendas of
    meetings show them at once. The figures are read as the system reads them: whoever may read the plan may read how
    its salesperson stands, and an agenda shows only the people of its chair.
    """

    _name = "sdw.target"
    _description = "Targets of a Period"

    @api.model
    def _sdw_rows(self, frames):
        """What is asked and what was reached, in a fixed number of queries.

        :param list frames: :class:`Frame`
        :return: one list per frame of dicts ``key``, ``label``, ``target`` (0: none), ``actual``, ``unit`` (``money``
            in company currency, or ``count``)
        """
        if not frames:
            return []
        invoiced, orders, leads, won = (
            work(frames) for work in (self._invoiced, self._ordered, self._new_leads, self._won_leads)
        )
        teams = [frame.user.sudo().sale_team_id for frame in frames]
        return [
            [
                self._row(
                    "team",
                    self.env._("Team: invoiced and paid (whole months)"),
                    self._asked(team, frame),
                    team_sum,
                    "money",
                ),
                self._row("invoiced", self.env._("Own: invoiced and paid (whole months)"), 0, own_sum, "money"),
                self._row("orders", self.env._("Orders Confirmed"), 0, orders.get(number, 0), "money"),
                self._row("leads", self.env._("New leads"), 0, leads.get(number, 0), "count"),
                self._row("won", self.env._("Opportunities won"), 0, won.get(number, 0), "count"),
            ]
            for number, (frame, team, (team_sum, own_sum)) in enumerate(zip(frames, teams, invoiced, strict=True))
        ]

    @api.model
    def _row(self, key, label, target, actual, unit):
        return {"key": key, "label": label, "target": float(target), "actual": float(actual or 0), "unit": unit}

    @api.model
    def _asked(self, team, frame):
        """The team's target is one of a month, in its company's currency; a team of another company has none here."""
        ours = not team.company_id or team.company_id == frame.company
        return team.invoiced_target * len(frame.months) if ours else 0

    # ------------------------------------------------------------------ what was reached
    @api.model
    def _invoiced(self, frames):
        """[(of the team, of the person)] of the months of each frame, in one query."""
        self.env["account.move"].flush_model()
        months = sorted({month for frame in frames for month in frame.months})
        rows = self.env.execute_query(
            SQL(
                """SELECT company_id, team_id, invoice_user_id, date_trunc('month', date)::date,
                          SUM(amount_untaxed_signed)
                     FROM account_move
                    WHERE move_type IN ('out_invoice', 'out_refund', 'out_receipt') AND payment_state IN %s
                      AND state = 'posted' AND date BETWEEN %s AND %s AND company_id IN %s
                 GROUP BY 1, 2, 3, 4""",
                PAID,
                months[0],
                date_utils.end_of(months[-1], "month"),
                tuple({frame.company.id for frame in frames}),
            )
        )
        teams, people = defaultdict(float), defaultdict(float)
        for company, team, user, month, amount in rows:
            teams[company, team, month] += amount or 0
            people[company, user, month] += amount or 0
        return [
            (
                sum(teams[frame.company.id, frame.user.sudo().sale_team_id.id, month] for month in frame.months),
                sum(people[frame.company.id, frame.user.id, month] for month in frame.months),
            )
            for frame in frames
        ]

    @api.model
    def _ordered(self, frames):
        amount = SQL("SUM(t.amount_untaxed / COALESCE(NULLIF(t.currency_rate, 0), 1))")
        return self._in_frames(frames, "sale.order", amount, "date_order", SQL("t.state = 'sale'"))

    @api.model
    def _new_leads(self, frames):
        return self._in_frames(frames, "crm.lead", SQL("COUNT(*)"), "create_date", SQL("TRUE"))

    @api.model
    def _won_leads(self, frames):
        return self._in_frames(frames, "crm.lead", SQL("COUNT(*)"), "date_closed", SQL("t.won_status = 'won'"))

    @api.model
    def _in_frames(self, frames, model, value, when, where):
        """{number of the frame: value} of the records of each person within each frame, in one query."""
        self.env[model].flush_model()
        known = [
            SQL("(%s, %s, %s, %s::timestamp, %s::timestamp)", number, *one)
            for number, one in enumerate((f.user.id, f.company.id, f.first, f.last) for f in frames)
        ]
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT f.number, %(value)s
                         FROM (VALUES %(frames)s) AS f (number, user_id, company_id, first, last)
                         JOIN %(table)s t ON t.user_id = f.user_id AND t.%(when)s BETWEEN f.first AND f.last
                              AND COALESCE(t.company_id, f.company_id) = f.company_id
                        WHERE %(where)s GROUP BY f.number""",
                    value=value,
                    frames=SQL(", ").join(known),
                    table=SQL.identifier(self.env[model]._table),
                    when=SQL.identifier(when),
                    where=where,
                )
            )
        )

    # ------------------------------------------------------------------ in words
    @api.model
    def _sdw_months(self, first, last):
        """The first days of the months from day ``first`` to day ``last``."""
        months = [date_utils.start_of(first, "month")]
        while (following := date_utils.add(months[-1], months=1)) <= last:
            months.append(following)
        return tuple(months)

    @api.model
    def _sdw_in_words(self, row, company):
        """A row for people: dict ``label``, ``actual``, ``target`` (text, empty without one), ``percent`` (0-100)."""

        def text(value):
            if row["unit"] == "money":
                return formatLang(self.env, value, currency_obj=company.sudo().currency_id)
            return formatLang(self.env, value, digits=0)

        target = row["target"]
        return {
            "key": row["key"],
            "label": row["label"],
            "actual": text(row["actual"]),
            "target": text(target) if target else "",
            "percent": self._sdw_percent(row),
        }

    @api.model
    def _sdw_percent(self, row):
        """How much of the target was reached, 0 or more; 0 without a target."""
        return round(max(row["actual"], 0) * 100 / row["target"], 1) if row["target"] > 0 else 0.0

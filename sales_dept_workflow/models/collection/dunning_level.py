from odoo import api, fields, models
from odoo.fields import Domain

CHANNELS = [("phone", "Phone"), ("email", "E-mail"), ("letter", "Letter")]


class SdwDunningLevel(models.Model):
    """The steps of dunning: from so many days overdue on, this is how the customer is asked, and in which tone (C-01).

    A company without levels of its own uses those of all companies.
    """

    _name = "sdw.dunning.level"
    _description = "Dunning Level"
    _order = "days_overdue, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: every company without levels of its own.", index=True)
    days_overdue = fields.Integer("From Days Overdue", required=True)
    channel = fields.Selection(CHANNELS, required=True, default="email")
    tone = fields.Selection(
        [("friendly", "Friendly"), ("firm", "Firm"), ("final", "Last Warning")],
        required=True,
        default="friendly",
        help="Decides the words of the letter.",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        "Mail Template",
        domain=[("model", "=", "sdw.dunning.letter")],
        help="Words of the e-mail; none: those of the letter.",
    )
    next_days = fields.Integer(
        "Next Step after (days)", default=7, help="Unless the customer's credit grade has an interval of its own."
    )

    _days_positive = models.Constraint("CHECK(days_overdue > 0 AND next_days > 0)", "Days are more than nothing.")

    @api.model
    def _by_company(self, companies):
        """{company: its levels, mildest first}, one query."""
        found = self.sudo().search(Domain("company_id", "in", [False, *companies.ids]))
        shared = found.filtered(lambda level: not level.company_id)
        return {
            company: found.filtered(lambda level, company=company: level.company_id == company) or shared
            for company in companies
        }

from odoo import fields, models


class ResCompany(models.Model):
    """Settings of order entry, supply and exceptions (E-01, E-03, O-02)."""

    _inherit = "res.company"

    sdw_production_user_id = fields.Many2one(
        "res.users",
        "Production Manager",
        help="Is asked for a date when goods are short. Empty: the first of the role.",
    )
    sdw_entry_standard = fields.Selection(
        [("basic", "What every order has"), ("full", "The complete entry form")],
        "Order Entry",
        default="basic",
        required=True,
        help="Complete: also contact, phone, address, the customer's reference or a contract, a delivery date.",
    )
    sdw_exception_hours = fields.Float("Exceptions Answered within (hours)", default=4.0)

    def action_sdw_switch_on_all(self):
        """The written rules ask for the complete entry form, too (E-01)."""
        result = super().action_sdw_switch_on_all()
        self.sdw_entry_standard = "full"
        return result

from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from ..common.rules import in_language
from .codes import ARCHIVIST, BLOCK_OF, BLOCKS, CONTACT, NATURES

Item = namedtuple("Item", "name weight mandatory natures")


class SdwCardItem(models.Model):
    """What the customer card asks for, of which customers, and how much it counts (A-05, A-06, A-20, A-43).

    Each company shapes its own file: a row less is a question less. Kept by the archivist and the sales manager.
    """

    _name = "sdw.card.item"
    _description = "Question of the Customer Card"
    _inherit = ["sdw.cached.mixin"]
    _order = "sequence, id"
    _rec_name = "field_name"

    sequence = fields.Integer(default=100)
    field_name = fields.Selection("_selection_field_name", "Card Item", required=True)
    block = fields.Selection("_selection_block", "Part of the Card", compute="_compute_block")
    weight = fields.Integer(default=1, required=True, help="How much it counts in the completeness.")
    mandatory = fields.Boolean(help="Asked before the status base customer and before a contract.")
    of_government = fields.Boolean("Government", default=True)
    of_special = fields.Boolean("Special Company", default=True)
    of_ordinary = fields.Boolean("Ordinary Company", default=True)
    of_individual = fields.Boolean("Individual")
    of_partner = fields.Boolean("Business Partner", default=True)

    _field_uniq = models.Constraint("UNIQUE(field_name)", "This question is in the list already.")
    _weight_positive = models.Constraint("CHECK(weight > 0)", "A question counts at least 1.")

    @api.model
    def _selection_field_name(self):
        return [
            *self.env["res.partner"]._sdw_card_labels(),
            (CONTACT, self.env._("Contact person with telephone or e-mail")),
        ]

    @api.model
    def _selection_block(self):
        return [(block, in_language(self.env, title)) for block, title in BLOCKS.items()]

    @api.depends("field_name")
    def _compute_block(self):
        for item in self:
            item.block = BLOCK_OF.get(item.field_name, "basic")

    @api.model
    @ormcache()
    def _items(self):
        """The questions as plain data, in their order, from the registry's cache: a tuple of :class:`Item`."""
        return tuple(
            Item(
                item.field_name,
                item.weight,
                item.mandatory,
                tuple(nature for nature, _label in NATURES if item[f"of_{nature}"]),
            )
            for item in self.sudo().search([])
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_keeper()
        return super().create(vals_list)

    def write(self, vals):
        self._check_keeper()
        return super().write(vals)

    def unlink(self):
        self._check_keeper()
        return super().unlink()

    def _check_keeper(self):
        self.env["res.partner"]._sdw_require(
            (ARCHIVIST, "group_sdw_sales_manager"), self.env._("These are the questions of every customer's card.")
        )

    def action_recompute(self):
        """Compute the completeness of every card anew, with the questions as they are now; one statement."""
        self._check_keeper()
        if not self._items():
            raise UserError(self.env._("Please write down at least one question."))
        self.env["res.partner"]._sdw_refresh_all_profiles()
        return True

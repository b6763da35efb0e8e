from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.sql import column_exists, create_column

from ..common.rules import roles

STORED = {"territory_id": "int4", "distributor_id": "int4", "territory_uplift_percent": "float8"}
OPEN = ("draft", "sent")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    territory_id = fields.Many2one(
        "sdw.territory",
        "Sales Territory",
        compute="_compute_territory",
        store=True,
        precompute=True,
        compute_sudo=True,
        index="btree_not_null",
        groups="base.group_user",
        help="Where the goods go (Z-06).",
    )
    distributor_id = fields.Many2one(
        "sdw.distributor",
        "Protected Distributor",
        compute="_compute_territory",
        store=True,
        precompute=True,
        compute_sudo=True,
        index="btree_not_null",
        groups="base.group_user",
        help="Who is protected there. Empty when he is the customer himself.",
    )
    territory_uplift_percent = fields.Float(
        "Regional Uplift (%)",
        compute="_compute_territory",
        store=True,
        precompute=True,
        compute_sudo=True,
        groups="base.group_user",
    )
    sdw_distributor_phone = fields.Char(
        related="distributor_id.phone", string="Distributor's Phone", groups="base.group_user"
    )
    sdw_protector_ids = fields.Many2many(
        "sdw.distributor",
        compute="_compute_sdw_protector_ids",
        compute_sudo=True,
        groups="base.group_user",
        string="Agreements in Force here",
    )
    sdw_own_agreement_ids = fields.Many2many(
        "sdw.distributor",
        compute="_compute_sdw_protector_ids",
        compute_sudo=True,
        groups="base.group_user",
        string="The Customer's Own Agreements here",
    )
    sdw_referral_ids = fields.One2many("sdw.referral", "order_id", "Referrals", groups=roles("salesperson"), copy=False)

    def _auto_init(self):
        """Orders that exist at installation are under no rule yet: no pass over a big table."""
        for name, kind in STORED.items():
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | set(STORED)

    # ------------------------------------------------------------------ whose region (Q-02, Z-06)
    @api.depends("partner_id", "partner_invoice_id", "partner_shipping_id", "company_id")
    def _compute_territory(self):
        ruled = self.filtered(lambda order: order.company_id.sudo()._sdw_mode("territory") != "off")
        for order in self - ruled:
            order.update({"territory_id": False, "distributor_id": False, "territory_uplift_percent": 0.0})
        for order in ruled:
            order.territory_id = order.partner_shipping_id.territory_id
        ruled.invalidate_recordset(["sdw_protector_ids", "sdw_own_agreement_ids"], flush=False)
        for order in ruled:
            protector = order.sdw_protector_ids._origin[:1]
            order.distributor_id = protector
            order.territory_uplift_percent = protector.uplift_percent

    @api.depends("partner_id", "partner_invoice_id", "territory_id", "company_id")
    def _compute_sdw_protector_ids(self):
        """The agreements in force today where the order goes, the most specific first; the customer's own apart.

        A distributor buys for himself only what is invoiced to him: his name on another's purchase exempts nobody.
        """
        protecting = self.env["sdw.distributor"]._protecting((order.company_id, order.territory_id) for order in self)
        concerned = self.filtered(lambda order: protecting[order.company_id, order.territory_id])
        lineage = (concerned.partner_id | concerned.partner_invoice_id)._sdw_lineage()
        none = self.env["sdw.distributor"]
        for order in self:
            agreements = protecting[order.company_id, order.territory_id] if order in concerned else none
            own = agreements
            for partner in order.partner_id, order.partner_invoice_id or order.partner_id:
                own = own._among(lineage.get(partner, set()))
            order.sdw_own_agreement_ids = own
            order.sdw_protector_ids = (
                none if own.filtered(lambda mine: not mine.product_category_ids) else agreements - own
            )

    def _sdw_protector_of(self, product):
        """The agreement that protects ``product`` on this order, empty if none or if it is the customer's own."""
        self.ensure_one()
        order = self.sudo()
        protectors = order.sdw_protector_ids._origin
        if not protectors or any(agreement._covers(product) for agreement in order.sdw_own_agreement_ids._origin):
            return protectors.browse()
        return next((agreement for agreement in protectors if agreement._covers(product)), protectors.browse())

    # ------------------------------------------------------------------ master data: quotations follow, not prices
    @api.model
    def _sdw_territories_moved(self, partners):
        """These partners lie in another territory now."""
        if partners:
            self.search([("state", "in", OPEN), ("partner_shipping_id", "in", partners.ids)])._sdw_reprotect()

    @api.model
    def _sdw_customers_changed(self, partners):
        """These partners belong to another company now."""
        self.search([("state", "in", OPEN), ("partner_id", "child_of", partners.ids)])._sdw_reprotect()

    @api.model
    def _sdw_territories_changed(self, territories, companies):
        """Agreements, or the switch, of these changed (territories None: wherever)."""
        domain = [("state", "in", OPEN), ("company_id", "in", companies.ids)]
        if territories is not None:
            domain.append(("territory_id", "child_of", territories.ids))
        self.invalidate_model(["sdw_protector_ids", "sdw_own_agreement_ids"], flush=False)
        self.search(domain)._sdw_reprotect()

    def _sdw_reprotect(self):
        """Evaluate who protects these quotations anew, set-based; what was approved on better facts lapses."""
        if not self:
            return
        self.invalidate_recordset(["sdw_protector_ids", "sdw_own_agreement_ids"], flush=False)
        for name in STORED:
            self.env.add_to_compute(self._fields[name], self)
        self._sdw_refresh_approvals(self._sdw_approval_codes())

    # ------------------------------------------------------------------ gate
    def _get_blockers(self, gate):
        found = super()._get_blockers(gate)
        if gate in ("quote", "confirm"):
            for order in self._sdw_subject_to("territory"):
                if not order.territory_id and self.env["sdw.territory"]._any():
                    found[order].append(order._sdw_territory_unknown())
        return found

    def _sdw_territory_unknown(self):
        message = self.env._(
            "The delivery address %(address)s lies in no sales territory,"
            " so nobody can say whether a distributor is protected there.",
            address=self.partner_shipping_id.display_name or "",
        )
        action = {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_shipping_id.id,
            "views": [[False, "form"]],
        }
        return self._sdw_blocker("territory_unknown", message, action)

    # ------------------------------------------------------------------ refer
    def action_refer_to_distributor(self):
        """Give the customer the distributor's phone, not a price: on record, and the quotation is cancelled (Q-03)."""
        self._sdw_check_caller()
        self.check_access("write")
        if any(order.state not in OPEN for order in self):
            raise UserError(self.env._("Only a quotation is referred to a distributor."))
        referrals = self.env["sdw.referral"]._refer(self)
        for order, referral in zip(self, referrals, strict=True):
            body = self.env._(
                "Referred to %s; the quotation is cancelled.", referral.distributor_id.partner_id.display_name
            )
            order.message_post(body=body)
        self._action_cancel()
        return True

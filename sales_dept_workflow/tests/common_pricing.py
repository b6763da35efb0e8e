"""A protected region: 华东 with a distributor at 10 %, a customer there, a customer elsewhere, the rules in force."""

from odoo.exceptions import UserError
from odoo.fields import Command

from .common import SdwCase


class PricingCase(SdwCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.quotation_validity_days = 30
        cls._grant_feature("product.group_product_pricelist")
        cls._grant_feature("sale.group_discount_per_so_line")
        cls._grant_feature("uom.group_uom")
        cls._make_regions()
        cls.customer.write({"country_id": cls.china.id, "state_id": cls.shanghai.id})
        cls.southern = cls.env["res.partner"].create(
            {
                "name": "Southern Customer",
                "is_company": True,
                "country_id": cls.china.id,
                "state_id": cls.guangdong.id,
                "user_id": cls.salesperson.id,
            }
        )
        cls.salesperson.sale_team_id = cls.team
        cls._make_pricelists()

    @classmethod
    def _make_regions(cls):
        cls.china = cls.env.ref("base.cn")
        cls.shanghai = cls.env.ref("base.state_cn_SH")
        cls.guangdong = cls.env.ref("base.state_cn_GD")
        cls.country = cls.env["sdw.territory"].create({"name": "China", "country_ids": [Command.set(cls.china.ids)]})
        cls.east = cls.env["sdw.territory"].create(
            {
                "name": "华东",
                "parent_id": cls.country.id,
                "state_ids": [Command.set(cls.shanghai.ids)],
                "user_id": cls.manager.id,
            }
        )
        cls.south = cls.env["sdw.territory"].create(
            {
                "name": "华南",
                "parent_id": cls.country.id,
                "state_ids": [Command.set(cls.guangdong.ids)],
            }
        )
        cls.dealer = cls.env["res.partner"].create(
            {
                "name": "East Dealer",
                "is_company": True,
                "phone": "+86 21 5555 1234",
                "country_id": cls.china.id,
                "state_id": cls.shanghai.id,
            }
        )
        cls.agreement = cls.env["sdw.distributor"].create(
            {
                "company_id": cls.company.id,
                "partner_id": cls.dealer.id,
                "territory_id": cls.east.id,
                "uplift_percent": 10,
            }
        )

    @classmethod
    def _make_pricelists(cls):
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "Public", "company_id": cls.company.id, "sequence": 1}
        )
        cls.cheap = cls.env["product.pricelist"].create(
            {
                "name": "Friends",
                "company_id": cls.company.id,
                "sequence": 50,
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 30})],
            }
        )
        for partner in cls.customer | cls.southern | cls.dealer:
            partner.specific_property_product_pricelist = cls.pricelist

    @classmethod
    def _grant_feature(cls, xmlid):
        cls.env.ref("base.group_user").sudo().implied_ids += cls.env.ref(xmlid)

    @classmethod
    def tax(cls, name, amount, included=False):
        return cls.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "type_tax_use": "sale",
                "company_id": cls.company.id,
                "price_include_override": "tax_included" if included else "tax_excluded",
            }
        )

    def codes(self, order, gate="confirm"):
        return sorted(blocker["code"] for blocker in order.get_blockers(gate))

    def assertHeld(self, order, *codes):
        """Held at both gates, by every door a salesperson has."""
        self.assertEqual(self.codes(order), sorted(codes))
        self.assertEqual(self.codes(order, "quote"), sorted(codes))
        doors = [
            lambda: order.action_confirm(),
            lambda: order.with_context(
                sdw_bypass=True, skip_sanity_check=True, sdw_rule_book={"rules": []}
            ).action_confirm(),
            lambda: order.write({"state": "sale"}),
            lambda: order.write({"state": "sent"}),
            lambda: order.action_quotation_send(),
            lambda: order.action_quotation_sent(),
        ]
        for door in doors:
            with self.assertRaises(UserError):
                door()
        self.assertEqual(order.state, "draft")

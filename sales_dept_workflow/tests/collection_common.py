from datetime import date, datetime, timedelta

from odoo.fields import Command

from .common import SdwCase


class CollectionCase(SdwCase):
    """Invoices, payments, bank entries and transfers around one overdue customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls.env["sdw.collection.case"]
        cls.salesperson.sale_team_id = cls.team
        cls.switch("block", "shipping_hold")
        cls.today = date.today()
        # Whom time may be given: a good grade, and no number of months asked for.
        cls.company.sdw_deferral_months = 0
        cls.customer.credit_grade = "a"
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.address = cls.env["res.partner"].create({"name": "Yard", "type": "delivery", "parent_id": cls.customer.id})
        cls.subsidiary = cls.env["res.partner"].create(
            {"name": "Subsidiary", "is_company": True, "parent_id": cls.customer.id}
        )
        cls.subsidiary_address = cls.env["res.partner"].create(
            {"name": "Subsidiary's yard", "type": "delivery", "parent_id": cls.subsidiary.id}
        )

    @classmethod
    def ago(cls, days):
        return cls.today - timedelta(days=days)

    @classmethod
    def ahead(cls, days):
        return cls.today + timedelta(days=days)

    @classmethod
    def invoice(
        cls, amount=1000.0, days=10, partner=None, company=None, currency=None, user=None, move_type="out_invoice"
    ):
        """A posted invoice that was due ``days`` days ago."""
        company = company or cls.company
        partner = partner or cls.customer
        moves = cls.env["account.move"].with_company(company)
        accounts = cls.env["account.account"].with_company(company)
        account = accounts.search([("account_type", "=", "income"), *accounts._check_company_domain(company)], limit=1)
        move = moves.create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "company_id": company.id,
                "currency_id": (currency or company.currency_id).id,
                "invoice_user_id": (user or cls.salesperson).id,
                "invoice_date": cls.ago(days + 30),
                "invoice_date_due": cls.ago(days),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Pump", "price_unit": amount, "account_id": account.id, "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )
        move.action_post()
        return move

    @classmethod
    def pay(cls, invoices, user=None, amount=None):
        """Register the payment of invoices as ``user`` (the accountant)."""
        wizard = (
            cls.env["account.payment.register"]
            .with_user(user or cls.accountant)
            .with_context(active_model="account.move", active_ids=invoices.ids)
            .create({"journal_id": cls.bank.id, **({"amount": amount} if amount else {})})
        )
        return wizard._create_payments()

    @classmethod
    def sweep(cls, days=0, **kwargs):
        """The daily sweep, ``days`` days from now."""
        now = datetime.now() + timedelta(days=days)
        return cls.env["sdw.collection.case"].sudo()._cron_sweep(now=now, **kwargs)

    @classmethod
    def case_of(cls, partner=None, company=None):
        domain = [("partner_id", "=", (partner or cls.customer).id), ("company_id", "=", (company or cls.company).id)]
        return cls.cases.search(domain)

    @classmethod
    def overdue_case(cls, amount=1000.0):
        """An overdue customer and his case, opened by the sweep."""
        invoice = cls.invoice(amount)
        cls.sweep()
        return invoice, cls.case_of()

    @classmethod
    def transfer(cls, partner, quantity=1):
        """A transfer to a customer without any order, ready to go."""
        kind = cls.warehouse.out_type_id
        picking = cls.env["stock.picking"].create(
            {
                "partner_id": partner.id,
                "picking_type_id": kind.id,
                "location_id": cls.warehouse.lot_stock_id.id,
                "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_uom_qty": quantity,
                            "location_id": cls.warehouse.lot_stock_id.id,
                            "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.picked = True
        return picking

    @classmethod
    def refuse(cls, case):
        case.with_user(cls.salesperson).action_refused("He will not sign")
        return case

    @classmethod
    def sign_plan(cls, case, days=10):
        """The whole debt on one day, drawn up by the salesperson and signed; the customer is rated D for it."""
        case.partner_id.credit_grade = "d"
        case.invalidate_recordset()
        action = case.with_user(cls.salesperson).action_propose_agreement()
        plan = cls.env[action["res_model"]].browse(action["res_id"]).with_user(cls.salesperson)
        plan.line_ids.due_date = cls.ahead(days)
        plan.action_send()
        plan.action_sign("Mr Debtor", "c2Nhbg==")
        return plan

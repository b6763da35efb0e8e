import base64
import binascii

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..common.paper import render

SIGNATURE = {"signature", "signed_by", "signed_on"}
REPORT = "sales_dept_workflow.action_report_contract"
CLERK = "group_sdw_sales_admin"


class SaleOrder(models.Model):
    """Signing: by the customer on the portal, or on paper that the sales admin files (N-11, N-12, Z-10)."""

    _inherit = "sale.order"

    # ------------------------------------------------------------------ the portal
    def _has_to_be_signed(self):
        """Under the rule the portal asks for a signature whatever the company's setting of online signatures, until
        this very version is signed; and, as ever, not while something internal holds the order.
        """
        asked = super()._has_to_be_signed()
        order = self.sudo()
        if not order._sdw_blocking("contract"):
            return asked
        if order.state not in ("draft", "sent") or order.is_expired:
            return False
        if order._sdw_is_signed(order._sdw_contract_facts()):
            return False
        return not order._sdw_held("confirm", kinds=("internal",))

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        if not self.env.su and any(order.signature for order in orders if order.company_id._sdw_contracts_kept()):
            self._sdw_refuse_guarded(SIGNATURE)
        return orders

    def write(self, vals):
        signed = SIGNATURE.intersection(vals)
        kept = self.filtered(lambda order: order.company_id._sdw_contracts_kept()) if signed else self.browse()
        if kept and any(vals[name] for name in signed):
            kept._sdw_check_signs(signed)
        result = super().write(vals)
        if kept and vals.get("signature"):
            kept._sdw_signed_online()
        return result

    def _sdw_check_signs(self, names):
        """Only a customer signs for the customer: the portal writes as the system, in his name or in nobody's."""
        if not self.env.su:
            self._sdw_refuse_guarded(names)
        if self.env.uid != SUPERUSER_ID and self.env.user._is_internal() and self._sdw_contract_ruled():
            raise AccessError(
                self.env._("The customer signs here himself. A contract signed on paper is filed by the sales admin.")
            )

    def _sdw_signed_online(self):
        for order in self._sdw_system()._sdw_contract_ruled():
            # What the customer signs is the file he gets.
            order.flush_recordset()
            order._sdw_sign_contract("portal", order.signed_by, order.signed_on)

    # ------------------------------------------------------------------ on paper
    def action_sign_contract(self, name, day, file_name, file):
        """File the contract the customer signed on paper: sales admins only, after everything internal is cleared.

        :param str name: who signed for the customer
        :param day: date of the signature, not in the future
        :param str file_name: name of the scan
        :param file: the scan, base64
        :raise UserError: while an internal check holds the order
        """
        self.ensure_one()
        self._sdw_check_role(CLERK)
        self._sdw_check_paper(name, day, file)
        order = self._sdw_system()
        order._check_gate("sign")
        order._sdw_refuse_internal()
        try:
            content = base64.b64decode(file, validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("The file cannot be read.")) from error
        day = fields.Datetime.to_datetime(day)
        order._sdw_sign_contract("scan", name, day, (file_name or "contract.pdf", content))
        return True

    def action_open_sign_contract(self):
        """Ask for the signed paper."""
        self.ensure_one()
        self._sdw_check_role(CLERK)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("File the signed contract"),
            "res_model": "sdw.contract.sign.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def _sdw_check_paper(self, name, day, file):
        if not (name or "").strip() or not file or not day:
            raise UserError(self.env._("A signed contract has a signer, a date and a file."))
        if fields.Date.to_date(day) > self.company_id.sudo()._sdw_today():
            raise UserError(self.env._("A contract is not signed in the future."))
        if self.state == "cancel":
            raise UserError(self.env._("A cancelled order is not signed."))

    def _sdw_refuse_internal(self):
        held = [
            blocker
            for blocker in self._get_blockers("confirm")[self]
            if blocker["mode"] == "block" and blocker["kind"] == "internal"
        ]
        if held:
            raise UserError(self._sdw_refusal({self: held}))

    # ------------------------------------------------------------------ the archive
    def _sdw_sign_contract(self, how, signer, signed_on, paper=None):
        """Keep what was signed: the content line by line, its hash, and the file; from now on it is compared."""
        facts = self._sdw_contract_facts()
        number = max(self.sdw_contract_version_ids.mapped("number"), default=0) + 1
        name = f"{self.name}-{number}"
        paper = paper or render(self, REPORT, self.env._("Contract"))
        self._sdw_file_paper(self.env._("Contract signed by %(name)s.", name=signer), paper)
        attachment = self.sdw_paper_ids.sorted("id")[-1:]
        version = self.env["sdw.contract.version"].create(
            {
                "name": name,
                "order_id": self.id,
                "partner_id": self.partner_id.id,
                "number": number,
                "how": how,
                "signed_by": signer,
                "signed_on": signed_on,
                "recorded_by_id": self.env.uid if how == "scan" else False,
                "content": facts,
                "digest": self._sdw_contract_digest(facts),
                "attachment_id": attachment.id,
                "file_hash": self.env["sdw.contract.version"]._hash(paper[1]),
            }
        )
        self.write(
            {"sdw_contract_version_id": version.id, "contract_signed_on": signed_on, "sdw_contract_differs": False}
        )
        self._sdw_contract_signed()

    def _sdw_contract_signed(self):
        """A contract has just been signed. Processes extend it through ``super()``."""

    # ------------------------------------------------------------------ after the signature
    def _sdw_changed(self):
        result = super()._sdw_changed()
        kept = self.filtered(lambda order: order.company_id._sdw_contracts_kept())
        kept.sudo().filtered("contract_signed_on")._sdw_compare_contract()
        return result

    def _sdw_compare_contract(self):
        """Mark the orders that are not what was signed any more, and unmark those that are again."""
        for order, facts in self._sdw_contract_content().items():
            differs = order.sdw_contract_version_id.digest != self._sdw_contract_digest(facts)
            if differs != order.sdw_contract_differs:
                order._sdw_system().write({"sdw_contract_differs": differs})
            if differs and order.signature and order.state in ("draft", "sent"):
                # The customer signed something else: nobody shows him his name under this.
                order._sdw_system().write({"signature": False, "signed_by": False, "signed_on": False})

    def _sdw_ended(self, state):
        """A new start has no signature; the file stays in the archive (decision 30)."""
        result = super()._sdw_ended(state)
        signed = self.sudo().filtered("contract_signed_on") if state == "draft" else self.browse()
        if signed:
            signed._sdw_system().write(
                {
                    "contract_signed_on": False,
                    "sdw_contract_version_id": False,
                    "sdw_contract_differs": False,
                    "sdw_contract_closed_on": False,
                    "sdw_contract_closed_by_id": False,
                }
            )
        return result

    # ------------------------------------------------------------------ what the customer sees
    def _sdw_contract_shown(self):
        """Whether the customer gets to see a contract: one that he signed, or that has been released for signature."""
        self.ensure_one()
        order = self.sudo()
        if order.contract_signed_on and not order.sdw_contract_differs:
            return True
        return bool(order._sdw_contract_ruled()) and not order._sdw_held("confirm", kinds=("internal",))

    def _sdw_contract_clauses(self):
        """[(label, text)] of the contract as the portal shows it."""
        order = self.sudo()
        names = ("sdw_delivery_date", "sdw_delivery_clause", "sdw_payment_due_date", "sdw_payment_clause")
        names += ("sdw_liability_clause", "sdw_contract_terms")
        return [
            (self._fields[name]._description_string(self.env), self._sdw_shown(order[name]))
            for name in names
            if order[name]
        ]

    def _sdw_shown(self, value):
        return value if isinstance(value, str) else format_date(self.env, value)

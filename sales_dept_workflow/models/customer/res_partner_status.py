from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.sql import column_exists, create_column

from ..common.rules import moment, roles
from .codes_status import CODE, LOG, RULE, SALES, STATUSES

#: What a base customer has told (A-46).
EVIDENCE = {"sdw_demand", "sdw_budget", "sdw_timetable"}


class ResPartner(models.Model):
    """How far a customer has come, literally: lead, base, potential, active, dormant or invalid (A-45…A-49, Z-26).

    The account manager applies, the sales manager approves, on evidence; *active* and *dormant* also follow from the
    orders. It is a fact of the commercial partner and group-wide (decision 22).
    """

    # In this order: a mixin stands before those it rests on, whoever brought them first.
    _name = "res.partner"
    _inherit = ["res.partner", "sdw.approval.mixin", "sdw.activity.mixin", "sdw.guard.mixin"]

    customer_status = fields.Selection(
        STATUSES,
        compute="_compute_customer_status",
        store=True,
        precompute=True,
        readonly=False,  # else what is given on creation is computed anew
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
        help="Base: the customer has stated his demand, budget and timetable. Potential, a later stage: a negotiation "
        "or quotation is open. Active: he has ordered. Dormant: no order for a long time. Invalid: with a reason.",
    )
    sdw_status_since = fields.Datetime("Status since", readonly=True, copy=False, groups="base.group_user")
    sdw_status_requested = fields.Selection(
        STATUSES, "Requested Status", readonly=True, copy=False, groups="base.group_user"
    )
    sdw_demand = fields.Text("Demand", copy=False, groups="base.group_user", help="What the customer clearly needs.")
    sdw_budget = fields.Monetary(
        "Budget", currency_field="currency_id", copy=False, groups=roles("salesperson", "accountant", "legal")
    )
    sdw_timetable = fields.Date(
        "Wanted by",
        copy=False,
        groups="base.group_user",
        help="The customer's timetable: when he wants to have bought.",
    )
    sdw_status_log_ids = fields.One2many(
        LOG, "partner_id", "History of the Status", groups=roles("salesperson", "accountant", "legal", "archivist")
    )

    def _auto_init(self):
        """Customers that exist at installation get their status from the first sweep, in one statement."""
        if not column_exists(self.env.cr, self._table, "customer_status"):
            create_column(self.env.cr, self._table, "customer_status", "varchar")
        return super()._auto_init()

    @api.depends("parent_id")
    def _compute_customer_status(self):
        """Who appears is a lead, unless he is a supplier. Nobody changes it by becoming a contact and back."""
        for partner in self:
            appears = not partner.parent_id and (partner.customer_rank or not partner.supplier_rank)
            partner.customer_status = partner.customer_status or (appears and "lead")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_status_since", "sdw_status_requested", "sdw_status_log_ids"}

    @api.model
    def _sdw_decided_fields(self):
        return super()._sdw_decided_fields() | {"customer_status"}

    # ------------------------------------------------------------------ not by hand
    @api.model_create_multi
    def create(self, vals_list):
        partners = super(ResPartner, self._sdw_without_defaults({"customer_status"})).create(vals_list)
        given = [vals.get("customer_status") not in (None, False, "lead") for vals in vals_list]
        if any(given) and not self.env.su:
            named = partners.browse(partner.id for partner, is_given in zip(partners, given, strict=True) if is_given)
            named._sdw_check_by_hand()
            named._sdw_log_status(dict.fromkeys(named, "lead"), "hand")
        return partners

    def write(self, vals):
        if "customer_status" not in vals or self.env.su:
            result = super().write(vals)
        else:
            before = {
                partner: partner.customer_status
                for partner in self
                if (partner.customer_status or False) != (vals["customer_status"] or False)
            }
            changed = self.browse(partner.id for partner in before)
            changed._sdw_check_by_hand()
            result = super().write(vals)
            changed._sdw_system().write({"sdw_status_since": moment()})
            changed._sdw_log_status(before, "hand")
        if EVIDENCE.intersection(vals):
            self._sdw_system()._sdw_refresh_approvals([CODE])
        return result

    def _sdw_check_by_hand(self):
        """A status written directly: refused where the rule is enforced, a finding where it warns.

        Customers are shared, so the strictest company of the user decides.
        """
        modes = {company._sdw_mode(RULE) for company in self.env.user.sudo().company_ids} if self else set()
        message = self.env._("The status of a customer changes by a request that the sales manager approves.")
        if "block" in modes:
            raise AccessError(message)
        if "warn" in modes:
            blocker = {"rule": RULE, "code": "status_unapproved", "message": message}
            self.env["sdw.audit.finding"].sudo()._file([(partner, blocker) for partner in self], "gate")

    # ------------------------------------------------------------------ changing it, on record
    def _sdw_set_status(self, status, origin, reason=False, approvals=None):
        """Set the status of commercial partners as the system, with its history.

        :param str origin: ``request`` or ``system``
        :param str reason: translated sentence
        :param dict approvals: {partner id: the approved request}
        """
        system = self._sdw_system().filtered(lambda partner: partner.customer_status != status)
        if system:
            before = {partner: partner.customer_status for partner in system}
            system.write({"customer_status": status, "sdw_status_since": moment()})
            system._sdw_log_status(before, origin, reason, approvals)
        return system

    def _sdw_log_status(self, before, origin, reason=False, approvals=None):
        approvals = approvals or {}
        self._sdw_system().env[LOG].create(
            [
                {
                    "partner_id": partner.id,
                    "before": status,
                    "after": partner.sudo().customer_status,
                    "origin": origin,
                    "user_id": self.env.uid,
                    "approval_id": approvals[partner.id].id if partner.id in approvals else False,
                    "reason": approvals[partner.id].reason if partner.id in approvals else reason,
                }
                for partner, status in before.items()
            ]
        )

    # ------------------------------------------------------------------ applying
    def action_request_status(self, status, reason):
        """Apply for another status of these customers; the sales manager decides (A-49).

        :param str status: ``lead``, ``base``, ``potential``, ``active``, ``dormant`` or ``invalid``
        :param str reason: why, mandatory
        :return: the ``sdw.approval`` records, approval ``customer_status``
        :raise UserError: while evidence is missing, or another request waits
        :raise AccessError: for anybody but the sales department, and on customers of other salespeople
        """
        self._sdw_check_role(SALES)
        owners = self.commercial_partner_id
        owners.check_access("read")
        if status not in dict(STATUSES):
            raise UserError(self.env._("There is no such status."))
        owners._sdw_check_account_manager()
        system = owners._sdw_system()
        system.lock_for_update()
        system._sdw_refresh_approvals([CODE])
        owners._sdw_check_other_status(status)
        system.write({"sdw_status_requested": status})
        return owners.action_request_approval(CODE, reason)

    def _sdw_check_account_manager(self):
        """A salesperson applies for his own customers and those nobody has; his superiors and sales admins for all."""
        user = self.env.user
        others = self.sudo().filtered(lambda partner: partner.user_id and partner.user_id != user)
        above = ("group_sdw_supervisor", "group_sdw_sales_admin")
        if self.env.su or not others or any(user.has_group(f"sales_dept_workflow.{role}") for role in above):
            return
        names = ", ".join(others.mapped("display_name"))
        raise AccessError(self.env._("Somebody else is responsible for these customers: %(names)s.", names=names))

    def _sdw_check_other_status(self, status):
        for partner in self.sudo():
            if partner.customer_status == status:
                raise UserError(self.env._("%(customer)s has this status already.", customer=partner.display_name))
            if partner.sdw_status_requested and partner.sdw_status_requested != status:
                raise UserError(
                    self.env._(
                        "For %(customer)s another status has been requested and waits for a decision.",
                        customer=partner.display_name,
                    )
                )

    def action_ask_status(self):
        """Open the window in which a status is applied for."""
        self._sdw_check_role(SALES)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request a Status"),
            "res_model": "sdw.status.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_partner_ids": self.commercial_partner_id.ids},
        }

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class SdwCreditCheck(models.Model):
    """The accountant goes through the checks one by one: passed, refused with a reason, or overridden (O-04, O-05)."""

    _inherit = "sdw.credit.check"

    def action_pass(self):
        """The accountant has looked at what the check saw, and it is right.

        :raise AccessError: for whoever is no accountant, or confirmed the order himself
        :raise UserError: for a check that failed on the figures as they are now
        """
        checks = self._check_open()
        for documents in (checks.order_id, checks.picking_id):
            documents._sdw_system()._sdw_refresh_checks()
        failed = checks.filtered(lambda check: check.result == "failed")
        if failed:
            raise UserError(
                self.env._(
                    "%(check)s failed: %(seen)s Override it with a reason, or refuse it.",
                    check=failed[:1].display_name,
                    seen=failed[:1].seen,
                )
            )
        fresh = checks.filtered(lambda check: check.result == "passed")
        fresh.write({"user_id": self.env.uid, "checked_on": fields.Datetime.now()})
        return True

    def action_refuse(self, reason):
        """Refuse the document for this check: it goes back to the sales administration, with the reason.

        :param str reason: mandatory
        """
        checks = self._check_open()
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason of the refusal."))
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for approval in checks.approval_id:
            named = ", ".join(kinds[check.kind] for check in checks if check.approval_id == approval)
            self.env["sdw.approval"].browse(approval.id).action_reject(f"{named}: {reason}")
        return True

    def action_ask_refuse(self):
        """Open the window that asks for the reason."""
        self.ensure_one()
        action = self.action_ask_override()
        context = {**action["context"], "default_method": "action_refuse"}
        return {**action, "name": self.env._("Refuse"), "context": context}

    def _check_open(self):
        """The checks as the system writes them, once the caller's role and duty are clear."""
        if not self.env.su and not self.env.user.has_group("sales_dept_workflow.group_sdw_accountant"):
            raise AccessError(self.env._("The accountant decides on the checks."))
        self.check_access("read")
        checks = self._sdw_system()
        if any(not check.active or check.approval_id.state != "pending" for check in checks):
            raise UserError(self.env._("These checks do not wait for a decision any more."))
        for documents in (checks.order_id, checks.picking_id):
            documents._sdw_check_duty("credit", self.env.user)
        return checks

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..common.rules import ask_reason
from .codes import GENERAL_MANAGER, KEEPER, SALES_ADMIN, SHIPPING
from .delivery_notice import LIVE

#: What a new check of the goods takes back.
LOADING = ("loaders", "loaders_notified_on", "loaders_notified_by_id", "loaded_on", "driver_signature", "deadline")
CHECK = ("keeper_id", "keeper_signature", "checked_on", "checked_goods")


class SdwDeliveryNotice(models.Model):
    """From the signature to the gate: shipping centre, keeper, loaders, driver (O-08…O-12, O-15)."""

    _inherit = "sdw.delivery.notice"

    # ------------------------------------------------------------------ the shipping centre
    def action_hand_over(self, receiver=None):
        """The sales administration passes signed notices to the shipping centre (O-08).

        :param receiver: ``res.users`` record or id of the shipping centre; the first of its people by default
        """
        self._sdw_check_role(SALES_ADMIN)
        self._check_state("signed")
        for company, notices in self._sdw_system().grouped("company_id").items():
            user = notices._shipping_user(receiver, company)
            notices.write(
                {
                    "handed_over_on": fields.Datetime.now(),
                    "handed_over_by_id": self.env.uid,
                    "handed_over_to_id": user.id,
                }
            )
        return True

    def _shipping_user(self, receiver, company):
        holders = self.env["res.groups"]._sdw_role(f"sales_dept_workflow.{SHIPPING}")._sdw_holders(company)
        if not receiver:
            receiver = holders[:1]
        user = self.env["res.users"].browse(receiver if isinstance(receiver, int) else receiver.ids)
        if len(user) != 1 or user not in holders:
            raise UserError(self.env._("A delivery notice is handed over to somebody of the shipping centre."))
        return user

    def action_assign_vehicle(self, vehicle_number, driver_name=None, planned_departure=None, driver=None):
        """The shipping centre names vehicle, driver and departure (O-09).

        :param driver: ``res.partner`` record or id of the driver, where he has a contact
        """
        self._sdw_check_role(SHIPPING)
        self._check_state("signed", "checked")
        self._check_handed_over()
        partner = self._partner_of(driver)
        self._check_driver(driver_name or partner.name, partner)
        self._sdw_system().write(
            {
                "vehicle_number": vehicle_number,
                "driver_name": driver_name or partner.name,
                "driver_id": partner.id,
                "planned_departure": fields.Datetime.to_datetime(planned_departure),
                "vehicle_by_id": self.env.uid,
            }
        )
        return True

    def _check_handed_over(self):
        for notice in self.sudo():
            if not notice.handed_over_on:
                raise UserError(
                    self.env._(
                        "%(notice)s has not been handed over to the shipping centre yet.",
                        notice=notice.name,
                    )
                )

    # ------------------------------------------------------------------ the keeper
    def action_check(self, signature=None):
        """The keeper has compared the picked goods with the notice, and signs (O-10, W-01).

        :param signature: image (base64); his own one by default, else name and time stand for it
        :raise UserError: when the picked goods are not those of the notice
        """
        self._sdw_check_role(KEEPER)
        self._check_state("signed", "checked", "loaded")
        self._check_handed_over()
        self._check_goods_duty(self.env.user)
        notices = self._sdw_system()
        self._refuse_vendor(notices)
        notices._mark_picked()
        notices._check_goods()
        notices._take_back(LOADING)
        for notice in notices:
            notice.write(
                {
                    "state": "checked",
                    "keeper_id": self.env.uid,
                    "keeper_signature": signature or self.env.user.sdw_signature,
                    "checked_on": fields.Datetime.now(),
                    "checked_goods": notice.picking_id._sdw_picked_goods(),
                }
            )
        notices.picking_id._sdw_orders()._sdw_reach_node("quality")
        return True

    def _refuse_vendor(self, notices):
        if any(notice.dropship for notice in notices):
            raise UserError(self.env._("These goods come straight from the vendor: his dispatch is recorded instead."))

    def _check_goods_duty(self, user):
        """Who confirmed, verified, asked or signed does not keep the goods, nor drive them (O-20)."""
        hands = self._earlier_hands()
        for notice in self.sudo():
            hands[notice] |= notice.requested_by_id | notice.gm_signed_by_id
        self._check_hands(user, hands)

    def action_notify_loading(self, loaders):
        """The keeper tells the loaders to load (O-11)."""
        self._sdw_check_role(KEEPER)
        self._check_state("checked")
        if not (loaders or "").strip():
            raise UserError(self.env._("Please name the loaders."))
        self._sdw_system().write(
            {
                "loaders": loaders.strip(),
                "loaders_notified_on": fields.Datetime.now(),
                "loaders_notified_by_id": self.env.uid,
            }
        )
        return True

    def action_load(self, driver_name, vehicle_number, signature):
        """Loaded: the keeper has the driver sign and gives him the white copy, his exit pass (O-12, O-15).

        :param signature: the driver's, as an image (base64); mandatory
        """
        self._sdw_check_role(KEEPER)
        self._check_state("checked")
        if not ((driver_name or "").strip() and (vehicle_number or "").strip() and signature):
            raise UserError(self.env._("Driver, vehicle and the driver's signature are needed before anything leaves."))
        self._check_goods_duty(self.env.user)
        self._check_driver(driver_name)
        notices = self._sdw_system()
        notices._check_unchanged()
        for notice in notices:
            known = notice._known_driver(driver_name)
            notice.write(
                {
                    "state": "loaded",
                    "driver_name": driver_name.strip(),
                    "driver_id": known.id,
                    "vehicle_number": vehicle_number.strip(),
                    "driver_signature": signature,
                    "loaded_on": fields.Datetime.now(),
                }
            )
            notice._hand_out("white", known, driver_name.strip())
        notices._start_copies()
        notices.picking_id._sdw_orders()._sdw_reach_node("logistics")
        return True

    def _known_driver(self, name):
        """The contact the shipping centre named, as long as it is he who drives."""
        return self.driver_id if _same(self.driver_name, name) else self.driver_id.browse()

    def _check_driver(self, name, partner=None):
        """The driver is nobody who had a hand in the earlier steps, nor the keeper (O-20)."""
        hands = self._earlier_hands()
        for notice in self.sudo():
            users = hands[notice] | notice.requested_by_id | notice.gm_signed_by_id | notice.keeper_id
            contact = partner or notice._known_driver(name)
            taken = users.filtered(
                lambda user, contact=contact: _same(user.name, name) or (contact and user.partner_id == contact)
            )
            if notice.company_id.sdw_separation_of_duties and taken:
                raise AccessError(
                    self.env._(
                        "%(notice)s: %(user)s had an earlier step here; somebody else drives.",
                        notice=notice.name,
                        user=taken[0].name,
                    )
                )

    def action_vendor_dispatched(self, reference):
        """Goods straight from a vendor: his dispatch stands for keeper and driver (decision 25).

        :param str reference: of the vendor's dispatch, mandatory
        """
        self._sdw_check_role(SALES_ADMIN)
        self._check_state("signed")
        if not (reference or "").strip():
            raise UserError(self.env._("Please give the reference of the vendor's dispatch."))
        notices = self._sdw_system()
        if not all(notice.dropship for notice in notices):
            raise UserError(self.env._("These goods leave from our own warehouse: the keeper checks and loads them."))
        notices._mark_picked()
        notices._check_goods()
        for notice in notices:
            notice.write(
                {
                    "state": "loaded",
                    "vendor_reference": reference.strip(),
                    "loaded_on": fields.Datetime.now(),
                    "checked_goods": notice.picking_id._sdw_picked_goods(),
                }
            )
            vendor = notice.picking_id.partner_id
            notice._hand_out("white", vendor, vendor.display_name)
        return True

    # ------------------------------------------------------------------ the end
    def action_cancel(self, reason):
        """Void these notices, on record; what replaces one names it.

        :param str reason: mandatory
        """
        self._sdw_check_role(SALES_ADMIN, GENERAL_MANAGER)
        self._check_state(*LIVE)
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why the notice is void."))
        self._sdw_system()._void(reason.strip())
        return True

    def action_open_cancel(self):
        """Ask for the reason, then void."""
        return ask_reason(self, self.env._("Void the notice: why?"), "action_cancel")

    def _void(self, reason):
        """End live notices (called as the system): nothing leaves on them any more."""
        live = self.filtered(lambda notice: notice.state in LIVE)
        if not live:
            return
        values = {"state": "cancelled", "void_reason": reason, "cancelled_by_id": self.env.uid}
        live.write({**values, "cancelled_on": fields.Datetime.now(), "deadline": False})
        live._stop_copies()
        live._sdw_end_approvals()


def _same(name, other):
    return bool(name) and name.strip().casefold() == (other or "").strip().casefold()

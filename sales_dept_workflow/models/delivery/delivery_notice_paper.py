from base64 import b64encode

from odoo import models

from ..common.paper import render
from ..common.qr import qr_png

REPORT = "sales_dept_workflow.action_report_delivery_notice"
#: In these states what stands before the signature is asked once more; later the goods are on the lorry.
BEFORE_LOADING = ("draft", "to_sign", "signed", "checked")


class SdwDeliveryNotice(models.Model):
    """The notice on paper: four copies, every print counted, the signed one on record (O-06, O-13)."""

    _inherit = "sdw.delivery.notice"

    # ------------------------------------------------------------------ printing
    def _sdw_print(self):
        """Let these notices be printed, and count it.

        :return: {notice: how often it has been printed by now}, 0 for the paper on file that the system makes
        :raise AccessError: for whoever may not read them
        :raise UserError: while the accountant's checks, or what else stands before the signature, are not done
        """
        self._sdw_check_caller()
        self.filtered(lambda notice: notice.state in BEFORE_LOADING)._check_gate("request")
        if self.env.su:
            return dict.fromkeys(self, 0)
        for count, notices in self._sdw_system().grouped("print_count").items():
            notices.write({"print_count": count + 1})
        prints = {notice: notice.print_count for notice in self}
        self._sdw_system()._message_log_batch(
            {notice.id: notice._print_note(number) for notice, number in prints.items()}
        )
        return prints

    def _print_note(self, number):
        if number == 1:
            return self.env._("Printed in four copies.")
        return self.env._("Printed again (reprint %(number)s).", number=number - 1)

    def action_load(self, driver_name, vehicle_number, signature):
        """As before; the paper with all three signatures goes on record."""
        result = super().action_load(driver_name, vehicle_number, signature)
        self._sdw_file_signed()
        return result

    def action_vendor_dispatched(self, reference):
        """As before; the signed paper goes on record."""
        result = super().action_vendor_dispatched(reference)
        self._sdw_file_signed()
        return result

    def _sdw_file_signed(self):
        title, body = self.env._("Delivery notice"), self.env._("The signed delivery notice.")
        for notice in self._sdw_system():
            notice._sdw_file_paper(body, render(notice, REPORT, title))

    # ------------------------------------------------------------------ what stands on it
    def _sdw_paper(self, number):
        """What the form shows of one notice besides its fields.

        :param int number: of this print; 0 for the paper on file
        :return: dict ``notice``, ``marks`` (red notes on every page), ``boxes`` (signatures), ``qr`` (PNG, base64)
        """
        self.ensure_one()
        return {
            "notice": self,
            "marks": self._sdw_paper_marks(number),
            "boxes": self._sdw_paper_boxes(),
            "freight": dict(self._fields["freight_term"]._description_selection(self.env)).get(self.freight_term, ""),
            "qr": self._sdw_paper_qr(),
        }

    def _sdw_paper_marks(self, number):
        marks = []
        if self.state == "cancelled":
            marks.append(self.env._("VOID: %(reason)s", reason=self.void_reason or ""))
        elif self.state in ("draft", "to_sign"):
            marks.append(self.env._("NOT YET SIGNED: nothing leaves on this paper"))
        if number == 0:
            marks.append(self.env._("FILE COPY"))
        elif number > 1:
            marks.append(self.env._("REPRINT %(number)s", number=number - 1))
        return marks

    def _sdw_paper_boxes(self):
        """Who signs, in order: the general manager, the keeper, the driver; for a vendor's goods his dispatch."""
        boxes = [_box(self.env._("General Manager"), self.gm_signature, self.gm_signed_by_id.name, self.signed_on)]
        if self.dropship:
            return [*boxes, _box(self.env._("Vendor's Dispatch"), False, self.vendor_reference, self.loaded_on)]
        driver = self.driver_name if self.loaded_on else ""
        return [
            *boxes,
            _box(self.env._("Warehouse Keeper"), self.keeper_signature, self.keeper_id.name, self.checked_on),
            _box(self.env._("Driver"), self.driver_signature, driver, self.loaded_on),
        ]

    def _sdw_paper_qr(self):
        """The code that opens this notice on the phone of whoever scans it, and may see it."""
        return b64encode(qr_png(f"{self.get_base_url()}/odoo/{self._name}/{self.id}"))

    def _sdw_paper_copies(self):
        """The four copies in order: whose each is, and its colours."""
        return [
            _copy("green", self.env._("Green Copy"), self.env._("Sales Department"), "#2e8b57", "#ffffff"),
            _copy("yellow", self.env._("Yellow Copy"), self.env._("Finance Department"), "#ffd633", "#222222"),
            _copy("pink", self.env._("Pink Copy"), self.env._("Warehouse"), "#f7a8c4", "#222222"),
            _copy("white", self.env._("White Copy"), self.env._("Driver: Exit Pass"), "#ffffff", "#000000"),
        ]


def _box(label, image, name, moment):
    return {"label": label, "image": image, "name": name or "", "on": moment}


def _copy(colour, label, recipient, band, ink):
    return {"colour": colour, "label": label, "recipient": recipient, "band": band, "ink": ink}

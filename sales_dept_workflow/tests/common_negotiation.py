"""A negotiation on its way: reported by the salesperson, planned by his manager."""

from odoo.fields import Command

from .common import SdwCase

PLAN = {"topic": "Annual price", "date": "2030-03-05 02:00:00", "place": "Customer's office, Wuxi"}


class NegotiationCase(SdwCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson.sdw_superior_id = cls.supervisor
        cls.supervisor.sdw_superior_id = cls.manager
        cls.manager.sdw_superior_id = cls.director

    @classmethod
    def reported(cls, *orders, **values):
        """A negotiation as the salesperson reports it."""
        return (
            cls.env["sdw.negotiation"]
            .with_user(cls.salesperson)
            .create(
                {
                    "partner_id": cls.customer.id,
                    "order_ids": [Command.set([order.id for order in orders])],
                    "demand": "5 % less",
                    **values,
                }
            )
        )

    @classmethod
    def planned(cls, *orders, **values):
        negotiation = cls.reported(*orders, **values)
        by_manager = negotiation.with_user(cls.manager)
        by_manager.write(
            {
                **PLAN,
                "participant_ids": [
                    Command.create({"user_id": cls.salesperson.id, "duty": "prices"}),
                    Command.create({"user_id": cls.support.id, "duty": "the technical solution"}),
                ],
            }
        )
        by_manager.action_plan()
        return negotiation

    @classmethod
    def held(cls, *orders, **values):
        negotiation = cls.planned(*orders, **values)
        negotiation.action_hold()
        return negotiation

    @classmethod
    def agree(cls, negotiation):
        for issue in negotiation.issue_ids.filtered(lambda issue: issue.state == "open"):
            issue.write({"state": "resolved", "resolution": "We meet in the middle."})
        negotiation.consensus = True
        negotiation.with_user(cls.manager).action_agree()
        return negotiation

    @classmethod
    def issue(cls, negotiation, name="Price", user=None, **values):
        return (
            cls.env["sdw.negotiation.issue"]
            .with_user(user or cls.salesperson)
            .create({"negotiation_id": negotiation.id, "name": name, **values})
        )

    def codes(self, record, gate="confirm"):
        return [blocker["code"] for blocker in record.get_blockers(gate)]

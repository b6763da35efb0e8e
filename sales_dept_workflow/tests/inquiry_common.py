from odoo.fields import Command

from .common_pricing import PricingCase


class InquiryCase(PricingCase):
    """An inquiry from the protected East, as the salesperson wrote it down on the phone."""

    @classmethod
    def inquiry(cls, user=None, **values):
        user = user or cls.salesperson
        return (
            cls.env["crm.lead"]
            .with_user(user)
            .create(
                {
                    "name": "Who sells pumps?",
                    "type": "opportunity",
                    "sdw_inquiry_channel": "phone",
                    "user_id": user.id,
                    "team_id": cls.team.id,
                    "company_id": cls.company.id,
                    "partner_name": "New Works",
                    "contact_name": "Mrs Gu",
                    "phone": "+86 21 6000 0001",
                    "country_id": cls.china.id,
                    "state_id": cls.shanghai.id,
                    "sdw_inquiry_line_ids": [Command.create({"product_id": cls.product.id, "quantity": 20})],
                    **values,
                }
            )
        )

    @classmethod
    def verified(cls, lead):
        lead.with_user(cls.sales_admin).action_verify_inquirer()
        return lead

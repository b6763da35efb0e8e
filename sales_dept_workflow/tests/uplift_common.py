from .common_pricing import PricingCase


class UpliftCase(PricingCase):
    """Territory and price rules on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "territory", "price")

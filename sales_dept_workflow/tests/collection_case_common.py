from .collection_common import CollectionCase


class DebtorCase(CollectionCase):
    """A customer who owes, with his case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.overdue_case()

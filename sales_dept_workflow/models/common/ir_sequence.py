from odoo import api, models
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _sdw_next_names(self, code, company, count):
        """The next ``count`` names of a sequence, in one query for the whole batch where core needs one each.

        :param str code: of the sequence (the company's own wins over the shared one)
        :return: list of names
        """
        domain = [("code", "=", code), ("company_id", "in", [company.id, False])]
        sequence = self.sudo().search(domain, order="company_id", limit=1)
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_id() for _number in range(count)]
        table = f"ir_sequence_{sequence.id:03d}"
        rows = self.env.execute_query(SQL("SELECT nextval(%s) FROM generate_series(1, %s)", table, count))
        return [sequence.get_next_char(number) for (number,) in rows]

    @api.model
    def _sdw_number(self, records, field="name"):
        """Name new documents, each by its company's sequence; the code of the sequence is their model.

        :param records: with ``company_id``, as the system writes them
        :param str field: where the number stands
        """
        for company, ours in records.grouped("company_id").items():
            names = self._sdw_next_names(records._name, company, len(ours))
            for record, name in zip(ours, names, strict=True):
                record[field] = name

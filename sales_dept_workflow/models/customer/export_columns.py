from odoo import api, models

#: What a column with nothing but the customer's name shows.
NAME_ONLY = {"id", "#", "display_name"}
#: Words of a file that a document shows as its own.
WORDS = ("char", "text", "html")
#: Who has reports that name customers: a list of many is theirs to take out, on record (decision 31).
REPORTERS = (
    "sales_dept_workflow.group_sdw_sales_manager",
    "sales_dept_workflow.group_sdw_sales_admin",
    "sales_dept_workflow.group_sdw_accountant",
    "sales_dept_workflow.group_sdw_legal",
    "sales_dept_workflow.group_sdw_archivist",
    "account.group_account_invoice",
    "base.group_system",
)
#: A list that names so many customers is a list of customers, where a company counts no reading.
FEW = 50


class SdwExportLog(models.Model):
    """What columns, groups and headings of documents tell of customers (A-30).

    More than a name is part of his file. The name alone is not; but a list of many of them, with what they bought, is
    the list of our customers: whoever works on reports takes it out, on record, and nobody else.
    """

    _inherit = "sdw.export.log"

    @api.model
    def _check_columns(self, kind, records, paths):
        """Ask whether these columns of documents may be taken out.

        :param list paths: names of fields, with ``/`` or ``.`` between a document and what it leads to
        """
        if not self._is_kept():
            return
        content = ", ".join(map(str, paths))
        if self._reaches_customers(records._name, paths):
            self._check(kind, records._name, len(records), content)
        else:
            self._check_named(kind, records._name, self._named(records, paths), content)

    @api.model
    def _check_named(self, kind, model, customers, content=""):
        """Ask whether a list that names these customers may be taken out."""
        if not self._is_kept():
            return
        reports = self._is_reporter()
        if not reports:
            self.env["sdw.read.counter"]._count(customers.ids)
        if len(customers) <= self._few():
            return
        refusal = self.env._(
            "A list that names %(count)s customers is taken out by managers, the sales administration, accounting, "
            "legal or the archivist.",
            count=len(customers),
        )
        self._decide(reports, refusal, kind, model, len(customers), content)

    @api.model
    def _check_titles(self, kind, model, titles, content=""):
        """The same for a table made by the client, which names customers in its headings."""
        if self._is_kept():
            titles = sorted({title for title in titles if isinstance(title, str) and title})
            partners = self.env["res.partner"].sudo().search([("complete_name", "in", titles)])
            self._check_named(kind, model, partners._sdw_customers(), content)

    @api.model
    def _is_reporter(self):
        return any(self.env.user.has_group(group) for group in REPORTERS)

    @api.model
    def _few(self):
        """How many customers a list may name before it is a list of customers: a tenth of what may be read in a day."""
        limit = self.env["res.company"]._sdw_read_limit(self.env.uid)
        return max(limit // 10, 1) if limit else FEW

    # ------------------------------------------------------------------ what a column leads to
    @api.model
    def _reaches_customers(self, model, paths):
        """Whether columns of ``model`` tell more of a customer than his name."""
        return self._is_file(model) or any(
            beyond and beyond[0] not in NAME_ONLY for _way, beyond in (self._walk(model, path) for path in paths)
        )

    @api.model
    def _named(self, records, paths):
        """The customers that columns of these documents name, or tell a word of."""
        ways = {self._way(records._name, path) for path in paths} - {None}
        partners = self.env["res.partner"].sudo()
        for way in ways:
            partners |= records.sudo().mapped(way)
        return partners._sdw_customers()

    @api.model
    def _customers_of(self, records):
        """The customers whom documents are about."""
        names = ("partner_id", "partner_ids", "consignee_id")
        return self._named(records, [name for name in names if name in records._fields])

    def _way(self, model, path):
        """The part of a path that ends at a contact; of a word that a document shows of him, where it is taken from."""
        way, beyond = self._walk(model, path)
        return way if beyond is not None else None

    def _walk(self, model, path):
        """(dotted path to the first contact, names beyond him); (…, None) for a path that leads to none."""
        names = str(path).split(":")[0].replace(".id", "/#").replace(".", "/").split("/")
        current, way = self.env.get(model), []
        for number, name in enumerate(names):
            field = current._fields.get(name) if current is not None else None
            if field is None:
                break
            if field.related and field.type in WORDS:
                taken, beyond = self._walk(current._name, field.related)
                return ".".join([*way, taken]), None if beyond is None else []
            way.append(name)
            current = self.env.get(field.comodel_name) if field.relational else None
            if current is not None and current._name == "res.partner":
                return ".".join(way), [name for name in names[number + 1 :] if name]
        return "", None

    @api.model
    def _tells(self, model, spec):
        """Whether groups by ``spec`` are customers, or words of their files; their country or stage is neither."""
        names, current = spec.split(":")[0].split("."), self.env.get(model)
        inside = self._is_file(model)
        for name in names:
            field = current._fields.get(name) if current is not None else None
            if field is None:
                return False
            if not field.relational:
                return inside and field.type in WORDS
            current = self.env.get(field.comodel_name)
            inside = inside or self._is_file(field.comodel_name)
        return current is not None and current._name == "res.partner"

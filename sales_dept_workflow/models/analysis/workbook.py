from dataclasses import dataclass, field
from datetime import date, datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...report.xlsx.book import Book
from ...report.xlsx.table import Column

PREFIX = "sdw.workbook."
CHUNK = 2000
#: A workbook with more rows is made in the background.
LARGE = 200_000
#: How many names of documents and people are kept while rows go by.
NAMES = 20_000
KINDS = {
    "integer": "integer",
    "float": "number",
    "monetary": "amount",
    "date": "date",
    "datetime": "moment",
}


@dataclass(frozen=True)
class Choice:
    """What a workbook is about: a period (both days included), companies, and records it is limited to."""

    date_from: date
    date_to: date
    company_ids: tuple
    limits: dict = field(default_factory=dict)


class SdwWorkbook(models.AbstractModel):
    """One workbook is one model ``sdw.workbook.<code>``: which rows it reads, its columns, its groups.

    Rows are read through a cursor, after the reader's record rules, and written as they come. A process adds columns
    of its own to another's workbook through ``super()``.
    """

    _name = "sdw.workbook"
    _description = "Workbook"

    # ------------------------------------------------------------------ what a workbook declares
    def _title(self):
        """Its name, translated; the file is named so as well."""
        raise NotImplementedError

    def _rows_model(self):
        """The model whose rows it lists; whoever may read that may have the workbook."""
        raise NotImplementedError

    def _date_field(self):
        """The date or time of a row by which it belongs to a period."""
        raise NotImplementedError

    def _bands(self):
        """[(title of the band, names of its fields)]. Extend through ``super()``."""
        return []

    def _groups(self):
        """[groupby] of the tables and charts on the summary sheet."""
        return []

    def _measures(self):
        """[aggregate] of the summary; the last one is drawn."""
        return ["__count"]

    def _limits(self):
        """{parameter: operator}: the fields by which a reader may limit the rows."""
        return {"territory_id": "child_of", "user_id": "=", "team_id": "=", "partner_id": "child_of"}

    # ------------------------------------------------------------------ finding it
    @api.model
    def _codes(self):
        """{code: workbook} of the workbooks there are, in the order of their names."""
        names = sorted(self.pool.descendants([self._name], "_inherit") - {self._name})
        return {name.removeprefix(PREFIX): self.env[name] for name in names}

    @api.model
    def _codes_allowed(self):
        """{code: workbook} of those that the user may have."""
        return {code: workbook for code, workbook in self._codes().items() if workbook._is_allowed()}

    # ------------------------------------------------------------------ what is asked for
    def _parse(self, params):
        """A :class:`Choice` from the text parameters of a request; nothing given means this month so far.

        :raise UserError: an unknown parameter, or one that makes no sense; AccessError: another's company
        """
        known = {"date_from", "date_to", "company_id", *self._limits()}
        for name in params:
            if name not in known:
                raise UserError(self.env._("A workbook has no such parameter: %(name)s", name=name))
        today = fields.Date.context_today(self)
        date_from = self._parse_date(params.get("date_from")) or today.replace(day=1)
        date_to = self._parse_date(params.get("date_to")) or max(today, date_from)
        if date_to < date_from:
            raise UserError(self.env._("The period ends before it begins."))
        limits = {name: self._parse_record(name, params[name]) for name in self._limits() if params.get(name)}
        return Choice(date_from, date_to, self._parse_companies(params.get("company_id")), limits)

    def _parse_date(self, text):
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise UserError(
                self.env._("This is not a date: %(text)s. Please write it as 2026-12-31.", text=text)
            ) from None

    def _parse_ids(self, text):
        if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in text.split(",")):
            raise UserError(self.env._("This is not a number: %(text)s", text=text))
        return [int(part) for part in text.split(",")]

    def _parse_record(self, name, text):
        ids = self._parse_ids(text)
        records = self.env[self._rows_model()._fields[name].comodel_name]
        found = records.search([("id", "in", ids)], limit=1)
        if len(ids) > 1 or not found:
            raise UserError(self.env._("There is nothing with this number: %(text)s", text=text))
        return found.id

    def _parse_companies(self, text):
        companies = self.env["res.company"].browse(self._parse_ids(text)) if text else self.env.company
        if set(companies.ids) - set(self.env.user._get_company_ids()):
            raise AccessError(self.env._("You do not work for this company."))
        if len(companies.currency_id) > 1:
            raise UserError(
                self.env._("These companies keep their books in different currencies. Please choose one company.")
            )
        return tuple(companies.ids)

    # ------------------------------------------------------------------ what is in it
    def _domain(self, choice):
        rows = self._rows_model()
        name = self._date_field()
        start, end = choice.date_from, choice.date_to
        if rows._fields[name].type == "datetime":
            start, end = self._moment(start, time.min), self._moment(end, time.max)
        domain = Domain(name, ">=", start) & Domain(name, "<=", end) & Domain("company_id", "in", choice.company_ids)
        operators = self._limits()
        return domain & Domain.AND(
            Domain(name, operators[name], record_id) for name, record_id in choice.limits.items()
        )

    def _moment(self, day, clock):
        local = pytz.timezone(self._tz()).localize(datetime.combine(day, clock))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _tz(self):
        return self.env.user.tz or "UTC"

    def _is_large(self, choice):
        """Whether it has more rows than a reader should wait for."""
        rows = self._for(choice)._rows_model()
        return rows.search_count(self._domain(choice), limit=LARGE + 1) > LARGE

    def _for(self, choice):
        """The same workbook, of the chosen companies, in the reader's language."""
        lang = self.env.user.lang or "en_US"
        return self.with_context(allowed_company_ids=list(choice.company_ids), lang=lang)

    def _file_name(self, choice):
        return f"{self._for(choice)._title()} {choice.date_from} {choice.date_to}.xlsx"

    def _write_book(self, file, choice):
        """Write the workbook into ``file``.

        :raise AccessError: if the user may not read its rows
        :return: the number of rows
        """
        self = self._for(choice)
        self._check_allowed()
        domain, heading = self._domain(choice), self._heading(choice)
        book = Book(file, {"total": self.env._("Total")})
        book.add_groups(self.env._("Summary"), heading, self._group_tables(domain), self.env._("Chart"))
        names = [name for _band, names in self._bands() for name in names]
        count = book.add_rows(self._title(), heading, self._columns(), self._rows(domain, names))
        self._add_sheets(book, heading, choice)
        book.close()
        return count

    def _heading(self, choice):
        companies = self.env["res.company"].browse(choice.company_ids)
        currency = companies.currency_id.name
        heading = [
            self._title(),
            self.env._(
                "%(company)s, %(date_from)s to %(date_to)s, amounts in %(currency)s",
                company=", ".join(companies.mapped("name")),
                date_from=choice.date_from,
                date_to=choice.date_to,
                currency=currency,
            ),
        ]
        for name, record_id in choice.limits.items():
            limit = self._rows_model()._fields[name]
            label = limit._description_string(self.env)
            heading.append(f"{label}: {self.env[limit.comodel_name].browse(record_id).display_name}")
        return heading

    def _columns(self):
        return [self._column(name, band) for band, names in self._bands() for name in names]

    def _column(self, name, band=""):
        return self._field_column(self._rows_model()._fields[name], band)

    def _field_column(self, shown, band=""):
        kind = KINDS.get(shown.type, "text")
        total = kind in ("integer", "number", "amount") and shown.aggregator == "sum"
        return Column(shown._description_string(self.env), kind, band, total)

    # ------------------------------------------------------------------ groups
    def _group_tables(self, domain):
        return [self._group_table(domain, groupby) for groupby in self._groups()]

    def _group_table(self, domain, groupby):
        rows, measures = self._rows_model(), self._measures()
        title = rows._fields[groupby.split(":")[0]]._description_string(self.env)
        columns = [Column(title), *(self._measure_column(measure) for measure in measures)]
        figures = [
            (self._group_name(group), *values) for group, *values in rows._read_group(domain, [groupby], measures)
        ]
        return title, columns, figures

    def _measure_column(self, measure):
        if measure == "__count":
            return Column(self.env._("Number"), "integer", total=True)
        return self._column(measure.split(":")[0])

    def _group_name(self, group):
        if isinstance(group, models.BaseModel):
            return group.sudo().display_name or self.env._("None")
        return f"{group:%Y-%m}" if group else self.env._("None")

    # ------------------------------------------------------------------ rows
    def _rows(self, domain, names):
        """The rows as the reader sees them: names instead of ids, his own time zone, terms in his language."""
        rows = self._rows_model()
        query = rows._search(domain, order=f"{self._date_field()}, id")
        converters = [self._converter(rows._fields[name]) for name in names]
        select = query.select(*(self._sql(rows, query, name) for name in names))
        for chunk in self._fetch(select):
            columns = [
                convert(values) if convert else values
                for convert, values in zip(converters, zip(*chunk, strict=True), strict=True)
            ]
            yield from zip(*columns, strict=True)

    def _sql(self, rows, query, name):
        sql = rows._field_to_sql(query.table, name, query)
        if rows._fields[name].type != "datetime":
            return sql
        return SQL("(%s AT TIME ZONE 'UTC') AT TIME ZONE %s", sql, self._tz())

    def _fetch(self, select):
        """The rows of a query in chunks, from a cursor of the database: it keeps them, we do not."""
        cr = self.env.cr
        cr.execute(SQL("DECLARE sdw_workbook NO SCROLL CURSOR FOR %s", select))
        try:
            while True:
                cr.execute(SQL("FETCH FORWARD %s FROM sdw_workbook", CHUNK))
                chunk = cr.fetchall()
                if not chunk:
                    break
                yield chunk
        finally:
            cr.execute(SQL("CLOSE sdw_workbook"))

    def _converter(self, shown):
        """function(values of a column) → values to be written, or nothing to do."""
        if shown.type == "selection":
            labels = dict(shown._description_selection(self.env))
            return lambda values: [labels.get(value, value) for value in values]
        if shown.type == "many2one":
            return self._naming(self.env[shown.comodel_name].sudo(), {})
        if shown.type == "boolean":
            yes = self.env._("Yes")
            return lambda values: [yes if value else None for value in values]
        return None

    def _naming(self, records, known):
        def names(values):
            if len(known) > NAMES:
                known.clear()
            new = records.browse(set(values).difference(known, (None,)))
            known.update((record.id, record.display_name) for record in new)
            new.invalidate_recordset(flush=False)
            return [known.get(value) for value in values]

        return names

import json

from werkzeug.exceptions import InternalServerError

from odoo import http
from odoo.exceptions import AccessError, RedirectWarning
from odoo.http import request

from odoo.addons.web.controllers.export import ExcelExport
from odoo.addons.web.controllers.json import WebJsonController
from odoo.addons.web.controllers.pivot import TableExporter


class CustomerPivots(TableExporter):
    """The download of a pivot of customers is an export (A-30). What it is of, the client says; what it reads for it is
    counted on the server.
    """

    @http.route()
    def export_xlsx(self, data, **kw):
        log = request.env["sdw.export.log"]
        if hasattr(data, "read"):
            content = json.load(data)
            data.seek(0)
        else:
            content = json.loads(data)
        model = content.get("model") if isinstance(content, dict) else None
        if isinstance(model, str):
            try:
                self._sdw_check_table(log, model, content)
            except (AccessError, RedirectWarning) as error:
                # As core's exports answer, so that the client shows what is said and the way out of it.
                payload = {"code": 0, "message": "Odoo Server Error", "data": http.serialize_exception(error)}
                raise InternalServerError(json.dumps(payload)) from error
        return super().export_xlsx(data, **kw)

    def _sdw_check_table(self, log, model, content):
        """A table of customers, or of documents by customer: whom it is about, its headings say."""
        rows = [row for row in content.get("rows") or () if isinstance(row, dict)]
        heads = [cell for line in content.get("col_group_headers") or () for cell in line if isinstance(cell, dict)]
        title = str(content.get("title") or "")
        if log._is_file(model):
            log._check("pivot", model, len(rows), title)
        else:
            log._check_titles("pivot", model, [cell.get("title") for cell in [*rows, *heads]], title)


class CustomerExcel(ExcelExport):
    """The headings of a grouped export are columns, too (A-30); other formats export no groups."""

    def base(self, data):
        _check_headings(json.loads(data))
        return super().base(data)


def _check_headings(params):
    """Ask for what the export is grouped by, of the documents that core will export; no query without groups."""
    log, model = request.env["sdw.export.log"], params["model"]
    specs = [] if params["import_compat"] else params.get("groupby") or []
    paths = [spec for spec in specs if log._tells(model, spec)]
    if paths:
        documents = request.env[model].with_context(**params.get("context", {}))
        records = documents.browse(params["ids"]) if params["ids"] else documents.search(params["domain"])
        log._check_columns("export", records, paths)


class CustomerJson(WebJsonController):
    """Core's experimental interface hands over whole views: of customers to the archivist alone (A-30)."""

    def _get_action(self, subpath):
        action, context, eval_context, record_id = super()._get_action(subpath)
        log = request.env["sdw.export.log"]
        if log._is_file(action.res_model):
            log._check("json", action.res_model, 1 if record_id else 0, subpath)
        return action, context, eval_context, record_id

import json

from werkzeug.exceptions import InternalServerError

from odoo import http
from odoo.exceptions import AccessError, RedirectWarning
from odoo.http import request

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
        if isinstance(model, str) and log._is_file(model):
            try:
                log._check("pivot", model, len(content.get("rows") or ()), str(content.get("title") or ""))
            except (AccessError, RedirectWarning) as error:
                # As core's exports answer, so that the client shows what is said and the way out of it.
                payload = {"code": 0, "message": "Odoo Server Error", "data": http.serialize_exception(error)}
                raise InternalServerError(json.dumps(payload)) from error
        return super().export_xlsx(data, **kw)


class CustomerJson(WebJsonController):
    """Core's experimental interface hands over whole views: of customers to the archivist alone (A-30)."""

    def _get_action(self, subpath):
        action, context, eval_context, record_id = super()._get_action(subpath)
        log = request.env["sdw.export.log"]
        if log._is_file(action.res_model):
            log._check("json", action.res_model, 1 if record_id else 0, subpath)
        return action, context, eval_context, record_id

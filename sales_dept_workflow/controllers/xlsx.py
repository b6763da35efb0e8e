import tempfile

from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import Response, content_disposition, request

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Workbooks(http.Controller):
    @http.route("/sdw/xlsx/<string:code>", type="http", auth="user", methods=["GET"], readonly=True)
    def sdw_workbook(self, code, **params):
        """A workbook of what the user may see: 404 for an unknown one, 400 for parameters that make no sense."""
        workbook = request.env["sdw.workbook"]._codes().get(code)
        if workbook is None:
            raise NotFound(request.env._("There is no workbook of this name."))
        workbook._check_allowed()
        try:
            choice = workbook._parse(params)
            if workbook._is_large(choice):
                raise UserError(
                    request.env._("This workbook is large. Please order it in the menu Reporting, Workbooks.")
                )
        except AccessError:
            raise
        except UserError as error:
            raise BadRequest(error.args[0]) from error
        return self._sdw_stream(workbook, choice)

    def _sdw_stream(self, workbook, choice):
        """From a temporary file, which goes when it has been sent."""
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
        try:
            workbook._write_book(file, choice)
        except BaseException:
            file.close()
            raise
        size = file.seek(0, 2)
        file.seek(0)
        headers = [
            ("Content-Type", TYPE),
            ("Content-Length", str(size)),
            ("Content-Disposition", content_disposition(workbook._file_name(choice))),
            ("Cache-Control", "no-store"),
        ]
        body = wrap_file(request.httprequest.environ, file)
        return Response(body, headers=headers, direct_passthrough=True)

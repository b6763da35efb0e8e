"""What the stores ask before goods come in, and before a date on record is changed (W-01, W-02)."""

# pylint: disable=prefer-env-translation

from odoo.tools import LazyTranslate

from ..common.rules import declare, declare_call

_lt = LazyTranslate(__name__)

RULE = "delivery_notice"
#: Who works in the stores.
KEEPERS = ("group_sdw_warehouse", "group_sdw_shipping")

declare("goods_unchecked", RULE, ("receive",), _lt("Goods checked against the document"), "group_sdw_warehouse")
declare("back_dated", RULE, ("redate",), _lt("Transfers keep their date"), "group_sdw_warehouse")

declare_call("sdw.stock.exception", "action_handle")
declare_call("sdw.stock.exception", "action_solve")
declare_call("sdw.suggestion", "action_accept")
declare_call("sdw.suggestion", "action_reject")
declare_call("sdw.suggestion", "action_done")

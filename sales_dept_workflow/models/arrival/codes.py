"""What the arrival process declares on the shared mechanisms."""

from ..common.rules import declare_call

for step in ("action_not_received", "action_lost", "action_request_again"):
    declare_call("sdw.invoice.dispatch", step)

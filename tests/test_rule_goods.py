"""The accountant's checks before delivery, and the call after it (issue: *Must hold*, lines 3 and 4)."""

from datetime import datetime, timedelta

import story as stories
from system import covers


@covers("O-03", "O-04", "O-05", "Y-08")
def test_nothing_leaves_before_the_checks(story):
    order = story.confirmed("dealer", ("centrifugal", 5))
    picking = story.transfer(order)
    moves = story.pick(picking)
    assert story.codes("keeper", picking, "ship", "stock.picking") == ["credit_approval"]
    for login in ("keeper", "shipping"):
        with story.refused():
            story.validate(picking, login)
        for model, ids in (("stock.move", moves), ("stock.picking", [picking])):
            with story.refused():
                story.call(login, model, "write", ids, {"state": "done"})
    for context in stories.FORGED:
        with story.refused():
            story.validate(picking, **context)
        with story.refused():
            story.call("keeper", "stock.move", "write", moves, {"state": "done"}, context=context)
    with story.refused():  # half of it, the rest as a backorder
        story.pick(picking, 2)
        story.validate(picking)
    story.pick(picking)
    values = {"picking_ids": [[6, 0, [picking]]], "user_id": story.as_("keeper").uid}
    batch = story.call("keeper", "stock.picking.batch", "create", values)
    story.call("keeper", "stock.picking.batch", "action_confirm", [batch])
    with story.refused():
        story.call("keeper", "stock.picking.batch", "action_done", [batch], context={"skip_sms": True})
    assert story.state(picking, "stock_picking") != "done"
    for login in ("salesperson", "sales_admin", "manager", "gm", "keeper", "shipping"):
        with story.refused(names=("AccessError",)):
            story.approve(login, story.pending(order))


@covers("O-04", "O-05")
def test_released_ships_and_more_lapses(story):
    order = story.released("dealer", ("centrifugal", 5))
    picking = story.transfer(order)
    story.pick(picking, 2)
    story.validate(picking)
    assert story.state(picking, "stock_picking") == "done"
    rest = story.transfer(order)
    story.call("salesperson", "sale.order.line", "write", story.lines(order), {"product_uom_qty": 6})
    assert story.read("salesperson", "sale.order", order, "credit_approval_state") == "lapsed"
    story.pick(rest)
    with story.refused():
        story.validate(rest)
    story.call("salesperson", "sale.order", "action_submit_credit", [order])
    story.approve("accountant", story.pending(order))
    story.pick(rest)
    story.validate(rest)
    assert story.state(rest, "stock_picking") == "done"


@covers("O-05")
def test_goods_of_no_order(story):
    """A transfer made by hand is no way out either."""
    customers = story.ref("stock.stock_location_customers")
    kind = story.call("keeper", "stock.picking.type", "search_read", [["code", "=", "outgoing"]], limit=1)[0]
    place = {"location_id": kind["default_location_src_id"][0], "location_dest_id": customers}
    move = {"product_id": story.ref("product_seal"), "product_uom_qty": 1, **place}
    values = {"picking_type_id": kind["id"], "partner_id": story.ref("customer_food"), "move_ids": [[0, 0, move]]}
    picking = story.call("keeper", "stock.picking", "create", {**values, **place})
    story.call("keeper", "stock.picking", "action_confirm", [picking])
    story.pick(picking)
    with story.refused():
        story.validate(picking)


@covers("D-01", "D-02", "Z-35")
def test_call_within_seven_days(story, server):
    order = story.released("dealer", ("seal", 3))
    picking = story.transfer(order)
    story.pick(picking)
    story.validate(picking)
    [followup] = story.call(
        "salesperson",
        "sdw.arrival.followup",
        "search_read",
        [["picking_id", "=", picking]],
        fields=["shipped_on", "deadline", "deadline_state", "user_id"],
    )
    shipped, deadline = (datetime.fromisoformat(followup[name]) for name in ("shipped_on", "deadline"))
    zone = timedelta(hours=8)  # Asia/Shanghai
    assert (deadline + zone).date() == (shipped + zone).date() + timedelta(days=7)
    assert followup["user_id"][0] == story.as_("salesperson").uid
    activities = [["res_model", "=", "sdw.arrival.followup"], ["res_id", "=", followup["id"]]]
    [reminder] = story.find("salesperson", "mail.activity", activities)
    for method in ("action_done", "unlink"):
        with story.refused():
            story.call("salesperson", "mail.activity", method, [reminder])
    with story.refused():
        story.call("salesperson", "sdw.arrival.followup", "write", [followup["id"]], {"deadline": "2099-01-01"})
    server.sql("UPDATE sdw_arrival_followup SET deadline = now() - interval '1 hour' WHERE id = %s", followup["id"])
    for _run in range(3):
        story.cron("ir_cron_sdw_deadlines")
    escalated = server.sql(
        """SELECT u.login FROM mail_activity a JOIN res_users u ON u.id = a.user_id
            WHERE a.res_model = 'sdw.arrival.followup' AND a.res_id = %s AND a.activity_type_id = %s""",
        followup["id"],
        story.ref("sales_dept_workflow.mail_activity_type_escalation"),
    )
    assert len(escalated) == 1, "once, however often the job runs"
    story.call("salesperson", "sdw.arrival.followup", "action_log_call", [followup["id"]], "arrived", "刘经理")
    left = server.sql(
        "SELECT 1 FROM mail_activity WHERE res_model = 'sdw.arrival.followup' AND res_id = %s AND active",
        followup["id"],
    )
    assert left == []

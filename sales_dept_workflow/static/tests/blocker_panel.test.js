import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { contains, defineModels, fields, mockService, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

const blocked = {
    code: "price_approval",
    title: "Price approval",
    message: "The price is below the policy.",
    mode: "block",
    kind: "internal",
    role_name: "Sales Manager",
    gate: "quote",
    clear: false,
    action: { type: "ir.actions.act_window", name: "Ask for approval", res_model: "sdw.reason.wizard", target: "new" },
};
const warned = {
    ...blocked,
    code: "contract_unsigned",
    title: "Contract",
    message: "The contract is not signed.",
    mode: "warn",
    kind: "customer",
    role_name: "",
    action: { method: "action_clear", name: "Send it" },
};
const clear = (code) => ({ code, title: code, gate: "quote", kind: "internal", clear: true });

class Document extends models.Model {
    _name = "document";

    name = fields.Char();
    blocker_panel = fields.Json({ string: "Why blocked?" });

    _records = [
        { id: 1, name: "Blocked", blocker_panel: { items: [blocked, warned, clear("Territory")] } },
        { id: 2, name: "Warned", blocker_panel: { items: [warned] } },
        { id: 3, name: "Clear", blocker_panel: { items: ["A", "B", "C", "D"].map(clear) } },
        { id: 4, name: "Nothing switched on", blocker_panel: { items: [] } },
        { id: 5, name: "Empty", blocker_panel: false },
    ];

    _views = {
        form: `
            <form>
                <field name="blocker_panel" widget="sdw_blocker_panel"/>
                <field name="name"/>
            </form>`,
    };
}

defineModels([Document]);
defineMailModels();

const open = (resId) => mountView({ resModel: "document", resId, type: "form" });

test("a blocked document says what, how serious, and who clears it", async () => {
    await open(1);
    expect(".sdw_blocker_panel").toHaveAttribute("data-level", "danger");
    expect(".sdw_heading").toHaveText("What still stands before this document");
    expect(".sdw_item").toHaveCount(2);
    expect(".sdw_item:first").toHaveText(/The price is below the policy\./);
    expect(".sdw_item:first").toHaveText(/Before sending/);
    expect(".sdw_item:first").toHaveText(/Cleared by: Sales Manager/);
    expect(".sdw_item:last").toHaveText(/only a warning/);
    expect(".sdw_item:last").toHaveText(/Cleared by: the customer/);
    expect(queryAllTexts(".sdw_clear li")).toEqual(["Territory"]);
});

test("only warnings hold nothing", async () => {
    await open(2);
    expect(".sdw_blocker_panel").toHaveAttribute("data-level", "warning");
    expect(".sdw_heading").toHaveText("Nothing is held, but the rules warn");
});

test("many clear checks are folded behind their number", async () => {
    await open(3);
    expect(".sdw_blocker_panel").toHaveAttribute("data-level", "success");
    expect(".sdw_heading").toHaveText("All clear");
    expect(".sdw_clear").toHaveCount(0);
    expect(".sdw_toggle").toHaveText("4 checks clear");
    await contains(".sdw_toggle").click();
    expect(".sdw_clear li").toHaveCount(4);
});

test("nothing is shown where no rule is on", async () => {
    await open(4);
    expect(".sdw_blocker_panel").toHaveCount(0);
    expect(".o_field_sdw_blocker_panel").not.toBeVisible();
});

test("an empty field is no error", async () => {
    await open(5);
    expect(".sdw_blocker_panel").toHaveCount(0);
});

test("a button saves the document first, then opens what asks, then loads again", async () => {
    onRpc("document", "web_save", ({ args }) => expect.step(`save ${args[1].name}`));
    onRpc("document", "web_read", () => expect.step("read"));
    mockService("action", {
        doAction(action, options) {
            expect.step(`open ${action.res_model}`);
            options.onClose();
        },
    });
    await open(1);
    expect.verifySteps(["read"]);
    await contains(".o_field_widget[name=name] input").edit("Changed", { confirm: false });
    await contains(".sdw_item:first button").click();
    expect.verifySteps(["save Changed", "open sdw.reason.wizard", "read"]);
});

test("a method is called on the document, which is then loaded again", async () => {
    onRpc("document", "action_clear", ({ args }) => {
        expect.step(`clear ${args[0]}`);
        return true;
    });
    onRpc("document", "web_read", () => expect.step("read"));
    await open(2);
    await contains(".sdw_item button:contains('Send it')").click();
    expect.verifySteps(["read", "clear 2", "read"]);
});

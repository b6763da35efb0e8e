import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The sentence over the panel, whole for each kind of document so that it can be translated. */
const HEADINGS = {
    "sale.order": _t("What still stands before this order"),
    "stock.picking": _t("What still stands before this transfer"),
    "account.move": _t("What still stands before this invoice"),
    "sdw.tender": _t("What still stands before this bid"),
    "sdw.negotiation": _t("What still stands before signing"),
    "sdw.delivery.notice": _t("What still stands before the general manager's signature"),
};
const GATES = {
    quote: _t("Before sending"),
    confirm: _t("Before confirming"),
    request: _t("Before the signature"),
    notice: _t("Before shipping"),
    ship: _t("Before shipping"),
    post: _t("Before posting"),
    review: _t("Before the review"),
    submit: _t("Before submitting"),
    sign: _t("Before signing"),
    receive: _t("Before receiving"),
};
/** So many clear checks are named; more are folded behind their number. */
const NAMED = 3;

/**
 * *Why blocked?*: shows the Json field `blocker_panel` of the gate mixin, `{items: [{code, title, message, mode, role_name,
 * action, clear, gate}]}`. The button of an item saves the document, does what asks for it or clears it, and loads it again.
 */
export class BlockerPanel extends Component {
    static template = "sales_dept_workflow.BlockerPanel";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ busy: false, unfolded: false });
    }

    get items() {
        return this.props.record.data[this.props.name]?.items || [];
    }

    get blocked() {
        return this.items.filter((item) => !item.clear && item.mode !== "warn");
    }

    get warned() {
        return this.items.filter((item) => !item.clear && item.mode === "warn");
    }

    get clear() {
        return this.items.filter((item) => item.clear);
    }

    get folded() {
        return this.clear.length > NAMED && !this.state.unfolded;
    }

    /** Bootstrap colour of the whole panel. */
    get level() {
        return this.blocked.length ? "danger" : this.warned.length ? "warning" : "success";
    }

    get icon() {
        return { danger: "fa-lock", warning: "fa-exclamation-triangle", success: "fa-check-circle" }[this.level];
    }

    get heading() {
        if (this.blocked.length) {
            return HEADINGS[this.props.record.resModel] || _t("What still stands before this document");
        }
        return this.warned.length ? _t("Nothing is held, but the rules warn") : _t("All clear");
    }

    get clearCount() {
        return _t("%s checks clear", this.clear.length);
    }

    gateLabel(item) {
        return GATES[item.gate] || "";
    }

    clearedBy(item) {
        return _t("Cleared by: %s", item.kind === "customer" ? _t("the customer") : item.role_name);
    }

    buttonLabel(item) {
        return item.action.name || (item.action.method ? _t("Clear it") : _t("Open it"));
    }

    /** What the reader himself clears or asks for stands out; a look at what waits for somebody else does not. */
    buttonClass(item) {
        const asks = item.action.target === "new" || item.action.method?.startsWith("action_submit");
        return item.mode !== "warn" && (item.mine || asks) ? "btn-primary" : "btn-secondary";
    }

    toggle() {
        this.state.unfolded = !this.state.unfolded;
    }

    async onClick(item) {
        const { record } = this.props;
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            if (await record.save()) {
                await this.perform(item.action);
            }
        } finally {
            this.state.busy = false;
        }
    }

    /** Do what an item asks for; whatever comes of it, the panel then shows the document as it stands. */
    async perform(action) {
        const { record } = this.props;
        const reload = () => record.load();
        if (action.method) {
            action = await this.orm.call(record.resModel, action.method, [[record.resId]], { context: record.context });
        }
        const isWindow = action?.type === "ir.actions.act_window";
        if (action?.type) {
            await this.action.doAction(action, { onClose: reload });
        }
        if (!isWindow) {
            await reload();
        }
    }
}

export const blockerPanel = {
    component: BlockerPanel,
    supportedTypes: ["json"],
};
registry.category("fields").add("sdw_blocker_panel", blockerPanel);

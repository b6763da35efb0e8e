import { Component } from "@odoo/owl";
import { deserializeDate, deserializeDateTime, toLocaleDateString, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONS = {
    done: "fa-check-circle text-success",
    waiting: "fa-circle-o text-muted",
    late: "fa-clock-o text-danger",
    held: "fa-hand-paper-o text-warning",
};
const STATES = {
    done: _t("Done"),
    waiting: _t("Ahead"),
    late: _t("Late"),
    held: _t("Held"),
};

/**
 * The whole chain of an order, from the Json field `{steps: [{what, when, who, state, note, res_model, res_id}]}`.
 * A step that the reader may open is a link.
 */
export class Timeline extends Component {
    static template = "sales_dept_workflow.Timeline";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get steps() {
        return this.props.record.data[this.props.name]?.steps || [];
    }

    icon(step) {
        return ICONS[step.state];
    }

    label(step) {
        return STATES[step.state];
    }

    when(step) {
        if (!step.when) {
            return "";
        }
        if (step.when.length === 10) {
            return toLocaleDateString(deserializeDate(step.when));
        }
        return toLocaleDateTimeString(deserializeDateTime(step.when));
    }

    open(step) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: step.res_model,
            res_id: step.res_id,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("sdw_timeline", { component: Timeline, supportedTypes: ["json"] });

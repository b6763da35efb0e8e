import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * The accountant's checks side by side: shows the Json field `sdw_check_panel`, `{checks: [{id, title, result, verdict, seen,
 * reason, by, waiting, rows: [{label, value, warn}], table: {columns, rows: [{cells, warn}]}}]}`. Each check is passed,
 * refused or overridden where it is seen.
 */
export class CheckPanel extends Component {
    static template = "sales_dept_workflow.CheckPanel";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ busy: false });
    }

    get checks() {
        return this.props.record.data[this.props.name]?.checks || [];
    }

    colour(check) {
        return { passed: "success", failed: "danger", overridden: "warning" }[check.result];
    }

    async call(check, method) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        const reload = () => this.props.record.load();
        try {
            const action = await this.orm.call("sdw.credit.check", method, [[check.id]]);
            if (action?.type) {
                await this.action.doAction(action, { onClose: reload });
            } else {
                await reload();
            }
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("fields").add("sdw_check_panel", { component: CheckPanel, supportedTypes: ["json"] });

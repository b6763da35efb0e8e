import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * What is asked of a person in a period beside what has been reached, formatted by the server:
 * `{rows: [{key, label, actual, target, percent}]}`; rows without a target only tell what was reached.
 */
export class Targets extends Component {
    static template = "sales_dept_workflow.Targets";
    static props = { ...standardFieldProps };

    get rows() {
        return this.props.record.data[this.props.name]?.rows || [];
    }

    width(row) {
        return `width: ${Math.min(row.percent, 100)}%`;
    }
}

registry.category("fields").add("sdw_targets", { component: Targets, supportedTypes: ["json"] });

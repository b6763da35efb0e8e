import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * What an approver is shown, formatted by the server:
 * `{rows: [{label, value}], changes: [{label, before, after}], sections: [{title, rows}]}`.
 */
export class Facts extends Component {
    static template = "sales_dept_workflow.Facts";
    static props = { ...standardFieldProps };

    get rows() {
        return this.props.record.data[this.props.name]?.rows || [];
    }

    get changes() {
        return this.props.record.data[this.props.name]?.changes || [];
    }

    get sections() {
        return this.props.record.data[this.props.name]?.sections || [];
    }
}

registry.category("fields").add("sdw_facts", { component: Facts, supportedTypes: ["json"] });

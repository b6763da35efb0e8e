import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What an approver is shown: `{rows: [{label, value}], changes: [{label, before, after}]}`, formatted by the server. */
export class Facts extends Component {
    static template = "sales_dept_workflow.Facts";
    static props = { ...standardFieldProps };

    get rows() {
        return this.props.record.data[this.props.name]?.rows || [];
    }

    get changes() {
        return this.props.record.data[this.props.name]?.changes || [];
    }
}

registry.category("fields").add("sdw_facts", { component: Facts, supportedTypes: ["json"] });

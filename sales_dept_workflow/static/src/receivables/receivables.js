import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * Who owes, who promised, who broke it, on one page. The server says what is on it (`sdw.receivable.dashboard`,
 * `get_data`); every row is a button that opens the list behind its figure.
 */
export class Receivables extends Component {
    static template = "sales_dept_workflow.Receivables";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ data: null });
        this.display = { controlPanel: {} };
        useSetupAction();
        onWillStart(() => this.load());
    }

    async load() {
        this.state.data = await this.orm.call("sdw.receivable.dashboard", "get_data", []);
    }

    open(row) {
        if (row.action) {
            this.action.doAction(row.action);
        }
    }

    async print() {
        this.action.doAction(await this.orm.call("sdw.receivable.dashboard", "action_print", []));
    }
}

registry.category("actions").add("sdw_receivables", Receivables);

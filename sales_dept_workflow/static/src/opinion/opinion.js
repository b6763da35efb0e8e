import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * Where anybody gives an opinion without his name. A form of Odoo would keep a draft with its author on the server;
 * this page sends the words once and keeps nothing.
 */
export class Opinion extends Component {
    static template = "sales_dept_workflow.Opinion";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({ topic: "", text: "", topics: [], sent: false });
        this.display = { controlPanel: {} };
        useSetupAction();
        onWillStart(async () => {
            const fields = await this.orm.call("sdw.opinion", "fields_get", [["topic"], ["selection"]]);
            this.state.topics = fields.topic.selection;
        });
    }

    get ready() {
        return this.state.topic && this.state.text.trim();
    }

    async send() {
        await this.orm.call("sdw.opinion", "action_submit", [this.state.topic, this.state.text]);
        Object.assign(this.state, { topic: "", text: "", sent: true });
        this.notification.add(_t("Thank you. Nobody learns that it was you."), { type: "success" });
    }
}

registry.category("actions").add("sdw_opinion", Opinion);

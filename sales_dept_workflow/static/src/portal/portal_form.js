import { rpc } from "@web/core/network/rpc";
import { redirect } from "@web/core/utils/urls";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Send one photo as base64, without the "data:…," before it. */
function read(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1] || "");
        reader.onerror = reject;
        reader.readAsDataURL(file);
    });
}

/**
 * A form on a customer's page: its fields go to the address in `data-url`, rows of goods as `lines`, files as `photos`.
 * What the server refuses is shown above the button; nothing the customer wrote is lost.
 */
export class SdwPortalForm extends Interaction {
    static selector = "form.o_sdw_portal_form";
    dynamicContent = {
        _root: { "t-on-submit.prevent": this.locked(this.onSubmit, true) },
    };

    async onSubmit() {
        const params = await this.waitFor(this.collect());
        let answer;
        try {
            answer = await this.waitFor(rpc(this.el.dataset.url, params));
        } catch {
            answer = { error: this.el.dataset.failed };
        }
        if (answer.redirect_url) {
            redirect(answer.redirect_url);
            // An address that differs only after the "#" loads nothing by itself.
            window.location.reload();
            return;
        }
        const alert = this.el.querySelector(".alert");
        alert.textContent = answer.error;
        alert.classList.remove("d-none");
    }

    async collect() {
        const params = { access_token: this.el.dataset.token };
        for (const [name, value] of new FormData(this.el)) {
            if (typeof value === "string") {
                params[name] = value;
            }
        }
        const rows = [...this.el.querySelectorAll("[data-move]")];
        if (rows.length) {
            params.lines = rows
                .map((row) => ({
                    move_id: Number(row.dataset.move),
                    quantity: Number(row.querySelector("input").value),
                    kind: row.querySelector("select").value,
                }))
                .filter((line) => line.quantity);
        }
        const files = this.el.querySelector("input[type=file]");
        if (files) {
            params.photos = await Promise.all([...files.files].map(read));
        }
        return params;
    }
}

registry.category("public.interactions").add("sales_dept_workflow.portal_form", SdwPortalForm);

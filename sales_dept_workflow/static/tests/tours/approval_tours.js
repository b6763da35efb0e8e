import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/** A salesperson opens his quotation, reads what still stands before it, and asks for the decision. */
registry.category("web_tour.tours").add("sdw_ask_from_panel", {
    steps: () => [
        {
            content: "the panel names what holds the order and who clears it",
            trigger: ".sdw_blocker_panel[data-level=danger] .sdw_item:contains('Something is missing'):contains('Sales Manager')",
        },
        {
            content: "ask for it",
            trigger: ".sdw_blocker_panel .sdw_item button:contains('Ask for approval')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit The customer insists.",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "the panel now leads to the request",
            trigger: "body:not(:has(.modal)) .sdw_blocker_panel .sdw_item button:contains('Open the request')",
        },
        {
            content: "and so does the button of the order",
            trigger: ".o-form-buttonbox button[name=action_sdw_approvals]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('The customer insists.') .badge:contains('Pending')",
        },
    ],
});

/** A manager opens his inbox by the menus, reads the facts, and approves. */
registry.category("web_tour.tours").add("sdw_approval_inbox", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            trigger: ".o_app[data-menu-xmlid='sales_dept_workflow.menu_root']",
            run: "click",
        },
        {
            content: "My Day is the first menu",
            trigger: ".o_menu_sections [data-menu-xmlid='sales_dept_workflow.menu_my_day']",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu [data-menu-xmlid='sales_dept_workflow.menu_approvals_to_decide']",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('The customer insists.') .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "the facts are shown",
            trigger: ".sdw_facts tr:contains('Amount'):contains('1,000.00')",
        },
        {
            trigger: ".o_form_view .o_statusbar_buttons button[name=action_approve]",
            run: "click",
        },
        {
            content: "the decision is on record, and the next step is another's",
            trigger: ".o_field_widget[name=decision_ids] .o_data_row:contains('Approved'):contains('Manager')",
        },
        {
            trigger: ".o_form_view:not(:has(button[name=action_approve])) .o_field_widget[name=step_id]:contains('General Manager')",
        },
    ],
});

/** The same inbox on a phone: one card, one touch. */
registry.category("web_tour.tours").add("sdw_approval_phone", {
    steps: () => [
        {
            trigger: ".o_kanban_view .o_kanban_record:contains('The customer insists.') button[name=action_approve]",
            run: "click",
        },
        {
            trigger: ".o_kanban_view .o_view_nocontent:contains('Nothing waits for your decision')",
        },
    ],
});

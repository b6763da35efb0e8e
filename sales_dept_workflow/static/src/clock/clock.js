import { Component, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const MINUTE = 60 * 1000;

/** "2 d 3 h", "5 h 12 min" or "12 min": the two largest units of a time span in milliseconds. */
export function spell(span) {
    const minutes = Math.floor(Math.abs(span) / MINUTE);
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
    if (days) {
        return _t("%(days)s d %(hours)s h", { days, hours });
    }
    return hours ? _t("%(hours)s h %(minutes)s min", { hours, minutes: rest }) : _t("%(minutes)s min", { minutes: rest });
}

/** What a clock shows for what is due at `due` and was done at `met` (luxon, or false). */
export function reading(due, met, now, warn) {
    const span = due.diff(met || now).milliseconds;
    const text = spell(span);
    if (met) {
        return span >= 0
            ? { tone: "success", text: _t("Done in Time") }
            : { tone: "danger", text: _t("Too late by %s", text) };
    }
    if (span < 0) {
        return { tone: "danger", text: _t("%s late", text) };
    }
    return { tone: span < warn * 60 * MINUTE ? "warning" : "info", text: _t("%s left", text) };
}

/**
 * How much time is left until a date, live: blue, then yellow, red when it has passed; when it was met, whether in time.
 * Options: `met`, the field with the moment it was done; `warn`, so many hours before it turns yellow.
 */
export class Clock extends Component {
    static template = "sales_dept_workflow.Clock";
    static props = { ...standardFieldProps, met: { type: String, optional: true }, warn: { type: Number, optional: true } };
    static defaultProps = { warn: 4 };

    setup() {
        this.state = useState({ now: luxon.DateTime.now() });
        const timer = setInterval(() => (this.state.now = luxon.DateTime.now()), MINUTE / 2);
        onWillUnmount(() => clearInterval(timer));
    }

    moment(name) {
        const value = name && this.props.record.data[name];
        return typeof value === "string" ? deserializeDateTime(value) : value;
    }

    get shown() {
        const due = this.moment(this.props.name);
        return due && reading(due, this.moment(this.props.met), this.state.now, this.props.warn);
    }

    get title() {
        return formatDateTime(this.moment(this.props.name));
    }
}

registry.category("fields").add("sdw_clock", {
    component: Clock,
    displayName: _t("Time Left"),
    supportedTypes: ["datetime"],
    extractProps: ({ options }) => ({ met: options.met, warn: options.warn }),
    fieldDependencies: ({ options }) => (options.met ? [{ name: options.met, type: "datetime" }] : []),
});

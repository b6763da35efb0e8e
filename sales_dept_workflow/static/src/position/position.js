import { Component, onMounted, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const PATIENCE = 8000;

/** "31.23040, 121.47370 (±12 m)" */
export function spell({ latitude, longitude, accuracy }) {
    return `${latitude.toFixed(5)}, ${longitude.toFixed(5)} (±${Math.round(accuracy)} m)`;
}

/** Where the form is written, as the phone says; filled in by itself. Without a position the form goes on without. */
export class Position extends Component {
    static template = "sales_dept_workflow.Position";
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ asking: false });
        onMounted(() => !this.value && !this.props.readonly && this.locate());
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    locate() {
        const { geolocation } = navigator;
        if (!geolocation || !window.isSecureContext) {
            return;
        }
        this.state.asking = true;
        geolocation.getCurrentPosition(
            ({ coords }) => {
                this.state.asking = false;
                this.props.record.update({ [this.props.name]: spell(coords) });
            },
            () => (this.state.asking = false),
            { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60000 }
        );
    }
}

registry.category("fields").add("sdw_position", {
    component: Position,
    displayName: _t("Position of the Phone"),
    supportedTypes: ["char"],
});

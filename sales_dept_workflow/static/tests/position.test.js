import { expect, test } from "@odoo/hoot";

import { spell } from "@sales_dept_workflow/position/position";

test("a position reads as degrees and accuracy", () => {
    expect(spell({ latitude: 31.2304, longitude: 121.4737, accuracy: 11.6 })).toBe("31.23040, 121.47370 (±12 m)");
});

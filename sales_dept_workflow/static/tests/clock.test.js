import { beforeEach, expect, test } from "@odoo/hoot";
import { reading, spell } from "@sales_dept_workflow/clock/clock";
import { allowTranslations } from "@web/../tests/web_test_helpers";

const { DateTime } = luxon;
const due = DateTime.fromISO("2026-03-02T12:00:00");
const at = (hours) => due.plus({ hours });
const HOUR = 3600 * 1000;

beforeEach(allowTranslations);

test("a time span is told in its two largest units", () => {
    expect(String(spell(51 * HOUR))).toBe("2 d 3 h");
    expect(String(spell(-5.2 * HOUR))).toBe("5 h 12 min");
    expect(String(spell(0.5 * HOUR))).toBe("30 min");
});

test("the colour follows the time that is left", () => {
    expect(reading(due, false, at(-10), 4).tone).toBe("info");
    expect(reading(due, false, at(-3), 4).tone).toBe("warning");
    expect(reading(due, false, at(2), 4).tone).toBe("danger");
    expect(String(reading(due, false, at(2), 4).text)).toBe("2 h 0 min late");
});

test("what was done shows whether it was done in time", () => {
    expect(reading(due, at(-1), at(50), 4).tone).toBe("success");
    expect(reading(due, at(3), at(50), 4).tone).toBe("danger");
    expect(String(reading(due, at(3), at(50), 4).text)).toBe("Too late by 3 h 0 min");
});

import doctest

from odoo.tests import TransactionCase, tagged

from odoo.addons.sales_dept_workflow.models.common import names

from .common import covers


@tagged("post_install", "-at_install")
class TestNames(TransactionCase):
    """One firm, written in many ways, stays one firm (L-06)."""

    def test_examples(self):
        self.assertFalse(doctest.testmod(names).failed)

    @covers("L-06")
    def test_names_of_firms(self):
        same = [
            ("江南泵業(集團)股份有限公司", "江南泵业"),
            ("ＡＢＣ　Ｔｒａｄｉｎｇ　Ｃｏ．，Ｌｔｄ", "abc trading"),
            ("臺灣積體電路製造股份有限公司", "台湾积体电路制造"),
            ("Müller Pumpen GmbH & Co. KG", "MULLER PUMPEN"),
            ("广州東風機電有限责任公司", "廣州东风机电公司"),
        ]
        for one, other in same:
            self.assertEqual(names.name_key(one), names.name_key(other), one)
        for one, other in [("上海东华", "上海东化"), ("江南泵业", "江南阀门"), ("Acme Pumps", "Acme Valves")]:
            self.assertNotEqual(names.name_key(one), names.name_key(other))
        self.assertEqual([names.name_key(nothing) for nothing in ("", False, None)], ["", "", ""])
        self.assertTrue(names.name_key("公司"))

    @covers("L-06")
    def test_numbers_and_addresses(self):
        numbers = ("+86 21 6000 0001", "021-60000001", "(021)60000001转803", "００８６ 21 60000001")
        self.assertEqual({names.phone_key(number) for number in numbers}, {"2160000001"})
        self.assertEqual(names.phone_key("8001"), "", "an extension is nobody's number")
        self.assertEqual(names.mail_key("Gu <GU@Harbour.example>"), "@harbour.example")
        self.assertEqual(names.mail_key("12345@qq.com"), "12345@qq.com", "a provider's domain joins nobody")
        self.assertEqual(names.mail_key("no address"), "")
        self.assertEqual(names.vat_key("CN 9131 0000-MA1K 12345X"), "91310000MA1K12345X")
        self.assertEqual(names.vat_key("ATU12345678"), "ATU12345678")

"""Prints who can log in to the demo database: `logins.py DATABASE`."""

import sys
import unicodedata

import psycopg2

ADDON = "sales_dept_workflow"
QUERY = """
    SELECT u.login, p.name, array_agg(g.name->>'en_US' ORDER BY d.id)
      FROM res_users u
      JOIN res_partner p ON p.id = u.partner_id
      JOIN res_groups_users_rel r ON r.uid = u.id
      JOIN res_groups g ON g.id = r.gid
      JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = g.id AND d.module = %s
     WHERE u.active AND NOT u.share
     GROUP BY u.id, u.login, p.name
     ORDER BY min(d.id), u.id
"""
PORTAL = """
    SELECT u.login, p.name, array[company.name]
      FROM res_users u
      JOIN res_partner p ON p.id = u.partner_id
      JOIN res_partner company ON company.id = p.commercial_partner_id
      JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id AND d.module = %s
     WHERE u.active AND u.share
     ORDER BY u.id
"""


def pad(text, width):
    """Left-justify, counting Chinese characters as two columns."""
    return text + " " * (width - sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text))


def main(database):
    connection = psycopg2.connect(dbname=database)
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [ADDON])
        rows = cursor.fetchall()
        cursor.execute(PORTAL, [ADDON])
        customers = [(login, name, ["Customer, portal: " + company]) for login, name, [company] in cursor.fetchall()]
    connection.close()
    print("\n  Logins of the demo story (the password is the login):\n")
    print(f"    {pad('login', 20)} {pad('name', 24)} role")
    for login, name, groups in [*rows, *customers, ("admin", "Administrator", ["Odoo administrator"])]:
        if login != "admin" or groups == ["Odoo administrator"]:
            print(f"    {pad(login, 20)} {pad(name, 24)} {', '.join(groups)}")


if __name__ == "__main__":
    main(sys.argv[1])

"""The collection meeting became one kind of the department's meetings; the posts of the source come with the add-on."""

OLD, NEW = "sdw_collection_meeting", "sdw_sales_meeting"
#: Tables that name a model, and the column in which they do.
NAMED = [
    ("ir_model", "model"),
    ("ir_model_fields", "model"),
    ("ir_model_fields", "relation"),
    ("ir_attachment", "res_model"),
    ("mail_activity", "res_model"),
    ("mail_followers", "res_model"),
    ("mail_message", "model"),
]
#: A meeting had a day; it has a moment now: nine in the morning in China.
CHANGES = f"""
    ALTER TABLE {OLD} RENAME TO {NEW};
    ALTER SEQUENCE {OLD}_id_seq RENAME TO {NEW}_id_seq;
    ALTER TABLE {NEW} ALTER COLUMN date TYPE timestamp USING date + time '01:00';
    ALTER TABLE {NEW} RENAME COLUMN closed_on TO approved_on;
    ALTER TABLE {NEW} ADD COLUMN kind varchar NOT NULL DEFAULT 'collection', ADD COLUMN user_id integer;
    ALTER TABLE {NEW} ALTER COLUMN kind DROP DEFAULT;
    UPDATE {NEW} SET user_id = chair_id, state = CASE state WHEN 'closed' THEN 'approved' ELSE state END;
    ALTER TABLE res_users_{OLD}_rel RENAME TO res_users_{NEW}_rel;
    ALTER TABLE res_users_{NEW}_rel RENAME COLUMN {OLD}_id TO {NEW}_id;
    ALTER TABLE ir_attachment_{OLD}_rel RENAME TO ir_attachment_{NEW}_rel;
    ALTER TABLE ir_attachment_{NEW}_rel RENAME COLUMN {OLD}_id TO {NEW}_id;
    UPDATE ir_model_data SET name = replace(name, '{OLD}__', '{NEW}__')
     WHERE module = 'sales_dept_workflow' AND name LIKE 'field_{OLD}\\_\\_%';
    UPDATE ir_model_data SET name = 'model_{NEW}' WHERE module = 'sales_dept_workflow' AND name = 'model_{OLD}';
"""
#: The codes that the add-on brings; a position that has one of them already is the one meant.
POSITIONS = (
    "vice_president", "director", "regional_manager", "account_manager", "sales_representative", "consultant",
    "eoffice_manager", "eoffice_representative", "sales_assistant", "telesales",
)  # fmt: skip


def migrate(cr, version):
    move_meetings(cr)
    adopt_positions(cr)


def move_meetings(cr):
    """Keep every meeting with its people, papers and messages under the new name."""
    cr.execute("SELECT to_regclass(%s), to_regclass(%s)", (OLD, NEW))
    old, new = cr.fetchone()
    if not old or new:
        return
    cr.execute(CHANGES)
    names = (NEW.replace("_", "."), OLD.replace("_", "."))
    for table, column in NAMED:
        cr.execute(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", names)


def adopt_positions(cr):
    cr.execute(
        """DELETE FROM ir_model_data WHERE module = 'sales_dept_workflow' AND model = 'sdw.position'
              AND res_id IN (SELECT id FROM sdw_position WHERE code IN %s)""",
        (POSITIONS,),
    )
    cr.execute(
        """INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
           SELECT 'sales_dept_workflow', 'position_' || code, 'sdw.position', id, TRUE
             FROM sdw_position WHERE code IN %s""",
        (POSITIONS,),
    )

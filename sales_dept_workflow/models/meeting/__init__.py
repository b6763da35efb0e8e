from importlib.util import find_spec

from . import codes
from . import calendar_event
from . import task_mixin
from . import res_company
from . import res_config_settings
from . import meeting_template
from . import sales_meeting
from . import sales_meeting_calendar
from . import sales_meeting_steps
from . import sales_meeting_minutes
from . import sales_meeting_agenda
from . import sales_meeting_cron
from . import sales_meeting_visits
from . import meeting_report
from . import meeting_point
from . import success_case

# Their models are another folder's; a meeting without visits does without.
if find_spec("..visit", __package__):
    from . import sales_meeting_plans

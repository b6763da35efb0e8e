from . import codes
from . import complaint
from . import complaint_steps
from . import complaint_report
from . import complaint_line
from . import sale_order
from . import sale_order_timeline
from . import arrival_followup

from . import arrival_call_wizard
from . import reason_wizard

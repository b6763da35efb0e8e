from . import reason_wizard
from . import dunning_wizard
from . import sign_wizard

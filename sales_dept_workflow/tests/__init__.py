from . import test_audit
from . import test_gate
from . import test_roles
from . import test_credit_checks
from . import test_credit_terms
from . import test_credit_exposure
from . import test_ship_gate
from . import test_arrival_followup

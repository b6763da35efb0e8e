from . import test_audit
from . import test_gate
from . import test_roles

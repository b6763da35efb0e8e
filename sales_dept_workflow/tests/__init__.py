from . import test_approval
from . import test_audit
from . import test_customer_doors
from . import test_gate
from . import test_roles
from . import test_collection_hold
from . import test_collection_join
from . import test_collection_sweep

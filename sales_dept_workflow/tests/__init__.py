from . import test_gate
from . import test_pricing_uplift
from . import test_pricing_honest
from . import test_pricing_invoice
from . import test_pricing_portal
from . import test_territory

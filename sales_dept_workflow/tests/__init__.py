from . import test_gate
from . import test_pricing_uplift
from . import test_pricing_honest

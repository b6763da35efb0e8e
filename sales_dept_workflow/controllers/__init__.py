from . import portal
from . import portal_agreement
from . import portal_complaint
from . import portal_contract
from . import portal_freight
from . import portal_delivery
from . import xlsx
from . import portal_satisfaction

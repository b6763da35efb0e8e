from . import archive_wizard
from . import arrival_call_wizard
from . import contract_sign_wizard
from . import reason_wizard
from . import dunning_wizard
from . import pause_wizard
from . import sign_wizard
from . import tender_wizard
from . import counter_offer_line
from . import counter_offer_wizard
<<<<<<< HEAD
from . import supply_wizard
=======
from . import freight_told_wizard
from . import freight_objection_wizard
>>>>>>> freight

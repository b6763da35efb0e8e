from . import common
from . import settings
from . import analysis  # before the processes: each adds its own steps and columns
from . import territory
from . import lead  # before what finds customers again by the same keys
from . import tender
from . import negotiation
from . import pricing
from . import credit
from . import delivery
from . import arrival
from . import meeting  # before the processes that put something on its agenda
from . import complaint
from . import collection
from . import customer
from . import visit

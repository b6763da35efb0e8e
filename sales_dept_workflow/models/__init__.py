from . import common
from . import settings
from . import territory
from . import pricing
from . import credit
from . import delivery
from . import arrival
from . import collection

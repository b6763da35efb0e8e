from . import story
from . import people
from . import market
from . import orders
from . import negotiation
from . import collection

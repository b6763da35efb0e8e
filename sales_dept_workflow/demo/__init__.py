from . import story
from . import people
from . import market
from . import orders
from . import collection
from . import contract

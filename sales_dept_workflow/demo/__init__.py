from . import story
from . import people
from . import market
from . import inquiries
from . import orders
from . import collection
from . import pricing
from . import tenders

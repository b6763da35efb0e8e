from . import arrival_followup
from . import arrival_call
from . import stock_move
from . import stock_picking
from . import sale_order
from . import delivery_analysis
from . import process_analysis
from . import workbook_deliveries

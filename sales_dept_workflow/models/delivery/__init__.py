from . import sale_order
from . import stock_picking
from . import stock_picking_goods
from . import stock_move

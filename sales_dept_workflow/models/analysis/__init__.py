from . import sales_analysis
from . import delivery_analysis
from . import process_analysis
from . import workbook
from . import workbook_deliveries
from . import workbook_job

from . import book, table

from . import binder, section

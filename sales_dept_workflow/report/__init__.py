from . import dossier, xlsx

"""Records from files: the nine kinds of ``docs/imports.md``, loaded whole or not at all."""

from db.imports.errors import RefusedError
from db.imports.kinds import KINDS
from db.imports.load import Progress, Report, load

__all__ = ["KINDS", "Progress", "RefusedError", "Report", "load"]

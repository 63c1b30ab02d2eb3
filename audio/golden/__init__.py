"""A corpus of values and how they are said and written, for anybody who speaks Chinese by machine.

``README.md`` beside this explains its fields and rules. ``python -m audio.golden`` compares it with
what the line says now; ``--write`` makes it anew.
"""

from audio.golden.corpus import PATH, Entry, differences, load, renewed, written_out

__all__ = ["PATH", "Entry", "differences", "load", "renewed", "written_out"]

"""A gallery of broken flows, each with the exact sentence it is refused with.

Every picture is the sound little line of ``sound`` with one thing wrong. ``shapes``, ``ways`` and
``speeches`` hang in the order of ``flows.check``.
"""

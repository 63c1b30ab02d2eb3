"""Why a file is not loaded at all."""


class RefusedError(Exception):
    """A file, or a load, that cannot go on; ``str()`` is a sentence for the operator.

    It says what to do and quotes nothing from the rows of the file.
    """

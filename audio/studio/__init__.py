"""The recording studio: where what the line plays is made, checked and handed to a speaker.

``lines`` knows what is to be recorded. ``script`` writes it down for a person to read, ``intake``
takes in what they recorded; ``render`` lets a studio voice read (``kokoro``). ``faults`` finds
what is missing, stale or badly recorded, and ``ears`` listens to whole utterances as a caller hears
them. ``export`` writes the files for other telephone systems.

The running line imports nothing of this; what it needs beyond the line is in
``requirements-studio.txt``. Models are fetched once, by name, version and hash (``models``), and
kept outside the repository.
"""

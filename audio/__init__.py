"""Speech: what the line says, in words, in every language.

Phrases are named sentences with typed slots (``audio.phrases``); values such as money and dates
become words here and nowhere else (``audio.values``, ``audio.languages``), so that a recording, a
synthetic voice and a text message all say the same. Digits are never left to a voice.

Nothing here knows of calls, records or the carrier.
"""

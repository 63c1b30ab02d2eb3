"""Recorded speech on the telephone: what is played, under which URL, and who may fetch it.

An utterance all of whose stretches are recorded (``audio.recordings``) is played; any other is
spoken by the carrier's voice, so that nothing is ever silent. What is played is one WAVE file an
utterance, G.711 µ-law, with its words inside.

- ``voices``  decides which of the two it is, and makes the file
- ``speech``  what of one answer is played to one caller alone, kept with the call
- ``routes``  the door at which carriers fetch what they play

**What everybody may hear** is under a URL that never changes its meaning, and caches may keep it
for ever: ``/audio/<language>/<phrase>/<version>.wav``, a menu's with its key:
``/audio/zh-CN/welcome.for_account/key=1/<version>.wav``. The version is a hash of words and sound.

**What tells something of a caller** is under ``/audio/said/<ref>/<nonce>/<n>.wav``: our own name of
the call, a number nobody can guess, and which of the answer's sentences. It lives until the call
goes on or ends, at most ten minutes, and is never kept by a cache. No URL holds a value of a
record.

Carriers fetch media without signing, so this door is open; the nonce is the key.
"""

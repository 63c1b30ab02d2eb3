"""Recordings at a carrier's account: Twilio's API, and what is compatible.

The carrier tells where a recording is when it has made it. Nothing is fetched that is not on the
account's own host and below its own recordings, whatever the address says: else whoever could
write an address could have the line ask for anything, with its password.
https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import requests

from ivr.texting.sender import NotDoneError, PermanentError, TemporaryError

ANSWER_SECONDS = 10.0
"""Of silence; a worker's lease is longer than what a recording takes."""
MOST_BYTES = 8 * 1024 * 1024
"""Two minutes of 16-bit sound at 8 kHz are two megabytes."""
PIECE = 64 * 1024
SOUNDS = frozenset({"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"})
_RECORDING = re.compile(r"/Recordings/[A-Za-z0-9_-]{8,64}$")


class AccountRecordings:
    """The recordings of an account at ``api_url``."""

    def __init__(self, api_url: str, account: str, token: str) -> None:
        self._base = urlsplit(api_url)
        self._account = account
        self._auth = (account, token)

    def fetch(self, url: str) -> bytes:
        """The sound as WAV (``ivr.work.fetch``)."""
        asked = f"{self._own(url)}.wav"
        try:
            with requests.get(
                asked, auth=self._auth, timeout=ANSWER_SECONDS, stream=True, allow_redirects=False
            ) as answer:
                return self._read(answer)
        except requests.RequestException as error:
            raise _unreachable(error) from None

    def delete(self, url: str) -> None:
        """Delete it (``ivr.work.fetch``)."""
        asked = f"{self._own(url)}.json"
        try:
            answer = requests.delete(
                asked, auth=self._auth, timeout=ANSWER_SECONDS, allow_redirects=False
            )
        except requests.RequestException as error:
            raise _unreachable(error) from None
        if answer.status_code not in (200, 204, 404):
            raise TemporaryError(f"carrier-{answer.status_code}")

    def _own(self, url: str) -> str:
        """``url`` without an ending, if it is of this account."""
        parts = urlsplit(url)
        path = parts.path.removesuffix(".json").removesuffix(".wav").removesuffix(".mp3")
        here = (parts.scheme, parts.netloc) == (self._base.scheme, self._base.netloc)
        mine = path.startswith(f"{self._base.path}/2010-04-01/Accounts/{self._account}/")
        if not here or not mine or ".." in path or not _RECORDING.search(path):
            raise PermanentError("not-the-carrier")
        return f"{parts.scheme}://{parts.netloc}{path}"

    @staticmethod
    def _read(answer: requests.Response) -> bytes:
        if answer.status_code != 200:
            # It may not be there yet: the call has hardly ended.
            raise TemporaryError(f"carrier-{answer.status_code}")
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind not in SOUNDS:
            raise PermanentError("not-a-sound")
        sound = bytearray()
        for piece in answer.iter_content(PIECE):
            sound += piece
            if len(sound) > MOST_BYTES:
                raise PermanentError("too-large")
        if sound[:4] != b"RIFF" or sound[8:12] != b"WAVE":
            raise PermanentError("not-a-sound")
        return bytes(sound)


def _unreachable(error: requests.RequestException) -> NotDoneError:
    late = isinstance(error, requests.Timeout)
    return TemporaryError("carrier-timeout" if late else "carrier-unreachable")

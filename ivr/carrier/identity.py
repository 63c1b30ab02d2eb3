"""Names that a carrier gives: of calls, legs, requests and recordings."""

import hashlib
import uuid

from ivr.carrier.profiles import Profile


class Names:
    """Fresh names, the same in every replay of a call whose call_sid is given."""

    def __init__(self, seed: str | None, profile: Profile) -> None:
        self._seed = seed or uuid.uuid4().hex
        self._profile = profile
        self._count = 0

    def new(self, prefix: str) -> str:
        """`prefix` and 32 hexadecimal digits."""
        self._count += 1
        digest = hashlib.sha256(f"{self._seed}/{self._count}".encode()).hexdigest()
        return prefix + digest[:32]

    def new_call(self) -> str:
        """A CallSid in the shape of the engine."""
        shape = self._profile.call_sid_shape
        if shape == "twilio":
            return self.new("CA")
        digest = self.new("")
        return f"v2:{digest}" if shape == "v2" else str(uuid.UUID(digest))


def recording_url(account_sid: str, sid: str) -> str:
    """Where a recording can be had, or could if this carrier kept sound."""
    account = f"/2010-04-01/Accounts/{account_sid}"
    return f"https://recordings.carrier.invalid{account}/Recordings/{sid}"

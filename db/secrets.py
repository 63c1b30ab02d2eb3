"""The keys outside the database: encryption, blind indexes, pepper, audit.

``HOTLINE_KEYS`` holds one or more keys, newest first. Everything new is made with the newest;
everything old stays readable while its key is in the list. Each purpose has a subkey of its own
(HKDF-SHA256, RFC 5869), so that no use of a key weakens another.

Two conventions, kept by every table: the *context* of an encrypted value is ``table.column``, so
that a value moved to another column does not decrypt; the *kind* of a blind index is one of
``ID_NUMBER``, ``PHONE`` and ``CARD_NUMBER``, whichever table the index stands in, so that a calling
number can be compared with a registered mobile.

An encrypted value is: 1 byte version, 1 byte length of the key id, the key id, 12 bytes nonce,
ciphertext with its 16 bytes tag (AES-256-GCM, NIST SP 800-38D).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ID_NUMBER = "id-number"
PHONE = "phone"
CARD_NUMBER = "card-number"

INDEX_BYTES = 16
_VERSION = 1
_NONCE_BYTES = 12
_KEY_BYTES = 32
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_CURE = "make one with: flask keys new"


class SecretsError(Exception):
    """A stored value cannot be decrypted. The sentence names the key, never the value."""


class Keyring:
    """The keys of the line, newest first. Immutable; safe to share between threads."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise ValueError(f"HOTLINE_KEYS holds no key: {_CURE}")
        self._keys = dict(keys)
        self._ciphers = {i: AESGCM(_subkey(key, "encrypt")) for i, key in self._keys.items()}
        self._subkeys: dict[tuple[str, str], bytes] = {}
        self._prefix = _header(self.newest)

    @classmethod
    def parse(cls, text: str) -> Keyring:
        """Read ``id:base64url(32 bytes)``, comma separated, newest first.

        Raises ``ValueError`` with a sentence that says which entry is wrong and how to make a
        right one; it never quotes an entry.
        """
        keys: dict[str, bytes] = {}
        for place, entry in enumerate(filter(None, map(str.strip, text.split(","))), start=1):
            key_id, colon, encoded = entry.partition(":")
            if not colon or not _KEY_ID.fullmatch(key_id):
                raise ValueError(
                    f"HOTLINE_KEYS entry {place} must read id:key, the id of at most 16 letters, "
                    f"digits, - or _: {_CURE}"
                )
            key = _decode(encoded)
            if key is None or len(key) != _KEY_BYTES:
                raise ValueError(
                    f"HOTLINE_KEYS entry {place} must hold 32 bytes in base64url: {_CURE}"
                )
            if key_id in keys:
                raise ValueError(f"HOTLINE_KEYS holds the id {key_id} twice: {_CURE}")
            keys[key_id] = key
        return cls(keys)

    @staticmethod
    def new_entry() -> str:
        """A fresh entry for ``HOTLINE_KEYS``, to be put in front of the others."""
        key = base64.urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode().rstrip("=")
        return f"k{secrets.token_hex(4)}:{key}"

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self._keys)})"

    @property
    def newest(self) -> str:
        """The id of the key with which new values are made."""
        return next(iter(self._keys))

    @property
    def prefix(self) -> bytes:
        """What values encrypted with the newest key begin with."""
        return self._prefix

    @property
    def ids(self) -> tuple[str, ...]:
        """Every key id, newest first."""
        return tuple(self._keys)

    def encrypt(self, value: str | bytes, context: str) -> bytes:
        """Encrypt with the newest key. ``context`` is ``table.column``."""
        plain = value.encode() if isinstance(value, str) else value
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self.newest].encrypt(nonce, plain, context.encode())
        return self._prefix + nonce + sealed

    def decrypt(self, blob: bytes, context: str) -> bytes:
        """The value that was encrypted for ``context``.

        Raises ``SecretsError`` when the key is not in the list, or the value was changed or
        belongs to another column.
        """
        key_id = key_id_of(blob)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise SecretsError(
                f"a value of {context} is encrypted with the key {key_id}, which HOTLINE_KEYS "
                "does not hold: put it back at the end of the list"
            )
        start = 2 + len(key_id)
        nonce, sealed = blob[start : start + _NONCE_BYTES], blob[start + _NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, sealed, context.encode())
        except (InvalidTag, ValueError):
            raise SecretsError(
                f"a value of {context} does not decrypt with the key {key_id}: it was changed, "
                "or it belongs to another column"
            ) from None

    def decrypt_text(self, blob: bytes, context: str) -> str:
        """``decrypt`` for text."""
        return self.decrypt(blob, context).decode()

    def index(self, kind: str, value: str) -> bytes:
        """The blind index of a value with the newest key: 16 bytes, the same every time."""
        return self._index(self.newest, kind, value)

    def indexes(self, kind: str, value: str) -> list[bytes]:
        """The blind index with every key, newest first: where an older row may stand."""
        return [self._index(key_id, kind, value) for key_id in self._keys]

    def pepper(self, key_id: str) -> bytes:
        """The 32-byte key over which PINs are hashed. ``KeyError`` for an unknown key."""
        return self._subkey_of(key_id, "pepper")

    def audit_key(self, key_id: str | None = None) -> bytes:
        """The 32-byte key of the audit chain, of the newest key unless another is named."""
        return self._subkey_of(key_id or self.newest, "audit")

    def cookie_keys(self) -> list[bytes]:
        """The 32-byte keys with which cookies of the desk are signed, newest first."""
        return [self._subkey_of(key_id, "cookie") for key_id in self._keys]

    def _index(self, key_id: str, kind: str, value: str) -> bytes:
        key = self._subkey_of(key_id, f"index:{kind}")
        return hmac.digest(key, value.encode(), "sha256")[:INDEX_BYTES]

    def _subkey_of(self, key_id: str, purpose: str) -> bytes:
        known = self._subkeys.get((key_id, purpose))
        if known is None:
            known = self._subkeys[key_id, purpose] = _subkey(self._keys[key_id], purpose)
        return known


def key_id_of(blob: bytes) -> str:
    """The id of the key an encrypted value was made with; ``SecretsError`` if it is none."""
    if len(blob) < 2 or blob[0] != _VERSION or len(blob) < 2 + blob[1] + _NONCE_BYTES:
        raise SecretsError("a stored value is not an encrypted one, or of an unknown version")
    return blob[2 : 2 + blob[1]].decode("ascii", "replace")


def _header(key_id: str) -> bytes:
    return bytes((_VERSION, len(key_id))) + key_id.encode()


def _subkey(key: bytes, purpose: str) -> bytes:
    info = f"hotline {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(key)


def _decode(encoded: str) -> bytes | None:
    padded = encoded + "=" * (-len(encoded) % 4)
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None

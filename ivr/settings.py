"""The settings of the line, from the environment or ``.env``; a wrong one stops the start."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from db.engine import normal_url
from db.secrets import Keyring

ROOT = Path(__file__).parent.parent


_BASE = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?(?:/[\w./~-]*)?")
"""No user, query or fragment: it is the beginning of every URL the carrier is given."""
_NUMBER = re.compile(r"\+[1-9][0-9]{4,14}")
_KEY_SID = re.compile(r"SK[0-9a-fA-F]{32}")
_SENDER = re.compile(rf"{_NUMBER.pattern}|MG[0-9a-fA-F]{{32}}|[0-9]{{3,8}}")
"""A number in E.164, a messaging service, or a short code."""


class SettingsError(Exception):
    """A setting that cannot be used. The text names it and the cure, never its value."""


class Settings(BaseSettings):
    """Every setting; ``.env.example`` lists them with what they mean."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    database_url: Annotated[str, Field(repr=False)] = ""
    public_base_url: str = ""
    twilio_account_sid: str = ""
    twilio_auth_token: Annotated[tuple[str, ...], NoDecode, Field(repr=False)] = ()
    twilio_api_url: str = "https://api.twilio.com"
    twilio_api_key_sid: str = ""
    twilio_api_key_secret: Annotated[str, Field(repr=False)] = ""
    text_from: str = ""
    call_from: str = ""
    hotline_keys: Annotated[str, Field(repr=False)] = ""
    hotline_city: Path = ROOT / "cities" / "demo.toml"
    hotline_demo: bool = True
    hotline_carrier: Literal["twilio", "signalwire", "telnyx", "somleng"] = "twilio"
    hotline_phone: bool | None = None
    hotline_map: bool | None = None
    hotline_desk: bool | None = None
    hotline_instance: Path = ROOT / "instance"
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    web_workers: Annotated[int, Field(ge=1, le=64)] = 2
    web_threads: Annotated[int, Field(ge=2, le=64)] = 8
    pin_memory_kib: Annotated[int, Field(ge=8)] = 19456
    pin_rounds: Annotated[int, Field(ge=1, le=20)] = 2

    @field_validator("twilio_auth_token", mode="before")
    @classmethod
    def _several(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(token.strip() for token in value.split(",") if token.strip())
        return value

    @field_validator("hotline_phone", "hotline_map", "hotline_desk", mode="before")
    @classmethod
    def _unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("text_from")
    @classmethod
    def _a_sender(cls, value: str) -> str:
        if value and not _SENDER.fullmatch(value):
            raise ValueError("write a number like +8613800000000, or a messaging service's MG...")
        return value

    @field_validator("call_from")
    @classmethod
    def _a_number(cls, value: str) -> str:
        if value and not _NUMBER.fullmatch(value):
            raise ValueError("write a number of the account like +8613800000000")
        return value

    @field_validator("twilio_api_key_sid")
    @classmethod
    def _a_key(cls, value: str) -> str:
        if value and not _KEY_SID.fullmatch(value):
            raise ValueError("write the SID of an API key, SK and 32 letters and digits")
        return value

    @field_validator("twilio_api_url")
    @classmethod
    def _bare_api(cls, value: str) -> str:
        if not _BASE.fullmatch(value) or not _port_is_possible(value):
            raise ValueError("write it like https://api.twilio.com, without what comes after")
        return value.rstrip("/")

    @field_validator("public_base_url")
    @classmethod
    def _bare_base(cls, value: str) -> str:
        if not value:
            return value
        if not _BASE.fullmatch(value) or not _port_is_possible(value):
            raise ValueError("write it like https://line.example.org, as the carrier sees it")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value:
            normal_url(value)
        return value

    @field_validator("hotline_keys")
    @classmethod
    def _whole_keys(cls, value: str) -> str:
        if value:
            Keyring.parse(value)
        return value

    @model_validator(mode="after")
    def _defaults(self) -> Settings:
        if not self.public_base_url:
            self.public_base_url = f"http://{self.host}:{self.port}"
        if not self.database_url:
            self.database_url = f"sqlite:///{self.hotline_instance / 'hotline.db'}"
        return self

    @property
    def phone(self) -> bool:
        """Whether the telephone in the browser is served: in the demo, or when switched on."""
        return self.hotline_demo if self.hotline_phone is None else self.hotline_phone

    @property
    def map(self) -> bool:
        """Whether the call map is served: in the demo, or when switched on."""
        return self.hotline_demo if self.hotline_map is None else self.hotline_map

    @property
    def desk(self) -> bool:
        """Whether the desk is served: in the demo, or when switched on."""
        return self.hotline_demo if self.hotline_desk is None else self.hotline_desk

    @classmethod
    def read(cls, **overrides: object) -> Settings:
        """The settings as they are now. Raises ``SettingsError`` naming every wrong one."""
        try:
            return cls(**overrides)  # type: ignore[arg-type]
        except ValidationError as error:
            wrong = [
                _sentence(
                    "_".join(str(part) for part in e["loc"][:1]).upper() or "settings",
                    e["msg"].removeprefix("Value error, "),
                )
                for e in error.errors(include_input=False, include_url=False)
            ]
            raise SettingsError("; ".join(wrong)) from None

    def keyring(self) -> Keyring:
        """The keys; in the demo they are made on the first start and kept in ``instance/``."""
        if self.hotline_keys:
            return Keyring.parse(self.hotline_keys)
        if not self.hotline_demo:
            raise SettingsError("HOTLINE_KEYS: not set; make one with: flask keys new")
        return Keyring.parse(_kept(self.hotline_instance / "keys", Keyring.new_entry))

    def built_in_secret(self) -> str:
        """The secret with which our own carrier signs; made on the first start."""
        return _kept(self.hotline_instance / "carrier.secret", lambda: secrets.token_hex(16))


def _sentence(name: str, said: str) -> str:
    return said if said.startswith(name) else f"{name}: {said}"


def _port_is_possible(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _kept(path: Path, make: object) -> str:
    """A secret in a file only its owner can read; made once, also when two start together."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(make())  # type: ignore[operator]
        try:
            # A link is made whole or not at all, and never over one that is there.
            path.hardlink_to(draft)
        except FileExistsError:
            # The other process was first; its secret is the one to use.
            return path.read_text("utf-8").strip()
        finally:
            draft.unlink()
    return path.read_text("utf-8").strip()

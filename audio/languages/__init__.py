"""The languages of the line: every module of this folder is one, found by being here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from audio.language import Language


def _found() -> dict[str, Language]:
    languages = {}
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        language: Language = import_module(f"{__name__}.{module.name}").LANGUAGE
        languages[language.code] = language
    return languages


LANGUAGES: Mapping[str, Language] = MappingProxyType(_found())
"""By code (``zh-CN``)."""

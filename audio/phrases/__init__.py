"""What the line says: every sentence by name, in every language.

``<language>/<file>.toml`` beside this module holds them, a file for each part of the conversation::

    # zh-CN/account.toml
    balance = "截至{as_of:date}，您的医保个人账户余额是{amount:money}。"

is the phrase ``account.balance``; a table ``[menu]`` in the file makes ``account.menu.…``. A slot
is ``{name:kind}``; the kinds are those of ``audio.values`` and ``term``, the name of a phrase that
starts with ``term.`` (``term.employee-medical``).
"""

from audio.phrases.book import PhraseBook, PhraseUnknown, Piece, SlotRefused

__all__ = ["PhraseBook", "PhraseUnknown", "Piece", "SlotRefused"]

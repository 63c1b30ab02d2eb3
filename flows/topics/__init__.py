"""Rules and how-to: what the line explains, kept as files that an agency writes itself.

``cities/topics/<name>/<date of the version>.toml``: older versions stay beside the newest, and the
newest that is in force is the one that is told. See docs/topics.md.

- ``version``: one file, and what may be wrong with it;
- ``shelf``: all of them, and which are told on a day.
"""

from flows.topics.shelf import Topics
from flows.topics.version import FIELDS, TopicError, Version

__all__ = ["FIELDS", "TopicError", "Topics", "Version"]

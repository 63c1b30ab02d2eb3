"""The demo city: invented people in a place that cannot be, to call the line as."""

from db.demo.fill import NotADemoError, fill
from db.demo.showcase import Showcase, ShowcasePerson, showcase

__all__ = ["NotADemoError", "Showcase", "ShowcasePerson", "fill", "showcase"]

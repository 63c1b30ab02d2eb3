"""What a city decides about its line: one file, checked when the line starts.

- ``profile``: the whole file, and what follows from it;
- ``entries``: its tables;
- ``hours``: times of day, and when a person answers;
- ``years``: public holidays and make-up workdays, by the file or by a library.
"""

from flows.city.hours import Day
from flows.city.profile import City, CityError

__all__ = ["City", "CityError", "Day"]

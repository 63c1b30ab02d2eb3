"""The desk's door: signing in and out, sessions, roles, headers, and one's own account.

What a page needs of it is here: ``@needs(Role.AGENT)`` above every view, ``current_staff()`` in it.
"""

from db.staff import Role, StaffMember
from ivr.desk.door.headers import also_allow
from ivr.desk.door.parts import Desk, desk, now
from ivr.desk.door.roles import current_staff, may, needs, public

__all__ = [
    "Desk",
    "Role",
    "StaffMember",
    "also_allow",
    "current_staff",
    "desk",
    "may",
    "needs",
    "now",
    "public",
]

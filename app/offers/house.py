"""The places that belong to no room: Today, the trail, the settings, and what the pages of the house are called."""

from collections.abc import Mapping

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.offers.places import Group, Place, Topic

HOUSE_PLACES: tuple[Place, ...] = (
    Place(
        key="today",
        label=N_("Today"),
        endpoint="today.show_today",
        icon="today",
        permission=Permission.TODAY_READ,
        group=Group.FIRST,
        order=10,
        phone=dict.fromkeys(Role, 10),
    ),
    Place(
        key="settings",
        label=N_("Settings"),
        endpoint="settings.show_settings",
        icon="settings",
        permission=Permission.SETTINGS_READ,
        group=Group.RUN,
        order=20,
        phone={Role.TECHNICIAN: 30},
    ),
    Place(
        key="audit",
        label=N_("Audit trail"),
        endpoint="audit.show_trail",
        icon="audit",
        permission=Permission.AUDIT_READ,
        group=Group.RUN,
        order=30,
        phone={Role.TECHNICIAN: 40, Role.AUDITOR: 20},
    ),
)

HOUSE_TOPICS: Mapping[str, Topic] = {
    "account": Topic(N_("Your account")),
    "audit": Topic(N_("Audit trail")),
    "seen_by": Topic(N_("Who saw this child"), within="audit"),
    "search": Topic(N_("Find"), within="children"),
    "settings": Topic(N_("Settings")),
    "today": Topic(N_("Today")),
}

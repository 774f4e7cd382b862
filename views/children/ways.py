"""What a reader may do from a child's page, without what they have no right to do and what does not exist yet."""

from dataclasses import dataclass, field
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from app.child_page.page import ChildPage


@dataclass(frozen=True)
class Action:
    """One thing to do: words, an icon's name, and where it leads."""

    label: str
    icon: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address it leads to."""
        return url_for(self.endpoint, **self.values)


def actions_of(page: ChildPage) -> list[Action]:
    """Return what this reader may do, most likely first. Changing the details stands beside them."""
    rights, child = page.rights, {"child_id": page.id}
    offered = []
    if page.road is not None:
        case = page.road.case
        words = _("Go to case %(code)s", code=case.code)
        offered.append(Action(words, "cases", "cases.show_case", {"case_id": case.id}))
    if rights.opens_case:
        offered.append(Action(_("Open a case…"), "cases", "cases.open_case", {"child": page.id}))
    if rights.posts_concern:
        offered.append(Action(_("Raise a concern"), "concerns", "concerns.post_concern", {"child": page.id}))
    if rights.reads_screenings:
        offered.append(Action(_("Screenings"), "note", "screening.list_screenings", child))
    if rights.reads_emergency:
        offered.append(Action(_("Emergency sheet"), "lock", "emergency.show_sheet", child))
    return [action for action in offered if action.endpoint in current_app.view_functions]

"""A child's contact rule, as every page on which the child is picked, met or called says it in full."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ContactRule:
    """How and when to make contact and how never to; who set that and when, where a page says so.

    If it `is_refused`, it does not open or was changed outside Wayhome, and nobody knows whether there is one: then
    nobody makes contact before they have asked.
    """

    how: str = ""
    never: str = ""
    set_by: str = ""
    set_at: datetime | None = None
    is_refused: bool = False


REFUSED = ContactRule(is_refused=True)

"""Gathers from every room what a colleague holds, gives it to others, and closes the account, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.foundation.errors import NotAllowedNow
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.offers.holdings import Held
from app.rooms import ROOMS
from app.staff.circle_places import joined_circles, living_holders
from app.staff.closing import disable
from app.staff.members import account_in_charge_of
from app.unit_of_work import UnitOfWork


class NotHandedOver(NotAllowedNow):
    """Something could not be given to whom it was to go; `refused` has the reasons by what it is about."""

    def __init__(self, refused: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(*dict.fromkeys(reason for reasons in refused.values() for reason in reasons))
        self.refused = refused


@dataclass(frozen=True)
class CircleLeft:
    """A circle that somebody leaves, the name of its base if it has one, and how many others can open it then."""

    kind: CircleKind
    base_name: str
    others: int


@dataclass(frozen=True)
class Leaving:
    """Everything that somebody holds: what must or may be given to others, what stays, and their circles."""

    to_give: tuple[Held, ...]
    stays: tuple[Held, ...]
    circles: tuple[CircleLeft, ...]


def leaving_page(work: UnitOfWork, staff_id: UUID) -> Leaving:
    """Return what somebody holds, as far as the acting person, who is in charge of them, reads it.

    Raises NotVisible, Refused.
    """
    account_in_charge_of(work, staff_id)
    held = [item for room in ROOMS for item in room.held(work, staff_id)]
    return Leaving(
        to_give=tuple(item for item in held if item.takers or item.otherwise),
        stays=tuple(item for item in held if not item.takers and not item.otherwise),
        circles=tuple(_circles(work, staff_id)),
    )


def hand_over_and_close(work: UnitOfWork, staff_id: UUID, chosen: Mapping[str, UUID | None]) -> None:
    """Give everything to whom it was to go, then close the account. Either all of it is done, or none.

    `chosen` has the new person for each thing by its key, None for nobody. Raises as `disable` does, and
    NotHandedOver, also for what came up since the page was shown.
    """
    ways = {kind: way for room in ROOMS for kind, way in room.hand_over.items()}
    refused: dict[str, tuple[str, ...]] = {}
    for item in leaving_page(work, staff_id).to_give:
        to = chosen.get(item.key)
        try:
            if item.key not in chosen or (to is None and not item.otherwise):
                raise NotAllowedNow("nobody-chosen")
            ways[item.kind](work, item, to)
        except NotAllowedNow as refusal:
            refused[item.key] = refusal.reasons
    if refused:
        raise NotHandedOver(refused)
    disable(work, staff_id)


def _circles(work: UnitOfWork, staff_id: UUID) -> list[CircleLeft]:
    directory = directory_for(work)
    if staff_id not in directory.people:
        return []
    names = {base.id: base.name for base in directory.bases_by_name()}
    found = []
    for circle_id in joined_circles(directory, staff_id):
        circle = directory.circles[circle_id]
        others = set(living_holders(work, circle_id, circle.current_version)) - {staff_id}
        name = names.get(circle.base_id, "") if circle.base_id else ""
        found.append(CircleLeft(circle.kind, name, len(others)))
    return sorted(found, key=lambda one: (one.others, one.base_name, one.kind))

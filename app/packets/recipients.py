"""Who a packet goes to: units of the base's pack or units that were typed, each with a mark of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from app.bases.pack import BodyKind, Pack
from app.foundation.errors import NotAllowedNow
from app.foundation.text_cleaning import clean_text
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.packets.documents import PacketDraft, Recipient, RecipientUnit

MOST = 10
"""More copies than this is a mailing list."""

_KINDS: Mapping[BodyKind, SharedWith] = {
    BodyKind.POLICE: SharedWith.POLICE,
    BodyKind.PROSECUTOR: SharedWith.POLICE,
    BodyKind.COURT: SharedWith.POLICE,
    BodyKind.MINISTRY: SharedWith.SERVICE,
    BodyKind.SOCIAL_AFFAIRS: SharedWith.SERVICE,
    BodyKind.COMMITTEE: SharedWith.SERVICE,
    BodyKind.HEALTH: SharedWith.SERVICE,
    BodyKind.LEGAL_AID: SharedWith.SERVICE,
}


@dataclass(frozen=True)
class UnitInput:
    """A unit that is not in the pack, and which kind of recipient it is."""

    name: str
    kind: SharedWith = SharedWith.POLICE


def units_from(pack: Pack, body_ids: Sequence[str], typed: Sequence[UnitInput]) -> tuple[RecipientUnit, ...]:
    """Return the units chosen and typed, each once.

    Raises NotAllowedNow with `packet-unknown-body` or `packet-too-many-recipients`.
    """
    bodies = {body.id: body for body in pack.bodies}
    if not set(body_ids) <= bodies.keys():
        raise NotAllowedNow("packet-unknown-body")
    units = [
        RecipientUnit(
            bodies[body_id].label.in_locale("en"),
            bodies[body_id].label.in_locale("km"),
            body_id,
            _KINDS[bodies[body_id].kind],
        )
        for body_id in dict.fromkeys(body_ids)
    ]
    cleaned = [UnitInput(clean_text(unit.name), unit.kind) for unit in typed]
    units += [RecipientUnit(unit.name, kind=unit.kind) for unit in dict.fromkeys(cleaned) if unit.name]
    if len(units) > MOST:
        raise NotAllowedNow("packet-too-many-recipients")
    return tuple(units)


def with_units(draft: PacketDraft, units: Sequence[RecipientUnit]) -> PacketDraft:
    """Return the draft going to these units; who stays keeps the mark, and no mark is given twice.

    Marks are figures, so that nobody takes one for a worker's code.
    """
    marked = {one.unit: one for one in draft.recipients}
    given = draft.marks_given
    recipients = []
    for unit in units:
        if unit in marked:
            recipients.append(marked[unit])
            continue
        given += 1
        recipients.append(Recipient(uuid4(), f"{given:02d}", unit))
    return replace(draft, recipients=tuple(recipients), marks_given=given)

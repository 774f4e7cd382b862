"""Turns a draft into what leaves: only the kept fields."""

from dataclasses import replace

from app.packets.contents import PacketContents, contents_to_json
from app.packets.documents import PacketDraft, PacketSnapshot
from app.packets.fields import field_switches, withhold
from app.packets.grounds import PacketGround


def full_contents(draft: PacketDraft, ground: PacketGround) -> PacketContents:
    """Return everything the draft holds, with section 11 as it is today."""
    return replace(draft.contents, grounds=ground.grounds)


def kept_contents(draft: PacketDraft, ground: PacketGround) -> PacketContents:
    """Return only the kept fields. A switch whose field no longer exists has no effect."""
    full = full_contents(draft, ground)
    listed = {switch.key for switch in field_switches(full)}
    return withhold(full, listed & set(draft.withheld))


def freeze(draft: PacketDraft, ground: PacketGround) -> PacketSnapshot:
    """Return what a submission seals, without any approval yet."""
    return PacketSnapshot(
        contents=contents_to_json(kept_contents(draft, ground)),
        recipients=draft.recipients,
        writers=draft.writers,
        rests_on=ground.rests_on,
    )

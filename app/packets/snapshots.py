"""Turns a draft into what leaves: only the kept fields, masked where somebody masked them."""

from dataclasses import replace

from app.packets.contents import CONTENTS_FORMAT, PacketContents, contents_to_json
from app.packets.documents import PacketDraft, PacketSnapshot
from app.packets.fields import entry_keys, field_switches, withhold
from app.packets.grounds import PacketGround
from app.packets.headlines import with_headline
from app.packets.marks import masked, summarised, switched_off
from app.packets.mask_words import masked_names
from app.packets.passages import with_passages


def full_contents(draft: PacketDraft, ground: PacketGround) -> PacketContents:
    """Return everything the draft holds, with our summaries, and section 11 as it is today."""
    return summarised(replace(draft.contents, grounds=ground.grounds), draft.summaries)


def kept_contents(draft: PacketDraft, ground: PacketGround) -> PacketContents:
    """Return only the kept fields. A switch whose field no longer exists has no effect.

    A masked text that says something else since it was masked is withheld as a whole, and so is an entry whose record
    was not read yet.
    """
    full = full_contents(draft, ground)
    laid = masked(full, draft.masks)
    gone = {
        switch.key
        for switch in field_switches(full)
        if switch.key in switched_off(draft, full) or switch.key in laid.outdated
    }
    for key, entry in zip(entry_keys(full), full.chronology, strict=True):
        if not entry.text or f"{key}.text" in laid.outdated:
            gone.add(key)
    kept = withhold(laid.contents, gone)
    kept = replace(
        kept, masked=tuple(sorted(key for key in laid.fields - gone if key.rsplit(".", 1)[0] not in gone))
    )
    return with_passages(with_headline(kept, draft.headline), draft.passages, masked_names(draft))


def freeze(draft: PacketDraft, ground: PacketGround) -> PacketSnapshot:
    """Return what a submission seals, without any approval yet."""
    kept = replace(kept_contents(draft, ground), contents_format=CONTENTS_FORMAT)
    return PacketSnapshot(
        contents=contents_to_json(kept),
        recipients=draft.recipients,
        writers=draft.writers,
        rests_on=ground.rests_on,
    )

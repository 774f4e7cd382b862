"""Whoever decides reads of every mask and of everything withheld, by the numbers that are printed."""

from dataclasses import replace

from app.packets.comparing import differences
from app.packets.contents import PacketContents
from app.packets.documents import PacketDraft
from app.packets.left_out import masked_of, withheld_of
from app.packets.marks import with_mask, with_summary
from app.packets.snapshots import full_contents, kept_contents
from tests.app.packets.packet_records import GROUND, account, draft_of, records

FIRST = account(12, "He waited by the gate", place="Pier")
SECOND = account(11, "Dara bought noodles", involved="Dara and a man", place="Market")
FIRST_KEY, KEY = (f"chronology.{one.record.hex}" for one in (FIRST, SECOND) if one.record)


def masked_draft() -> PacketDraft:
    """Return a draft of which the first entry does not leave, and a name is taken out of the second."""
    draft = with_summary(draft_of(records(FIRST, SECOND)), KEY, "Dara and a man, at the market")
    return replace(with_mask(draft, KEY, ["Dara"]), withheld=(FIRST_KEY, f"{KEY}.place"))


def both(draft: PacketDraft) -> tuple[PacketContents, PacketContents]:
    """Return all that a draft holds, and what leaves of it."""
    return full_contents(draft, GROUND), kept_contents(draft, GROUND)


def test_a_mask_is_listed_under_the_number_that_is_printed_and_in_a_summary_too() -> None:
    found = masked_of(*both(masked_draft()))

    assert {(one.item, one.label, one.shown, one.source) for one in found} == {
        ("1", "What happened", "[…] bought noodles", "Dara bought noodles"),
        ("1", "Who was involved", "[…] and a man", "Dara and a man"),
        (
            "1",
            "Summary by the organisation",
            "[…] and a man, at the market",
            "Dara and a man, at the market",
        ),
    }


def test_what_is_withheld_of_a_printed_entry_is_listed_under_its_number() -> None:
    found = [one for one in withheld_of(*both(masked_draft())) if one.section.value == "chronology"]

    assert [(one.item, one.label) for one in found] == [(None, "This entry, everything"), ("1", "Place")]


def test_what_changed_in_a_record_is_shown_under_the_number_that_is_printed() -> None:
    full, shown = both(masked_draft())
    changed = replace(SECOND, text="Dara bought rice")
    older = account(13, "She came by")
    now = records(older, FIRST, changed).taken_into(full)

    found = {one.key: one.item for one in differences(full, now, shown=shown)}
    assert found == {f"{KEY}.text": "1", f"chronology.{older.record.hex if older.record else ''}": None}

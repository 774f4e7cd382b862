"""Words change and facts arrive, and every switch stays with the field it belongs to."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import NotAllowedNow
from app.packets.contents import Urgency
from app.packets.documents import PacketDraft
from app.packets.editing import starting_withheld, with_happenings, with_words, word_fields
from app.packets.fields import Section, field_switches, withheld_by_default
from app.packets.happenings import Happening
from tests.app.packets.packet_samples import NOW, chronology, rich_packet


def draft(entries: int = 4) -> PacketDraft:
    contents = rich_packet(entries=entries)
    sources = tuple(uuid4() for _ in contents.chronology)
    return PacketDraft(contents, sources, ("chronology.2.place", "chronology.3"), (), ())


def happening(hours_ago: int) -> Happening:
    at = NOW - timedelta(hours=hours_ago)
    (entry,) = chronology(1)
    moment = replace(entry.happened, at=at) if entry.happened else None
    return Happening(
        uuid4(), replace(entry, happened=moment, recorded_at=at), starts_withheld=hours_ago % 2 == 1
    )


def test_every_text_that_may_be_edited_is_listed_with_what_it_says() -> None:
    fields = {field.key: field for field in word_fields(rich_packet(entries=2))}

    assert fields["cover.request"].value.startswith("Please check tonight")
    assert fields["children.2.guardian"].item == "C-0118"
    assert fields["chronology.1.text"].is_required
    assert not any(key.endswith((".age", ".code", ".packet_number")) for key in fields)


def test_typed_words_take_the_place_of_gathered_ones_and_empty_ones_vanish() -> None:
    typed = {
        "chronology.1.text": "A man\u202e asked\u200b him.",
        "safety.child_area": "",
        "cover.urgency": "low",
    }

    changed = with_words(rich_packet(entries=2), typed, urgency=Urgency.LOW)

    assert changed.chronology[0].text == "A man asked him."
    assert changed.safety.child_area is None
    assert changed.cover.urgency is Urgency.LOW
    assert changed.children == rich_packet(entries=2).children


def test_an_entry_cannot_be_emptied_only_switched_off() -> None:
    with pytest.raises(NotAllowedNow, match="packet-text-missing"):
        with_words(rich_packet(entries=2), {"chronology.2.text": " \u200b "}, urgency=Urgency.NOW)


@given(st.lists(st.integers(1, 400), max_size=6, unique=True))
def test_new_entries_stand_in_their_place_in_time_and_no_switch_moves_to_another_field(
    hours: list[int],
) -> None:
    before = draft()
    new = [happening(ago) for ago in hours]

    after = with_happenings(before, new)

    assert set(after.sources) == {*before.sources, *(each.source for each in new)}
    by_source = dict(zip(after.sources, after.contents.chronology, strict=True))
    for source, entry in zip(before.sources, before.contents.chronology, strict=True):
        assert by_source[source] == entry
    numbers = {source: n for n, source in enumerate(after.sources, 1)}
    assert f"chronology.{numbers[before.sources[1]]}.place" in after.withheld
    offered = {f"chronology.{numbers[each.source]}" for each in new if each.starts_withheld}
    whole = {key for key in after.withheld if key.count(".") == 1 and key.startswith("chronology.")}
    assert whole == offered | {f"chronology.{numbers[before.sources[2]]}"}
    assert set(after.withheld) <= {switch.key for switch in field_switches(after.contents)}


def test_nothing_new_changes_nothing() -> None:
    before = draft()
    known = [
        Happening(source, entry)
        for source, entry in zip(before.sources, before.contents.chronology, strict=True)
    ]

    assert with_happenings(before, known) is before


def test_a_new_draft_starts_with_the_defaults_and_with_offered_entries_switched_off() -> None:
    contents = rich_packet(entries=2)
    found = [Happening(uuid4(), entry) for entry in contents.chronology]
    found[1] = replace(found[1], starts_withheld=True)

    keys = starting_withheld(contents, found)

    assert set(keys) == withheld_by_default(contents) | {f"{Section.CHRONOLOGY}.2"}

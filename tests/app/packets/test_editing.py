"""Only the request, the questions and the cover are typed; everything else is taken from its record."""

from dataclasses import replace

from app.packets.contents import Urgency
from app.packets.editing import with_words, word_fields
from tests.app.packets.packet_samples import rich_packet


def test_only_the_packets_own_words_are_offered() -> None:
    assert [field.key for field in word_fields(rich_packet(entries=2))] == [
        "cover.request",
        "cover.questions",
        "cover.contact_phone",
        "cover.contact",
        "cover.issued_by",
    ]


def test_typed_words_take_the_place_of_the_old_ones_and_empty_ones_vanish() -> None:
    before = rich_packet(entries=2)
    typed = {"cover.request": "Find\u202e him.", "cover.contact": " \u200b ", "cover.urgency": "low"}

    changed = with_words(before, typed, urgency=Urgency.LOW)

    assert (changed.cover.request, changed.cover.contact) == ("Find him.", None)
    assert changed.cover.urgency is Urgency.LOW


def test_whatever_is_sent_no_word_of_a_record_is_changed() -> None:
    before = rich_packet(entries=2)
    typed = dict.fromkeys(
        (
            "chronology.1.text",
            "chronology.2.place",
            "safety.safe_contact",
            "children.1.name_local",
            "grounds.lawful_reason",
        ),
        "something else",
    )
    after = with_words(before, typed, urgency=before.cover.urgency)
    assert after == replace(before, cover=after.cover)
    assert after.cover == before.cover

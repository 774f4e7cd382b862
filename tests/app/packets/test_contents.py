"""The sealed snapshot: one canonical form, one hash, nothing unknown."""

import dataclasses
import json

import pytest

from app.packets.contents import (
    BadPacketContents,
    PacketContents,
    contents_from_json,
    contents_hash,
    contents_to_json,
)
from tests.app.packets.packet_samples import rich_packet


def test_contents_come_back_from_json_as_they_were() -> None:
    assert contents_from_json(contents_to_json(rich_packet())) == rich_packet()


def test_the_hash_does_not_change_by_being_stored_and_read() -> None:
    stored = contents_from_json(contents_to_json(rich_packet()))
    assert contents_hash(stored) == contents_hash(rich_packet())


def test_the_hash_of_a_packet_stays_what_it_was_when_it_was_approved() -> None:
    cover = rich_packet().cover
    contents = PacketContents(cover=cover, time_zone="Asia/Phnom_Penh")
    assert contents_hash(contents) == "d0ed5b177d333a327e4c78c04667d33205b231bdab1ff3463b898c88e2f919ef"


@pytest.mark.parametrize(
    "changed",
    [
        dataclasses.replace(rich_packet(), withheld=("children.1",)),
        dataclasses.replace(rich_packet(), time_zone="Asia/Kolkata"),
        dataclasses.replace(rich_packet(), chronology=tuple(reversed(rich_packet().chronology))),
        dataclasses.replace(rich_packet(), cover=dataclasses.replace(rich_packet().cover, version=3)),
    ],
)
def test_any_edit_gives_another_hash(changed: PacketContents) -> None:
    assert contents_hash(changed) != contents_hash(rich_packet())


def test_a_snapshot_with_an_unknown_field_is_refused() -> None:
    plain = json.loads(contents_to_json(rich_packet()))
    plain["safety"]["shelter_address"] = "somewhere"
    with pytest.raises(BadPacketContents):
        contents_from_json(json.dumps(plain))


def test_a_snapshot_of_another_format_is_refused() -> None:
    plain = json.loads(contents_to_json(rich_packet()))
    plain["contents_format"] = 99
    with pytest.raises(BadPacketContents):
        contents_from_json(json.dumps(plain))


def test_a_time_without_a_zone_is_refused() -> None:
    plain = json.loads(contents_to_json(rich_packet()))
    plain["chronology"][0]["recorded_at"] = "2026-11-20T14:40:00"
    with pytest.raises(BadPacketContents):
        contents_from_json(json.dumps(plain))


def test_a_refused_snapshot_says_nothing_of_what_was_in_it() -> None:
    damaged = contents_to_json(rich_packet()).replace('"urgency":"now"', '"urgency":"Sok Vannak"')
    with pytest.raises(BadPacketContents) as refusal:
        contents_from_json(damaged)
    assert "Vannak" not in f"{refusal.value} {refusal.value.facts} {refusal.value.__cause__}"

"""Keeping and withholding: a withheld value is gone, and only how many is told."""

import dataclasses

import pytest

from app.packets.contents import (
    Agreement,
    ChildFacts,
    ChronologyEntry,
    Cover,
    ImmediateSafety,
    SharingGrounds,
    contents_to_json,
)
from app.packets.fields import (
    FIELDS,
    WHOLE,
    Default,
    Section,
    UnknownPacketField,
    field_switches,
    withheld_by_default,
    withheld_count,
    withhold,
)
from tests.app.packets.packet_samples import rich_packet

_PARTS = {
    Section.COVER: (Cover,),
    Section.SAFETY: (ImmediateSafety,),
    Section.CHILDREN: (ChildFacts,),
    Section.CHRONOLOGY: (ChronologyEntry,),
    Section.GROUNDS: (Agreement, SharingGrounds),
}


def test_every_field_of_every_section_is_registered_so_none_leaves_unasked() -> None:
    for section, parts in _PARTS.items():
        held = {field.name for part in parts for field in dataclasses.fields(part)} - {"agreements", "origin"}
        registered = {field.name for field in FIELDS if field.section is section} - {WHOLE}
        assert registered == held, section


@pytest.mark.parametrize("key", [switch.key for switch in field_switches(rich_packet(entries=2))])
def test_each_switch_takes_its_field_out_and_counts_it_once(key: str) -> None:
    contents = withhold(rich_packet(entries=2), [key])
    assert key in contents.withheld
    assert key not in [switch.key for switch in field_switches(contents)] or key.split(".")[1].isdigit()
    assert contents_to_json(contents) != contents_to_json(rich_packet(entries=2))


def test_a_withheld_value_is_nowhere_in_the_snapshot() -> None:
    contents = withhold(rich_packet(), ["children.1.name_romanised", "children.1.name_local"])
    assert "Vannak" not in contents_to_json(contents)
    assert "វណ្ណៈ" not in contents_to_json(contents)


def test_a_child_withheld_as_a_whole_takes_the_answers_about_sharing_along() -> None:
    contents = withhold(rich_packet(), ["children.1"])
    assert [child.code for child in contents.children] == ["C-0118"]
    assert [agreement.child_code for agreement in contents.grounds.agreements] == ["C-0118"]


def test_health_and_where_a_child_sleeps_are_withheld_unless_a_person_keeps_them() -> None:
    health_and_where_the_child_sleeps = {"children.1.disability", "safety.medical_need", "safety.child_area"}
    assert withheld_by_default(rich_packet()) == health_and_where_the_child_sleeps


def test_the_number_the_phone_and_what_we_ask_have_no_switch() -> None:
    keys = {switch.key for switch in field_switches(rich_packet())}
    assert keys.isdisjoint({"cover.packet_number", "cover.request", "cover.contact_phone"})
    assert all(switch.default is not Default.ALWAYS for switch in field_switches(rich_packet()))


def test_the_count_tells_how_many_details_of_a_section_are_held_back() -> None:
    contents = withhold(rich_packet(), ["children.1.guardian", "children.2.language", "chronology.3"])
    assert withheld_count(contents, Section.CHILDREN) == 2
    assert withheld_count(contents, Section.CHRONOLOGY) == 1
    assert withheld_count(contents, Section.SAFETY) == 0


@pytest.mark.parametrize("key", ["cover.request", "children.3.guardian", "children.2.disability", "nonsense"])
def test_a_key_without_a_switch_is_refused(key: str) -> None:
    with pytest.raises(UnknownPacketField):
        withhold(rich_packet(), [key])


def test_withholding_is_done_once_because_keys_count_from_the_full_contents() -> None:
    once = withhold(rich_packet(), ["chronology.1"])
    with pytest.raises(UnknownPacketField):
        withhold(once, ["chronology.1"])

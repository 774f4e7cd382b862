"""Bases are listed, made and corrected by directors; two at once do not overwrite each other."""

from uuid import uuid4

import pytest

from app.bases.making import BaseInput
from app.bases.settings import (
    BaseDetails,
    add_base,
    base_line,
    bases_list,
    change_base,
    packs_to_choose,
    zones_to_choose,
)
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, NotVisible
from tests.support.children import add_child
from tests.support.organisation import RIVERSIDE, Organisation

MANILA = BaseInput(uuid4(), " Manila\u200b ", "MN", "cambodia", "Asia/Manila", "០១២ 345")


def test_bases_are_listed_by_name_with_their_pack_in_the_readers_language(organisation: Organisation) -> None:
    with organisation.reading("director") as work:
        assert [(line.name, line.pack_title) for line in bases_list(work, locale="en")] == [
            ("Hillside", "Cambodia"),
            ("Riverside", "Cambodia"),
        ]
        assert base_line(work, RIVERSIDE, locale="km").pack_title == "កម្ពុជា"


def test_what_is_typed_is_cleaned_and_khmer_digits_are_read(organisation: Organisation) -> None:
    with organisation.writing("director") as work:
        base_id = add_base(work, MANILA)
        line = base_line(work, base_id, locale="en")

    assert (line.name, line.duty_number, line.timezone) == ("Manila", "012 345", "Asia/Manila")


def test_the_same_form_sent_twice_makes_one_base(organisation: Organisation) -> None:
    with organisation.writing("director") as work:
        add_base(work, MANILA)

    with organisation.writing("director2") as work, pytest.raises(AlreadyDone):
        add_base(work, MANILA)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (BaseDetails("\u200b", "UTC", ""), "name-missing"),
        (BaseDetails("Hillside", "UTC", ""), "name-taken"),
        (BaseDetails("Riverside", "Mars/Olympus", ""), "timezone-unknown"),
        (BaseDetails("Riverside", "../../etc/passwd", ""), "timezone-unknown"),
    ],
)
def test_what_cannot_be_is_told(organisation: Organisation, changed: BaseDetails, reason: str) -> None:
    with organisation.writing("director") as work, pytest.raises(NotAllowedNow) as refusal:
        change_base(work, RIVERSIDE, changed, version=base_line(work, RIVERSIDE, locale="en").version)
    assert refusal.value.reasons == (reason,)


def test_two_directors_at_once_do_not_overwrite_each_other(organisation: Organisation) -> None:
    with organisation.reading("director") as work:
        version = base_line(work, RIVERSIDE, locale="en").version
    with organisation.writing("director2") as work:
        change_base(work, RIVERSIDE, BaseDetails("River House", "UTC", ""), version=version)

    with organisation.writing("director") as work, pytest.raises(Conflict):
        change_base(work, RIVERSIDE, BaseDetails("Riverfront", "UTC", ""), version=version)


def test_a_child_written_down_meanwhile_is_no_conflict(organisation: Organisation) -> None:
    with organisation.reading("director") as work:
        version = base_line(work, RIVERSIDE, locale="en").version
    add_child(organisation)

    with organisation.writing("director") as work:
        change_base(work, RIVERSIDE, BaseDetails("Riverfront", "UTC", ""), version=version)
    with organisation.reading("director") as work:
        assert base_line(work, RIVERSIDE, locale="en").name == "Riverfront"


@pytest.mark.parametrize("name", ["supervisor", "technician", "auditor", "field"])
def test_nobody_but_a_director_sees_or_makes_bases(organisation: Organisation, name: str) -> None:
    with organisation.writing(name) as work:
        with pytest.raises(NotVisible):
            bases_list(work, locale="en")
        with pytest.raises(NotVisible):
            add_base(work, MANILA)
        with pytest.raises(NotVisible):
            change_base(work, RIVERSIDE, BaseDetails("X", "UTC", ""), version=0)


def test_packs_and_zones_to_choose_begin_with_the_countrys_own() -> None:
    assert packs_to_choose(locale="en")[0] == ("cambodia", "Cambodia")
    assert zones_to_choose(pack_id="cambodia")[0] == "Asia/Phnom_Penh"
    assert len(set(zones_to_choose())) == len(zones_to_choose())

"""A child who may be known already is shown before a second record is made."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from app.children.children import ChildInput
from app.children.documents import Age, ChildProfile
from app.children.duplicates import MOST_SHOWN, LikelySame, likely_same_children
from app.foundation.errors import NotAllowedNow, Refused
from app.foundation.vocabulary.sexes import Sex
from app.name_matching.duplicates import Level, Reason
from tests.support.children import add_child
from tests.support.organisation import HILLSIDE, Organisation

DAY = date(2026, 11, 2)


def likely(
    organisation: Organisation,
    profile: ChildProfile,
    *,
    by: str = "field2",
    considered: tuple[UUID, ...] = (),
) -> list[LikelySame]:
    with organisation.reading(by) as work:
        return likely_same_children(work, ChildInput(uuid4(), profile, considered=considered))


def test_the_same_child_in_another_spelling_is_likely_with_reasons(organisation: Organisation) -> None:
    known = add_child(
        organisation, latin="Sok Sophea", age=Age(8, 10, DAY), sex=Sex.FEMALE, appearance="A scar"
    )
    (one,) = likely(organisation, ChildProfile("Sophia Sok", age=Age(9, 9, DAY), sex=Sex.FEMALE))

    assert (one.id, one.code, one.level) == (known, "RV-0001", Level.STRONG)
    assert one.reasons == (Reason.SAME_NAME, Reason.AGES_OVERLAP, Reason.SAME_SEX)
    assert one.profile is not None
    assert one.profile.appearance == "A scar"


def test_the_name_in_the_other_script_or_a_nickname_is_enough(organisation: Organisation) -> None:
    known = add_child(organisation, latin="Chan Dara", local="ចាន់ ដារ៉ា", nicknames=("Kdam",))

    for profile in (
        ChildProfile(local="ចាន់ដារ៉ា"),
        ChildProfile(latin="Dara Chan"),
        ChildProfile(nicknames=("Kdam",)),
    ):
        assert [one.id for one in likely(organisation, profile)] == [known]


def test_somebody_else_is_not_likely(organisation: Organisation) -> None:
    add_child(organisation, latin="Sok Sophea", age=Age(8, 10, DAY))

    assert likely(organisation, ChildProfile("Heng Vuthy")) == []
    assert likely(organisation, ChildProfile("Sok Sophea", age=Age(17, 18, DAY))) == []
    assert likely(organisation, ChildProfile(appearance="Boy of nine")) == []


def test_who_was_considered_is_not_asked_about_again(organisation: Organisation) -> None:
    known = add_child(organisation)
    assert likely(organisation, ChildProfile("Sok Sophea"), considered=(known,)) == []


def test_a_form_that_was_saved_is_not_its_own_duplicate(organisation: Organisation) -> None:
    known = add_child(organisation)
    with organisation.reading("field") as work:
        assert likely_same_children(work, ChildInput(known, ChildProfile("Sok Sophea"))) == []


def test_children_of_other_bases_are_never_shown(organisation: Organisation) -> None:
    add_child(organisation, by="director", base_id=HILLSIDE)

    assert likely(organisation, ChildProfile("Sok Sophea")) == []
    assert len(likely(organisation, ChildProfile("Sok Sophea"), by="director")) == 1


def test_only_a_few_are_shown_the_likeliest_first(organisation: Organisation) -> None:
    for _ in range(MOST_SHOWN + 2):
        add_child(organisation, latin="Sok Sophea")
    sure = add_child(organisation, latin="Sok Sophea", age=Age(9, 9, DAY))
    shown = likely(organisation, ChildProfile("Sok Sophea", age=Age(9, 9, DAY)))

    assert len(shown) == MOST_SHOWN
    assert shown[0].id == sure


def test_nobody_is_compared_by_those_who_may_not_write(organisation: Organisation) -> None:
    with pytest.raises(Refused):
        likely(organisation, ChildProfile("Sok Sophea"), by="counsellor")
    with pytest.raises(NotAllowedNow):
        likely(organisation, ChildProfile())

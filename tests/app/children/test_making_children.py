"""Writing a child down: a code, a sealed profile, a name card, one audit event."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.children.children import ChildInput, make_child, see_child, visible_child, was_made
from app.children.documents import CardFacts, ChildProfile, Guardian
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.sexes import Sex
from app.keyring.folders import folder_of_base
from app.keyring.policy import FolderKind
from models.base import Base
from models.child import Child
from models.name_card import NameCard
from tests.support.children import add_child, events_since, last_seq
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation


def new_child(**known: str) -> ChildInput:
    return ChildInput(uuid4(), ChildProfile(**({"latin": "Sok Sophea"} | known)))  # type: ignore[arg-type]  # only words


@pytest.mark.parametrize("name", ["field", "caseworker", "supervisor"])
def test_everyone_of_the_base_who_meets_children_writes_them_down(
    organisation: Organisation, name: str
) -> None:
    child_id = add_child(organisation, by=name)

    with organisation.reading("field2") as work:
        child = visible_child(work, child_id)
        assert (child.code, child.base_id) == ("RV-0001", RIVERSIDE)


@pytest.mark.parametrize(
    ("name", "error"), [("counsellor", Refused), ("technician", NotVisible), ("auditor", NotVisible)]
)
def test_nobody_else_does(organisation: Organisation, name: str, error: type[Exception]) -> None:
    with organisation.writing(name) as work, pytest.raises(error):
        make_child(work, new_child())


def test_a_director_says_which_base(organisation: Organisation) -> None:
    child_id = add_child(organisation, by="director", base_id=HILLSIDE)

    with organisation.reading("otherfield") as work:
        assert visible_child(work, child_id).code == "HL-0001"
    with organisation.writing("director") as work, pytest.raises(NotVisible):
        make_child(work, new_child())


def test_nobody_writes_a_child_into_another_base(organisation: Organisation) -> None:
    with organisation.writing("field") as work, pytest.raises(NotVisible):
        make_child(work, replace(new_child(), base_id=HILLSIDE))


def test_codes_count_up_in_each_base_without_a_gap(organisation: Organisation) -> None:
    made = [add_child(organisation) for _ in range(3)] + [add_child(organisation, by="otherfield")]

    with organisation.reading("director") as work:
        assert [visible_child(work, id_).code for id_ in made] == ["RV-0001", "RV-0002", "RV-0003", "HL-0001"]


def test_sending_the_same_form_twice_makes_one_child(organisation: Organisation) -> None:
    new = new_child()
    with organisation.writing("field") as work:
        assert make_child(work, new).code == "RV-0001"
    with organisation.writing("field") as work:
        assert was_made(work, new.id)
        with pytest.raises(AlreadyDone):
            make_child(work, new)

    add_child(organisation)
    with organisation.reading("field") as work:
        assert work.session.scalars(select(Base.last_child_number).where(Base.id == RIVERSIDE)).one() == 2


def test_an_id_that_somebody_else_used_is_refused(organisation: Organisation) -> None:
    new = new_child()
    with organisation.writing("field") as work:
        make_child(work, new)
    with organisation.writing("field2") as work, pytest.raises(Refused):
        make_child(work, new)


def test_a_child_without_a_name_is_written_down_by_how_they_look(organisation: Organisation) -> None:
    add_child(organisation, latin="", appearance="Boy of about nine, red shirt")
    with organisation.writing("field") as work, pytest.raises(NotAllowedNow) as refusal:
        make_child(work, new_child(latin=" \u200b ", notes="something"))
    assert refusal.value.reasons == ("child-nameless",)


def test_what_is_typed_is_kept_in_one_encoding_without_anything_invisible(organisation: Organisation) -> None:
    # The register shifter typed behind the vowel, a zero-width space, a right-to-left override.
    child_id = add_child(
        organisation,
        latin="  Sok \u202e  Sophea\u200b ",
        local="\u1794\u17c9\u17b7\u1793",
        nicknames=("Phea", " Phea ", ""),
        guardian=Guardian("Chan\u200bda"),
        notes="one\r\n\r\n\r\n\r\ntwo",
    )
    other_id = add_child(organisation, latin="", local="\u1794\u17b7\u17c9\u1793")

    with organisation.reading("field") as work:
        profile, other = see_child(work, child_id).profile, see_child(work, other_id).profile
    assert profile is not None
    assert other is not None
    assert (profile.latin, profile.nicknames) == ("Sok Sophea", ("Phea",))
    assert (profile.guardian.name, profile.notes) == ("Chanda", "one\n\ntwo")
    assert profile.local == other.local


def test_markup_is_kept_as_it_was_typed(organisation: Organisation) -> None:
    child_id = add_child(organisation, latin="<b>Sophea</b>")

    with organisation.reading("field") as work:
        profile = see_child(work, child_id).profile
    assert profile is not None
    assert profile.latin == "<b>Sophea</b>"


def test_making_a_child_writes_one_event_that_names_the_child_and_who_was_considered(
    organisation: Organisation,
) -> None:
    looked_at, seq = add_child(organisation), last_seq(organisation)
    new = replace(new_child(), considered=(looked_at,))
    with organisation.writing("field") as work:
        make_child(work, new)

    (made, *_) = events_since(organisation, seq)
    assert made == ("child.made", {new.id, looked_at})


def test_the_name_card_lies_in_the_bases_own_folder_and_moves_its_counter(organisation: Organisation) -> None:
    child_id = add_child(organisation, sex=Sex.FEMALE, nicknames=("Phea",))

    with organisation.reading("field") as work:
        card = work.session.get_one(NameCard, child_id)
        folder = folder_of_base(work, FolderKind.NAME_CARDS, RIVERSIDE)
        changes = work.session.scalars(select(Base.name_card_changes).where(Base.id == RIVERSIDE)).one()
        assert (card.folder_id, card.change) == (folder.id, changes)
        assert folder.open(CardFacts, child_id, card.card) == CardFacts(
            latin="Sok Sophea", nicknames=("Phea",), sex=Sex.FEMALE, looks=""
        )


def test_nothing_of_the_child_can_be_read_in_the_database(organisation: Organisation) -> None:
    add_child(organisation, latin="Marigold Canary", notes="umbrella-canary", nicknames=("ferry-canary",))

    files = [path for path in organisation.server.settings.data_folder.rglob("*") if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    assert b"RV-0001" in kept
    assert not [word for word in (b"Marigold", b"umbrella-canary", b"ferry-canary") if word in kept]


def test_a_child_of_another_base_is_not_there(organisation: Organisation) -> None:
    child_id: UUID = add_child(organisation)

    for name in ("otherfield", "othersupervisor", "technician", "auditor"):
        with organisation.reading(name) as work, pytest.raises(NotVisible):
            visible_child(work, child_id)
    with organisation.reading("director") as work:
        assert isinstance(visible_child(work, child_id), Child)

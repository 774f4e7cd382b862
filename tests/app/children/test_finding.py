"""Finding children by name or code: in both scripts, cut to scope, with one's own key, recorded by ids."""

import gc
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.children.children import change_child, editable_child
from app.children.finding import find_children, picker
from app.children.name_index import held_in_memory
from app.children.names import names_of
from app.foundation.errors import NotVisible
from app.keyring.in_memory import drop_all_unused
from app.unit_of_work import Locks
from models.grant import Grant
from models.name_card import NameCard
from tests.support.children import add_child, events_since, last_seq
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation


@pytest.fixture
def sophea(organisation: Organisation) -> UUID:
    """A child with names in both scripts and a nickname."""
    return add_child(organisation, latin="Sok Sophea", local="សុខ សុភា", nicknames=("Mao Toch",))


def found(organisation: Organisation, query: str, *, by: str = "field") -> list[UUID]:
    with organisation.reading(by) as work:
        return [line.id for line in find_children(work, query).lines]


@pytest.mark.parametrize(
    "query",
    ["Sok Sophea", "sophea", "Sophia Sok", "sokk sophear", "សុភា", "សុខសុភា", "mao toch", "\u200bSophea\u202e"],
)
def test_a_child_is_found_by_any_spelling_in_either_script(
    organisation: Organisation, sophea: UUID, query: str
) -> None:
    add_child(organisation, latin="Chan Dara", local="ចាន់ ដារ៉ា")

    assert found(organisation, query) == [sophea]


@pytest.mark.parametrize("query", ["RV-0001", "rv-0001", "rv 1", "RV0001", " rv-១ "])
def test_a_code_finds_exactly_its_child(organisation: Organisation, sophea: UUID, query: str) -> None:
    add_child(organisation)

    assert found(organisation, query) == [sophea]


@pytest.mark.parametrize("query", ["RV-0099", "rv", "1", "RV-0", "R-1", "RVXX-1", "RV-12345678", "", "  "])
def test_what_is_no_code_of_a_child_finds_nobody(
    organisation: Organisation, sophea: UUID, query: str
) -> None:
    assert sophea not in found(organisation, query)


def test_the_form_that_was_found_is_told_apart_from_the_working_name(
    organisation: Organisation, sophea: UUID
) -> None:
    with organisation.reading("field") as work:
        (line,) = find_children(work, "mao toch").lines
        (by_code,) = find_children(work, "RV-0001").lines
    assert (line.id, line.form, line.latin) == (sophea, "Mao Toch", "Sok Sophea")
    assert by_code.form == ""


def test_another_base_finds_nobody_and_a_director_everybody(organisation: Organisation, sophea: UUID) -> None:
    hill = add_child(organisation, by="otherfield", latin="Sok Sophea")

    assert found(organisation, "Sophea", by="otherfield") == [hill]
    assert found(organisation, "RV-0001", by="otherfield") == []
    assert set(found(organisation, "Sophea", by="director")) == {sophea, hill}


@pytest.mark.parametrize("name", ["technician", "auditor"])
def test_who_reads_no_profiles_searches_none(organisation: Organisation, sophea: UUID, name: str) -> None:
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        find_children(work, "Sophea")


def test_a_search_is_one_event_with_the_ids_shown_and_never_the_words(
    organisation: Organisation, sophea: UUID
) -> None:
    add_child(organisation, latin="Chan Dara")
    seq = last_seq(organisation)
    found(organisation, "Sophea", by="counsellor")

    assert events_since(organisation, seq) == [("listed", {sophea})]


def test_a_change_is_found_at_once_and_the_old_name_no_more(organisation: Organisation, sophea: UUID) -> None:
    assert found(organisation, "Sophea") == [sophea]
    with organisation.writing("caseworker") as work:
        known = editable_child(work, sophea)
        renamed = replace(known.profile, latin="Chan Rithy", local="", nicknames=())
        change_child(work, sophea, renamed, version=1)

    assert found(organisation, "Rithy") == [sophea]
    assert found(organisation, "Sophea") == []


def test_the_garbage_collector_is_at_work_again_once_names_were_read(
    organisation: Organisation, sophea: UUID
) -> None:
    assert found(organisation, "Sophea") == [sophea]
    assert gc.isenabled()


def test_what_was_rolled_back_is_never_remembered(organisation: Organisation, sophea: UUID) -> None:
    work = organisation.open("field")
    known = editable_child(work, sophea)
    change_child(work, sophea, replace(known.profile, latin="Chan Rithy", local=""), version=1)
    assert [line.id for line in find_children(work, "Sophea").lines] == [sophea]
    work.end_transaction()

    assert found(organisation, "Rithy") == []
    assert found(organisation, "Sophea") == [sophea]


def test_names_are_dropped_after_a_quarter_of_an_hour_without_use(
    organisation: Organisation, sophea: UUID
) -> None:
    store = organisation.server.store
    assert held_in_memory(store) == frozenset()
    found(organisation, "Sophea")
    assert held_in_memory(store) == {RIVERSIDE}

    organisation.clock.move(timedelta(minutes=14))
    found(organisation, "Sophea")
    organisation.clock.move(timedelta(minutes=14))
    drop_all_unused()
    assert held_in_memory(store) == {RIVERSIDE}
    organisation.clock.move(timedelta(minutes=1))
    drop_all_unused()
    assert held_in_memory(store) == frozenset()
    assert found(organisation, "Sophea") == [sophea]


def test_a_look_up_needs_ones_own_key_though_a_colleague_filled_the_memory(
    organisation: Organisation, sophea: UUID
) -> None:
    assert found(organisation, "Sophea", by="field") == [sophea]
    with organisation.server.store.writing() as session:
        card = session.get_one(NameCard, sophea)
        session.execute(delete(Grant).where(Grant.folder_id == card.folder_id))

    assert found(organisation, "Sophea", by="field2") == []


def test_without_the_other_locks_the_key_alone_still_keeps_names_shut(
    organisation: Organisation, sophea: UUID
) -> None:
    unlocked = organisation.with_locks(Locks.KEYS_ONLY)
    for name in ("technician", "auditor", "otherfield"):
        with unlocked.reading(name) as work:
            assert find_children(work, "Sophea").lines == ()
            assert [one.latin for one in names_of(work, [sophea]).values()] == [""]


def test_a_card_that_was_changed_in_the_database_is_left_out_and_the_refusal_recorded(
    organisation: Organisation, sophea: UUID
) -> None:
    other = add_child(organisation, latin="Heng Sophea")
    with Session(organisation.server.store.engine) as session:
        sealed = bytearray(session.get_one(NameCard, sophea).card)
        sealed[30] ^= 1
        session.execute(update(NameCard).where(NameCard.child_id == sophea).values(card=bytes(sealed)))
        session.commit()
    seq = last_seq(organisation)

    assert found(organisation, "Sophea") == [other]
    assert ("seal.refused", {sophea}) in events_since(organisation, seq)
    with organisation.reading("field") as work:
        (line,) = find_children(work, "RV-0001").lines
        assert (line.code, line.is_readable, line.latin) == ("RV-0001", False, "")
        assert names_of(work, [sophea, other])[other].latin == "Heng Sophea"


def test_the_picker_offers_a_few_and_nobody_for_nothing(organisation: Organisation, sophea: UUID) -> None:
    for number in range(12):
        add_child(organisation, latin=f"Sok Dara {number}")

    with organisation.reading("caseworker") as work:
        assert [line.id for line in picker(work, "sophea")] == [sophea]
        assert not picker(work, " ")
        assert len(picker(work, "Sok Dara")) == 8


def test_names_of_many_children_come_at_once_and_only_those_in_scope(
    organisation: Organisation, sophea: UUID
) -> None:
    hill = add_child(organisation, by="otherfield", latin="Lim Maly")
    seq = last_seq(organisation)
    with organisation.reading("field") as work:
        names = names_of(work, [sophea, hill, UUID(int=1)])
        assert names_of(work, []) == {}

    assert list(names) == [sophea]
    assert (names[sophea].code, names[sophea].local, names[sophea].local_lang) == ("RV-0001", "សុខ សុភា", "km")
    assert events_since(organisation, seq) == [("listed", {sophea})]
    with organisation.reading("director") as work:
        assert {name.base_id for name in names_of(work, [sophea, hill]).values()} == {RIVERSIDE, HILLSIDE}

"""A child's road tells of concerns to those who may read them, and that the child spoke, without the words."""

from uuid import uuid4

import pytest

from app.concerns.chronology import chronology_entries
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.linking import link_to_case
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.unit_of_work import Locks
from models.concern import Concern
from tests.support.concerns import SEEN_ON, WORDS, assigned_case, new_concern, post
from tests.support.organisation import Organisation
from tests.support.tampering import put


def test_readers_find_the_concern_and_that_the_child_spoke(organisation: Organisation) -> None:
    opened = assigned_case(organisation)
    posted = post(organisation, new=new_concern(child_id=opened.child_id))
    with organisation.writing("field") as work:
        new = DisclosureInput(uuid4(), "ខ្ញុំខ្លាច", Language.KHM, Prompting.SPONTANEOUS, SEEN_ON)
        add_disclosure(work, posted.id, new)
    with organisation.writing("supervisor") as work:
        link_to_case(work, posted.id, opened.case_id, opened.child_id)

    for name in ("supervisor", "director", "caseworker", "counsellor"):
        with organisation.reading(name) as work:
            by_child = chronology_entries(work, child_id=opened.child_id)
            by_case = chronology_entries(work, case_id=opened.case_id)
        assert by_child == by_case
        assert sorted((entry.kind, entry.text) for entry in by_child) == [
            ("concern", WORDS),
            ("disclosure", ""),
        ]
        assert {entry.basis for entry in by_child} == {EvidenceBasis.SEEN, EvidenceBasis.TOLD}
        assert not any(entry.is_sealed for entry in by_child)


@pytest.mark.parametrize("name", ["field", "caseworker", "othersupervisor", "technician", "auditor"])
def test_nobody_else_learns_that_there_is_one(organisation: Organisation, name: str) -> None:
    opened = assigned_case(organisation)
    post(organisation, new=new_concern(child_id=opened.child_id))

    with organisation.reading(name) as work:
        assert chronology_entries(work, child_id=opened.child_id) == []


def test_without_the_key_the_entry_is_there_and_says_nothing(organisation: Organisation) -> None:
    opened = assigned_case(organisation)
    post(organisation, new=new_concern(child_id=opened.child_id))

    with organisation.with_locks(Locks.KEYS_ONLY).reading("field2") as work:
        (entry,) = chronology_entries(work, child_id=opened.child_id)
    assert (entry.text, entry.is_sealed) == ("", True)


def test_a_damaged_concern_leaves_the_others_standing(organisation: Organisation) -> None:
    opened = assigned_case(organisation)
    damaged = post(organisation, new=new_concern(child_id=opened.child_id))
    post(organisation, new=new_concern(child_id=opened.child_id))
    put(organisation, Concern, damaged.id, observation=b"not what was written")

    with organisation.reading("supervisor") as work:
        entries = chronology_entries(work, child_id=opened.child_id)
    assert sorted(entry.is_changed for entry in entries) == [False, True]


def test_a_chronology_is_of_something(organisation: Organisation) -> None:
    with (
        organisation.reading("supervisor") as work,
        pytest.raises(ValueError, match="of a child or of a case"),
    ):
        chronology_entries(work)

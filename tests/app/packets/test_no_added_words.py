"""A packet puts no word beside a record's that turns it round, and says how an age is known as the record says it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from app.children.children import change_child, change_safe_contact, editable_child
from app.children.documents import Age, SafeContact
from app.foundation.vocabulary.age_bases import AgeBasis
from app.packets.document import PacketCopy, packet_text
from app.packets.wording import Language
from tests.app.packets.packet_samples import NOW
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, drafted, opened

COPY = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)


def printed(organisation: Organisation, packet_id: UUID) -> str:
    """Return a draft as it would be printed."""
    return packet_text(opened(organisation, packet_id).draft.contents, COPY)


@pytest.mark.parametrize(
    ("never", "leads"),
    [
        ("Not by telephone", False),
        ("No uniforms", False),
        ("never at night", False),
        ("Don’t call the aunt", False),
        ("កុំទូរសព្ទទៅផ្ទះ", False),
        ("Nevertheless the aunt, or her sons", True),
        ("Notes left at the gate", True),
        ("Do nothing the aunt could see", True),
        ("By telephone", True),
    ],
)
def test_never_stands_before_a_rule_that_does_not_say_it(
    organisation: Organisation, case: PacketCase, never: str, leads: bool
) -> None:
    with organisation.writing("field") as work:
        version = editable_child(work, case.child_id).row.version
        change_safe_contact(work, case.child_id, SafeContact(never=never), version=version)

    shown = printed(organisation, drafted(organisation, case.case_id))
    assert f"Safe way to make contact: {'Never: ' if leads else ''}{never}\n" in shown


def test_an_age_by_the_animal_year_is_not_called_an_estimate(
    organisation: Organisation, case: PacketCase
) -> None:
    with organisation.writing("field") as work:
        seen = editable_child(work, case.child_id)
        age = Age(4, 5, date(2026, 11, 1), AgeBasis.ANIMAL_YEAR)
        change_child(work, case.child_id, replace(seen.profile, age=age), version=seen.row.version)

    shown = printed(organisation, drafted(organisation, case.case_id))
    assert "Age: counted from the animal year\n" in shown
    assert "estimated" not in shown

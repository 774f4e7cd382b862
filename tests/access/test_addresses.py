"""An address with two ids opens a record under its own parent and under no other, on every such page there is."""

from itertools import pairwise
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.access.addresses import ADDRESSES
from app.cases.risk_mistaken import risk_history
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.foundation.moments import as_typed
from app.foundation.permissions import Permission
from app.foundation.vocabulary.absence_answers import AbsenceAnswer
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.sheets import SheetKind
from app.outreach.documents import Account, Place
from app.outreach.writing import EncounterInput, write_encounter
from app.packets.contents import Urgency
from app.packets.drafting import PacketInput, begin_packet
from app.sheets.printing import SheetInput, print_sheet
from models.audit_event import AuditEvent
from tests.access.asking import Page, ask, may, pages, requires
from tests.support.absences import answered
from tests.support.cases import new_case
from tests.support.children import add_child
from tests.support.clubs import registered
from tests.support.concerns import SEEN_ON, post
from tests.support.families import member, mother
from tests.support.home_visits import family_of
from tests.support.lived_in import LivedIn
from tests.support.organisation import Organisation, copy_of
from views.web.guard import ID_IN_RULE, GuardedBlueprint

READERS = ("caseworker", "supervisor", "supervisor2", "director", "field")


@pytest.fixture(scope="module")
def lived_here(lived_template: LivedIn, tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """One record of every kind, for this module."""
    folder: Path = tmp_path_factory.mktemp("addresses")
    return LivedIn(copy_of(lived_template.organisation, folder), lived_template.ids)


@pytest.fixture(scope="module")
def others(lived_here: LivedIn) -> dict[str, UUID]:
    """A second record of each kind that other records lie under, open to the same people."""
    organisation, ids = lived_here.organisation, lived_here.ids
    case_id, packet_id, encounter_id = new_case(organisation), uuid4(), uuid4()
    with organisation.writing("caseworker") as work:
        begin_packet(
            work, PacketInput(packet_id, case_id, Urgency.HIGH, "missing since", ("ahtjp_municipal",))
        )
    with organisation.writing("field") as work:
        met = as_typed(work.now).at
        assert met is not None
        typed = EncounterInput(met, Account(Place(words="by the gate"), words="asked the way"), 1, ())
        write_encounter(work, ids["shift_id"], encounter_id, typed)
    child_id = add_child(organisation)
    registered(organisation, ids["club_id"], [child_id])
    household_id = family_of(organisation)
    concern_id, part_id, sheet_id = post(organisation).id, uuid4(), uuid4()
    with organisation.writing("caseworker") as work:
        carrier = organisation.ids["field"]
        print_sheet(work, SheetInput(sheet_id, SheetKind.CHILD, ids["child_id"], carrier, purpose="to visit"))
    with organisation.writing("field") as work:
        said = DisclosureInput(part_id, "He calls me.", Language.ENG, Prompting.SPONTANEOUS, SEEN_ON)
        add_disclosure(work, concern_id, said)
    with organisation.reading("supervisor") as work:
        risk_id = risk_history(work, case_id).risks[0].id
    return {
        "case_id": case_id,
        "child_id": child_id,
        "absence_id": answered(organisation, ids["club_id"], child_id, AbsenceAnswer.VISIT),
        "risk_id": risk_id,
        "packet_id": packet_id,
        "encounter_id": encounter_id,
        "concern_id": concern_id,
        "part_id": part_id,
        "sheet_id": sheet_id,
        "household_id": household_id,
        "family_record_id": member(organisation, household_id, mother()),
    }


def ids_of(page: Page) -> tuple[str, ...]:
    return tuple(ID_IN_RULE.findall(page.rule.rule))


def with_two_ids(organisation: Organisation) -> list[Page]:
    return [page for page in pages(organisation) if len(ids_of(page)) > 1]


def reader_of(lived: LivedIn, page: Page) -> str:
    """Return a person whose role may use a page."""
    permission = requires(lived.organisation, page)
    assert permission is not None
    return next(name for name in READERS if may(lived.organisation, name, permission))


def newest_event(organisation: Organisation) -> str:
    with organisation.server.store.reading() as session:
        return session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq.desc()).limit(1)).one()


def test_no_page_opens_a_record_under_another_parent(lived_here: LivedIn, others: dict[str, UUID]) -> None:
    wrong = []
    asked = with_two_ids(lived_here.organisation)
    for page in asked:
        elsewhere = LivedIn(
            lived_here.organisation, lived_here.ids | {ids_of(page)[0]: others[ids_of(page)[0]]}
        )
        if page.rule.endpoint.startswith("packets."):
            elsewhere.ids |= {
                "frozen_packet_id": others["packet_id"],
                "leaving_packet_id": others["packet_id"],
            }
        name = reader_of(lived_here, page)
        status = ask(elsewhere, page, name)
        if (status, newest_event(lived_here.organisation)) != (404, "not_found"):
            wrong.append(f"{page.name} as {name}: {status}, {newest_event(lived_here.organisation)}")
    assert wrong == []
    assert len(asked) > 25


def test_the_same_pages_open_under_their_own_parent(lived_here: LivedIn) -> None:
    shut = [
        page.name
        for page in with_two_ids(lived_here.organisation)
        if page.method == "GET" and ask(lived_here, page, reader_of(lived_here, page)) == 404
    ]
    assert shut == []


def test_every_two_ids_of_an_address_are_declared(lived_here: LivedIn) -> None:
    used = {pair for page in with_two_ids(lived_here.organisation) for pair in pairwise(ids_of(page))}
    assert used == set(ADDRESSES)


def test_an_address_whose_ids_nobody_said_how_to_compare_cannot_start() -> None:
    blueprint = GuardedBlueprint("anything", __name__)
    with pytest.raises(LookupError, match="declare_address"):
        blueprint.guarded("/cases/<uuid:case_id>/kites/<uuid:kite_id>", requires=Permission.CASE_READ)

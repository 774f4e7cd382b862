"""Packets for tests, brought as far as a test wants, each step by the service and in a cast member's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.access.gate import abandon, finish
from app.cases.notes import NoteInput, add_note
from app.children.children import ChildInput, change_safe_contact, make_child
from app.children.documents import Age, ChildProfile, EmergencyWords, Guardian, SafeContact
from app.children.emergency import change_sheet
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.linking import link_to_case
from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput, post_concern
from app.foundation.local_time import to_typed
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.copy_steps import StepKind
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.languages import Language as Spoken
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.sexes import Sex
from app.foundation.vocabulary.urgencies import Urgency as ConcernUrgency
from app.packets import exporting
from app.packets.approving import PagesSeen, approve_packet, show_pages
from app.packets.contents import Urgency
from app.packets.copy_steps import StepInput, record_step
from app.packets.documents import Recipient
from app.packets.drafting import PacketInput, begin_packet
from app.packets.exporting import ExportedFile, ExportOrder, export_packet
from app.packets.file_making import PacketFile as MadeFile
from app.packets.loading import OpenPacket, open_packet
from app.packets.packet_page import PacketPage, packet_page
from app.packets.recipients import UnitInput
from app.packets.submitting import submit_packet
from app.packets.withdrawing import withdraw_packet
from app.packets.wording import Language
from app.unit_of_work import Mode, UnitOfWork
from app.vault.digests import sha256_hex
from models.referral_packet import ReferralPacket
from tests.support.consents import consent_in, new_consent
from tests.support.opened_cases import case_of
from tests.support.organisation import Organisation, copy_of

REQUEST = "Please check tonight whether the boy is in the guesthouse by the night market."
SEEN = "A man in a white cap bought noodles for the boy and asked where he sleeps."
SAID = "បងប្រុសនោះទូរសព្ទរាល់ថ្ងៃសុក្រ"
TRANSLATED = "That man telephones every Friday."
NOTED = "The mother thinks the man is an uncle."
NEEDS = "Does not hear on the left side"
SHELTER = "House 12, behind the pagoda"


@dataclass(frozen=True)
class PacketCase:
    """A child with something to tell, and their case, to which `caseworker` is assigned."""

    child_id: UUID
    case_id: UUID
    concern_id: UUID


def told_case(organisation: Organisation, *, with_consent: str = "yes") -> PacketCase:
    """Make a case with a concern, the child's own words, a note, an emergency sheet and, if wanted, consent."""
    child_id = _child(organisation)
    case_id = case_of(organisation, child_id)
    concern_id = _concern(organisation, child_id, case_id)
    with organisation.writing("caseworker") as work:
        seen = MomentInput(date(2026, 11, 1), time(15, 0))
        add_note(work, case_id, uuid4(), NoteInput(NOTED, seen, EvidenceBasis.TOLD))
    if with_consent == "yes":
        consent_in(organisation, case_id, new_consent())
    organisation.clock.move(timedelta(minutes=1))
    return PacketCase(child_id, case_id, concern_id)


_TOLD: dict[Path, tuple[Organisation, PacketCase]] = {}
"""For each built organisation of this process, a copy with a told case in it: made once, copied for every test."""


def told_copy(built: Organisation, folder: Path) -> tuple[Organisation, PacketCase]:
    """Return a fresh organisation that has a told case with consent; `folder` is the test's own."""
    where = built.server.settings.data_folder
    if where not in _TOLD:
        template = copy_of(built, Path(mkdtemp(dir=where.parent)))
        _TOLD[where] = template, told_case(template)
    template, case = _TOLD[where]
    return copy_of(template, folder), case


def _child(organisation: Organisation) -> UUID:
    child_id = uuid4()
    profile = ChildProfile(
        latin="Sok Vannak",
        local="សុខ វណ្ណៈ",
        age=Age(4, 5, date(2026, 11, 1), AgeBasis.APPEARANCE),
        sex=Sex.MALE,
        languages=(Spoken.KHM,),
        appearance="About 110 cm, blue football shirt",
        needs=NEEDS,
        guardian=Guardian("Sok Chan", GuardianRelation.GRANDMOTHER, ContactSafety.YES),
    )
    with organisation.writing("field") as work:
        make_child(work, ChildInput(child_id, profile))
    with organisation.writing("field") as work:
        rule = SafeContact(how="Through the club teacher", never="Never telephone the house")
        change_safe_contact(work, child_id, rule, version=1)
    with organisation.writing("caseworker") as work:
        words = EmergencyWords(
            danger="The man in the white cap", medical="A burn on the arm", where_now=SHELTER
        )
        change_sheet(work, child_id, words, version=0)
    return child_id


def _concern(organisation: Organisation, child_id: UUID, case_id: UUID) -> UUID:
    seen = MomentInput(date(2026, 11, 1), time(14, 10))
    observed = Observed(EvidenceBasis.SEEN, SEEN, seen, place="Night market")
    concern_id = uuid4()
    with organisation.writing("field") as work:
        post_concern(work, ConcernInput(concern_id, ConcernUrgency.HIGH, observed, child_id=child_id))
    with organisation.writing("field") as work:
        words = DisclosureInput(
            uuid4(),
            SAID,
            Spoken.KHM,
            Prompting.SPONTANEOUS,
            MomentInput(date(2026, 10, 28), time(19, 0)),
            translation=TRANSLATED,
        )
        add_disclosure(work, concern_id, words)
    with organisation.writing("supervisor") as work:
        link_to_case(work, concern_id, case_id, child_id)
    return concern_id


def new_packet(case_id: UUID, *, units: Sequence[str] = ()) -> PacketInput:
    """Return a packet for the municipal police and any typed units, as it is typed."""
    typed = tuple(UnitInput(name) for name in units)
    return PacketInput(uuid4(), case_id, Urgency.HIGH, REQUEST, ("ahtjp_municipal",), typed)


def drafted(
    organisation: Organisation, case_id: UUID, *, by: str = "caseworker", units: Sequence[str] = ()
) -> UUID:
    """Begin a packet."""
    with organisation.writing(by) as work:
        return begin_packet(work, new_packet(case_id, units=units))


def submitted(organisation: Organisation, packet_id: UUID, *, by: str = "caseworker") -> UUID:
    """Submit a packet."""
    with organisation.writing(by) as work:
        submit_packet(work, packet_id, version=version_of(organisation, packet_id))
    return packet_id


def approve(organisation: Organisation, packet_id: UUID, *, by: str) -> UUID:
    """Approve a packet as it is frozen now."""
    with organisation.server.store.reading() as session:
        digest = session.scalar(select(ReferralPacket.snapshot_hash).where(ReferralPacket.id == packet_id))
    with organisation.writing(by) as work:
        version = version_of(organisation, packet_id)
        seen = seen_by(work, packet_id, digest or "")
        approve_packet(work, packet_id, digest=digest or "", seen=seen, version=version)
    return packet_id


def seen_by(work: UnitOfWork, packet_id: UUID, digest: str, *, pages: int = 3) -> PagesSeen:
    """Return that somebody had every page on their screen; the drawing itself takes a second."""
    signature = show_pages(work, packet_id, pages, digest=digest)
    return PagesSeen(pages, signature, frozenset(range(1, pages + 1)))


def released(organisation: Organisation, case_id: UUID, *, units: Sequence[str] = ()) -> UUID:
    """Bring a new packet through both approvals."""
    packet_id = submitted(organisation, drafted(organisation, case_id, units=units))
    approve(organisation, packet_id, by="supervisor")
    return approve(organisation, packet_id, by="director")


def version_of(organisation: Organisation, packet_id: UUID) -> int:
    """Return the packet's version as a page would show it."""
    with organisation.server.store.reading() as session:
        return session.get_one(ReferralPacket, packet_id).version


def opened(organisation: Organisation, packet_id: UUID, *, by: str = "supervisor") -> OpenPacket:
    """Open a packet as a cast member."""
    with organisation.reading(by) as work:
        packet = open_packet(work, packet_id)
        work.session.expunge_all()
        return packet


def recipients_of(organisation: Organisation, packet_id: UUID) -> tuple[Recipient, ...]:
    """Return who a packet goes to."""
    packet = opened(organisation, packet_id)
    return packet.snapshot.recipients if packet.snapshot else packet.draft.recipients


def order_for(
    organisation: Organisation, packet_id: UUID, *, number: int = 0, **options: object
) -> ExportOrder:
    """Return an order for one recipient's file, as it is typed."""
    recipient = recipients_of(organisation, packet_id)[number]
    typed: dict[str, object] = {
        "id": uuid4(),
        "packet_id": packet_id,
        "recipient_id": recipient.id,
        "language": Language.ENGLISH,
        "reason": "The unit goes out at nine tonight",
        "version": version_of(organisation, packet_id),
    }
    return ExportOrder(**(typed | options))  # type: ignore[arg-type]  # any of its fields


def exported(
    organisation: Organisation, packet_id: UUID, order: ExportOrder | None = None, *, by: str = "director"
) -> ExportedFile:
    """Make a file."""
    work = organisation.open(by, Mode.READING)
    try:
        made = export_packet(work, order or order_for(organisation, packet_id))
        finish(work)
    finally:
        abandon(work)
    return made


def quick_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make files that are no PDF, for tests of who may make them: a real one takes a second."""

    def make(contents: object, **options: object) -> MadeFile:
        content = f"a file {uuid4()}".encode()
        return MadeFile(
            content=content,
            sha256_hex=sha256_hex(content),
            pages=3,
            file_name="RV-P-0001-v1-01-en.pdf",
            template_version="en-1",
        )

    monkeypatch.setattr(exporting, "make_packet_file", make)


def page_of(organisation: Organisation, packet_id: UUID, *, by: str = "director") -> PacketPage:
    """Return a packet's page as somebody sees it."""
    with organisation.reading(by) as work:
        return packet_page(work, packet_id)


def record(
    organisation: Organisation,
    packet_id: UUID,
    kind: StepKind,
    *,
    by: str = "supervisor",
    number: int = 0,
    **options: Any,
) -> UUID:
    """Record what happened to a recipient's copy today. Returns the record's id."""
    typed: dict[str, Any] = {
        "id": uuid4(),
        "step": kind,
        "officer": "Lt. Sokha",
        "unit": "Municipal police",
        "on": to_typed(organisation.clock.now()).date(),
        "remark": "By telephone",
    } | options
    recipient_id = recipients_of(organisation, packet_id)[number].id
    with organisation.writing(by) as work:
        record_step(work, packet_id, recipient_id, StepInput(**typed))
    step_id: UUID = typed["id"]
    return step_id


def hand_over(
    organisation: Organisation, packet_id: UUID, file_id: UUID, *, by: str = "director", **options: Any
) -> UUID:
    """Record a handover of today, with a stamp: it is received too."""
    typed: dict[str, Any] = {"on": date(2026, 11, 2), "stamp_number": "118/26", "remark": ""} | options
    return record(organisation, packet_id, StepKind.HANDED_OVER, by=by, file_id=file_id, **typed)


def withdraw(organisation: Organisation, packet_id: UUID, *, by: str) -> None:
    """Withdraw a packet."""
    with organisation.writing(by) as work:
        version = version_of(organisation, packet_id)
        withdraw_packet(work, packet_id, why="The name is wrong", version=version)

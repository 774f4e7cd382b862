"""Every readable cell of a packet changed outside Wayhome: no page, list, file or registry tells the lie."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.foundation.errors import ChangedOutside, NoKey, NotAllowedNow, NotVisible
from app.foundation.vocabulary.packet_states import PacketState
from app.keyring.known_directory import verified_directory
from app.packets.drafting import correct_packet
from app.packets.listing import packets_page
from app.packets.loading import has_left
from app.packets.registry import NotVouched, RegistryEntry, find_file
from app.packets.today import due_items
from models.copy_step import CopyStep
from models.mapping import Tagged
from models.referral_packet import PacketApproval, PacketFile, PacketRecipient, ReferralPacket
from tests.support.opened_cases import case_of, child_of
from tests.support.organisation import HILLSIDE, Organisation
from tests.support.packets import (
    PacketCase,
    approve,
    exported,
    hand_over,
    opened,
    page_of,
    quick_files,
    released,
    submitted,
    told_copy,
    withdraw,
)
from tests.support.tampering import behind

OTHER = "another"


@dataclass
class Sent:
    """A packet that left and was handed over, one that was taken back, and a newer version of a third."""

    organisation: Organisation
    packet_id: UUID
    sha256: str
    withdrawn_id: UUID
    withdrawn_sha256: str
    replaced_id: UUID
    replaced_sha256: str
    newer_id: UUID
    other_case_id: UUID
    truth: dict[str, RegistryEntry]

    def ask(self, sha256: str) -> RegistryEntry | None:
        server = self.organisation.server
        with server.store.reading() as session:
            directory = verified_directory(server.store, session, server.installation_id)
            return find_file(session, directory, sha256)

    def tells_only_the_truth(self) -> bool:
        """Ask about every file: what is said is what was said before, or that nobody vouches for it."""
        for sha256, entry in self.truth.items():
            try:
                if self.ask(sha256) != entry:
                    return False
            except NotVouched:
                continue
        return True


@pytest.fixture(scope="module")
def sent(built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    with pytest.MonkeyPatch.context() as patch:
        quick_files(patch)
        organisation, case = told_copy(built_organisation, tmp_path_factory.mktemp("sent"))
        yield _sent(organisation, case)
    organisation.server.store.engine.dispose()


def _sent(organisation: Organisation, case: PacketCase) -> Sent:
    packet_id = released(organisation, case.case_id)
    made = exported(organisation, packet_id)
    hand_over(organisation, packet_id, made.file_id)
    withdrawn_id = released(organisation, case.case_id)
    taken_back = exported(organisation, withdrawn_id)
    withdraw(organisation, withdrawn_id, by="supervisor")
    replaced_id = released(organisation, case.case_id)
    older = exported(organisation, replaced_id)
    newer_id = uuid4()
    with organisation.writing("caseworker") as work:
        correct_packet(work, replaced_id, newer_id)
    submitted(organisation, newer_id)
    approve(organisation, newer_id, by="supervisor")
    approve(organisation, newer_id, by="director")
    found = Sent(
        organisation,
        packet_id,
        made.sha256_hex,
        withdrawn_id,
        taken_back.sha256_hex,
        replaced_id,
        older.sha256_hex,
        newer_id,
        case_of(organisation, child_of(organisation)),
        {},
    )
    for sha256 in (found.sha256, found.withdrawn_sha256, found.replaced_sha256):
        entry = found.ask(sha256)
        assert entry is not None
        found.truth[sha256] = entry
    assert [entry.is_withdrawn for entry in found.truth.values()] == [False, True, False]
    assert [entry.replaced_by for entry in found.truth.values()] == [None, None, 2]
    return found


def readable_columns(table: type[Tagged]) -> list[str]:
    """Return the columns that a tag holds, and the signatures; ids are left to the rows that nothing points at."""
    own = {"packet_approval", "handover"}
    found = [
        attribute.key
        for attribute in table.__mapper__.column_attrs
        if attribute.columns[0].info.get("held") == "bound" or attribute.key.endswith("signature")
    ]
    return sorted(key for key in found if key != "id" or table.__tablename__ in own)


@contextmanager
def changed(sent: Sent, table: type[Any], row_id: UUID, column: str) -> Iterator[None]:
    """Put another valid value of its kind into one cell, and the old one back afterwards."""
    with behind(sent.organisation) as session:
        row = session.get_one(table, row_id)
        before = getattr(row, column)
        other = _other(sent, column, before)
        assert other != before
        session.execute(update(table).where(table.id == row_id).values({column: other}))
    try:
        yield
    finally:
        now = other if column == "id" else row_id
        with behind(sent.organisation) as session:
            session.execute(update(table).where(table.id == now).values({column: before}))


def _other(sent: Sent, column: str, before: Any) -> Any:
    ids = sent.organisation.ids
    if column in {"drafted_by", "approved_by", "exported_by", "recorded_by", "withdrawn_by", "released_by"}:
        return ids["director2" if before != ids["director2"] else "director"]
    if column in _LINKS:
        with behind(sent.organisation) as session:
            own = before or UUID(int=0)
            return _LINKS[column](sent, own, session)
    if column.endswith("_at"):
        return (before or sent.organisation.clock.now()) + timedelta(hours=1)
    if column.endswith("signature"):
        return None if before is None else before[:-1] + bytes([before[-1] ^ 1])
    capacity = "supervisor" if before == "director" else "director"
    words = {"number": "RV-P-0099", "state": "submitted", "language": "km", "approved_as": capacity}
    return before + 1 if isinstance(before, int) else words.get(column, OTHER)


def _another(table: type[Any], column: Any) -> Any:
    def find(_sent: Sent, own: UUID, session: Any) -> UUID:
        found: UUID = session.scalars(select(column).where(column != own).limit(1)).one()
        return found

    assert table
    return find


_LINKS: dict[str, Any] = {
    "id": lambda _sent, _own, _session: uuid4(),
    "base_id": lambda _sent, _own, _session: HILLSIDE,
    "case_id": lambda sent, _own, _session: sent.other_case_id,
    "packet_id": lambda sent, own, _session: (
        sent.withdrawn_id if own != sent.withdrawn_id else sent.packet_id
    ),
    "replaces_id": lambda sent, own, _session: (
        sent.withdrawn_id if own != sent.withdrawn_id else sent.packet_id
    ),
    "folder_id": _another(ReferralPacket, ReferralPacket.folder_id),
    "recipient_id": _another(PacketRecipient, PacketRecipient.id),
    "file_id": _another(PacketFile, PacketFile.id),
    "corrects_id": _another(CopyStep, CopyStep.id),
}


def _row(sent: Sent, table: type[Any], packet_id: UUID) -> UUID:
    with behind(sent.organisation) as session:
        found: UUID = session.scalars(
            select(table.id).where(table.packet_id == packet_id).order_by(table.id).limit(1)
        ).one()
        return found


def _packet_cells() -> list[tuple[str, str]]:
    """Return which packet, and which of its columns; a signature only where there is one."""
    signed = {"withdrawal_signature": {"withdrawn_id"}, "release_signature": {"newer_id"}}
    every = {"packet_id", "withdrawn_id", "newer_id"}
    return [
        (which, column)
        for column in readable_columns(ReferralPacket)
        for which in sorted(signed.get(column, every))
    ]


@pytest.mark.parametrize(("which", "column"), _packet_cells())
def test_a_changed_packet_is_not_opened_and_not_told(sent: Sent, which: str, column: str) -> None:
    packet_id = getattr(sent, which)
    with changed(sent, ReferralPacket, packet_id, column):
        assert sent.tells_only_the_truth()
        if column.endswith("signature"):
            return  # holders of the key go by the tag and by what is sealed
        for reader in ("caseworker", "supervisor", "director"):
            with pytest.raises((ChangedOutside, NotVisible, NoKey)):
                page_of(sent.organisation, packet_id, by=reader)
            with sent.organisation.reading(reader) as work:
                lines = {line.id: line for line in packets_page(work).lines}
                assert packet_id not in lines or lines[packet_id].is_changed
                assert all(item.code == "" for item in due_items(work) if item.record_id == packet_id)


@pytest.mark.parametrize("column", readable_columns(PacketApproval))
def test_a_changed_approval_approves_nothing(sent: Sent, column: str) -> None:
    with changed(sent, PacketApproval, _row(sent, PacketApproval, sent.packet_id), column):
        packet = opened(sent.organisation, sent.packet_id)
        assert packet.state is not PacketState.RELEASED
        assert len(packet.approvals) < 2
        with pytest.raises(NotAllowedNow, match="packet-not-approved"):
            exported(sent.organisation, sent.packet_id)


@pytest.mark.parametrize("column", readable_columns(PacketRecipient))
def test_no_file_is_made_for_a_changed_recipient(sent: Sent, column: str) -> None:
    with changed(sent, PacketRecipient, _row(sent, PacketRecipient, sent.packet_id), column):
        assert sent.tells_only_the_truth()
        if column != "folder_id":
            with pytest.raises(ChangedOutside):
                exported(sent.organisation, sent.packet_id)


@pytest.mark.parametrize("column", readable_columns(PacketFile))
def test_a_changed_entry_of_the_registry_counts_for_nothing(sent: Sent, column: str) -> None:
    file_id = _row(sent, PacketFile, sent.packet_id)
    with changed(sent, PacketFile, file_id, column):
        with pytest.raises(NotVouched):
            sent.ask(sent.sha256)
        assert sent.tells_only_the_truth()
        page = page_of(sent.organisation, sent.packet_id)
        assert page.files == ()
        assert page.changed or column == "packet_id"
        assert not page.rights.edits
        with sent.organisation.reading("director") as work:
            assert has_left(work, sent.packet_id)
            lines = {line.id: line for line in packets_page(work).lines}
            assert lines[sent.packet_id].copies == ()
        with pytest.raises((ChangedOutside, NotVisible)):
            hand_over(sent.organisation, sent.packet_id, file_id)


@pytest.mark.parametrize("column", readable_columns(CopyStep))
def test_a_changed_step_of_a_copy_counts_for_nothing(sent: Sent, column: str) -> None:
    def told() -> tuple[list[PacketState], list[PacketState]]:
        pages = [page_of(sent.organisation, each) for each in (sent.packet_id, sent.withdrawn_id)]
        with sent.organisation.reading("director") as work:
            lines = {line.id: line.copies for line in packets_page(work).lines}
        listed = [copy.facts.state for page in pages for copy in lines[page.id]]
        return [copy.facts.state for page in pages for copy in page.copies if copy.facts], listed

    with behind(sent.organisation) as session:
        handed_id = session.scalars(select(CopyStep.id).where(CopyStep.step == "handed_over")).one()
        received_id = session.scalars(select(CopyStep.id).where(CopyStep.step == "received")).one()
    assert told() == ([PacketState.RECEIVED, PacketState.RECALLED],) * 2
    with changed(sent, CopyStep, received_id, column):
        assert told() == ([PacketState.HANDED_OVER, PacketState.RECALLED],) * 2
        with changed(sent, CopyStep, handed_id, column):
            assert told() == ([PacketState.FILE_MADE, PacketState.RECALLED],) * 2


def test_an_entry_that_nobody_signed_is_not_vouched_for(sent: Sent) -> None:
    with behind(sent.organisation) as session:
        file = session.get_one(PacketFile, _row(sent, PacketFile, sent.packet_id))
        values = {each.key: getattr(file, each.key) for each in PacketFile.__mapper__.column_attrs}
        forged = PacketFile(**values | {"id": uuid4(), "sha256": "ef" * 32})
        session.add(forged)
        session.flush()
        forged_id = forged.id
    try:
        with pytest.raises(NotVouched):
            sent.ask("ef" * 32)
    finally:
        with behind(sent.organisation) as session:
            session.delete(session.get_one(PacketFile, forged_id))


def test_a_withdrawal_that_is_written_in_or_taken_out_is_not_believed(sent: Sent) -> None:
    now = sent.organisation.clock.now()
    for packet_id, sha256, values in (
        (
            sent.packet_id,
            sent.sha256,
            {"withdrawn_at": now, "withdrawn_by": sent.organisation.ids["director"]},
        ),
        (
            sent.withdrawn_id,
            sent.withdrawn_sha256,
            {"withdrawn_at": None, "withdrawn_by": None, "withdrawal_signature": None, "state": "released"},
        ),
    ):
        with behind(sent.organisation) as session:
            row = session.get_one(ReferralPacket, packet_id)
            before = {name: getattr(row, name) for name in values}
            session.execute(update(ReferralPacket).where(ReferralPacket.id == packet_id).values(values))
        try:
            with pytest.raises(NotVouched):
                sent.ask(sha256)
        finally:
            with behind(sent.organisation) as session:
                session.execute(update(ReferralPacket).where(ReferralPacket.id == packet_id).values(before))


def test_nothing_was_changed_for_good(sent: Sent) -> None:
    for sha256, entry in sent.truth.items():
        assert sent.ask(sha256) == entry
    assert page_of(sent.organisation, sent.packet_id).changed == 0
